"""Outlook (库存预估): how long what is there lasts, what is short of it, and what to do about that.

The pace is what was paid for in the last days. Of goods that are short, either more have to come
in, or some orders have to be told of: the fewest whose units make up what is missing.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil

from msgspec import Struct

from store.rules.stock.stock import StockPlan
from store.words import _

PACE_DAYS = 7
"""The desk's own: the pace is that of a week, and what is ordered anew is to last as long."""


class Outlook(Struct, frozen=True):
    """A counted SKU beside what is sold of it and who waits for it."""

    plan: StockPlan
    pace: Fraction
    """Units sold a day."""
    sizes: Mapping[int, int]
    """How many orders wait for so many units of it."""

    @property
    def left(self) -> int:
        """Units that are there once every waiting order has got its own; below zero if too few."""
        return self.plan.on_hand - self.plan.owed

    @property
    def to_make(self) -> int:
        """Units that waiting orders need, that are not there, and that are made in time."""
        return 0 if self.plan.missing else max(0, -self.left)

    @property
    def lasts(self) -> Fraction | None:
        """For how many days of selling what is left is enough; none where it never ends."""
        drain = self.pace - self.plan.made
        return max(0, self.left) / drain if drain > 0 else None

    @property
    def restock(self) -> int:
        """Units that have to come in for the waiting orders and a week of selling."""
        plan = self.plan
        coming = plan.on_hand + plan.made * PACE_DAYS
        return max(0, plan.missing, plan.owed + ceil(self.pace * PACE_DAYS) - coming)

    @property
    def too_many(self) -> int:
        """The fewest orders that cannot be shipped if nothing comes in."""
        missing, orders = self.plan.missing, 0
        for units, count in sorted(self.sizes.items(), reverse=True):
            if missing <= 0:
                break
            dropped = min(count, ceil(Fraction(missing, units)))
            missing -= dropped * units
            orders += dropped
        return orders

    def sentences(self) -> Iterator[str]:
        """How long it lasts, what is short and what to do about it; then the arithmetic."""
        plan = self.plan
        if self.lasts == 0:
            said = _("Nothing is left for new orders; {pace} are sold a day.")
            yield said.format(pace=days_text(self.pace))
        elif self.lasts is not None:
            yield _("Enough for {days} days at {pace} sold a day.").format(
                days=days_text(self.lasts), pace=days_text(self.pace)
            )
        if plan.missing:
            yield _(
                "{missing} short: restock {restock}, or apply for out-of-stock for {orders} of the"
                " {waiting} waiting orders."
            ).format(
                missing=plan.missing,
                restock=self.restock,
                orders=self.too_many,
                waiting=plan.orders,
            )
        if self.to_make:
            said = _("{units} that orders wait for are not there; made in time at {made} a day.")
            yield said.format(units=self.to_make, made=plan.made)
        if self.restock and not plan.missing:
            yield _("Restock {restock}: it then lasts a week.").format(restock=self.restock)
        yield next(plan.sentences())


def days_text(days: Fraction) -> str:
    """Days, or units a day, with one decimal where it says anything; rounded down."""
    tenths = int(days * 10)
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 and tenths < 1000 else f"{tenths // 10}"  # noqa: PLR2004 - beyond a hundred a tenth says nothing

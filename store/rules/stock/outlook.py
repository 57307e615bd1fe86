"""Outlook (库存预估): how long what is there lasts, what is short of it, and what to do about that.

The pace is what was paid for in the last days. Of goods that are short, either more have to come
in, or some orders have to be told of: those that are last in turn.
"""

from collections.abc import Collection, Iterator
from fractions import Fraction
from math import ceil, inf

from msgspec import Struct

from store.rules.stock.stock import StockPlan
from store.words import _, counts, sentences

PACE_DAYS = 7
"""The desk's own: the pace is that of a week, and what is ordered anew is to last as long."""


class Queued(Struct, frozen=True):
    """An order that waits for units of a SKU."""

    key: str
    units: int
    ship_by: int | None
    """Until when it has to leave (seconds since the epoch); none where that is not known."""
    paid_at: int | None
    under_review: int = 0
    """Units of it that an application for out-of-stock names whose verdict is open."""

    @property
    def open_units(self) -> int:
        """Units that may be applied for still."""
        return self.units - self.under_review

    def turn(self) -> tuple[float, float, str]:
        """By what it is served: what is not known comes last."""
        ship_by, paid_at = (inf if one is None else one for one in (self.ship_by, self.paid_at))
        return ship_by, paid_at, self.key


class Outlook(Struct, frozen=True):
    """A counted SKU beside what is sold of it and who waits for it."""

    plan: StockPlan
    pace: Fraction
    """Units sold a day."""

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

    def short(self, waiting: Collection[Queued]) -> tuple[Queued, ...]:
        """The orders that are short, of all that wait for it, the last in turn first.

        What is there goes to whoever has to leave first, then to whoever paid first. What is under
        review already is not applied for again, and makes up for what is missing first.
        """
        missing = self.plan.missing - sum(one.under_review for one in waiting)
        found = []
        for one in sorted(waiting, key=Queued.turn, reverse=True):
            if missing > 0 and one.open_units:
                found.append(one)
                missing -= one.open_units
        return tuple(found)

    def sentences(self, waiting: Collection[Queued]) -> Iterator[str]:
        """How long it lasts, what is short and what to do about it for those that wait for it; then
        the arithmetic.
        """
        plan = self.plan
        if self.lasts == 0:
            said = _("Nothing is left for new orders; {pace} are sold a day.")
            yield said.format(pace=days_text(self.pace))
        elif self.lasts is not None:
            lasts = days_text(self.lasts)
            days = counts.days(1) if lasts == "1" else _("{count} days").format(count=lasts)
            said = _("Enough for {days} at {pace} sold a day.")
            yield said.format(days=days, pace=days_text(self.pace))
        if plan.missing:
            yield self._shortage(waiting)
        if self.to_make:
            said = _("{units} that orders wait for are not there; made in time at {made} a day.")
            yield said.format(units=self.to_make, made=plan.made)
        if self.restock and not plan.missing:
            yield _("Restock {restock}: it then lasts a week.").format(restock=self.restock)
        yield next(plan.sentences())

    def _shortage(self, waiting: Collection[Queued]) -> str:
        """What is short, and what to do about that."""
        plan, short = self.plan, len(self.short(waiting))
        reviewed = sum(one.under_review > 0 for one in waiting)
        said = _("{missing} short: restock {restock}.")
        if short:
            said = _(
                "{missing} short: restock {restock}, or apply for out-of-stock for {orders} of the"
                " {waiting} waiting orders."
            )
        if reviewed:
            said = sentences(said, _("Under review already: {reviewed} of {waiting}."))
        return said.format(
            missing=plan.missing,
            restock=self.restock,
            orders=short,
            waiting=plan.orders,
            reviewed=reviewed,
        )


def days_text(days: Fraction) -> str:
    """Days, or units a day, with one decimal where it says anything; rounded down."""
    tenths = int(days * 10)
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 and tenths < 1000 else f"{tenths // 10}"  # noqa: PLR2004 - beyond a hundred a tenth says nothing

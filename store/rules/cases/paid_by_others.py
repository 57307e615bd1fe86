"""Paid by others (另有退款): what a case brought, and money that is no money of that case is of.

Goods that lie here for a case that has ended are paid for by whatever money went since the buyer
applied for it: for no case, or for another one, for which nothing came. Each sum stands for goods
once, for those of the last case first. What was said to go beside every case and names no units is
a compensation, and of no goods.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase
from store.models.case_state import CaseOutcome
from store.models.money import Fen
from store.models.order import Order
from store.models.refund import Refund
from store.rules.cases.case_machine import MONEY
from store.rules.cases.paid_units import paid_units, sum_of_prices


class Lying(NamedTuple):
    """Goods that a case which has ended brought, and that it gave neither money nor goods for."""

    case: AfterSalesCase
    units: Counter[int]


class PaidByOthers(NamedTuple):
    """Units by line, by the number of the case."""

    for_it: Mapping[str, Counter[int]]
    """What the case brought, and other money is of."""
    by_it: Mapping[str, Counter[int]]
    """What others brought, and the money of the case is of."""


class _Money:
    """A refund, and what of it stands for no goods that came."""

    def __init__(self, order: Order, refund: Refund) -> None:
        self.refund, self.case = refund, order.case_named(refund.case)
        self.named = Counter[int]()
        for part in refund.lines:
            self.named[part.line] += part.good
        self.left = refund.amount_fen

    def may_be_of(self, lying: AfterSalesCase) -> bool:
        """May it be the money of goods that this case brought?

        Where that gave nothing, what was asked for before it for another case is the money of other
        goods. Both may agree on money while the goods are still on their way.
        """
        if self.case is None:
            is_compensation = self.refund.beside and not self.refund.lines
            return self._is_since(lying) and not is_compensation
        if self.case.id == lying.id or not is_without_goods(self.case):
            return False
        return not lying.gave_nothing or self._is_since(lying)

    def _is_since(self, lying: AfterSalesCase) -> bool:
        """Did it go since the goods came, or was it asked for since their case was applied for?"""
        came_at = min(lying.returns_received_at, default=None)
        asked_at = self.case.applied_at if self.case else self.refund.requested_at
        return _is_from(came_at, self._went_at) or _is_from(lying.applied_at, asked_at)

    def take(self, units: Counter[int], prices: Mapping[int, Fen]) -> Counter[int]:
        """Those of these units that it is of, and is of no others then."""
        if self.refund.lines:
            taken = units & self.named
            self.named -= taken
            return taken
        mine = (line for line in units if self.case is None or self.case.is_about(line))
        of_its_lines = Counter({line: units[line] for line in mine})
        taken = paid_units(of_its_lines, prices, self.left)
        price = sum_of_prices(taken, prices)
        self.left = max(0, self.left - price)
        # A gift goes with the money of what it came with, and with none alone.
        return taken if price else Counter()

    @property
    def _went_at(self) -> datetime | None:
        asked_at, gone_at = self.refund.requested_at, self.refund.settled_at
        return asked_at or (gone_at if self.case else None)


def paid_by_others(order: Order, lying: Sequence[Lying], prices: Mapping[int, Fen]) -> PaidByOthers:
    """Which of these goods other money of the order is of."""
    given = tuple(_Money(order, one) for one in order.refunds if one.spent and not one.estimated)
    for_it = defaultdict[str, Counter[int]](Counter)
    by_it = defaultdict[str, Counter[int]](Counter)
    for came in reversed(lying):
        for money, taken in _taken(given, came, prices):
            for_it[came.case.id] += taken
            if money.case:
                by_it[money.case.id] += taken
    return PaidByOthers(for_it, by_it)


def _taken(
    given: Sequence[_Money], lying: Lying, prices: Mapping[int, Fen]
) -> Iterator[tuple[_Money, Counter[int]]]:
    left = lying.units
    for money in given:
        if left and money.may_be_of(lying.case):
            taken = money.take(left, prices)
            left -= taken
            yield money, taken


def is_without_goods(case: AfterSalesCase) -> bool:
    """Did it end with money for goods that left, while none came back for it?"""
    gave = case.kind in MONEY and case.outcome is CaseOutcome.REFUNDED
    return gave and not case.returns and not case.unshipped


def _is_from(since: datetime | None, at: datetime | None) -> bool:
    return since is not None and at is not None and at >= since

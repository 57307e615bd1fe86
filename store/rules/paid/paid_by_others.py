"""Paid by others (另有退款): what a case brought, and money that is no money of that case is of.

Goods that lie here for a case that has ended may be paid for by money that went since the buyer
applied for it: for no case, or for another one, for which nothing came. There are three answers:

* It is theirs: it names them; or it is their money (`paid_units`), given since they came, or by a
  refund only of their very line; or it was asked for before, and is just the price of units of
  their lines.
* It may be theirs (`maybe`): it names no units, and is another sum. It may be a compensation, or
  their price with freight, less a deduction or in parts, so that they stay owed, and it is asked.
* It is not: what was said to go beside every case and names no units is a compensation.

Each sum stands for goods once, for those of the last case first.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase
from store.models.case_state import CaseOutcome
from store.models.money import Fen
from store.models.order import Order
from store.models.refund import Refund
from store.rules.cases.case_machine import MONEY, MONEY_ALONE
from store.rules.paid.paid_units import paid_units, sum_of_prices


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
    money: Mapping[str, tuple[Refund, ...]]
    """The other money that what the case brought is paid for by."""
    maybe: Mapping[str, tuple[Refund, ...]]
    """The other money that what is left of that may be paid for by; nobody has said so."""


class _Money:
    """A refund, and what of it stands for no goods that came."""

    def __init__(self, order: Order, refund: Refund) -> None:
        self.refund, self.case = refund, order.case_named(refund.case)
        self.ordered = Counter({line.line: line.ordered for line in order.lines})
        self.named = Counter[int]()
        for part in refund.lines:
            self.named[part.line] += part.good
        self.left = refund.amount_fen

    def take(self, lying: Lying, prices: Mapping[int, Fen]) -> Counter[int]:
        """Those of these units that it is of, and is of no others then."""
        if not self._may_be_of(lying.case):
            return Counter()
        if self.refund.lines:
            taken = lying.units & self.named
            self.named -= taken
            return taken
        of_its_lines = self._of_its_lines(lying.units)
        if not self._went_since_they_came(lying.case):
            of_its_lines &= self._surely_of(of_its_lines, prices)
        taken = paid_units(of_its_lines, prices, self.left)
        price = sum_of_prices(taken, prices)
        self.left = max(0, self.left - price)
        # A gift goes with the money of what it came with, and with none alone.
        return taken if price else Counter()

    def is_maybe_of(self, lying: Lying, prices: Mapping[int, Fen]) -> bool:
        """May what is left of it be the money of these units, though nothing says so?"""
        if (
            self.refund.lines
            or self.refund.both
            or not self.left
            or not self._may_be_of(lying.case)
        ):
            return False
        return sum_of_prices(self._of_its_lines(lying.units), prices) > 0

    def _of_its_lines(self, units: Counter[int]) -> Counter[int]:
        """Those of these units that are of lines which it may be about."""
        case = self.case
        return Counter({line: units[line] for line in units if not case or case.is_about(line)})

    def _surely_of(self, units: Counter[int], prices: Mapping[int, Fen]) -> Counter[int]:
        """Those of these units that it can be the money of, whatever else was to be paid for: all
        where a refund only is about their line and no other, else those that it is just the price
        of.
        """
        if self.case and self.case.kind in MONEY_ALONE:
            about = self._of_its_lines(self.ordered)
            if len([line for line in about if prices[line]]) == 1:
                return units
        return self._just_sold(units, prices)

    def _just_sold(self, lines: Iterable[int], prices: Mapping[int, Fen]) -> Counter[int]:
        """The units of these lines that it is just the price of; none where it is of none."""
        sold = paid_units(Counter({line: self.ordered[line] for line in lines}), prices, self.left)
        return sold if sum_of_prices(sold, prices) == self.left else Counter()

    def _may_be_of(self, lying: AfterSalesCase) -> bool:
        """May it be the money of goods that this case brought?

        Where that gave nothing, what was asked for before it for another case is the money of other
        goods. Both may agree on money while the goods are still on their way.
        """
        asked_at = self.case.applied_at if self.case else self.refund.requested_at
        is_since = _is_from(lying.applied_at, asked_at) or self._went_since_they_came(lying)
        if self.case is None:
            is_compensation = self.refund.is_beside(lying.id) and not self.refund.lines
            return is_since and not is_compensation
        if self.case.id == lying.id or not is_without_goods(self.case):
            return False
        return is_since or lying.outcome is CaseOutcome.REFUNDED

    def _went_since_they_came(self, lying: AfterSalesCase) -> bool:
        return _is_from(min(lying.returns_received_at, default=None), self._went_at)

    @property
    def _went_at(self) -> datetime | None:
        asked_at, gone_at = self.refund.requested_at, self.refund.settled_at
        return asked_at or (gone_at if self.case else None)


def paid_by_others(order: Order, lying: Sequence[Lying], prices: Mapping[int, Fen]) -> PaidByOthers:
    """Which of these goods other money of the order is of."""
    given = tuple(_Money(order, one) for one in order.refunds if one.spent and not one.estimated)
    for_it = defaultdict[str, Counter[int]](Counter)
    by_it = defaultdict[str, Counter[int]](Counter)
    money = defaultdict[str, tuple[Refund, ...]](tuple)
    not_paid = list[Lying]()
    for case, units in reversed(lying):
        left = units
        for one in given:
            if taken := one.take(Lying(case, left), prices):
                left -= taken
                for_it[case.id] += taken
                money[case.id] += (one.refund,)
                if one.case:
                    by_it[one.case.id] += taken
        not_paid.append(Lying(case, left))
    maybe = {
        one.case.id: tuple(each.refund for each in given if each.is_maybe_of(one, prices))
        for one in not_paid
    }
    return PaidByOthers(for_it, by_it, money, maybe)


def is_without_goods(case: AfterSalesCase) -> bool:
    """Did it end with money for goods that left, while none came back for it?"""
    gave = case.kind in MONEY and case.outcome is CaseOutcome.REFUNDED
    return gave and not case.returns and not case.unshipped


def _is_from(since: datetime | None, at: datetime | None) -> bool:
    return since is not None and at is not None and at >= since

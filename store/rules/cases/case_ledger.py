"""The ledger of a case (售后台账): what came back, was refunded and was sent for it, by line.

A unit of a case is settled when money or goods have gone for it. What came back and is not settled
lies here: it is neither with the buyer nor the shop's again.
"""

from collections import Counter
from collections.abc import Callable, Iterable

from msgspec import Struct

from store.models.after_sales_case import (
    AfterSalesCase,
    CaseOutcome,
    GoodsReturn,
    ReturnedUnits,
)
from store.models.base import remembered
from store.models.money import Fen
from store.models.order import Order
from store.models.parcel import Parcel, ParcelKind, units_by_line, units_in_parcels
from store.models.refund import Refund
from store.models.reissue import Loss
from store.rules.cases.case_machine import MONEY_ALONE

SENT_FOR_CASE: tuple[ParcelKind, ...] = ("replacement", "supplementary", "repaired")


class CaseLedger(Struct, frozen=True):
    """What the records of an order say of one case; the ledgers of the order are made from it.

    It holds the records and not the order, so that what is remembered of an order does not keep
    that order alive.
    """

    case: AfterSalesCase
    refunds: tuple[Refund, ...]
    """The refunds of this case, however they ended."""
    parcels: tuple[Parcel, ...]
    """What was sent because of this case."""
    losses: tuple[Loss, ...]
    """What it brought back and a reissue stands for since; of a case in which nothing was to come
    back, what the carrier brought, which is owed by itself."""

    @property
    def id(self) -> str:
        """The number of the case, the platform's or the desk's own."""
        return self.case.id

    @property
    def came_back(self) -> Counter[int]:
        """Units of ours that its returns brought, over all of its parcels, by line."""
        return units_in(self.case.returns)

    @property
    def refunded(self) -> Counter[int]:
        """Units by line for which money went, or is going, back."""
        return units_refunded(self.refunds)

    @property
    def sent(self) -> Counter[int]:
        """Units by line that were sent."""
        return units_in_parcels(self.parcels)

    @property
    def settled_units(self) -> Counter[int]:
        """Units by line for which money or goods have gone."""
        return self.refunded + self.sent

    @property
    def lying_here(self) -> Counter[int]:
        """Units by line that came back and for which neither money nor goods have gone yet.

        Of a case that ended with either none: whatever lies here was paid for or replaced, also
        where nobody knows with which parcel.
        """
        if self.case.outcome in (CaseOutcome.REFUNDED, CaseOutcome.FULFILLED):
            return Counter()
        return self.came_back - self.settled_units - self.given_up

    @property
    def not_settled(self) -> Counter[int]:
        """The same; of one that the platform says was fulfilled, all that nothing left here for."""
        is_sent = self.case.outcome is CaseOutcome.FULFILLED
        asked_for = self.came_back + self.not_there
        return asked_for - self.settled_units if is_sent else self.lying_here

    @property
    def not_there(self) -> Counter[int]:
        """Units by line that its returns were said to hold, and did not."""
        return units_not_in(self.case.returns)

    @property
    def given_up(self) -> Counter[int]:
        """Units by line that came back for it and are recorded as such (`losses`)."""
        return units_by_line(self.losses)

    @property
    def spent_fen(self) -> Fen:
        """Money that went, or is going, back."""
        return sum(refund.amount_fen for refund in self.refunds if refund.spent)

    @property
    def paid_fen(self) -> Fen:
        """Money that has gone back for certain."""
        return sum(refund.amount_fen for refund in self.refunds if refund.state == "done")

    @property
    def open_refund(self) -> Refund | None:
        """A refund that nobody has settled yet."""
        still_open = (refund for refund in self.refunds if refund.state in ("pending", "unknown"))
        return next(still_open, None)


def units_refunded(refunds: Iterable[Refund]) -> Counter[int]:
    """Units by line for which money of these refunds went, or is going, back."""
    return units_by_line(part for one in refunds if one.spent for part in one.lines)


def units_not_in(returns: Iterable[GoodsReturn]) -> Counter[int]:
    """Units of ours that these returns were said to hold and did not, by line."""
    return _units_of(returns, lambda part: part.missing + part.wrong)


def units_in(returns: Iterable[GoodsReturn]) -> Counter[int]:
    """Units of ours that were found in these returns, by line."""
    return _units_of(returns, lambda part: part.came_back)


def units_named(returns: Iterable[GoodsReturn]) -> Counter[int]:
    """Units that were looked for in these returns, and found or not, by line."""
    return _units_of(returns, lambda part: part.named)


def _units_of(returns: Iterable[GoodsReturn], many: Callable[[ReturnedUnits], int]) -> Counter[int]:
    units: Counter[int] = Counter()
    for parcel in returns:
        for part in parcel.units:
            units[part.line] += many(part)
    return units


def case_ledger(order: Order, case: AfterSalesCase) -> CaseLedger:
    """The ledger of a case that is, or might be, one of this order."""
    return CaseLedger(
        case,
        tuple(refund for refund in order.refunds if refund.case == case.id),
        tuple(
            parcel
            for parcel in order.parcels
            if parcel.case == case.id and parcel.kind in SENT_FOR_CASE
        ),
        tuple(loss for loss in order.losses if loss.case == case.id or _is_carried(case, loss)),
    )


def _is_carried(case: AfterSalesCase, loss: Loss) -> bool:
    """Is it what the carrier brought back, of a case that no goods were to come for?"""
    return case.kind in MONEY_ALONE and loss.kind == "come_back" and bool(loss.parcel)


@remembered
def case_ledgers(order: Order) -> tuple[CaseLedger, ...]:
    """The ledger of each case of the order."""
    return tuple(case_ledger(order, case) for case in order.cases)

"""Ledgers (台账): what of an order may still be shipped, refunded or sent again.

Per line   to_ship    = ordered − cancelled − shipped − refunded_unshipped
           reissuable = (lost + damaged + missing + come back) − refunded of those − reissued
           returned   = came back in the returns of after-sales cases
           here       = returned − refunded of those − sent anew for their cases
           with_buyer = shipped + reissues shipped − recorded lost − refunded after they left − here
Per order  refundable = paid − done − pending − unknown

An action may take none of them below zero. What the platform says may: that is a discrepancy.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from store.models.order import Line, Order
from store.models.parcel import LineQuantity
from store.models.refund import Refund
from store.money import Fen
from store.rules.case_ledger import came_back, lying_here


@dataclass(frozen=True, slots=True)
class LineLedger:
    """The count of one line, in units and fen."""

    line: Line
    shipped: int
    refunded: int
    refunded_unshipped: int
    refunded_fen: Fen
    recorded_lost: int
    refunded_lost: int
    reissued: int
    reissue_shipped: int
    returned: int
    """Units that came back in after-sales returns, as they were found there."""
    returned_unsettled: int
    """Of these, by their cases, the ones for which neither money nor goods have gone yet."""

    @property
    def to_ship(self) -> int:
        """Units that still have to go out; below zero when the platform contradicts the desk."""
        return self.line.ordered - self.line.cancelled - self.shipped - self.refunded_unshipped

    @property
    def reissuable(self) -> int:
        """Units recorded as lost, damaged, missing or come back that nothing was done about yet."""
        return self.recorded_lost - self.refunded_lost - self.reissued

    @property
    def gone(self) -> int:
        """Shipped units that are neither refunded nor recorded as lost.

        A unit that was sent again, by a reissue or for a case, counts like the one it stands for.
        """
        refunded_shipped = self.refunded - self.refunded_unshipped - self.refunded_lost
        return self.shipped + self.reissue_shipped - self.recorded_lost - refunded_shipped

    @property
    def here(self) -> int:
        """Units that came back and are not settled: they may be refunded, not sent as lost."""
        return min(self.returned_unsettled, max(0, self.gone))

    @property
    def with_buyer(self) -> int:
        """Shipped units, neither refunded nor recorded as lost, that did not come back."""
        return self.gone - self.here

    @property
    def refundable_units(self) -> int:
        """Units whose money may still go back: not those that an open reissue sends again."""
        paid_for = self.line.ordered - self.line.cancelled - self.refunded
        there = max(0, self.to_ship) + max(0, self.reissuable) + max(0, self.gone)
        return max(0, min(paid_for, there))

    @property
    def refundable_fen(self) -> Fen:
        """Money of this line that has not gone back."""
        return self.line.amount_fen - self.refunded_fen

    def price(self, units: int) -> Fen:
        """What so many more units cost; the last one takes the remainder of the division."""
        left = max(0, self.refundable_fen)
        if units >= self.line.ordered - self.line.cancelled - self.refunded:
            return left
        return min(left, self.line.amount_fen * units // self.line.ordered)


def spent(order: Order) -> Iterator[Refund]:
    """Every refund that counts as spent: done, pending and unknown."""
    return (refund for refund in order.refunds if refund.spent)


_latest: list[tuple[Order, tuple[LineLedger, ...]]] = []
"""The order that was asked about last, with its ledgers.

Orders are frozen, and one question after another is about the same one: its row alone asks seven
times. Threads share it: what is read from it and put into it is whole.
"""


def line_ledgers(order: Order) -> tuple[LineLedger, ...]:
    """The ledger of each line, in the order of the lines."""
    for known, ledgers in tuple(_latest):
        if known is order:
            return ledgers
    ledgers = _line_ledgers(order)
    _latest[:] = ((order, ledgers),)
    return ledgers


def _line_ledgers(order: Order) -> tuple[LineLedger, ...]:
    returned = sum((came_back(case) for case in order.cases), Counter[int]())
    unsettled = sum((lying_here(order, case) for case in order.cases), Counter[int]())
    return tuple(
        _line_ledger(order, line, returned[line.line], unsettled[line.line]) for line in order.lines
    )


def _line_ledger(order: Order, line: Line, returned: int, unsettled: int) -> LineLedger:
    refunded = [part for refund in spent(order) for part in refund.lines if part.line == line.line]
    reissues = [one for one in order.reissues if one.state != "cancelled"]
    return LineLedger(
        line=line,
        shipped=_units(line, (p.lines for p in order.parcels if p.kind == "shipment")),
        refunded=sum(part.quantity for part in refunded),
        refunded_unshipped=sum(part.unshipped for part in refunded),
        refunded_fen=sum(part.amount_fen for part in refunded),
        recorded_lost=sum(loss.quantity for loss in order.losses if loss.line == line.line),
        refunded_lost=sum(part.lost for part in refunded),
        reissued=_units(line, (one.lines for one in reissues)),
        reissue_shipped=_units(line, (one.lines for one in reissues if one.state == "shipped")),
        returned=returned,
        returned_unsettled=unsettled,
    )


def _units(line: Line, contents: Iterable[tuple[LineQuantity, ...]]) -> int:
    return sum(part.quantity for parts in contents for part in parts if part.line == line.line)


def units_to_ship(order: Order) -> int:
    """Units of the whole order that still have to go out, never below zero."""
    return sum(max(0, ledger.to_ship) for ledger in line_ledgers(order))


@dataclass(frozen=True, slots=True)
class MoneyLedger:
    """The money of one order, in fen."""

    paid: Fen
    done: Fen
    pending: Fen
    unknown: Fen

    @property
    def refundable(self) -> Fen:
        """What may still go back; below zero when the platform contradicts the desk."""
        return self.paid - self.done - self.pending - self.unknown


def money_ledger(order: Order) -> MoneyLedger:
    """What was paid, and what has gone or is going back."""

    def total(state: str) -> Fen:
        return sum(refund.amount_fen for refund in order.refunds if refund.state == state)

    return MoneyLedger(order.money.paid_fen, total("done"), total("pending"), total("unknown"))

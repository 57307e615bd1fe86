"""Ledgers (台账): what of an order may still be shipped, refunded or sent again.

Per line   to_ship    = ordered − cancelled − shipped − refunded_unshipped + too many and back
           reissuable = (lost + damaged + missing + come back) − refunded of those − reissued
                        − too many and back
           returned   = came back in the returns of after-sales cases
           here       = returned − refunded of those − sent anew for their cases
           with_buyer = shipped + reissues shipped − recorded lost − refunded after they left − here
Per order  refundable = paid − done − pending − unknown

An action may take none of them below zero. What the platform says may: that is a discrepancy.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from store.models.base import remembered
from store.models.money import Fen
from store.models.order import Line, Order
from store.models.parcel import LineQuantity, line_quantities, units_by_line, units_in_parcels
from store.models.refund import Refund
from store.rules.cases.case_ledger import case_ledgers
from store.rules.parcels.whereabouts import GIVEN_UP, standing_losses


class LineLedger(Struct, frozen=True):
    """The count of one line, in units and fen."""

    line: Line
    shipped: int
    refunded: int
    refunded_unshipped: int
    refunded_fen: Fen
    recorded_lost: int
    """Units recorded as not with the buyer in good order that did not reach him after all."""
    recorded_away: int
    """Of these, the ones that were lost or are back."""
    refunded_lost: int
    reissued: int
    reissue_shipped: int
    returned: int
    """Units that came back in after-sales returns, as they were found there."""
    returned_unsettled: int
    """Of these, by their cases, the ones for which neither money nor goods have gone yet."""
    sent_for_cases: int
    """Units that were sent because of after-sales cases."""

    @property
    def number(self) -> int:
        """The number of the line within its order."""
        return self.line.line

    @property
    def to_ship(self) -> int:
        """Units that still have to go out; below zero when the platform contradicts the desk."""
        return self._to_ship + self.too_many_back

    @property
    def _to_ship(self) -> int:
        return self.line.ordered - self.line.cancelled - self.shipped - self.refunded_unshipped

    @property
    def reissuable(self) -> int:
        """Units recorded as lost, damaged, missing or come back that nothing was done about yet;
        below zero where what was given up, and sent again or refunded, reached the buyer after all.
        """
        return self._reissuable - self.too_many_back

    @property
    def _reissuable(self) -> int:
        return self.recorded_lost - self.refunded_lost - self.reissued

    @property
    def too_many_back(self) -> int:
        """Units that left though they were cancelled or paid back, and are back or lost: nothing is
        owed for them. What seems to have left twice may be one parcel with two numbers.
        """
        not_to_leave = self.line.cancelled + self.refunded_unshipped
        return max(0, min(-self._to_ship, not_to_leave, self.recorded_away, self._reissuable))

    @property
    def gone(self) -> int:
        """Shipped units that are neither refunded nor recorded as lost.

        A unit that was sent again, by a reissue or for a case, counts like the one it stands for;
        one that reached the buyer after it was made good counts no second time.
        """
        refunded = self.refunded_shipped - self.refunded_lost
        left = self.shipped + self.reissue_shipped - self.recorded_lost - refunded
        return left + min(0, self.reissuable)

    @property
    def refunded_shipped(self) -> int:
        """Units that were refunded after they had left, wherever they are."""
        return self.refunded - self.refunded_unshipped

    @property
    def here(self) -> int:
        """Units that came back and are not settled: they may be refunded, not sent as lost."""
        return min(self.returned_unsettled, max(0, self.gone))

    @property
    def with_buyer(self) -> int:
        """Shipped units, neither refunded nor recorded as lost, that did not come back."""
        return self.gone - self.here

    @property
    def outside(self) -> int:
        """Units that left, at first or for a reissue or a case, and did not come back in a case."""
        return self.shipped + self.reissue_shipped + self.sent_for_cases - self.returned

    @property
    def paid_for(self) -> int:
        """Ordered units that were neither cancelled nor refunded."""
        return self.line.ordered - self.line.cancelled - self.refunded

    @property
    def untouched(self) -> int:
        """Ordered units that were neither cancelled nor refunded nor sent again."""
        return self.paid_for - self.reissued

    @property
    def refundable_units(self) -> int:
        """Units whose money may still go back: not those that an open reissue sends again."""
        there = max(0, self.to_ship) + max(0, self.reissuable) + max(0, self.gone)
        return max(0, min(self.paid_for, there))

    @property
    def refundable_fen(self) -> Fen:
        """Money of this line that has not gone back."""
        return self.line.amount_fen - self.refunded_fen

    def price(self, units: int) -> Fen:
        """What so many more units cost; the last one takes the remainder of the division."""
        left = max(0, self.refundable_fen)
        if units >= self.paid_for:
            return left
        return min(left, self.line.amount_fen * units // self.line.ordered)


_NOTHING_ELSE = (0,) * (len(LineLedger.__struct_fields__) - 2)


def is_smooth(order: Order) -> bool:
    """Was nothing of it refunded, claimed, lost or sent again? So it is with most orders."""
    return not (order.refunds or order.cases or order.losses or order.reissues)


def spent(order: Order) -> Iterator[Refund]:
    """Every refund that counts as spent: done, pending and unknown."""
    return (refund for refund in order.refunds if refund.spent)


@remembered
def line_ledgers(order: Order) -> tuple[LineLedger, ...]:
    """The ledger of each line, in the order of the lines."""
    shipped = units_in_parcels(order.shipments)
    if is_smooth(order):
        # Of them all other counts are nothing.
        return tuple(LineLedger(line, shipped[line.line], *_NOTHING_ELSE) for line in order.lines)
    reissues = [reissue for reissue in order.reissues if reissue.state != "cancelled"]
    reissued = units_by_line(part for one in reissues for part in one.lines)
    reissue_shipped = units_by_line(
        part for one in reissues if one.state == "shipped" for part in one.lines
    )
    refunded = [part for refund in spent(order) for part in refund.lines]
    losses = tuple(standing_losses(order))
    cases = case_ledgers(order)
    none = Counter[int]()
    returned = sum((case.came_back for case in cases), none)
    unsettled = sum((case.lying_here for case in cases), none)
    sent_for_cases = sum((case.sent for case in cases), none)

    def ledger(line: Line) -> LineLedger:
        number = line.line
        back = [part for part in refunded if part.line == number]
        return LineLedger(
            line=line,
            shipped=shipped[number],
            refunded=sum(part.quantity for part in back),
            refunded_unshipped=sum(part.unshipped for part in back),
            refunded_fen=sum(part.amount_fen for part in back),
            recorded_lost=sum(loss.quantity for loss in losses if loss.line == number),
            recorded_away=sum(
                loss.quantity for loss in losses if loss.line == number and loss.kind in GIVEN_UP
            ),
            refunded_lost=sum(part.lost for part in back),
            reissued=reissued[number],
            reissue_shipped=reissue_shipped[number],
            returned=returned[number],
            returned_unsettled=unsettled[number],
            sent_for_cases=sent_for_cases[number],
        )

    return tuple(map(ledger, order.lines))


def price_of(ledgers: Iterable[LineLedger], units: Iterable[LineQuantity]) -> Fen:
    """What so many more units cost; the last unit of a line takes the remainder of the division."""
    by_line = {ledger.number: ledger for ledger in ledgers}
    return sum(by_line[part.line].price(part.quantity) for part in units)


def reissuable_units(ledgers: Iterable[LineLedger]) -> Counter[int]:
    """The units by line that are recorded as lost, damaged, missing or come back, and about which
    nothing was done yet.
    """
    return Counter({one.number: max(0, one.reissuable) for one in ledgers})


def lines_left(order: Order) -> tuple[LineQuantity, ...]:
    """Everything that is left to ship, whatever of its money went back."""
    return line_quantities((one.number, one.to_ship) for one in line_ledgers(order))


@remembered
def units_to_ship(order: Order) -> int:
    """Units of the whole order that still have to go out: none once all the money went back."""
    if money_ledger(order).is_all_back:
        return 0
    return sum(max(0, ledger.to_ship) for ledger in line_ledgers(order))


def units_shipped(order: Order) -> int:
    """Units of the whole order that have left as ordered; refunded ones that never did are none."""
    return sum(ledger.shipped for ledger in line_ledgers(order))


class MoneyLedger(Struct, frozen=True):
    """The money of one order, in fen."""

    paid: Fen
    done: Fen
    pending: Fen
    unknown: Fen

    @property
    def back(self) -> Fen:
        """What went, or is going, back."""
        return self.done + self.pending + self.unknown

    @property
    def going(self) -> Fen:
        """What is on its way back: nobody knows yet whether it arrived."""
        return self.pending + self.unknown

    @property
    def refundable(self) -> Fen:
        """What may still go back; below zero when the platform contradicts the desk."""
        return self.paid - self.back

    @property
    def is_all_back(self) -> bool:
        """Has all that was paid gone back, or is it going? Of a gift there is nothing to."""
        return self.refundable <= 0 < self.paid


@remembered
def money_ledger(order: Order) -> MoneyLedger:
    """What was paid, and what has gone or is going back."""

    def total(state: str) -> Fen:
        return sum(refund.amount_fen for refund in order.refunds if refund.state == state)

    return MoneyLedger(order.money.paid_fen, total("done"), total("pending"), total("unknown"))


def freight_left(order: Order) -> Fen:
    """What of the refundable money is freight, which belongs to no line.

    What went back beyond the lines that a refund names was freight; money that names none is of
    the goods, as long as there is any.
    """
    named = (one for one in spent(order) if one.lines)
    back = sum(one.amount_fen - sum(part.amount_fen for part in one.lines) for one in named)
    return min(max(0, money_ledger(order).refundable), max(0, order.money.freight_fen - back))


def goods_left(order: Order) -> Fen:
    """What of the refundable money is of the goods, all lines together: money that names no line
    was of them, too.
    """
    return money_ledger(order).refundable - freight_left(order)

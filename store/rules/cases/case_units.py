"""Units of a case: which goods an after-sales case is about, and which may still be claimed.

No two open cases are about the same unit, and a unit that was refunded or sent again is claimed by
none any more.
"""

from collections.abc import Iterable

from store.models.after_sales_case import AfterSalesCase
from store.models.money import Fen
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.rules.cases.case_ledger import refunded_for, sent_for
from store.rules.order.ledger import LineLedger, line_ledgers


def claimed(order: Order, case: AfterSalesCase) -> dict[int, int]:
    """The units by line that a case is about: as it says, else its line's, else the order's."""
    if case.lines:
        return {part.line: part.quantity for part in case.lines}
    return {
        line.line: line.ordered - line.cancelled
        for line in order.lines
        if case.line in (None, line.line) and line.ordered > line.cancelled
    }


def claimable(order: Order) -> dict[int, int]:
    """The units by line that no open case claims and that were neither refunded nor sent again."""
    taken = _claimed_by_open_cases(order)
    return {
        ledger.line.line: max(
            0,
            _untouched(ledger) - taken.get(ledger.line.line, 0),
        )
        for ledger in line_ledgers(order)
    }


def _claimed_by_open_cases(order: Order, *, unshipped: bool | None = None) -> dict[int, int]:
    """What open cases claim besides the units that were refunded for them already."""
    found: dict[int, int] = {}
    for case in order.open_cases:
        if unshipped not in (None, case.unshipped):
            continue
        refunded = refunded_for(order, case)
        for line, units in claimed(order, case).items():
            found[line] = found.get(line, 0) + max(0, units - refunded[line])
    return found


def unsettled(order: Order, case: AfterSalesCase) -> tuple[LineQuantity, ...]:
    """The units of a case that were neither refunded nor sent again, for it or otherwise."""
    sent = sent_for(order, case)
    ledgers = {ledger.line.line: ledger for ledger in line_ledgers(order)}
    left = {
        line: min(units - sent[line], _untouched(ledgers[line]))
        for line, units in claimed(order, case).items()
        if line in ledgers
    }
    return tuple(LineQuantity(line=line, quantity=many) for line, many in left.items() if many > 0)


def _untouched(ledger: LineLedger) -> int:
    return ledger.line.ordered - ledger.line.cancelled - ledger.refunded - ledger.reissued


def unclaimed_sent(order: Order) -> dict[int, int]:
    """Of the claimable units by line, the ones that have left and were not recorded as lost."""
    free = claimable(order)
    taken = _claimed_by_open_cases(order, unshipped=False)
    return {
        ledger.line.line: max(
            0,
            min(
                free[ledger.line.line],
                ledger.with_buyer,
                ledger.shipped
                - (ledger.refunded - ledger.refunded_unshipped)
                - ledger.reissued
                - taken.get(ledger.line.line, 0),
            ),
        )
        for ledger in line_ledgers(order)
    }


def unclaimed_unsent(order: Order) -> dict[int, int]:
    """Of the claimable units by line, the ones that have not left."""
    free = claimable(order)
    taken = _claimed_by_open_cases(order, unshipped=True)
    return {
        ledger.line.line: max(
            0,
            min(free[ledger.line.line], ledger.to_ship - taken.get(ledger.line.line, 0)),
        )
        for ledger in line_ledgers(order)
    }


def price(order: Order, units: Iterable[LineQuantity]) -> Fen:
    """What so many more units cost; the last unit of a line takes the remainder of the division."""
    ledgers = {ledger.line.line: ledger for ledger in line_ledgers(order)}
    return sum(ledgers[part.line].price(part.quantity) for part in units)

"""Goods and money (补发与退款): the same units are sent again or paid back, not both.

Units have no names, so that it is counted: a reissue and the money of a case exclude each other
where together they are more units of a line than neither money nor goods have gone for. Money
without units is for goods where it leaves too little of what is sent again paid for
(`order.paid_for`). What the buyer sends back, or claims after it was sent again, is paid for all
the same.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from store.models.axes import Source
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities
from store.models.refund import Refund
from store.models.reissue import Reissue
from store.rules.cases.case_ledger import units_in
from store.rules.cases.case_machine import AWAY, COMING, MONEY, PAY, RECEIVE, REFUSED, SENT_BACK
from store.rules.cases.case_view import CaseView, case_views
from store.rules.order.goods import goods_in
from store.rules.order.ledger import line_ledgers, price_of, spent
from store.rules.order.paid_for import back_fen, is_money_for
from store.rules.parcels.reissues import open_reissues
from store.rules.parcels.traces import called
from store.rules.parcels.watch import TROUBLE, last_trace
from store.rules.parcels.whereabouts import comes_back, place
from store.words import _

AGREED = (AWAY, COMING, RECEIVE, PAY)
"""Where a case that ends with money stands once somebody agreed to it."""


def promised_money(
    order: Order, lines: Iterable[LineQuantity], *, is_counted: bool = False
) -> str | None:
    """Why these units are not to be sent again: a case gives their money back.

    `is_counted` says that they are a reissue's of the order already.
    """
    wanted = tuple(lines)
    for view in case_views(order):
        if view.case.kind in MONEY and view.case.state in AGREED:
            both = _both(order, wanted, _units_paid(view), again=0 if is_counted else 1)
            if both:
                said = _(
                    "Case {case} gives the money of {lines} back, so that the buyer would get goods"
                    " and money; they may be sent again once the case has ended without it."
                )
                return said.format(case=view.id, lines=goods_in(order, both))
    return None


def open_reissue_of(order: Order, view: CaseView) -> str | None:
    """Why no money is agreed to for the units of this case: an open reissue sends them again."""
    for reissue in open_reissues(order):
        both = _both(order, reissue.lines, _units_paid(view), again=0)
        if both:
            said = _(
                "Reissue {number} sends {lines} again, so that the buyer would get goods and money;"
                " cancel it before the money is agreed to."
            )
            return said.format(number=reissue.number, lines=goods_in(order, both))
    return None


def sent_for(order: Order, view: CaseView) -> str | None:
    """Which reissue sends the goods of this case, whose money is due, since it was asked for."""
    return sent_beside(order, view, view.units_with(view.left_to_pay), view.left_to_pay)


def sent_beside(
    order: Order, view: CaseView | None, lines: Iterable[LineQuantity], amount: Fen
) -> str | None:
    """Which reissue sends the goods whose money is to go back; None where none does."""
    paid = {one.line: one.quantity for one in lines}
    reaching = tuple(_reaching(order))
    since = view.case.applied_at if view else None
    is_unpaid = is_money_for(order, _together(reaching), back_fen(order) + amount)
    for reissue, kept in reaching:
        # What is claimed later is about the goods that were sent again.
        if since and reissue.created_at < since:
            continue
        both = _both(order, kept, paid, again=0)
        if both or (is_unpaid and kept):
            return _sends(order, reissue, both or kept)
    return None


def paid_beside(order: Order, lines: Iterable[LineQuantity]) -> str | None:
    """What of the order's money went back already, where that is the money of these units too."""
    wanted = tuple(lines)
    back = back_fen(order)
    if not back or not is_money_for(order, (*_together(_reaching(order)), *wanted), back):
        return None
    said = _(
        "{back} of {paid} went back already or is on its way, so that the buyer would get goods"
        " ({lines}) and money."
    )
    paid = yuan_text(order.money.paid_fen)
    return said.format(back=yuan_text(back), paid=paid, lines=goods_in(order, wanted))


def refunded_beside(order: Order, reissue: Reissue) -> bool:
    """Did the platform give money for units that the reissue sends again?

    Goods that the buyer sends back are paid for once they come. What went back here alone was
    answered here.
    """
    known = [one for one in spent(order) if not _paid_once_back(order, one)]
    there = [one for one in known if one.source is Source.PLATFORM]
    if reissue.state == "cancelled" or not there:
        return False
    paid, sent = (
        {part.line for one in given for part in one.lines} for given in (there, [reissue])
    )
    if any(one.untouched < 0 and one.line.line in paid & sent for one in line_ledgers(order)):
        return True
    reaching = tuple(_reaching(order))
    if not any(one is reissue and kept for one, kept in reaching):
        return False
    # An estimate may turn out to be a compensation.
    sure = [one for one in known if not one.estimated]
    again, back = _together(reaching), sum(one.amount_fen for one in sure)
    here = sum(one.amount_fen for one in sure if one.source is not Source.PLATFORM)
    return is_money_for(order, again, back) and not is_money_for(order, again, here)


def _sends(order: Order, reissue: Reissue, lines: tuple[LineQuantity, ...]) -> str:
    parcel = order.parcel_named(reissue.parcel or "")
    said = _(
        "Reissue {number} is to send {lines} again: the buyer gets goods and money unless it is"
        " cancelled."
    )
    if parcel:
        said = _(
            "Reissue {number} left with {tracking_no} ({lines}): the buyer gets goods and money"
            " unless it is intercepted."
        )
    tracking_no = called(parcel) if parcel else "-"
    lines_said = goods_in(order, lines)
    return said.format(number=reissue.number, tracking_no=tracking_no, lines=lines_said)


def _reaching(order: Order) -> Iterator[tuple[Reissue, tuple[LineQuantity, ...]]]:
    """The reissues that are to leave or go their way to the buyer, with what he keeps of them."""
    counted = Counter[int]()
    for reissue in order.reissues:
        if not _goes_its_way(order, reissue):
            continue
        came = _sent_back(order, reissue) - counted
        kept = line_quantities((one.line, one.quantity - came[one.line]) for one in reissue.lines)
        counted += Counter({one.line: one.quantity for one in reissue.lines}) & came
        yield reissue, kept


def _goes_its_way(order: Order, reissue: Reissue) -> bool:
    parcel = order.parcel_named(reissue.parcel or "")
    if parcel is None:
        return reissue.state == "open"
    seen = last_trace(parcel)
    if place(order, parcel) == "under_way":
        return not (comes_back(order, parcel) or (seen and seen.state in TROUBLE))
    return place(order, parcel) == "buyer"


def _sent_back(order: Order, reissue: Reissue) -> Counter[int]:
    """The units by line that the buyer had of the reissue, and sent back.

    Where he had damaged ones before, those that come may be the damaged ones.
    """
    parcel = order.parcel_named(reissue.parcel or "")
    if parcel is None or place(order, parcel) != "buyer" or reissue.origin == "damaged_refused":
        return Counter()
    cases = (one for one in order.cases if one.kind in SENT_BACK)
    return units_in(
        one
        for case in cases
        for one in case.returns
        if one.received_at and one.received_at >= reissue.created_at
    )


def _together(
    given: Iterable[tuple[Reissue, tuple[LineQuantity, ...]]],
) -> tuple[LineQuantity, ...]:
    """All that is sent again: as much of a line."""
    units = Counter[int]()
    for _reissue, kept in given:
        units.update({one.line: one.quantity for one in kept})
    return line_quantities(units.items())


def _paid_once_back(order: Order, refund: Refund) -> bool:
    case = order.case_named(refund.case or "")
    return case is not None and case.kind in (*SENT_BACK, REFUSED)


def _units_paid(view: CaseView) -> dict[int, int]:
    """The units whose money the case gives and that did not come back; none where it gives less
    than their price, which is a compensation.
    """
    left, here = view.outstanding, view.came_back
    units = {line: max(0, many - here[line]) for line, many in left.items()}
    asked = line_quantities(units.items())
    return units if asked and view.left_to_pay >= price_of(view.lines, asked) else {}


def _both(
    order: Order, sent: Iterable[LineQuantity], paid: Mapping[int, int], *, again: int
) -> tuple[LineQuantity, ...]:
    """The units for which goods and money would go; those that are sent `again` for the first time
    are not in the ledgers yet.
    """
    free = {one.line.line: max(0, one.untouched) for one in line_ledgers(order)}
    found = {
        part.line: min(
            part.quantity,
            paid.get(part.line, 0),
            paid.get(part.line, 0) + part.quantity * again - free.get(part.line, 0),
        )
        for part in sent
    }
    return line_quantities(found.items())

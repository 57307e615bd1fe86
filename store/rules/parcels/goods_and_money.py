"""Goods and money (补发与退款): the same units are sent again or paid back, not both.

Units have no names, so that it is counted: a reissue and the money of a case exclude each other
where together they are more units of a line than neither money nor goods have gone for. What the
buyer sends back, or claims after it was sent again, is paid for all the same.
"""

from collections.abc import Iterable, Iterator, Mapping

from store.models.money import Fen
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.reissue import Reissue
from store.rules.cases.case_machine import AWAY, COMING, MONEY, PAY, RECEIVE
from store.rules.cases.case_view import CaseView, case_views
from store.rules.order.goods import goods_in
from store.rules.order.ledger import line_ledgers, money_ledger, price_of
from store.rules.parcels.reissues import open_reissues
from store.rules.parcels.traces import called
from store.rules.parcels.whereabouts import place
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
    """Which reissue left for the units of this case since it was asked for."""
    return next(_sent(order, view, view.outstanding, None), None)


def sent_beside(
    order: Order, view: CaseView | None, lines: Iterable[LineQuantity], amount: Fen
) -> str | None:
    """Which reissue left for the goods whose money is to go back; None where none did.

    A compensation, which leaves at least half of what was sent paid for, is no money for goods.
    """
    return next(_sent(order, view, {one.line: one.quantity for one in lines}, amount), None)


def _sent(
    order: Order, view: CaseView | None, paid: Mapping[int, int], amount: Fen | None
) -> Iterator[str]:
    sent = [one for one in order.reissues if _reaches_the_buyer(order, one)]
    since = view.case.applied_at if view else None
    ledgers = line_ledgers(order)
    for reissue in sent:
        # What is claimed later is about the goods that were sent again.
        if since and reissue.created_at < since:
            continue
        both = _both(order, reissue.lines, paid, again=0)
        kept = money_ledger(order).refundable - order.money.freight_fen - (amount or 0)
        is_unpaid = amount is not None and kept * 2 < price_of(ledgers, reissue.lines)
        if both or is_unpaid:
            parcel = order.parcel_named(reissue.parcel or "")
            said = _(
                "Reissue {number} left with {tracking_no} ({lines}): the buyer gets goods and money"
                " unless it is intercepted."
            )
            yield said.format(
                number=reissue.number,
                tracking_no=called(parcel) if parcel else "-",
                lines=goods_in(order, both or reissue.lines),
            )


def _reaches_the_buyer(order: Order, reissue: Reissue) -> bool:
    parcel = order.parcel_named(reissue.parcel or "")
    return parcel is not None and place(order, parcel) in ("under_way", "buyer")


def _units_paid(view: CaseView) -> dict[int, int]:
    """The units whose money the case gives and that did not come back; none where it gives less
    than their price, which is a compensation.
    """
    left, here = view.outstanding, view.came_back
    units = {line: max(0, many - here[line]) for line, many in left.items()}
    asked = tuple(LineQuantity(line=line, quantity=many) for line, many in units.items() if many)
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
    return tuple(
        LineQuantity(line=line, quantity=units) for line, units in found.items() if units > 0
    )

"""Goods and money (补发与退款): the same units are sent again or paid back, once and not both.

Units have no names, so that it is counted: what is sent again (`sent_again`) and the money of a
case exclude each other where together they are more units of a line than were bought and are not
paid back. Money without units is for goods where it leaves too little of what is sent again paid
for (`paid.paid_for`). What the buyer sends back, or claims after it was sent again and reached
him, is paid for all the same.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from store.models.money import Fen
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities, units_by_line
from store.models.reissue import Reissue
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import CaseView
from store.rules.order.goods import goods_in
from store.rules.order.ledger import line_ledgers, reissuable_units
from store.rules.paid.paid_for import gone_back, line_meant
from store.rules.paid.paid_units import is_money_of
from store.rules.parcels.same_units import if_same, in_both, is_for_any, promising_money
from store.rules.parcels.sent_again import (
    SentAgain,
    left_beside,
    not_of,
    reaching,
    together,
)
from store.rules.parcels.traces import called
from store.rules.parcels.whereabouts import arrived_after_all, reached_at
from store.words import _


def promised_money(
    order: Order, lines: Iterable[LineQuantity], besides: Iterable[SentAgain]
) -> str | None:
    """Why these units are not to be sent again beside the others (`sent_besides`): a case gives
    their money back.
    """
    wanted, others = tuple(lines), tuple(besides)
    for view in promising_money(order):
        both = _both(order, wanted, _units_paid(view), others)
        if both:
            said = _(
                "Case {case} gives the money of {lines} back, so that the buyer would get goods"
                " and money; they may be sent again once the case has ended without it."
            )
            return said.format(case=case_called(view.case), lines=goods_in(order, both))
    return None


def open_reissue_of(order: Order, view: CaseView) -> str | None:
    """Why no money is agreed to for the units of this case: an open reissue sends them again."""
    ways, paid = reaching(order), _units_paid(view)
    for way in ways:
        if way.parcel or not isinstance(way.record, Reissue):
            continue
        both = _both_of(order, way, paid, ways)
        if both and way.maybe:
            settle = _("Settle whether it is that parcel before the money is agreed to.")
            return way.said_so(order, both, settle)
        if both:
            said = _(
                "Reissue {number} sends {lines} again, so that the buyer would get goods and money;"
                " cancel it before the money is agreed to."
            )
            return said.format(number=way.record.number, lines=goods_in(order, both))
    return None


def sent_for(order: Order, view: CaseView) -> str | None:
    """What is sent again of the goods of this case, whose money is due, since it was asked for."""
    return sent_beside(order, view, view.units_with(view.left_to_pay), view.left_to_pay)


def sent_beside(
    order: Order,
    view: CaseView | None,
    lines: Iterable[LineQuantity],
    amount: Fen,
    *,
    has_left: bool = False,
) -> str | None:
    """What is sent again of the goods whose money is to go back; None where nothing is.

    `has_left` asks for what has left alone.
    """
    given = tuple(lines)
    with_buyer = given if view else _beyond_what_is_here(order, given)
    paid = {one.line: one.quantity for one in given}
    known = reaching(order)
    ways = _out(known, has_left=has_left)
    if view and view.names_no_units and (paid or is_money_of(view.least_fen, amount)):
        sent = _sent_by_itself(order, view, ways)
        if sent:
            return sent
    line = line_meant(view.case if view else None, given)
    back = gone_back(order, more=((line, amount),))
    agreed_at = view.case.agreed_at if view else None
    for way in not_of(view, ways):
        if way.goes_beside_money_of(agreed_at):
            continue
        both = _both_of(order, way, paid, known)
        others = together(_besides(way, ways))
        if both or (way.lines and back.is_for(way.lines, besides=others)):
            return way.said_so(order, both or way.lines, _unless(way))
        if (with_buyer or not given) and is_for_any(order, view, way.lines, amount, with_buyer):
            return way.said_so(order, way.lines, if_same(view))
    return _has_them_after_all(order, view, paid)


def _beyond_what_is_here(order: Order, units: Iterable[LineQuantity]) -> tuple[LineQuantity, ...]:
    """Those of these units that money for no case does not take from what has not left, or is lost
    or back and not made good: neither is what is sent again.
    """
    ledgers = line_ledgers(order)
    unshipped = Counter({one.number: max(0, one.to_ship) for one in ledgers})
    return line_quantities((units_by_line(units) - unshipped - reissuable_units(ledgers)).items())


def _has_them_after_all(order: Order, view: CaseView | None, paid: Mapping[int, int]) -> str | None:
    """The units that were given up and reached the buyer after all, while what was sent again for
    them did not; not where he claims them since.
    """
    applied_at = view.case.applied_at if view else None
    for parcel, loss in arrived_after_all(order):
        arrived_at = reached_at(order, parcel)
        if applied_at and arrived_at and arrived_at < applied_at:
            continue
        given = (LineQuantity(line=loss.line, quantity=loss.quantity),)
        both = _both(order, given, paid, reaching(order))
        if both:
            said = _(
                "Parcel {number} was given up and reached the buyer after all ({lines}). The buyer"
                " gets goods and money."
            )
            return said.format(number=called(parcel), lines=goods_in(order, both))
    return None


def _sent_by_itself(order: Order, view: CaseView, ways: Iterable[SentAgain]) -> str | None:
    """What has left for the very case, which names no units, with nothing of it lying here."""
    mine = (one for one in ways if one.id == view.id and one.parcel and one.lines)
    way = next(mine, None)
    if way is None or any(view.lying_here.values()):
        return None
    said = _(
        "Case {case} does not say how many units are meant, so that the buyer may get goods and"
        " money for the same ones."
    )
    return way.said_so(order, way.lines, said.format(case=case_called(view.case)))


def may_be_sent_for(order: Order, view: CaseView, *, has_left: bool = False) -> str | None:
    """What is sent again of lines that the case claims, where by number both may go: whether it is
    about the same units, nobody can tell but the buyer. `has_left` asks for what has left alone.
    """
    claims = view.with_gifts
    for way in not_of(view, _out(reaching(order), has_left=has_left)):
        same = line_quantities(
            (part.line, min(part.quantity, claims.get(part.line, 0)))
            for part in way.lines
            if is_money_of(view.prices[part.line], view.left_to_pay)
        )
        if same:
            return way.said_so(order, same, if_same(view))
    return None


def sent_or_may_be(order: Order, view: CaseView) -> str | None:
    """What whoever gives the money of a case has to know of the goods that are sent again."""
    return sent_for(order, view) or may_be_sent_for(order, view)


def said_of_goods(order: Order, views: Iterable[CaseView]) -> tuple[str, ...]:
    """What whoever gives money of the order has to know of its goods that are sent again: what
    that means for these cases, and what else is.
    """
    told = tuple(filter(None, (sent_or_may_be(order, view) for view in views)))
    ways = (way.said(order, way.lines) for way in reaching(order) if way.lines)
    return (*told, *(said for said in ways if not any(one.startswith(said) for one in told)))


def goods_beside(order: Order, view: CaseView | None, *, is_all: bool) -> Iterator[str]:
    """What whoever gives money, maybe of a case, has to know of the goods that are sent again:
    where it `is_all` the money, what has not left does not leave any more.
    """
    not_any_more = _(
        "Case {case} is not to send {lines} any more, because all the money goes back: close it"
        " once the refund is settled."
    )
    # The very case ends by itself with its money.
    for way in not_of(view, reaching(order)) if is_all else ():
        if way.case and not way.has_left:
            yield not_any_more.format(case=case_called(way.case), lines=goods_in(order, way.lines))
    said = may_be_sent_for(order, view, has_left=is_all) if view else None
    if said:
        yield said


def _out(ways: Iterable[SentAgain], *, has_left: bool) -> tuple[SentAgain, ...]:
    return tuple(one for one in ways if one.has_left or one.maybe or not has_left)


def _unless(way: SentAgain) -> str:
    if way.parcel or way.maybe:
        return _("The buyer gets goods and money unless it is intercepted.")
    if way.has_left:
        return _("The buyer gets goods and money.")
    if way.case:
        return _("The buyer gets goods and money unless the case ends without them.")
    return _("The buyer gets goods and money unless it is cancelled.")


def _besides(way: SentAgain, ways: Iterable[SentAgain]) -> tuple[SentAgain, ...]:
    return tuple(one for one in ways if one is not way)


def _units_paid(view: CaseView) -> dict[int, int]:
    """The units whose money the case gives and that did not come back; none where it gives less
    than their price, which is a compensation.
    """
    left, here = view.outstanding, view.came_back
    units = {line: max(0, many - here[line]) for line, many in left.items()}
    asked = line_quantities(units.items())
    cost = view.cost(asked)
    gives = view.left_to_pay >= cost and (cost or view.costs_nothing)
    return units if asked and gives else {}


def _both_of(
    order: Order, way: SentAgain, paid: Mapping[int, int], ways: Iterable[SentAgain]
) -> tuple[LineQuantity, ...]:
    """The units for which money and what goes this way would go. What was cancelled here, and may
    have left there, stands for units that are recorded as lost or back, and whose money goes first.
    """
    both = _both(order, way.lines, paid, _besides(way, ways))
    if both or not way.was_cancelled:
        return both
    lost = reissuable_units(line_ledgers(order))
    return line_quantities((units_by_line(way.lines) & Counter(paid) & lost).items())


def _both(
    order: Order,
    sent: Iterable[LineQuantity],
    paid: Mapping[int, int],
    besides: Iterable[SentAgain],
) -> tuple[LineQuantity, ...]:
    """The units for which goods and money would go, beside all that is sent again in other ways."""
    return in_both({part.line: part.quantity for part in sent}, paid, left_beside(order, besides))

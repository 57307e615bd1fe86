"""Goods coming back (退货在途): what a case has brought back of the buyer's goods, or still is to.

Goods that have come back, or are to, are paid for all the same; money of a case that neither
brings any nor waits for them was given for goods that the buyer keeps, whatever the case is called.
"""

from collections import Counter
from collections.abc import Iterator

from store.models.after_sales_case import AfterSalesCase
from store.models.case_state import CaseOutcome
from store.models.order import Order
from store.models.parcel import line_quantities, units_in_parcels
from store.rules.cases.case_ledger import units_in
from store.rules.cases.case_machine import (
    AWAITS_GOODS,
    COMING,
    EXCHANGE,
    MONEY,
    MONEY_ALONE,
    PAY,
    RECEIVE,
    REFUSED,
    SENT_BACK,
    goods_due,
)
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_of, case_views
from store.rules.order.goods import goods_in
from store.rules.order.ledger import LineLedger, line_ledgers
from store.rules.paid.paid_units import sum_of_prices
from store.rules.parcels.watch import is_astray
from store.rules.parcels.whereabouts import came_back
from store.words import _, listed


def on_its_way(case: AfterSalesCase) -> bool:
    """Has the buyer sent goods back that nobody has received here?"""
    if case.returns:
        return any(parcel.received_at is None for parcel in case.returns)
    return bool(case.return_tracking_no)


def brought_nothing(case: AfterSalesCase) -> bool:
    """Was nothing of ours in what came for it, with nothing more on its way? No money is due."""
    is_received = case.state is RECEIVE and bool(case.returns) and not on_its_way(case)
    return is_received and not any(units_in(case.returns).values())


def is_paid_on_return(case: AfterSalesCase) -> bool:
    """Is its money for goods that have come back for it, or are to?

    That the platform calls it a return says nothing: it refunds one without any goods too.
    """
    if case.kind not in SENT_BACK:
        return False
    is_to_come = on_its_way(case) or (goods_due(case) and not case.returns)
    return is_to_come or any(units_in(case.returns).values())


def gave_money(order: Order, case: AfterSalesCase) -> bool:
    """Did it end with its money: by what the platform says, or by what went here all the same,
    though the platform ended it with nothing?
    """
    if case.outcome is CaseOutcome.REFUNDED:
        return True
    view = case_of(order, case)
    return case.gave_nothing and view.paid_fen > 0 and view.settled


def carried_back(order: Order, case: AfterSalesCase) -> bool:
    """Did the carrier bring goods back that a case is about in which nothing comes back?

    Pinduoduo has no kind for a refusal at the door: it is a refund only, and its goods are here.
    """
    if case.kind not in MONEY_ALONE or not (case.open or gave_money(order, case)):
        return False
    claims = case_of(order, case).with_gifts
    back = (one for one in order.parcels if one.kind != "repaired" and came_back(one))
    return any(claims.get(part.line) for parcel in back for part in parcel.lines)


def awaited_after_all(order: Order, case: AfterSalesCase) -> bool:
    """Did the case end with its money while goods of it are still to come back?

    They are until something was received for it, be it that nothing of ours was in the parcel, or
    until they are back for another case.
    """
    if not gave_money(order, case) or is_back_for_another(order, case):
        return False
    from_buyer = case.goods_due and case.kind is not REFUSED
    return on_its_way(case) or (from_buyer and not case.returns)


def awaited_of_exchange(order: Order, case: AfterSalesCase) -> bool:
    """Did the platform say that others went for the goods of an exchange that were to come, while
    none have been received here, nor for another case?
    """
    is_done_there = case.outcome is CaseOutcome.FULFILLED and not case.closed_here
    is_due = case.kind is EXCHANGE and case.goods_due and not case.returns
    return is_done_there and is_due and not is_back_for_another(order, case)


def awaits_refused(order: Order, case: AfterSalesCase) -> bool:
    """Is the carrier to bring back what was refused for it, whether or not its money has gone, and
    has nobody counted it?
    """
    if case.kind is not REFUSED or case.returns:
        return False
    return case.state is COMING or (case.goods_due and gave_money(order, case))


def is_back_for_another(order: Order, case: AfterSalesCase) -> bool:
    """Has all come back, some of it for other cases, that could come for this one?

    A parcel of the same number does not say it: it may hold the units of several cases. What its
    money is of, and another one brought, does not come once more.
    """
    if not any(brought_by(order, case)):
        return False
    view, later = case_of(order, case), _sent_since(order, case)
    left = view.may_come_back
    if view.pays_for_others:
        paid = view.refunded | view.paid_with(view.unnamed_fen, left)
        left &= paid - view.pays_for_others
    return all(many <= later[line] for line, many in left.items())


def _sent_since(order: Order, case: AfterSalesCase) -> Counter[int]:
    """The units by line that other cases have sent since it was asked for: it is not about them."""
    since, others = case.applied_at, (view for view in case_views(order) if view.id != case.id)
    return units_in_parcels(
        parcel
        for view in others
        for parcel in view.parcels
        if since is None or parcel.shipped_at is None or parcel.shipped_at >= since
    )


def is_settled_by_another(order: Order, case: AfterSalesCase) -> bool:
    """Does it wait for goods that are back for other cases, with nothing left to give for them?"""
    if case.state not in AWAITS_GOODS or not is_back_for_another(order, case):
        return False
    claims = case_of(order, case).with_gifts
    return not any(
        _is_any_unsettled(order, one) for one in line_ledgers(order) if claims.get(one.number)
    )


def _is_any_unsettled(order: Order, ledger: LineLedger) -> bool:
    """Has neither money nor goods gone for all units of a line that cases brought back?

    A case may have ended as refunded while nobody knows of its money.
    """
    line, views = ledger.number, case_views(order)
    given = ledger.refunded_shipped + ledger.sent_for_cases
    given += sum(view.given_up[line] for view in views)
    return given < ledger.returned or any(view.lying_here[line] > 0 for view in views)


def is_to_pay(order: Order, case: AfterSalesCase) -> bool:
    """Is its money due by where it stands, or as the goods that it waits for are here?"""
    return case.state is PAY or pays_for_what_is_back(order, case)


def pays_for_what_is_back(order: Order, case: AfterSalesCase) -> bool:
    """Is its money due for goods that it waits for, as they are here: for it, since before the
    buyer applied for it anew, or for another case?
    """
    if case.state is not RECEIVE or case.kind not in MONEY:
        return False
    return _has_brought_them(order, case) or is_back_for_another(order, case)


def _has_brought_them(order: Order, case: AfterSalesCase) -> bool:
    """Does all lie here that could come for it, or, of one that names no units and was applied for
    since, all that its money is the price of?
    """
    view = case_of(order, case)
    if on_its_way(case) or not any(view.lying_here.values()):
        return False
    if not any(view.may_come_back.values()):
        return True
    since = None if case.lines else case.applied_at
    is_anew = since is not None and all(at < since for at in case.returns_received_at)
    return is_anew and sum_of_prices(view.lying_here, view.prices) >= view.left_to_pay


def goods_elsewhere(order: Order, case: AfterSalesCase) -> str | None:
    """Why nothing is given by a case that waits for goods: they are back for another.

    None where something may still come for it.
    """
    if case.state not in AWAITS_GOODS or not is_back_for_another(order, case):
        return None
    said = _("The goods of case {case} are back for case {others}: pay for or replace them there.")
    if is_settled_by_another(order, case):
        said = _(
            "The goods of case {case} came back for case {others}, and nothing is left to give for"
            " them: close case {case}."
        )
    return said.format(
        case=case_called(case), others=listed(map(case_called, brought_by(order, case)))
    )


def lost_on_its_way_back(order: Order, case: AfterSalesCase) -> str | None:
    """What to do about a refused parcel that is lost or on its way back, whose money is agreed to:
    until it is counted, nothing is paid or closed.
    """
    is_lost = any(is_astray(order, one) for one in order.parcels)
    if case.state is not COMING or not case.agreed_fen or not is_lost:
        return None
    said = _(
        "The money of case {case} is agreed to, and its parcel is lost or on its way back: receive"
        " the return, with what is lost as missing ({lines}), and the refund is due."
    )
    coming = line_quantities(case_of(order, case).may_come_back.items())
    return said.format(case=case_called(case), lines=goods_in(order, coming))


def brought_by(order: Order, case: AfterSalesCase) -> Iterator[AfterSalesCase]:
    """The other cases that brought goods of the lines that this one is about."""
    claims = case_of(order, case).with_gifts
    for view in case_views(order):
        came = view.came_back
        if view.id != case.id and any(came[line] for line, many in claims.items() if many):
            yield view.case

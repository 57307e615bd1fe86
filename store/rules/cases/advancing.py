"""Advancing a case (售后推进): where it goes once money or goods have gone for it."""

from store.models.case_state import CaseOutcome, CaseState
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.cases.case_machine import GOODS, SENT_BACK, at_state
from store.rules.cases.case_view import CaseView, case_of
from store.rules.cases.goods_coming import on_its_way


def advance_case(order: Order, case_id: str, context: Context) -> Order:
    """The order with the case where it belongs after money or goods have gone for it."""
    case = order.case_named(case_id)
    if case is None or not case.open:
        return order
    view = case_of(order, case)
    state = _next_state(view)
    if state is case.state:
        return order
    if state is not CaseState.CLOSED:
        return order.with_case(at_state(case, state, context))
    back = view.paid_fen or case.refunded_fen
    ended = at_state(case, state, context, outcome=CaseOutcome.REFUNDED, refunded_fen=back)
    return order.with_case(ended)


def _next_state(view: CaseView) -> CaseState:
    case = view.case
    if _is_asked_anew(view):
        return case.state
    if view.settled:
        # Goods sent for an exchange or the like have to arrive before the case ends.
        sent = case.kind in GOODS and view.sent
        return CaseState.BUYER_TO_CONFIRM if sent else CaseState.CLOSED
    if not _rest_to_return(view):
        return case.state
    return CaseState.SELLER_TO_RECEIVE if on_its_way(case) else CaseState.BUYER_TO_RETURN


def _is_asked_anew(view: CaseView) -> bool:
    """Was it applied for since all of its money was asked for? Until somebody says that this is the
    money of that, nothing ends by it: the platform gives it once more.
    """
    mine = [one for one in view.refunds if one.spent and not one.of_before]
    return bool(mine) and mine == list(view.gone_before)


def _rest_to_return(view: CaseView) -> bool:
    """Was everything settled that came back, while the buyer still has a part?"""
    return (
        view.case.kind in SENT_BACK
        and view.case.state in (CaseState.SELLER_TO_REFUND, CaseState.SELLER_TO_SEND)
        and view.was_received
        and not view.units_due
        and not view.open_refund
        and any(view.outstanding.values())
    )

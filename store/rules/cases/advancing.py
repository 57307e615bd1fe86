"""Advancing a case (售后推进): where it goes once money or goods have gone for it."""

from store.models.after_sales_case import CaseOutcome, CaseState
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.cases.case_machine import at_state
from store.rules.cases.case_view import case_of


def advance_case(order: Order, case_id: str, context: Context) -> Order:
    """The order with the case where it belongs after money or goods have gone for it."""
    case = order.case_named(case_id)
    if case is None or not case.open:
        return order
    view = case_of(order, case)
    state = view.next_state
    if state is case.state:
        return order
    if state is not CaseState.CLOSED:
        return order.with_case(at_state(case, state, context))
    back = view.paid_fen or case.refunded_fen
    ended = at_state(case, state, context, outcome=CaseOutcome.REFUNDED, refunded_fen=back)
    return order.with_case(ended)

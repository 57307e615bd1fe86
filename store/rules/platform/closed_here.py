"""Closed here (本地已结): cases that an action ended for nothing, and that may go on there.

What somebody says of the platform is no word of the platform's. A file that was surely made since,
or a person who looked there, opens such a case again; where money or goods went for it, it stays
closed.
"""

from collections.abc import Iterator
from datetime import datetime

from store.models.after_sales_case import AfterSalesCase
from store.models.discrepancy import Discrepancy
from store.models.order import Order
from store.rules.action.catalogue import told_by
from store.rules.action.context import Context
from store.rules.action.telling import CLOSE_THERE, WITHDRAWN_THERE
from store.rules.cases.case_machine import at_state
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_of
from store.rules.order.cases_shown import cases_about, lines_in_doubt
from store.rules.order.ledger import spent
from store.rules.platform.refunds_of_case import applied_anew_at, had_gone
from store.words import _, listed


def acted(order: Order, case: AfterSalesCase, since: datetime | None = None) -> bool:
    """Has money gone for the case, or have goods come back, since then where that is asked? Who
    answers once they were looked at answers knowing of them.
    """
    received = (at for at in case.returns_received_at if is_for_now(case, at))
    is_here = any(since is None or at > since for at in received)
    mine = (one for one in spent(order) if one.case == case.id)
    return is_here or not all(had_gone(one, case) for one in mine)


def is_for_now(case: AfterSalesCase, at: datetime | None) -> bool:
    """Was what was done then done for what the case asks for now?"""
    anew_at = applied_anew_at(case)
    return at is None or anew_at is None or at > anew_at


def over_there_at(order: Order, case: AfterSalesCase) -> datetime | None:
    """Since when such a case is over there too, as somebody says; None where it is none, or is
    still to be closed there.
    """
    if not _is_for_nothing(order, case):
        return None
    closing = (CLOSE_THERE, WITHDRAWN_THERE)
    telling = [one for one in order.tasks if one.case == case.id and told_by(one) in closing]
    times = (case.closed_at, *(one.done_at for one in telling))
    is_untold = any(one.open for one in telling)
    return None if is_untold else max(filter(None, times), default=None)


def may_go_on(order: Order) -> tuple[AfterSalesCase, ...]:
    """The cases that a word in doubt is about, if one is open there: the last one that the buyer
    applied for of its line, where that was closed here alone. Another one can have been applied
    for only once the one before had ended there.
    """
    last = {case.id: case for case in _last_ones(order)}
    return tuple(one for one in last.values() if _is_for_nothing(order, one))


def _last_ones(order: Order) -> Iterator[AfterSalesCase]:
    for line in lines_in_doubt(order):
        yield max(cases_about(order, line), key=_asked_at)


def _asked_at(case: AfterSalesCase) -> float:
    at = case.applied_at or case.known_at or case.closed_at
    return at.timestamp() if at else 0


def going_on(order: Order, context: Context) -> Order:
    """The order whose cases go on there, as somebody saw, from where they stood, by the deadline
    named last.
    """
    for case in may_go_on(order):
        if stood := case.stood:
            again = at_state(
                case,
                stood.state,
                context,
                since=stood.since,
                waits_for=stood.waits_for,
                platform_deadline=stood.platform_deadline,
                agreed_fen=stood.agreed_fen,
                agreed_at=stood.agreed_at,
            )
            order = order.with_case(again)
    return order


def whether_open(order: Order, _discrepancy: Discrepancy) -> tuple[str, str]:
    """What is open there by the platform's word on what is shown, and by ours."""
    if cases := listed(map(case_called, may_go_on(order))):
        shown = _("{cases} is open there, and is opened here again").format(cases=cases)
    else:
        shown = _("one is open there: nothing ships until it is here")
    return shown, _("none is open there")


def _is_for_nothing(order: Order, case: AfterSalesCase) -> bool:
    """Did an action end it without money or goods, of which no file has shown the end?"""
    is_alone = case.closed_here and case.gave_nothing and not case.ended_there
    return is_alone and not (acted(order, case) or case_of(order, case).sent)

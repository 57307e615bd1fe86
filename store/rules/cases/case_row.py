"""The row of a case (售后行): what the list of cases shows of it."""

from store import kinds
from store.models.after_sales_case import AfterSalesCase
from store.models.case_row import CaseRow
from store.models.money import Fen
from store.models.order import Order
from store.models.row import FORM, OrderRow, seconds
from store.rules.cases.case_machine import WAITS_FOR
from store.rules.cases.steps import steps_of
from store.rules.obligations import Obligation
from store.rules.obligations.obligation import first_owed
from store.rules.obligations.row import next_duty
from store.rules.obligations.turns import TURN_KINDS, about_case
from store.rules.review.counted import agreed_by, received_at, refunded_at


def case_row(
    row: OrderRow, order: Order, case: AfterSalesCase, owed: tuple[Obligation, ...]
) -> CaseRow:
    """The row of a case of an order, of which this is the row, and what is owed for it."""
    turn = _turn(order, case, owed)
    waits_for = turn.who if turn else case.waits_for or WAITS_FOR.get(case.state)
    # A cause that names no case was found for the whole order.
    causes = [one for one in order.causes if one.case in (case.id, None)]
    cause = max(causes, key=lambda one: (one.case is not None, one.at), default=None)
    steps = steps_of(case)
    return CaseRow(
        key=f"{row.key}#{case.id}",
        of_kind=kinds.ORDERS,
        of_key=row.key,
        order_no=row.order_no,
        platform=row.platform,
        shop=row.shop,
        goods=row.goods,
        case=case.id,
        kind=str(case.kind),
        state=str(case.state),
        outcome=str(case.outcome) if case.outcome else "",
        waits_for=str(waits_for) if waits_for and case.open else "",
        due_at=seconds(turn.due_at) if turn else None,
        due_estimated=bool(turn and turn.estimated),
        requested_fen=case.requested_fen,
        agreed_fen=case.agreed_fen,
        refunded_fen=_refunded(order, case),
        first_reason=case.first_reason,
        cause=cause.cause if cause else "",
        agreed_by=agreed_by(case),
        agent=row.owner,
        applied_at=seconds(case.applied_at),
        agreed_at=seconds(case.agreed_at),
        closed_at=seconds(case.closed_at),
        unshipped=case.unshipped,
        received_at=seconds(received_at(case)),
        refunded_at=seconds(refunded_at(order, case)),
        steps=steps.whole,
        done=steps.done,
        next_kind=turn.kind if turn else "",
        next_task=next_duty(turn).task,
        then=turn.then if turn else "",
        form=FORM,
        policy=row.policy,
    )


def _turn(order: Order, case: AfterSalesCase, owed: tuple[Obligation, ...]) -> Obligation | None:
    """What is next for a case: what we owe for it, be it only to tell the platform, before what
    others do; else how its refund ended.
    """
    turn = (*TURN_KINDS, "platform-task") if case.open else TURN_KINDS
    turns = [one for one in about_case(order, case, owed) if one.kind in turn]
    if not turns and case.open:
        refunds = {one.id for one in order.refunds if one.case == case.id}
        turns = [one for one in owed if one.kind == "settle-refund" and one.about in refunds]
    return first_owed(turns)


def _refunded(order: Order, case: AfterSalesCase) -> Fen:
    """What went back for a case: as the platform says, else as was recorded here."""
    if case.refunded_fen is not None:
        return case.refunded_fen
    back = (one for one in order.refunds if one.case == case.id and one.state == "done")
    return sum(one.amount_fen for one in back)

"""Case went back (确已退回): somebody saw that a case did go back to the turn that a row shows.

What was done of that very turn here comes after it, and is not asked for a second time: an answer
that was given since nobody knew where the case is, and goods that left for it. What the platform
does not know of that is to be told there by the deadline of the row.
"""

from store.models.after_sales_case import AfterSalesCase
from store.models.discrepancy import Discrepancy
from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.rules.action.catalogue import told_by
from store.rules.action.context import Context
from store.rules.cases.case_machine import RULE, SEND
from store.rules.platform.cases.answers import is_answer, without_answers
from store.rules.platform.cases.case_age import UNANSWERED
from store.rules.platform.cases.case_back import RowShown, stands_back
from store.rules.platform.cases.newer_case import is_to_answer_again

TURN = ("state", "waits_for", "since", "platform_deadline", "goods_due")
"""Fields of a case by which it is somebody's turn."""
EVIDENCE = "submit-evidence"
"""The task of a turn that is over where the platform is not in any more."""


def went_back_there(
    order: Order, case: AfterSalesCase, discrepancy: Discrepancy, context: Context
) -> Order:
    """The order whose case went back there; what was answered before is no answer to that."""
    back = stands_back(case, discrepancy, context)
    order = _without_evidence(order, back, context)
    if is_to_answer_again(case, back):
        order = without_answers(order, back, context)
        return order.with_case(back.model_copy(update={"agreed_fen": None, "agreed_at": None}))
    done = {one.id for one in order.tasks if _is_done_of(one, case, back, discrepancy)}
    if not done:
        return order.with_case(back)
    order = order.with_case(back.model_copy(update={one: getattr(case, one) for one in TURN}))
    if back.state is SEND:
        # The platform knows of no number, whoever said that it was told.
        order = order.with_tasks_open_again(lambda one: one.id in done, context.now)
    due = {"due_at": RowShown.of(discrepancy).due, "due_rule": ""}
    tasks = (one.model_copy(update=due) if one.id in done else one for one in order.tasks)
    return order.model_copy(update={"tasks": tuple(tasks)})


def _is_done_of(
    task: PlatformTask, case: AfterSalesCase, back: AfterSalesCase, discrepancy: Discrepancy
) -> bool:
    """Did what it tells bring the case from the turn that the row shows to where it is here?"""
    told = told_by(task) if task.case == case.id and not task.moot else None
    if told is None or case.state not in told.shown_at:
        return False
    if is_answer(task, case):
        return back.state in UNANSWERED and task.created_at >= discrepancy.opened_at
    return back.state is SEND


def _without_evidence(order: Order, back: AfterSalesCase, context: Context) -> Order:
    """The order without evidence to be handed in where the platform does not rule."""
    if back.state is RULE:
        return order
    return order.with_tasks_done(
        lambda one: one.kind == EVIDENCE and one.case == back.id,
        context.now,
        str(context.actor),
        moot=True,
    )

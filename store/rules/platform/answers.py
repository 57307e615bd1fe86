"""Answers (答复): a case was answered here, and the platform shows the opposite of it."""

from collections.abc import Iterator

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.rules.action.context import Context
from store.rules.cases.case_machine import ANSWERED, AWAY, COMING, CONFIRM, PAY, RECEIVE, SEND

REJECT = "拒绝"
"""The button that says no; every other answer gives what is asked for, or something else."""
AGREED_TO = (AWAY, COMING, RECEIVE, PAY, SEND, CONFIRM)
"""Where a case stands that somebody has agreed to."""


def goes_against(task: PlatformTask, case: AfterSalesCase) -> bool:
    """Does the case stand where only the opposite of this answer leads?"""
    is_answer = task.kind == "answer-case" and task.case == case.id
    return is_answer and case.state in (AGREED_TO if task.press == REJECT else (ANSWERED,))


def without_answers_against(order: Order, case: AfterSalesCase, context: Context) -> Order:
    """The order without the answers to the case that were to be told, where the platform went
    against them: nothing is to be pressed there any more.
    """
    return order.with_tasks_done(
        lambda task: goes_against(task, case), context.now, "import", moot=True
    )


def gone_against(order: Order) -> Iterator[PlatformTask]:
    """The answers that the platform was not told and went against, until a new one is given."""
    answers = [one for one in order.tasks if one.kind == "answer-case"]
    last = {one.case: one for one in answers}
    for task in last.values():
        case = order.case_named(task.case or "")
        is_moot = task.moot and task.done_by == "import"
        if is_moot and case and case.open and goes_against(task, case):
            yield task

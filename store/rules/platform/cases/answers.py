"""Answers (答复): a case was answered here, and the platform shows the opposite of it.

That is seen only when an import moves the case: what the buyer or the platform does after an answer
that was shown there contradicts nobody.
"""

from datetime import datetime

from store.models.after_sales_case import AfterSalesCase
from store.models.case_state import CaseOutcome
from store.models.money import Fen
from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.rules.action.context import Context
from store.rules.cases.case_machine import (
    AGREED_TO,
    ANSWERED,
)

ANSWER_CASE = "answer-case"
"""The one kind of task with a button for each of several answers: only the button says which."""
REJECT = "拒绝"
"""The button that says no; every other answer gives what is asked for, or something else."""
NEGOTIATE = "拒绝 > 与消费者协商售后方案"
"""Where 拒绝 offers the buyer something else instead of what the case asks for (domain.md §3)."""
REFUND, REFUND_REFUSED = "同意退款", "同意拒收后退款"
"""The buttons that agree to a refund; 同意退货 has goods come back, which may be refused yet."""
GIVEN = (CaseOutcome.REFUNDED, CaseOutcome.FULFILLED)
"""How a case ends that somebody has agreed to."""


def is_answer(task: PlatformTask, case: AfterSalesCase) -> bool:
    """Is it to tell an answer to the case?"""
    return task.kind == ANSWER_CASE and task.case == case.id


def goes_against(task: PlatformTask, case: AfterSalesCase) -> bool:
    """Does the case stand, or did it end, where only the opposite of this answer leads?"""
    if not is_answer(task, case):
        return False
    if task.press == REJECT:
        return case.state in AGREED_TO or case.outcome in GIVEN
    if task.press == NEGOTIATE:
        return case.outcome is CaseOutcome.REJECTED
    return case.state is ANSWERED or case.outcome is CaseOutcome.REJECTED


def button_of(task: PlatformTask) -> str:
    """The button that says more than the kind of task; empty where none does."""
    return task.press if task.kind == ANSWER_CASE else ""


def gives(task: PlatformTask) -> bool:
    """Is it the answer that gives what is asked for?"""
    return task.press not in (REJECT, NEGOTIATE)


def agrees_to_refund(task: PlatformTask) -> bool:
    """Does it agree to the refund, and was there somebody to tell it to?"""
    return task.press in (REFUND, REFUND_REFUSED) and not task.moot


def untold_answer(order: Order, case: AfterSalesCase) -> PlatformTask | None:
    """The task to tell our answer to the case, which the platform does not know yet: it goes on
    there as if none were given.
    """
    return next((one for one in order.open_tasks if is_answer(one, case)), None)


def untold_no(order: Order, case: AfterSalesCase) -> PlatformTask | None:
    """That task where it says no, and the case stands so."""
    answer = untold_answer(order, case) if case.state is ANSWERED else None
    return answer if answer and answer.press == REJECT else None


def without_answers(order: Order, case: AfterSalesCase, context: Context) -> Order:
    """The order without answers to this case that the platform still had to be told."""
    return order.with_tasks_done(
        lambda task: is_answer(task, case), context.now, str(context.actor), moot=True
    )


def without_answers_against(order: Order, case: AfterSalesCase, context: Context) -> Order:
    """The order without the answers to the case that were to be told, where the platform went
    against them: nothing is to be pressed there any more.
    """
    return order.with_tasks_done(
        lambda task: goes_against(task, case), context.now, "import", moot=True
    )


def last_answer(order: Order, case: AfterSalesCase) -> PlatformTask | None:
    """What was answered to the case last, told or not."""
    return next((one for one in reversed(order.tasks) if is_answer(one, case)), None)


def told_at(order: Order, case: AfterSalesCase) -> datetime | None:
    """Since when the platform knows our last answer, as somebody says; None where it is untold."""
    answer = last_answer(order, case)
    return answer.done_at if answer and not answer.moot else None


def agreed_for_it(order: Order, case: AfterSalesCase) -> Fen | None:
    """What was agreed to for what the case asks for now, and not before the buyer, of whom a file
    had told by then, applied for it anew. Less that was offered there, and that the buyer did not
    take, is agreed to by nobody: the platform gave all that the case asks for.
    """
    answer, known_at, applied_at = last_answer(order, case), case.known_at, case.applied_at
    if answer and known_at and applied_at and max(known_at, answer.created_at) < applied_at:
        return None
    is_offer = answer is not None and answer.press == NEGOTIATE and told_at(order, case) is not None
    if is_offer and case.refunded_fen == case.requested_fen:
        return None
    return case.agreed_fen


def answer_against(
    order: Order, known: AfterSalesCase, case: AfterSalesCase
) -> PlatformTask | None:
    """The last answer to the case as it was `known`, where the platform has gone against it since
    and never showed it: nobody told the platform, or somebody says so of whom it shows nothing.
    """
    answer = last_answer(order, known)
    if answer is None or goes_against(answer, known) or not goes_against(answer, case):
        return None
    # Whatever anybody did or said since, the case stands as of that; an answer as of itself.
    as_answered = known.as_of == answer.created_at and answer.done_by != "import"
    return answer if answer.open or (as_answered and not answer.moot) else None


def still_against(order: Order, about: str) -> bool:
    """Is this still the last answer to its case, and what the platform shows against it?

    Who ends the case here has carried out what the platform shows.
    """
    answer = order.task_named(about)
    case = order.case_named(answer.case) if answer else None
    return (
        answer is not None
        and case is not None
        and not case.closed_here
        and last_answer(order, case) is answer
        and goes_against(answer, case)
    )

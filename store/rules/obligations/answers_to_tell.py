"""Answers to tell (待告知的答复): our answer to a case is its next step until it is known there."""

from msgspec.structs import replace

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Party
from store.models.case_state import CaseState
from store.models.money import Fen
from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.rules.cases.case_machine import GOODS
from store.rules.money.counter_offer import offered_at
from store.rules.obligations.at_zero import Ending
from store.rules.obligations.obligation import Obligation
from store.rules.obligations.task_clocks import answer_task_clock
from store.rules.obligations.turns import TURNS
from store.rules.platform.cases.answers import untold_answer
from store.rules.timing.clocks import Clock, clock, earlier
from store.rules.timing.policy import Policy


def no_to_tell(
    order: Order, case: AfterSalesCase, told: PlatformTask, at_stake: Fen | None, policy: Policy
) -> Obligation:
    """Our no is ours to tell before anybody can answer it: the case goes on there as if none were
    given, and with its time counts as agreed to.
    """
    zero = "task_agreed" if case.kind in GOODS else "task_refund"
    ending = Ending((zero, told.kind, told.press), at_stake)
    return to_tell(told, answer_task_clock(order, told, policy), ending)


def yes_to_tell(
    order: Order, told: PlatformTask, due: Clock, ending: Ending, policy: Policy
) -> Obligation:
    """Our yes is ours to tell before its money goes: it has the time of the refund, where that is
    the earlier, and costs what a late refund does.
    """
    first = earlier(due, answer_task_clock(order, told, policy))
    return to_tell(told, first, ending.named(("task", told.kind, told.press)))


def before_it_is_paid(
    order: Order, case: AfterSalesCase, due: Clock, ending: Ending, policy: Policy
) -> Obligation | None:
    """What comes before the money that was agreed to: that is told there, and, where it is less
    than the case asks for, the buyer takes it.
    """
    if told := untold_answer(order, case):
        return yes_to_tell(order, told, due, ending, policy)
    if (at := offered_at(order, case)) is None:
        return None
    turn = TURNS[CaseState.BUYER_TO_ANSWER, Party.BUYER]
    until = clock(order, policy, at, turn.rule)
    # It stands as agreed to here, so that only what the platform shows can end it.
    return Obligation.by(turn.kind, Party.BUYER, until, Ending(("offer_not_taken",)), case.id)


def to_tell(told: PlatformTask, due: Clock, ending: Ending) -> Obligation:
    """What the platform has to be told, by a time that is computed where the task's own is."""
    found = Obligation.by("platform-task", Party.US, due, ending, told.id)
    is_estimated = due.estimated or (told.due_estimated and due.at == told.due_at)
    return replace(found, estimated=is_estimated)

"""Task clocks (待办时限): until when the platform has to be told what was decided here.

A time at which the platform itself goes on (a case counts as agreed to, the goods as late) stands
in place of our own reminder, which would come first and hide what that costs. Of any other task
the earlier of both counts.
"""

from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.rules.order.lateness import promised
from store.rules.parcels.uploading import UPLOADS, is_back_untold, is_to_be_told
from store.rules.platform.cases.case_back import RowShown, asked_where
from store.rules.timing.clocks import Clock, clock, earlier
from store.rules.timing.policy import Policy

BEFORE_SHIP_BY = ("apply-stock-out", "cancel-order", "withdraw-stock-out")
"""Tasks that only help before the promised ship time: nothing can be uploaded there while an
application stands (source article 002).
"""


def answer_task_clock(order: Order, told: PlatformTask, policy: Policy) -> Clock:
    """Until when our answer to a case is to be told: the platform goes on with the case by then."""
    named = _named_there(order, told, policy)
    due = named if named.at else clock(order, policy, told.created_at, "platform_task")
    return _in_doubt(order, told, due)


def task_clock(order: Order, task: PlatformTask, policy: Policy) -> Clock:
    """Until when any other task is to be done. What was bought counts as shipped when the platform
    knows its number, whenever it left here: its deadline for that is one of those above; one that
    is only computed counts where it is the earlier.
    """
    is_first, by = _is_first_told(order, task), promised(order, policy)
    if is_first and order.ship_by_deadline:
        return by
    rule = "tracking_upload" if task.kind in UPLOADS else "platform_task"
    reminder = clock(order, policy, task.created_at, rule)
    due = _in_doubt(order, task, earlier(reminder, _named_there(order, task, policy)))
    return earlier(due, by) if is_first or task.kind in BEFORE_SHIP_BY else due


def _is_first_told(order: Order, task: PlatformTask) -> bool:
    """Does it tell the first number of goods that were bought?"""
    parcel = order.parcel_named(task.parcel)
    if parcel is None or not (parcel.kind == "shipment" or is_back_untold(order)):
        return False
    return is_to_be_told(order, parcel)


def _named_there(order: Order, task: PlatformTask, policy: Policy) -> Clock:
    """The platform's own time for it, where it names one."""
    return Clock(task.due_at, policy.by_ref(order.platform, task.due_rule) if task.due_at else None)


def _in_doubt(order: Order, task: PlatformTask, due: Clock) -> Clock:
    """The same by the earlier of both deadlines, while nobody knows where its case is."""
    case = order.case_named(task.case)
    asked = asked_where(order, case) if case else None
    return earlier(due, Clock(RowShown.of(asked).due)) if asked else due

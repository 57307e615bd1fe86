"""CompleteTask (完成平台待办): the platform has been told."""

from typing import Annotated

from pydantic import Field

from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.markers import Reference
from store.rules.action.record_action import RecordAction
from store.words import N_


class CompleteTask(RecordAction[PlatformTask]):
    """Record that a platform task is done."""

    title = N_("Complete a platform task")
    place = 910
    key = "x"
    put_right_by = "reopen-task"
    settles = frozenset({"platform-task"})

    task: Annotated[str, Reference("task")] = Field(title=N_("Platform task"))

    def apply(self, subject: Order, context: Context) -> Outcome:
        by = str(context.actor)
        return Outcome((subject.with_tasks_done(lambda one: one.id == self.task, context.now, by),))

"""CompleteTask (完成平台待办): the platform has been told."""

from typing import Annotated, ClassVar

from pydantic import Field

from store.models.order import Order
from store.rules.base import Action, Outcome
from store.rules.context import Context
from store.rules.fields import Reference
from store.words import N_, _


class CompleteTask(Action[Order]):
    """Record that a platform task is done."""

    title: ClassVar[str] = N_("Complete a platform task")

    task: Annotated[str, Reference("task")] = Field(title=N_("Platform task"))

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        if not subject.open_tasks:
            return _("The platform has been told everything about this order.")
        return None

    def apply(self, subject: Order, context: Context) -> Outcome:
        by = str(context.actor)
        return Outcome((subject.with_tasks_done(lambda one: one.id == self.task, context.now, by),))

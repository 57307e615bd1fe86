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
        done = {"done_at": context.now, "done_by": str(context.actor)}
        tasks = tuple(
            one.model_copy(update=done) if one.id == self.task else one for one in subject.tasks
        )
        return Outcome((subject.model_copy(update={"tasks": tasks}),))

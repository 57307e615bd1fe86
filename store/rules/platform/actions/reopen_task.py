"""ReopenTask (重开平台待办): what was said to be told to the platform was not, and is to be."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from store.models.order import Order
from store.models.platform_task import BY_IMPORT, PlatformTask
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.markers import Reference
from store.rules.action.record_action import RecordAction
from store.words import N_, _
from store.words.labels import task_label


class ReopenTask(RecordAction[PlatformTask]):
    """Record that a platform task was not done after all."""

    title = N_("Open a platform task again")
    place = 911

    task: Annotated[str, Reference("task", ended=True)] = Field(title=N_("Platform task"))

    @classmethod
    def refusal(cls, order: Order, record: PlatformTask, context: Context | None) -> str | None:
        about = {"task": task_label(record.kind)}
        if any(one.subject == record.subject for one in _to_be_told(order, record, context)):
            return _("“{task}” is still to be done.").format(**about)
        if record.moot:
            return _("“{task}” is not needed any more.").format(**about)
        if record.done_by == BY_IMPORT:
            return _("The platform's file shows that “{task}” was done.").format(**about)
        return None

    def apply(self, subject: Order, context: Context) -> Outcome:
        return Outcome(
            (subject.with_tasks_open_again(lambda one: one.id == self.task, context.now),)
        )


def _to_be_told(
    order: Order, record: PlatformTask, context: Context | None
) -> Iterator[PlatformTask]:
    """What the platform is to be told of the order, and of the product that the task is about."""
    yield from order.open_tasks
    product = context.lookup.product(order.shop, record.sku) if context and record.sku else None
    yield from product.open_tasks if product else ()

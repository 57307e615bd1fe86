"""ConfirmRelisting (确认平台已上架): on the platform, too, a SKU is on sale again."""

from store.models.platform_task import PlatformTask
from store.models.product import Product
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.telling import RELIST_PRODUCT
from store.words import N_, _


class ConfirmRelisting(Action[Product]):
    """Record that a SKU is on sale on the platform too."""

    title = N_("Confirm that it is on sale there")
    place = 1045
    settles = frozenset({"platform-task"})
    subject_type = Product

    @classmethod
    def why_not(cls, subject: Product, context: Context) -> str | None:
        if any(map(_asks, subject.open_tasks)):
            return None
        return _("Nothing asks to put {sku} on sale on the platform.").format(sku=subject.sku)

    def apply(self, subject: Product, context: Context) -> Outcome:
        return Outcome((subject.with_tasks_done(_asks, context.now, str(context.actor)),))


def _asks(task: PlatformTask) -> bool:
    return task.kind == RELIST_PRODUCT.kind

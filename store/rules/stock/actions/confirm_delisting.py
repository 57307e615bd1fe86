"""ConfirmDelisting (确认平台已下架): on the platform, too, a SKU is off sale."""

from store.models.product import Product
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.telling import DELIST_PRODUCT
from store.words import N_, _


class ConfirmDelisting(Action[Product]):
    """Record that a SKU is off sale on the platform too."""

    title = N_("Confirm that it is off sale there")
    place = 1040
    settles = frozenset({"platform-task"})
    subject_type = Product

    @classmethod
    def why_not(cls, subject: Product, context: Context) -> str | None:
        if subject.open_tasks:
            return None
        return _("Nothing asks to take {sku} off sale on the platform.").format(sku=subject.sku)

    def apply(self, subject: Product, context: Context) -> Outcome:
        done = subject.with_tasks_done(
            lambda one: one.kind == DELIST_PRODUCT.kind, context.now, str(context.actor)
        )
        return Outcome((done,))

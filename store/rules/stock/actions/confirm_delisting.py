"""ConfirmDelisting (确认平台已下架): on the platform, too, a SKU is off sale."""

from collections.abc import Iterator

from store.models.base import Document
from store.models.platform_task import PlatformTask, Tasked
from store.models.product import Product
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.telling import DELIST_PRODUCT
from store.words import N_, _
from store.words.times import minute_text


class ConfirmDelisting(Action[Product]):
    """Record that a SKU is off sale on the platform too."""

    title = N_("Confirm that it is off sale there")
    place = 1040
    key = "Y"
    settles = frozenset({"platform-task"})
    subject_type = Product

    @classmethod
    def why_not(cls, subject: Product, context: Context) -> str | None:
        if any(True for _one in _asking(subject, context)):
            return None
        return _("Nothing asks to take {sku} off sale on the platform.").format(sku=subject.sku)

    @classmethod
    def background(cls, subject: Product, context: Context) -> tuple[str, ...]:
        asked = [
            task.created_at
            for one in _asking(subject, context)
            for task in one.open_tasks
            if _asks(task, subject)
        ]
        said = _(
            "{sku} of {shop} was to be taken off sale there at {time}; it is noted that it is."
        )
        there = said.format(sku=subject.sku, shop=subject.shop, time=minute_text(min(asked)))
        here = _("It is on sale here, and will be off sale here too.")
        return (there, here) if subject.on_sale else (there,)

    def apply(self, subject: Product, context: Context) -> Outcome:
        by, here = str(context.actor), subject
        if subject.on_sale:
            # What is off sale there cannot be bought: here it is off sale as well.
            off = {"delisted_at": context.now, "delisted_by": by}
            here = subject.model_copy(update=off)
        done: dict[str, Document] = {} if here is subject else {here.key: here}
        for one in _asking(subject, context):
            asking = here if one is subject else one
            done[one.key] = asking.with_tasks_done(
                lambda task: _asks(task, subject), context.now, by
            )
        said = _("Off sale here too: {sku}.").format(sku=subject.sku)
        return Outcome(tuple(done.values()), () if here is subject else (said,))


def _asking(product: Product, context: Context) -> Iterator[Tasked]:
    """What asks to take it off sale there: the SKU itself, or orders that lack it."""
    orders = context.lookup.orders_with_sku(product.shop, product.sku)
    about = (product, *{one.key: one for one in orders}.values())
    return (one for one in about if any(_asks(task, product) for task in one.open_tasks))


def _asks(task: PlatformTask, product: Product) -> bool:
    return task.kind == DELIST_PRODUCT.kind and task.sku in ("", product.sku)

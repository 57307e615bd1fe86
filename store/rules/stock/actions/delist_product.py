"""DelistProduct (下架): a SKU, or every SKU of its product, goes off sale; no order comes in.

On the platform it is somebody's to do: a task of the SKU, or of an order that asked for it before,
stays open until somebody has done it (confirm-delisting, complete-task).
"""

from collections.abc import Iterator

from pydantic import Field

from store.errors import Problem
from store.models.product import Product
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.telling import DELIST_PRODUCT, RELIST_PRODUCT
from store.rules.stock.products import Scope, affected, in_scope, named, scope_problem
from store.words import N_, _
from store.words.times import day_text


class DelistProduct(Action[Product]):
    """Take a SKU off sale."""

    title = N_("Take off sale")
    place = 1020
    key = "d"
    footer = 4
    put_right_by = "relist-product"
    subject_type = Product
    tells = (DELIST_PRODUCT,)

    scope: Scope = Field(default="sku", title=N_("Scope"))

    @classmethod
    def why_not(cls, subject: Product, context: Context) -> str | None:
        if any(one.on_sale for one in in_scope(subject, "product", context)):
            return None
        return _off_sale(subject)

    def problems(self, subject: Product, context: Context) -> Iterator[Problem]:
        yield from scope_problem(subject, self.scope)
        if self.scope == "sku" and not subject.on_sale:
            yield Problem("scope", _off_sale(subject))

    @classmethod
    def background(cls, subject: Product, context: Context) -> tuple[str, ...]:
        return tuple(affected(subject, context))

    def apply(self, subject: Product, context: Context) -> Outcome:
        taken = tuple(
            one.model_copy(update={"delisted_at": context.now, "delisted_by": str(context.actor)})
            for one in in_scope(subject, self.scope, context)
            if one.on_sale
        )
        off = _(
            "Off sale here: {skus}. On the platform it stays on sale until it is taken off there."
        )
        said = (
            off.format(skus=named(taken)),
            *(one for each in taken for one in affected(each, context)),
        )
        return Outcome(tuple(_asking(each, context) for each in taken), (*said,))


def _asking(product: Product, context: Context) -> Product:
    """The SKU with the task to take it off sale there, unless an order asks for that already, and
    without the one to put it on sale.
    """
    product = product.with_tasks_done(
        lambda one: one.kind == RELIST_PRODUCT.kind, context.now, str(context.actor), moot=True
    )
    orders = context.lookup.orders_with_sku(product.shop, product.sku)
    asked = (task for one in (product, *orders) for task in one.open_tasks)
    if any(task.kind == DELIST_PRODUCT.kind and task.sku == product.sku for task in asked):
        return product
    text = f"{product.product_id} {product.sku}".strip()
    return product.with_tasks(DELIST_PRODUCT.task(context, text, sku=product.sku))


def _off_sale(product: Product) -> str:
    if product.delisted_at is None:
        raise LookupError(product.key)  # pragma: no cover - asked only of what is off sale
    return _("{sku} has been off sale since {day} ({who}); it can be put on sale again.").format(
        sku=product.sku, day=day_text(product.delisted_at), who=product.delisted_by
    )

"""DelistProduct (下架): a SKU, or every SKU of its product, goes off sale; no order comes in.

On the platform it is somebody's to do: the tasks that ask for it stay open (complete-task).
"""

from collections.abc import Iterator

from pydantic import Field

from store.errors import Problem
from store.models.order import Order
from store.models.product import Product
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.telling import DELIST_PRODUCT
from store.rules.stock.products import Scope, affected, in_scope, named, scope_problem
from store.words import N_, _
from store.words.times import day_text


class DelistProduct(Action[Product]):
    """Take a SKU off sale."""

    title = N_("Take off sale")
    place = 1020
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
        return Outcome((*taken, *_asking(taken, context)), (*said,))


def _asking(taken: tuple[Product, ...], context: Context) -> Iterator[Order]:
    """The orders that wait for these SKUs, with the task to take them off sale there, once each."""
    orders: dict[str, Order] = {}
    for product in taken:
        found = [
            orders.get(one.key, one)
            for one in context.lookup.orders_with_sku(product.shop, product.sku)
        ]
        asked = (task for one in found for task in one.open_tasks)
        if not found or any(
            task.kind == DELIST_PRODUCT.kind and task.sku == product.sku for task in asked
        ):
            continue
        first = min(found, key=lambda one: one.order_no)
        text = f"{product.product_id} {product.sku}".strip()
        told = DELIST_PRODUCT.task(context, text, sku=product.sku)
        orders[first.key] = first.with_tasks(told)
    yield from orders.values()


def _off_sale(product: Product) -> str:
    if product.delisted_at is None:
        raise LookupError(product.key)  # pragma: no cover - asked only of what is off sale
    return _("{sku} has been off sale since {day} ({who}); relist-product puts it on sale.").format(
        sku=product.sku, day=day_text(product.delisted_at), who=product.delisted_by
    )

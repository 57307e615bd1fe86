"""RelistProduct (上架): a SKU, or every SKU of its product, is on sale again.

A task that asks to take it off sale on the platform is moot: done now, it would undo this. As long
as nobody said that it was done, the SKU counts as on sale there, and that is said; else to put it
on sale there is a task of the SKU, open until somebody has done it (confirm-relisting).
"""

from collections.abc import Collection, Iterator, Sequence

from pydantic import Field

from store.errors import Problem
from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.models.product import Product
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import YesNo
from store.rules.action.telling import DELIST_PRODUCT, RELIST_PRODUCT
from store.rules.stock.products import Scope, in_scope, named, plan, scope_problem, under_review
from store.words import N_, _, sentences


class RelistProduct(Action[Product]):
    """Put a SKU on sale again."""

    title = N_("Put on sale again")
    place = 1030
    key = "L"
    put_right_by = "delist-product"
    subject_type = Product
    tells = (RELIST_PRODUCT,)

    scope: Scope = Field(default="sku", title=N_("Scope"))
    without_stock: YesNo = Field(
        default="no",
        title=N_("Although nothing is left"),
        description=N_("yes puts on sale what is not there"),
    )

    @classmethod
    def why_not(cls, subject: Product, context: Context) -> str | None:
        if all(one.on_sale for one in in_scope(subject, "product", context)):
            return _on_sale(subject)
        return None

    def problems(self, subject: Product, context: Context) -> Iterator[Problem]:
        yield from scope_problem(subject, self.scope)
        if self.scope == "sku" and subject.on_sale:
            yield Problem("scope", _on_sale(subject))
        if self.without_stock == "no":
            yield from self._nothing_left(subject, context)

    def _nothing_left(self, subject: Product, context: Context) -> Iterator[Problem]:
        """What is not there is sold only by somebody who says that it is meant."""
        put = _off_sale(subject, self.scope, context)
        for sentence in (said for one in put for said in _too_few(one, context)):
            yield Problem("without_stock", sentence)

    @classmethod
    def background(cls, subject: Product, context: Context) -> tuple[str, ...]:
        stock = plan(subject, context)
        return (
            *(stock.sentences() if stock else ()),
            *under_review(subject, context),
            *_still_there(_off_sale(subject, "product", context), context),
        )

    def apply(self, subject: Product, context: Context) -> Outcome:
        off = _off_sale(subject, self.scope, context)
        put = tuple(
            _asking(one, context).model_copy(update={"delisted_at": None, "delisted_by": ""})
            for one in off
        )
        said = (
            *_on_sale_here(off, context),
            *_still_there(off, context),
            *(one for each in put for one in under_review(each, context)),
        )
        return Outcome((*put, *_asked_no_more(put, context)), said)


def _off_sale(product: Product, scope: Scope, context: Context) -> tuple[Product, ...]:
    """The SKUs of a scope that are put on sale by it."""
    return tuple(one for one in in_scope(product, scope, context) if not one.on_sale)


def _on_sale_here(off: Sequence[Product], context: Context) -> Iterator[str]:
    asked = [one for one in off if _is_asked(one, context)]
    if there := [one for one in off if one not in asked]:
        said = _("On sale here: {skus}; put it on sale on the platform too.")
        yield said.format(skus=named(there))
    if asked:
        yield _("On sale here: {skus}.").format(skus=named(asked))


def _still_there(off: Sequence[Product], context: Context) -> Iterator[str]:
    """What is said of those of which nobody said that they went off sale there."""
    if asked := [one for one in off if _is_asked(one, context)]:
        said = _(
            "Nobody said that {skus} went off sale on the platform, so nothing asks to put it on"
            " sale there; look there whether it is."
        )
        yield said.format(skus=named(asked))


def _too_few(product: Product, context: Context) -> Iterator[str]:
    """What is said of a SKU of which nothing is left to sell."""
    stock = plan(product, context)
    if stock and not stock.sellable:
        said = _("{plan} Say yes here to put it on sale all the same.")
        yield said.format(plan=sentences(*stock.sentences()))


def _asking(product: Product, context: Context) -> Product:
    """The SKU without the question of its own to take it off sale, and with the task to put it on
    sale there; not where nobody took it off sale there.
    """
    if not _is_asked(product, context):
        text = f"{product.product_id} {product.sku}".strip()
        return product.with_tasks(RELIST_PRODUCT.task(context, text, sku=product.sku))
    by = str(context.actor)
    return product.with_tasks_done(
        lambda one: _asks(one, {product.sku}), context.now, by, moot=True
    )


def _is_asked(product: Product, context: Context) -> bool:
    """Does something still ask to take it off sale there?"""
    orders = context.lookup.orders_with_sku(product.shop, product.sku)
    return any(_asks(task, {product.sku}) for one in (product, *orders) for task in one.open_tasks)


def _asks(task: PlatformTask, skus: Collection[str]) -> bool:
    """Does it ask to take one of these off sale there?"""
    return task.kind == DELIST_PRODUCT.kind and task.sku in skus


def _asked_no_more(put: tuple[Product, ...], context: Context) -> Iterator[Order]:
    """The orders that asked to take any of these off sale, without the question."""
    skus = {one.sku for one in put}

    def asks(task: PlatformTask) -> bool:
        return _asks(task, skus)

    found = (order for one in put for order in context.lookup.orders_with_sku(one.shop, one.sku))
    for order in {one.key: one for one in found}.values():
        if any(map(asks, order.open_tasks)):
            yield order.with_tasks_done(asks, context.now, str(context.actor), moot=True)


def _on_sale(product: Product) -> str:
    return _("{sku} is on sale.").format(sku=product.sku)

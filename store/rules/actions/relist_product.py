"""RelistProduct (上架): a SKU, or every SKU of its product, is on sale again."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from store.errors import Problem
from store.models.base import Document
from store.models.product import Product
from store.rules.base import Action, Outcome
from store.rules.context import Context
from store.rules.products import Scope, in_scope, named, plan, scope_problem, told, under_review
from store.words import N_, _


class RelistProduct(Action[Product]):
    """Put a SKU on sale again."""

    title: ClassVar[str] = N_("Put on sale again")
    subject_type: ClassVar[type[Document]] = Product

    scope: Scope = Field(default="sku", title=N_("Scope"))

    @classmethod
    def why_not(cls, subject: Product, context: Context) -> str | None:
        if all(one.on_sale for one in in_scope(subject, "product", context)):
            return _on_sale(subject)
        return None

    def problems(self, subject: Product, context: Context) -> Iterator[Problem]:
        yield from scope_problem(subject, self.scope)
        if self.scope == "sku" and subject.on_sale:
            yield Problem("scope", _on_sale(subject))

    @classmethod
    def background(cls, subject: Product, context: Context) -> tuple[str, ...]:
        stock = plan(subject, context)
        return (*(stock.sentences() if stock else ()), *under_review(subject, context))

    def apply(self, subject: Product, context: Context) -> Outcome:
        put = tuple(
            one.model_copy(update={"delisted_at": None, "delisted_by": ""})
            for one in in_scope(subject, self.scope, context)
            if not one.on_sale
        )
        orders = told("relist-product", put, context)
        said = (
            _("On sale here: {skus}; put it on sale on the platform too.").format(skus=named(put)),
            *(one for each in put for one in under_review(each, context)),
        )
        return Outcome((*put, *orders), said)


def _on_sale(product: Product) -> str:
    return _("{sku} is on sale.").format(sku=product.sku)

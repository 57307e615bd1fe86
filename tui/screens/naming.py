"""What a document is called by a person: its number, SKU or shop, and what kind of thing it is."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from store.models.after_sales_case import WaitingCase
from store.models.base import Document
from store.models.coverage import Coverage
from store.models.improvement import Improvement
from store.models.inquiry import Inquiry
from store.models.money import yuan_text
from store.models.order import Order
from store.models.payment import Payments
from store.models.product import Product
from store.models.review import Review
from store.words import N_, _

if TYPE_CHECKING:
    from store.repository import Repository


class Named(NamedTuple):
    """How a kind of document is spoken of."""

    kind: str
    """Several of them."""
    called: Callable[[Any], str]
    """What one of them is called by."""


KINDS: dict[type[Document], Named] = {
    Order: Named(N_("orders"), lambda order: order.order_no),
    Product: Named(N_("the shop's goods"), lambda product: product.sku),
    Inquiry: Named(N_("inquiries"), lambda inquiry: inquiry.number),
    Payments: Named(N_("payments"), lambda payments: payments.name),
    WaitingCase: Named(N_("cases without their order"), lambda waiting: waiting.order_no),
    Review: Named(N_("reviews"), lambda review: review.number),
    Improvement: Named(N_("improvements"), lambda improvement: improvement.number),
    Coverage: Named(N_("missing files"), lambda coverage: coverage.shop),
}


def called(document: Document) -> str:
    """The number, SKU or shop a person knows it by."""
    named = KINDS.get(type(document))
    return named.called(document) if named else document.key.rpartition(":")[2]


def meant_for_others(kind: type[Document], document: Document) -> str:
    """Said where an action is for documents of another kind."""
    said = _("That is for {kind}, not for {found}.")
    return said.format(kind=_kind(kind), found=_kind(type(document)))


def notes_of(repository: "Repository", document: Document) -> dict[str, str]:
    """What stands beside actions in the menu: how much money may go back at most."""
    if not isinstance(document, Order):
        return {}
    most = repository.view(document).money.refundable
    return {"refund": _("at most {amount}").format(amount=yuan_text(most))} if most > 0 else {}


def _kind(kind: type[Document]) -> str:
    named = KINDS.get(kind)
    return _(named.kind) if named else _("anything else")

"""What a document is called by a person: its number, SKU or shop; and what is said beside it."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

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
from store.models.subject import WHOLE, Part, Target
from store.rules.action.base import Action
from store.rules.inquiries.called import inquiry_called
from store.words import _, counts, listed

if TYPE_CHECKING:
    from store.repository import Repository


CALLED: dict[type[Document], Callable[[Any], str]] = {
    Order: lambda order: order.order_no,
    Product: lambda product: product.sku,
    Inquiry: inquiry_called,
    Payments: lambda payments: payments.name,
    WaitingCase: lambda waiting: waiting.order_no,
    Review: lambda review: review.number,
    Improvement: lambda improvement: improvement.what,
    Coverage: lambda coverage: coverage.shop,
}
"""What a document of each kind is called by."""


def called(document: Document) -> str:
    """The number, SKU, shop or words a person knows it by."""
    named = CALLED.get(type(document))
    return named(document) if named else document.key.rpartition(":")[2]


def kinds_meant(targets: Sequence[Target]) -> set[str]:
    """What is meant by these: whole documents of these tables, or a `part` of one."""
    return {"part" if one.part.record else one.subject.kind for one in targets}


def title_of(action: str, count: int, kinds: Iterable[str]) -> str:
    """What is done to so many of these kinds, as a form and its job are called."""
    said = counts.measured(count, kinds)
    return _("{action}, {count} at once").format(action=_(action), count=said)


def notes_of(repository: "Repository", document: Document) -> dict[str, str]:
    """What stands beside actions in the menu: how much money may go back at most, and what comes
    before a cancellation for lack of stock.
    """
    if not isinstance(document, Order):
        return {}
    view = repository.view(document)
    most, before = view.refundable_fen, listed(one.title for one in view.before_cancelling)
    notes = {
        "refund": _("at most {amount}").format(amount=yuan_text(most)) if most > 0 else "",
        "cancel-order": _("lack of stock: first {steps}").format(steps=before) if before else "",
    }
    return {name: note for name, note in notes.items() if note}


def kinds_owed(repository: "Repository", document: Document, part: Part) -> list[str]:
    """The kinds of what is owed that is meant: of a part its own, of an order all that count."""
    if isinstance(document, Order) and not part.kind:
        return [duty.kind for duty in repository.view(document).owed if duty.counts]
    return [part.kind]


def kind_meant(
    repository: "Repository", document: Document, part: Part, settles: frozenset[str]
) -> str:
    """The kind of what is owed that an action is to settle, of those it can; empty where none is.

    The row of a duty that was done stays under the cursor: then its successor is meant. Of an order
    as a whole the most urgent is, and of a record about which nothing of that is owed.
    """
    if not isinstance(document, Order):
        return part.kind if part.kind in settles else ""
    owed = repository.view(document).owed
    duties = [one for one in owed if one.counts and one.kind in settles]
    about = [one for one in duties if part != WHOLE and one.about == part.record]
    kinds = [one.kind for one in about or duties]
    return part.kind if part.kind in kinds else next(iter(kinds), "")


def to_settle(
    repository: "Repository", action: type[Action[Any]], targets: Sequence[Target]
) -> dict[str, str]:
    """The values without which it does not settle what all of these owe; none where they differ."""
    if not any(map(action.to_settle, action.settles)):
        return {}
    documents = ((repository.document(one.subject), one.part) for one in targets)
    kinds = {kind_meant(repository, one, part, action.settles) for one, part in documents}
    return action.to_settle(kinds.pop()) if len(kinds) == 1 else {}

"""What is no order as the preview says it: inquiries, payments, goods, cases and missing files."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from store.models.after_sales_case import WaitingCase
from store.models.base import Document
from store.models.coverage import Coverage
from store.models.improvement import Improvement
from store.models.inquiry import Inquiry
from store.models.money import yuan_text
from store.models.payment import Payments
from store.models.product import Product
from store.reading.covered import covered
from store.reading.record_view import RecordView
from store.rules.inquiries.called import inquiry_called
from store.words import _
from store.words.labels import label
from tui.actions import Key
from tui.order_text.inquiry import known
from tui.order_text.preview_parts import Summary, headed, owed_briefly, owed_lines
from tui.order_text.records import covered_title, missing_lines, payments_lines
from tui.order_text.review import improvement_said
from tui.order_text.talk import latest_talk
from tui.said import Line, Said

if TYPE_CHECKING:
    from store.reading.inquiry_view import InquiryView
    from store.repository import Repository

MOST_SAID = 4


def record_preview(
    repository: "Repository", document: Document, possible: Sequence[Key]
) -> Summary:
    """What it is, what is owed for it, and what may be done."""
    said: list[Line] = []
    view: InquiryView | RecordView
    if isinstance(document, Inquiry):
        view = repository.view_of_inquiry(document)
        title, more = inquiry_called(document), _plain(known(view))
        said = latest_talk(view.inquiry, view.now, MOST_SAID)
    else:
        view = RecordView(repository, document)
        title, *told = _told(repository, document, view)
        more = _plain(told)
    lines = (*more, (), *headed(_("Owed"), owed_lines(view)), *headed(_("Talk"), said))
    few = (*owed_briefly(view), *said, *more)
    return Summary(((Said(title, "title"),),), (), lines, few, possible)


def _plain(lines: Iterable[str]) -> tuple[Line, ...]:
    return tuple((Said(line),) for line in lines)


def _told(repository: "Repository", document: Document, view: RecordView) -> Iterator[str]:
    """What is known of it, what it is called by first."""
    if isinstance(document, Payments):
        yield from payments_lines(document, view)
    elif isinstance(document, Coverage):
        yield covered_title(document)
        found = (one for one in covered(repository) if one.coverage.key == document.key)
        for one in found:
            yield from missing_lines(one)
    elif isinstance(document, WaitingCase):
        yield from _waiting(document)
    elif isinstance(document, Improvement):
        yield document.what
        yield from improvement_said(document)
    elif isinstance(document, Product):
        yield from _product(document)
    else:
        yield document.key.rpartition(":")[2]


def _waiting(waiting: WaitingCase) -> Iterator[str]:
    case = waiting.case
    yield waiting.order_no
    yield f"{label(waiting.platform)}   {waiting.shop}"
    asked = yuan_text(case.requested_fen)
    yield f"{label(case.kind)}   {label(case.state)}   {asked}"
    yield _("The order is not here: import the export that has it.")


def _product(product: Product) -> Iterator[str]:
    yield product.sku
    yield product.full_name
    yield stock_text(product)
    yield from (task.copy_text for task in product.open_tasks)


def stock_text(product: Product) -> str:
    """Whether it can be bought, and how much of it there is."""
    on_sale = _("on sale") if product.on_sale else _("off sale")
    if product.on_hand is None:
        return on_sale
    return _("{count} on hand, {state}").format(count=product.on_hand, state=on_sale)

"""Rows (列表行): what lists show of a document, worked out anew whenever it is saved."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from store.models.after_sales_case import WaitingCase
from store.models.base import Document
from store.models.coverage import Coverage
from store.models.improvement import Improvement
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.models.payment import Payments
from store.models.product import Product
from store.models.review import Review
from store.models.row import FORM, ObligationRow, Row
from store.rules.cases.waiting_row import waiting_rows
from store.rules.coverage.row import coverage_rows
from store.rules.inquiries.row import inquiry_rows
from store.rules.money.payment_row import payment_rows
from store.rules.order.row import order_rows
from store.rules.order.veil import veil_of
from store.rules.review.row import improvement_rows, review_rows
from store.rules.stock.row import product_rows
from store.rules.timing.calendar import published
from store.rules.timing.policy import Policy
from store.search.fields import Found, words_of
from store.search.folding import folded, name_words, phone_words

Rows = dict[str, tuple[Row, ...]]
"""The rows of one document by the list they stand in."""
ROWS: Mapping[type[Document], Callable[[Any, Policy], Rows]] = MappingProxyType(
    {
        Order: order_rows,
        Product: product_rows,
        WaitingCase: waiting_rows,
        Inquiry: inquiry_rows,
        Payments: payment_rows,
        Coverage: coverage_rows,
        Review: review_rows,
        Improvement: improvement_rows,
    }
)
"""What makes the rows of each kind of document that a list shows."""


def rows_of(document: Document, policy: Policy) -> Rows:
    """The rows of a document by the list they stand in; no rows where no list shows it."""
    make = ROWS.get(type(document))
    return make(document, policy) if make else {}


def words_beside(document: Document) -> tuple[Found, ...]:
    """What a document is found by that no row of it shows: besides the receiver and the tags, what
    was noted here, as lists show what somebody typed, without the buyer.
    """
    if isinstance(document, Inquiry):
        return (*phone_words(document.phone), *name_words(document.buyer))
    notes = document.notes if isinstance(document, Order) else ()
    veil = veil_of(document) if notes else None
    noted = (folded(veil.within(note.text)) for note in notes if veil)
    return (*words_of(document), *(("note", text) for text in noted if text))


def is_stale(row: Row, policy: Policy) -> bool:
    """Would the row be made otherwise now, though its document is the same?

    The policy of a document's rows is one and the same: what is said of one holds for all of them.
    """
    if row.form != FORM:
        return True
    if getattr(row, "policy", 0) not in (0, policy.digest(getattr(row, "platform", ""))):
        return True
    # The calendar is loaded only for a row that says it did not know a year.
    year = row.unannounced if isinstance(row, ObligationRow) else None
    return year is not None and published(year)

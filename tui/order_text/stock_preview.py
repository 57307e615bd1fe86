"""A product as the preview says it: how long it lasts, who waits for it, and what may be done."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from store.models.row import OrderRow, instant_of
from store.models.subject import Subject
from store.reading.stock import StockRow, waiting, waiting_for
from store.words import N_, _, how_many
from store.words.labels import label
from tui.actions import Key
from tui.order_text.preview_parts import Summary, headed
from tui.order_text.steps import urgency_of
from tui.said import Kind, Line, Said
from tui.text import left

if TYPE_CHECKING:
    from store.repository import Repository

MOST_ORDERS = 3
CLOCK = 6


def stock_preview(
    repository: "Repository", row: StockRow, query: str, keys: Sequence[Key]
) -> Summary:
    """What there is to say of a product as it is now; the query finds the orders that may wait for
    it.
    """
    document = repository.document(Subject("products", row.key))
    names = {offer.action.name for offer in repository.offers(document) if not offer.why_not}
    possible = [key for key in keys if key.name in names]
    product = row.product
    waits = waiting_for(repository, repository, query, product.sku) if row.missing else ()
    short = len(row.outlook.short(waits)) if row.outlook else 0
    on_sale = _("on sale") if product.on_sale else _("off sale")
    state = (Said(f" {on_sale} ", "chip") if product.on_sale else Said(on_sale, "soon"),)
    sentences = [*row.outlook.sentences(waits)] if row.outlook else []
    outlook = [*_outlook(sentences, "late" if row.missing else "")]
    if not row.is_goods:
        outlook = [(Said(_("No goods: there is nothing to count or to send."), "quiet"),)]
    return Summary(
        ((Said(product.sku, "title"),), (Said("  ".join(filter(None, (product.name, row.shop)))),)),
        state,
        (*outlook, (), *_waiting(repository, row, query, short)),
        tuple(outlook),
        possible,
        _how_many_wait(row) if row.orders else "",
    )


def _how_many_wait(row: StockRow) -> str:
    return how_many(row.orders, N_("1 order waits"), N_("{count} orders wait"))


def _outlook(sentences: Sequence[str], kind: Kind) -> Iterator[Line]:
    """How long it lasts, and the arithmetic of that."""
    if sentences:
        *said, arithmetic = sentences
        yield from ((Said(text, kind),) for text in said)
        yield (Said(arithmetic, "quiet"),)
    else:
        yield (Said(_("Nobody has counted it."), "soon"),)


def _waiting(repository: "Repository", row: StockRow, query: str, short: int) -> Iterator[Line]:
    """The first orders that wait for it, and the key that shows all of them."""
    if row.orders:
        yield from headed(_how_many_wait(row), _orders(repository, row, query))
        shown = _("shows them")
        if short:
            shown = how_many(
                short,
                N_("shows them, marks the one that is short"),
                N_("shows them, marks the {count} that are short"),
            )
        yield (Said("enter ", "key"), Said(shown))
        yield ()


def _orders(repository: "Repository", row: StockRow, query: str) -> Iterator[Line]:
    now, sku = repository.now, row.product.sku
    for order, units in islice(waiting(repository, query, sku), MOST_ORDERS):
        yield _order(order, units, now)
    if row.orders > MOST_ORDERS:
        others = row.orders - MOST_ORDERS
        more = how_many(others, N_("and 1 more order"), N_("and {count} more orders"))
        yield (Said(" " * CLOCK, "quiet"), Said(more, "quiet"))


def _order(order: OrderRow, units: int, now: datetime) -> Line:
    due = instant_of(order.due(now.timestamp()))
    state = f"  {label('applied')}" if order.stock_out == "applied" else ""
    clock = left(due, now, estimated=order.due_estimated_at(now.timestamp()))
    return (
        Said(f"{clock:>{CLOCK}} ", urgency_of(due, now)),
        Said(f"x{units} ", "quiet"),
        Said(order.order_no),
        Said(state, "soon"),
    )

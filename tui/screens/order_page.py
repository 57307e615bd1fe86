"""OrderPage: what stands on the screen of an order, read at one time in a thread that reads."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from store.words import _
from tui.order_text.order import Headline, headline, sections
from tui.said import Row, Said, Section
from tui.screens.base import Header, header_of

if TYPE_CHECKING:
    from store.models.order import Order
    from store.reading.order_view import OrderView
    from store.repository import Repository


class Page(NamedTuple):
    """An order as it is said, the buyer hidden."""

    headline: Headline
    sections: Sequence[Section]
    header: Header


def page_of(repository: "Repository", key: str) -> Page:
    """An order as it is now."""
    order = repository.order(key)
    view = repository.view(order)
    return Page(headline(view), _sections(repository, order, view), header_of(repository))


def revealed_of(repository: "Repository", key: str) -> Sequence[Section]:
    """What the same page says of the buyer to whom that is shown."""
    order = repository.order(key)
    return _sections(repository, order, repository.view(order, revealed=True))


def _sections(repository: "Repository", order: "Order", view: "OrderView") -> list[Section]:
    """The sections; what is owed says too why it may not be shipped now."""
    owed, *rest = sections(view)
    why_not = repository.why_not("ship", order) if view.to_ship else None
    if why_not:
        title = _(repository.action_named("ship", order).title)
        refused = Row((Said(f"{title}: {why_not}", "soon"),), behind=(why_not,))
        owed = replace(owed, rows=(*owed.rows, refused))
    return [owed, *rest]

"""The child process that works out pages of a large export's orders, for its parent.

It knows no store and is told all that it needs: first how all of them are shown, then rows of the
list with their orders as they are kept. It says values and never a sentence, so that headers and
words are in the language of the parent.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from store.aside import answer_all
from store.documents.kinds import decode
from store.engines.protocol import Kept
from store.exchange.outgoing.export_pages import How, Pages, Rows, Told
from store.exchange.outgoing.list_columns import columns_named
from store.models.order import Order


class ExportTerms(NamedTuple):
    """What all pages of one export have in common."""

    names: Sequence[str]
    """The columns, as they were asked for."""
    how: How


class Asked(NamedTuple):
    """One page that is to be worked out."""

    rows: Rows
    orders: Sequence[Kept]


def main() -> None:
    """Answer what is asked until nobody asks any more."""
    answer_all(_maker)


def _maker(terms: ExportTerms) -> Callable[[Asked], Told | None]:
    columns = columns_named(terms.names, reveal=terms.how.reveal)
    pages = Pages(columns, terms.how)

    def told(asked: Asked) -> Told | None:
        try:
            return pages.told(asked.rows, [decode(Order, kept) for kept in asked.orders])
        except Exception:  # noqa: BLE001 - the parent meets it as well, where it can be told
            return None

    return told

"""Case numbers (售后编号): which order has the case of a number; a platform gives each once."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Protocol

from store.documents.kinds import KINDS, Kind
from store.models.after_sales_case import WaitingCase
from store.models.keys import order_waited_for, parts_of_key
from store.models.order import Order
from store.pages import in_pages
from store.search.conditions import Condition, Is
from store.search.lists import CASES
from store.search.table import ListTable

AT_ONCE = 500
"""So many numbers are looked for in one query."""


class Numbered(NamedTuple):
    """A case that the platform has given a number, and whose it is."""

    number: str
    order: str
    """The key of its order, be it here or still to come."""

    @property
    def platform(self) -> str:
        """The platform whose number it is."""
        return parts_of_key(self.order).platform

    @property
    def order_no(self) -> str:
        """The number of its order."""
        return parts_of_key(self.order).order_no


class Listed(Protocol):
    """As much of the repository as the answer needs."""

    def rows_where(self, table: ListTable, *conditions: Condition) -> Iterator[Any]:
        """The rows of a list for which all of these conditions hold."""

    def get(self, kind: type[Kind], key: str) -> Kind | None:
        """A document by its kind and key."""


def cases_numbered(store: Listed, numbers: Iterable[str]) -> Iterator[Numbered]:
    """The cases with any of these numbers, of orders and of those that are still to come."""
    for some in in_pages(numbers, AT_ONCE):
        for row in store.rows_where(CASES, Is("case", tuple(some))):
            if row.case not in some:
                continue
            if row.of_kind == KINDS[WaitingCase]:
                yield Numbered(row.case, order_waited_for(row.of_key))
            elif row.of_kind == KINDS[Order] and _is_the_platforms(store, row.of_key, row.case):
                yield Numbered(row.case, row.of_key)


def _is_the_platforms(store: Listed, order: str, number: str) -> bool:
    """Is it no number of the desk's own, which other orders have too?"""
    found = store.get(Order, order)
    case = found.case_named(number) if found else None
    return case is not None and case.platform_no == number

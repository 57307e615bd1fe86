"""Pages of an export: some rows of the list, or their orders, with the values of a column of them.

A column at a time, because asking each cell what it is costs as much as the cell.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from store.errors import StoreTrouble
from store.exchange.desk_columns import CASE_DATA, HIDDEN, Column
from store.exchange.outgoing.people_columns import next_duty
from store.exchange.platform_side import case_data_shown
from store.models.order import Order
from store.models.row import OrderRow
from store.pages import in_pages
from store.rules.obligations import Obligation
from store.rules.order.ledger import LineLedger, line_ledgers
from store.rules.order.masking import hidden, masked
from store.rules.timing.policy import Policy

ROWS, ORDERS = 500, 125
"""Rows of the list that make a page, or so many of their orders, which are larger: few enough that
it is no memory worth speaking of."""

Rows = Sequence[OrderRow]
Whole = Callable[[Iterable[OrderRow]], Iterator[Order]]
"""Reads the orders behind rows, in their order."""


class How(NamedTuple):
    """What an export shows."""

    now: datetime
    """As of when something is due."""
    policy: Policy
    reveal: bool


class RowPage:
    """Rows of the list, which answer by themselves."""

    def __init__(self, rows: Sequence[OrderRow], columns: Sequence[Column], how: How) -> None:
        self._rows, self._how = rows, how
        known = (each.of_row for each in columns if each.is_of_rows(reveal=how.reveal))
        named = ("order_no", "key", *known)
        names = list(dict.fromkeys(name for name in named if name != "due"))
        fields = zip(*map(attrgetter(*names), rows), strict=True)
        self._fields = dict(zip(names, fields, strict=True))

    @property
    def order_nos(self) -> Sequence[str]:
        """The order number of each row of the file."""
        return self._fields["order_no"]

    def values(self, column: Column) -> Sequence[Any]:
        """What stands in a column, for each row of the file."""
        if column.of_row == "due":
            now = self._how.now.timestamp()
            return [
                row.due_at if row.falls_to_us_at is None else row.due(now) for row in self._rows
            ]
        return self._fields[column.of_row]


class OrderPage:
    """Orders, masked or not, with a row of the file for each or for each of their lines."""

    def __init__(self, orders: Sequence[Order], rows: RowPage, how: How, *, by_line: bool) -> None:
        self._orders = orders if how.reveal else list(map(masked, orders))
        self._whole, self._how = orders, how
        self._rows = rows
        self._ledgers: list[Sequence[LineLedger | None]] = (
            [line_ledgers(order) or (None,) for order in self._orders] if by_line else []
        )
        self._lines = [ledger for ledgers in self._ledgers for ledger in ledgers]
        self._is_flat = all(len(ledgers) == 1 for ledgers in self._ledgers)

    @property
    def order_nos(self) -> Sequence[str]:
        """The order number of each row of the file."""
        return self._each_line([order.order_no for order in self._orders])

    def values(self, column: Column) -> Sequence[Any]:
        """What stands in a column, for each row of the file."""
        if of_line := column.of_line:
            return [ledger and of_line(ledger) for ledger in self._lines]
        if within := column.of_line_within:
            return [
                ledger and within(order, ledger)
                for order, ledgers in zip(self._orders, self._ledgers, strict=True)
                for ledger in ledgers
            ]
        if column.kind != "time" and column.is_of_rows(reveal=self._how.reveal):
            return self._each_line(self._rows.values(column))
        if column is CASE_DATA and not self._how.reveal:
            pairs = zip(self._whole, self._orders, strict=True)
            return self._each_line([case_data_shown(order, shown) for order, shown in pairs])
        if column.of_order:
            return self._each_line(list(map(column.of_order, self._orders)))
        if of_duty := column.of_duty:
            now = self._how.now
            return self._each_line([duty and of_duty(duty, now) for duty in self._duties])
        if column is HIDDEN:
            pairs = zip(self._whole, self._orders, strict=True)
            return self._each_line([" ".join(hidden(order, shown)) for order, shown in pairs])
        return self._each_line(self._rows.values(column))

    @cached_property
    def _duties(self) -> list[Obligation | None]:
        """What is next for each order; a masked one would say otherwise."""
        return [next_duty(order, self._how.policy, self._how.now) for order in self._whole]

    def _each_line(self, values: Sequence[Any]) -> Sequence[Any]:
        if self._is_flat:
            return values
        pairs = zip(values, self._ledgers, strict=True)
        return [value for value, ledgers in pairs for _ledger in ledgers]


class Told(NamedTuple):
    """What stands in a page, from whichever process."""

    order_nos: Sequence[str]
    values: Sequence[Sequence[Any]]
    """Of each column in turn."""


class ToldPage:
    """A page of which nothing is left to be worked out."""

    def __init__(self, told: Told, columns: Sequence[Column]) -> None:
        self.order_nos = told.order_nos
        self._values = dict(zip(columns, told.values, strict=True))

    def values(self, column: Column) -> Sequence[Any]:
        """What stands in a column, for each row of the file."""
        return self._values[column]


Page = RowPage | OrderPage | ToldPage
Sharing = Callable[[Iterable[Rows], Callable[[Rows], Told]], Iterator[tuple[int, Told]]]
"""Gives the pages of rows, each with how many orders it is of; some are worked out as it is said
to, others elsewhere.
"""


class Pages:
    """Makes the pages of one export."""

    def __init__(self, columns: Sequence[Column], how: How) -> None:
        self._columns, self._how = columns, how
        self._is_by_line = any(column.is_by_line for column in columns)
        self.are_of_rows = all(column.is_of_rows(reveal=how.reveal) for column in columns)
        """Do rows of the list know all that is asked for?"""

    def of_rows(self, rows: Rows) -> RowPage:
        """A page of which rows know all."""
        return RowPage(rows, self._columns, self._how)

    def of_orders(self, rows: Rows, orders: Sequence[Order]) -> OrderPage:
        """A page of rows and the orders behind them."""
        return OrderPage(orders, self.of_rows(rows), self._how, by_line=self._is_by_line)

    def told(self, rows: Rows, orders: Sequence[Order]) -> Told:
        """The same, with all that stands in it worked out."""
        page = self.of_orders(rows, orders)
        return Told(page.order_nos, list(map(page.values, self._columns)))


def pages(
    rows: Iterable[OrderRow],
    whole: Whole,
    columns: Sequence[Column],
    how: How,
    sharing: Sharing | None = None,
) -> Iterator[tuple[int, Page]]:
    """The pages of an export, each with how many orders it is of.

    No order is read where rows of the list know it all; of the others pages may be shared.
    Raises StoreTrouble at a damaged row.
    """
    made = Pages(columns, how)
    coming = _in_pages(rows, ROWS if made.are_of_rows else ORDERS)
    if made.are_of_rows:
        yield from ((len(some), made.of_rows(some)) for some in coming)
    elif sharing is None:
        yield from ((len(some), made.of_orders(some, list(whole(some)))) for some in coming)
    else:
        told = sharing(coming, lambda some: made.told(some, list(whole(some))))
        yield from ((orders, ToldPage(page, columns)) for orders, page in told)


def _in_pages(rows: Iterable[OrderRow], size: int) -> Iterator[Rows]:
    for some in in_pages(rows, size):
        if damaged := next((row for row in some if not row.key), None):
            raise StoreTrouble(damaged.goods, code="damaged")
        yield some

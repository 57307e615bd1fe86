"""Pages of an export: some rows of the list, or their orders, with the values of a column of them.

A column at a time, because asking each cell what it is costs as much as the cell.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

from store.errors import StoreTrouble
from store.exchange.desk_columns import CASE_DATA, HIDDEN, Column
from store.exchange.outgoing.people_columns import next_duty
from store.exchange.platform_side import case_data_shown
from store.models.order import Order
from store.models.row import OrderRow
from store.rules.obligations import Obligation
from store.rules.order.ledger import LineLedger, line_ledgers
from store.rules.order.masking import hidden, masked
from store.rules.timing.policy import Policy

ROWS = 500
"""Rows of the list that make a page: few enough that it is no memory worth speaking of."""

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


Page = RowPage | OrderPage


def pages(
    rows: Iterable[OrderRow], whole: Whole, columns: Sequence[Column], how: How
) -> Iterator[tuple[int, Page]]:
    """The pages of an export, each with how many orders it is of.

    No order is read where rows of the list know it all. Raises StoreTrouble at a damaged row.
    """
    by_line = any(column.is_by_line for column in columns)
    by_row = all(column.is_of_rows(reveal=how.reveal) for column in columns)
    coming = iter(rows)
    while some := list(islice(coming, ROWS)):
        if damaged := next((row for row in some if not row.key), None):
            raise StoreTrouble(damaged.goods, code="damaged")
        page = RowPage(some, columns, how)
        yield (
            len(some),
            page if by_row else OrderPage(list(whole(some)), page, how, by_line=by_line),
        )

"""Lookups: what rules across orders may ask of the store, answered under the lock.

Each is an indexed query. What is found folds upper and lower case together, so that the exact
spelling is compared once more.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from store.models.order import Order
from store.models.person import Person
from store.models.product import Product
from store.models.row import OrderRow
from store.search.conditions import Condition, Is
from store.search.lists import ORDERS, PRODUCTS
from store.search.table import ListTable


class Readable(Protocol):
    """As much of the repository as the answers need."""

    def rows_where(self, table: ListTable, *conditions: Condition) -> Iterator[Any]:
        """The rows of a list for which all of these conditions hold."""

    def orders(self, rows: Iterable[OrderRow]) -> Iterator[Order]:
        """The whole orders behind rows."""

    def product(self, shop: str, sku: str) -> Product | None:
        """The product with this SKU."""

    def person(self, text: str) -> Person:
        """Who is meant by a login or a name."""


class Lookups:
    """The answers; `store.rules.action.context.Lookup` says what may be asked."""

    def __init__(self, store: Readable) -> None:
        self._store = store

    def parcels_with(self, tracking_no: str) -> Iterable[Order]:
        """The orders one of whose parcels has this number."""
        rows = self._store.rows_where(ORDERS, Is("tracking", (tracking_no,)))
        return self._store.orders(row for row in rows if tracking_no in row.tracking_nos)

    def product(self, shop: str, sku: str) -> Product | None:
        """The product with this SKU."""
        return self._store.product(shop, sku)

    def orders_with_sku(self, shop: str, sku: str) -> Iterable[Order]:
        """The orders of the shop with this SKU that have goods to ship or a task open."""
        rows = self._store.rows_where(ORDERS, Is("sku", (sku,)), Is("shop", (shop,)))
        return self._store.orders(
            row
            for row in rows
            if sku in row.skus and row.shop == shop and (row.to_ship or row.open_tasks)
        )

    def products_of(self, shop: str, product_id: str) -> Iterable[Product]:
        """Every SKU of one of the platform's products."""
        if not product_id:
            return
        meant = (Is("product", (product_id,)), Is("shop", (shop,)))
        for row in self._store.rows_where(PRODUCTS, *meant):
            product = self._store.product(shop, row.sku)
            if product and (row.shop, row.product_id) == (shop, product_id):
                yield product

    def person(self, text: str) -> Person:
        """Who is meant by a login or a name."""
        return self._store.person(text)

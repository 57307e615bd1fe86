"""Lookups: what rules across orders may ask of the store, answered under the lock."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from store.models.order import Order
from store.models.product import Product
from store.models.row import OrderRow


class Readable(Protocol):
    """As much of the repository as the answers need."""

    def rows(self) -> list[OrderRow]:
        """The row of every order."""

    def orders(self, rows: Iterable[OrderRow]) -> Iterator[Order]:
        """The whole orders behind rows."""

    def product(self, shop: str, sku: str) -> Product | None:
        """The product with this SKU."""

    def all(self, kind: type[Product]) -> Iterator[Product]:
        """Every product."""


class Lookups:
    """The answers; `store.rules.context.Lookup` says what may be asked."""

    def __init__(self, store: Readable) -> None:
        self._store = store

    def parcels_with(self, tracking_no: str) -> Iterable[Order]:
        """The orders one of whose parcels has this number."""
        rows = self._store.rows()
        return self._store.orders(row for row in rows if tracking_no in row.tracking_nos)

    def product(self, shop: str, sku: str) -> Product | None:
        """The product with this SKU."""
        return self._store.product(shop, sku)

    def orders_with_sku(self, shop: str, sku: str) -> Iterable[Order]:
        """The orders of the shop with this SKU that have goods to ship or a task open."""
        rows = self._store.rows()
        return self._store.orders(
            row
            for row in rows
            if sku in row.skus and row.shop == shop and (row.to_ship or row.open_tasks)
        )

    def products_of(self, shop: str, product_id: str) -> Iterable[Product]:
        """Every SKU of one of the platform's products."""
        every = self._store.all(Product) if product_id else ()
        return (one for one in every if (one.shop, one.product_id) == (shop, product_id))

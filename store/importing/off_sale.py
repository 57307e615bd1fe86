"""Off sale (已下架): new orders that wait for a SKU which was taken off sale here are said.

On the platform it may still be bought: then nothing stops the next one.
"""

from functools import cache

from store.acting import Store
from store.importing.report import ImportReport, SoldOffSale
from store.models.order import Order
from store.models.product import Product
from store.rules.stock.wanted import units_wanted
from store.search.conditions import Is
from store.search.lists import PRODUCTS


class OffSale:
    """What of a shop is off sale, as an import finds it at its beginning."""

    def __init__(self, repository: Store, shop: str) -> None:
        found = repository.rows_where(PRODUCTS, Is("onsale", ("no",)), Is("shop", (shop,)))
        self.skus = frozenset(row.sku for row in found if row.shop == shop)

        @cache
        def product(sku: str) -> Product | None:
            return repository.product(shop, sku)

        self._product = product

    def note(self, file: ImportReport, order_no: str, sku: str) -> None:
        """Tell the report of the file that brought an order which waits for what is not sold."""
        product = self._product(sku)
        if product and product.delisted_at:
            file.add_off_sale(SoldOffSale(order_no, sku, product.delisted_at, product.delisted_by))


def waits_for(order: Order, skus: frozenset[str]) -> list[str]:
    """Which of these SKUs an order waits for."""
    wanted = units_wanted(order)
    return sorted(sku for sku in skus.intersection(wanted) if wanted[sku])

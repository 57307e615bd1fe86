"""Off sale (已下架): new orders that wait for a SKU which was taken off sale here are said.

On the platform it may still be bought: then nothing stops the next one.
"""

from functools import cache

from store.change import Store
from store.importing.merging import Outcome
from store.importing.report import SoldOffSale
from store.models.product import Product
from store.rules.stock.wanted import units_wanted
from store.search.conditions import Is
from store.search.lists import PRODUCTS


class OffSale:
    """What of a shop is off sale, as an import finds it at its beginning."""

    def __init__(self, repository: Store, shop: str) -> None:
        found = repository.rows_where(PRODUCTS, Is("onsale", ("no",)), Is("shop", (shop,)))
        self._skus = frozenset(row.sku for row in found if row.shop == shop)

        @cache
        def product(sku: str) -> Product | None:
            return repository.product(shop, sku)

        self._product = product

    def note(self, outcome: Outcome) -> None:
        """Tell the reports of the files which of their new orders wait for it."""
        if not self._skus:
            return
        brought = dict(reversed(outcome.told))
        for key in brought.keys() - outcome.known.orders.keys():
            order = outcome.orders[key]
            for sku in sorted(self._skus.intersection(line.sku for line in order.lines)):
                product = self._product(sku)
                if product and product.delisted_at and units_wanted(order).get(sku):
                    sold = SoldOffSale(
                        order.order_no, sku, product.delisted_at, product.delisted_by
                    )
                    brought[key].report.add_off_sale(sold)

"""Products (商品): every SKU that an order names is one of the shop, of the number first named."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from store.acting import Store
from store.documents.kinds import KINDS, decode
from store.models.keys import product_key
from store.models.order import Order
from store.models.product import Product
from store.rules.stock.stock import ShelfMoves, on_shelf, with_more


class Sold(NamedTuple):
    """What a line of an order says of the SKU that it names."""

    sku: str
    name: str
    spec: str
    product_id: str


def sold_in(order: Order) -> Iterator[Sold]:
    """What an order says of the SKUs that it names."""
    for line in order.lines:
        if line.sku:
            yield Sold(line.sku, line.name, line.spec, line.product_id)


class Products:
    """The products that the orders of one import name."""

    def __init__(self, repository: Store, shop: str) -> None:
        self._table = repository.db.kind(KINDS[Product])
        self._shop = shop
        self._numbered: dict[str, bool] = {}
        """SKUs that are products, and whether these have a number of the platform."""

    def put(self, sold: Iterable[Sold], moves: ShelfMoves) -> None:
        """Write those that are new, have a number now, or of which units left or came back, inside
        `ShopDB.writing`.
        """
        lines = [line for line in sold if self._says_more(line)]
        if not lines and not moves:
            return
        skus = {sku for sku, _at in moves} | {line.sku for line in lines}
        found = self._table.get_keys({product_key(self._shop, sku) for sku in skus})
        known = {one.sku: one for one in (decode(Product, kept) for kept in found.values())}
        changed: dict[str, Product] = {}
        for line in lines:
            product = changed.get(line.sku) or known.get(line.sku)
            if product is None:
                changed[line.sku] = Product(shop=self._shop, **line._asdict())
            elif line.product_id and not product.product_id:
                changed[line.sku] = product.model_copy(update={"product_id": line.product_id})
        for sku, many in on_shelf(moves, known).items():
            changed[sku] = with_more(changed.get(sku) or known[sku], many)
        self._table.put_many(
            [self._table.ready(one, one.version, None) for one in changed.values()]
        )
        for sku, product in (known | changed).items():
            self._numbered[sku] = bool(product.product_id)

    def _says_more(self, line: Sold) -> bool:
        numbered = self._numbered.get(line.sku)
        return numbered is None or bool(line.product_id and not numbered)

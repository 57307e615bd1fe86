"""What the tests of stock read of an order."""

from collections import Counter

from store.models.order import Order
from store.rules.stock.coming_back import brought_since


def brought_in(order: Order) -> Counter[str]:
    """Units by SKU that lie on the shelf again by what came back of an order."""
    units: Counter[str] = Counter()
    for (sku, _at), many in brought_since(None, order).items():
        units[sku] += many
    return +units

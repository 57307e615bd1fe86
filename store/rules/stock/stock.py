"""Stock (库存): what is on hand, and how many of a SKU can be on sale and still go out in time.

What was counted last goes down with every parcel that leaves here and up with what comes back good,
once each (MISSION 17).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from store.models.order import Order
from store.models.parcel import Parcel
from store.models.product import Product
from store.rules.action.context import Context
from store.rules.parcels.articles_sent import sku_sent
from store.words import _

ShelfMoves = Counter[tuple[str, datetime | None]]
"""Units that come into the stock, or below zero leave it, by SKU and by the time at which they did:
a count that was made since has them already. None where they move it whenever that was.
"""


def moved_stock(
    order: Order, moves: Mapping[tuple[str, datetime | None], int], context: Context
) -> tuple[Product, ...]:
    """The products whose stock moves by so many units of their SKU.

    Stock that nobody has counted is left alone, and none goes below zero.
    """
    skus = dict.fromkeys(sku for (sku, _at), many in moves.items() if many)
    found = {sku: context.lookup.product(order.shop, sku) for sku in skus}
    known = {sku: product for sku, product in found.items() if product is not None}
    units = on_shelf(moves, known)
    return tuple(with_more(known[sku], units[sku]) for sku in known if units[sku])


def on_shelf(
    moves: Mapping[tuple[str, datetime | None], int], known: Mapping[str, Product]
) -> Counter[str]:
    """Units by SKU that the stock of these products moves by."""
    units: Counter[str] = Counter()
    for (sku, at), many in moves.items():
        product = known.get(sku)
        if product is not None and _is_moved(product, at):
            units[sku] += many
    return units


def _is_moved(product: Product, at: datetime | None) -> bool:
    """Had somebody counted it, and not since this time?"""
    if product.on_hand is None:
        return False
    return at is None or product.counted_at is None or product.counted_at <= at


def sent_off(units: Mapping[str, int]) -> ShelfMoves:
    """What leaves here now by SKU, as moves of the stock."""
    return Counter({(sku, None): -many for sku, many in units.items()})


def with_more(product: Product, many: int) -> Product:
    """The product with so many units more, or fewer, on hand; never below zero."""
    return product.model_copy(update={"on_hand": max(0, (product.on_hand or 0) + many)})


def parcel_units(order: Order, parcel: Parcel) -> Counter[str]:
    """The units by SKU that are really in a parcel: the substitute where it holds one."""
    units: Counter[str] = Counter()
    for part in parcel.lines:
        units[sku_sent(order, parcel, part.line)] += part.quantity
    return units


class StockPlan(Struct, frozen=True):
    """What is there, what can be made and shipped until an order of now has to go, what is owed."""

    sku: str
    on_hand: int
    made: int
    """Units a day."""
    shipped: int | None
    """Units a day that can be shipped; none where nobody has said."""
    days: int
    """Whole days that the platform leaves for shipping."""
    owed: int
    """Units that orders wait for."""
    orders: int

    @property
    def there(self) -> int:
        """Units on hand or made in time."""
        return self.on_hand + self.made * self.days

    @property
    def most(self) -> int | None:
        """Units that can be shipped in time, those of waiting orders among them."""
        return None if self.shipped is None else self.shipped * self.days

    @property
    def sellable(self) -> int:
        """Units that can be put on sale; never below zero."""
        least = self.there if self.most is None else min(self.there, self.most)
        return max(0, least - self.owed)

    @property
    def missing(self) -> int:
        """Units that waiting orders need, and that are neither there nor made in time."""
        return max(0, self.owed - self.there)

    def sentences(self) -> Iterator[str]:
        """The suggestion with its arithmetic, every number named."""
        if self.most is None:
            said = _(
                "{sellable} of {sku} can be on sale: {on_hand} on hand + {made} made a day x {days}"
                " days = {there}, less {owed} owed to open orders (orders: {orders})."
            )
        else:
            said = _(
                "{sellable} of {sku} can be on sale: {on_hand} on hand + {made} made a day x {days}"
                " days = {there}, of which {shipped} shipped a day x {days} days = {most} can go"
                " out in time, less {owed} owed to open orders (orders: {orders})."
            )
        yield said.format(
            sellable=self.sellable,
            sku=self.sku,
            on_hand=self.on_hand,
            made=self.made,
            shipped=self.shipped,
            days=self.days,
            there=self.there,
            most=self.most,
            owed=self.owed,
            orders=self.orders,
        )
        if self.missing:
            yield _(
                "{missing} of {sku} are missing for orders that wait already: make more in time,"
                " or take it off sale and apply for out-of-stock."
            ).format(missing=self.missing, sku=self.sku)

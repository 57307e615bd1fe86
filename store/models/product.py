"""Product (商品): one SKU of the shop, what is really there of it, and whether it is on sale."""

from store.models.base import Instant
from store.models.keys import product_key
from store.models.platform_task import PlatformTask, Tasked


class Product(Tasked):
    """A SKU as orders name it; `on_hand` is what was last counted."""

    shop: str
    sku: str
    name: str
    """That of the goods, whatever their specification."""
    spec: str = ""
    product_id: str = ""
    """The platform's number of the product that the SKU belongs to."""
    on_hand: int | None = None
    """Units really there; none means nobody has counted yet."""
    counted_at: Instant | None = None
    """When somebody counted it last; what left before that was on the shelf no more."""
    per_day_made: int | None = None
    per_day_shipped: int | None = None
    delisted_at: Instant | None = None
    """Since when it is off sale; none means it is on sale."""
    delisted_by: str = ""
    tasks: tuple[PlatformTask, ...] = ()
    """What the platform has to be told of it; what an order asks for is a task of the order."""

    @property
    def key(self) -> str:
        return product_key(self.shop, self.sku)

    @property
    def full_name(self) -> str:
        """The goods, and behind a blank their specification."""
        return f"{self.name} {self.spec}".strip()

    @property
    def on_sale(self) -> bool:
        """Can it be bought?"""
        return self.delisted_at is None

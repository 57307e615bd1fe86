"""Product (商品): one SKU of the shop and what is really there of it."""

from store.models.base import Document


class Product(Document):
    """A SKU as orders name it; `on_hand` is what was last counted."""

    shop: str
    sku: str
    name: str
    on_hand: int | None = None
    """Units really there; none means nobody has counted yet."""

    @property
    def key(self) -> str:
        return f"{self.shop}:{self.sku}"

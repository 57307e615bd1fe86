"""The row of a SKU among the products (商品行)."""

from store import kinds
from store.models.axes import Party
from store.models.product import Product
from store.models.row import FORM, ProductRow, Row, seconds
from store.rules.obligations.obligation import Obligation
from store.rules.obligations.row import OwedOf, obligation_rows
from store.rules.timing.policy import Policy


def product_rows(product: Product, _policy: Policy) -> dict[str, tuple[Row, ...]]:
    """The rows of a SKU by the list they stand in; no rule of a platform has a say in them."""
    row = ProductRow(
        key=product.key,
        shop=product.shop,
        sku=product.sku,
        name=product.full_name,
        product_id=product.product_id,
        on_hand=product.on_hand,
        per_day_made=product.per_day_made,
        per_day_shipped=product.per_day_shipped,
        on_sale=product.on_sale,
        delisted_at=seconds(product.delisted_at),
        open_tasks=len(product.open_tasks),
        form=FORM,
    )
    of = OwedOf(
        kind=kinds.PRODUCTS,
        key=product.key,
        called=product.sku,
        shop=product.shop,
        goods=product.full_name,
    )
    # Only an order says which platform's clock it is that runs.
    owed = [
        Obligation("platform-task", Party.US, zero=("task", one.kind, ""), about=one.id)
        for one in product.open_tasks
    ]
    return {kinds.PRODUCTS: (row,), "obligations": tuple(obligation_rows(of, owed))}

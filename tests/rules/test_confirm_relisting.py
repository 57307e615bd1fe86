"""ConfirmRelisting: what was off sale there too is to be put on sale there, until somebody has."""

from store.models.product import Product
from store.rules.action.base import Action
from store.rules.stock.actions.apply_stock_out import ApplyStockOut
from store.rules.stock.actions.confirm_delisting import ConfirmDelisting
from store.rules.stock.actions.confirm_relisting import ConfirmRelisting
from store.rules.stock.actions.delist_product import DelistProduct
from store.rules.stock.actions.relist_product import RelistProduct
from tests.build import SHOP, changed, context, do, order

RICE = Product(shop=SHOP, sku="RICE-10", name="东北大米", product_id="582")
PUT_ON_SALE = ("relist-product", "582 RICE-10", "上架")


def after(*actions: type[Action[Product]], given: Product = RICE) -> Product:
    """The SKU after these, one after the other."""
    for action in actions:
        known = context(products=[given], beside=given)
        (given,) = (one for one in do(action, given, known).documents if isinstance(one, Product))
    return given


def told(given: Product) -> list[tuple[str, str, str]]:
    return [(one.kind, one.copy_text, one.press) for one in given.open_tasks]


def test_what_was_taken_off_sale_there_is_to_be_put_on_sale_there() -> None:
    on = after(DelistProduct, ConfirmDelisting, RelistProduct)

    assert told(on) == [PUT_ON_SALE]
    assert ConfirmRelisting.why_not(on, context()) is None
    done = after(ConfirmRelisting, given=on)
    assert [(one.open, one.moot) for one in done.tasks] == [(False, False), (False, False)]
    assert ConfirmRelisting.why_not(done, context()) == (
        "Nothing asks to put RICE-10 on sale on the platform."
    )


def test_what_nobody_took_off_sale_there_is_on_sale_there_still() -> None:
    assert told(after(DelistProduct, RelistProduct)) == []
    asking = changed(ApplyStockOut, order())
    off = RICE.model_copy(update={"delisted_at": asking.stock_outs[0].applied_at})

    put, _asked = do(RelistProduct, off, context(asking, products=[off], beside=asking)).documents

    assert isinstance(put, Product)
    assert told(put) == []


def test_what_goes_off_sale_again_is_not_to_be_put_on_sale_there() -> None:
    off = after(DelistProduct, ConfirmDelisting, RelistProduct, DelistProduct)

    assert told(off) == [("delist-product", "582 RICE-10", "下架")]
    assert [(one.kind, one.moot) for one in off.tasks if not one.open] == [
        ("delist-product", False),
        ("relist-product", True),
    ]

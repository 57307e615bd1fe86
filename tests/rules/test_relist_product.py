"""RelistProduct: a SKU, or every SKU of its product, is on sale again."""

import pytest

from store.models.order import Order
from store.models.product import Product
from store.rules.stock.actions.apply_stock_out import ApplyStockOut
from store.rules.stock.actions.relist_product import RelistProduct
from tests.build import DAY, NOW, SHOP, changed, context, do, line, order, sentences

RICE = Product(
    shop=SHOP,
    sku="RICE-10",
    name="东北大米",
    product_id="582",
    delisted_at=NOW - DAY,
    delisted_by="小李 (li)",
)
SMALL = RICE.model_copy(update={"sku": "RICE-5"})
STILL_THERE = (
    "Nobody said that RICE-10 went off sale on the platform, so nothing asks to put it on sale"
    " there; look there whether it is."
)
ON = {"delisted_at": None, "delisted_by": ""}
RICE_ON, SMALL_ON = RICE.model_copy(update=ON), SMALL.model_copy(update=ON)


@pytest.mark.parametrize(
    ("given", "others", "sentence"),
    [
        pytest.param(RICE, (), None, id="off sale"),
        pytest.param(RICE_ON, (SMALL_ON,), "RICE-10 is on sale.", id="on sale"),
        pytest.param(RICE_ON, (SMALL,), None, id="another SKU of the product is off sale"),
    ],
)
def test_when_a_product_may_be_put_on_sale(
    given: Product, others: tuple[Product, ...], sentence: str | None
) -> None:
    assert RelistProduct.why_not(given, context(products=(given, *others))) == sentence


@pytest.mark.parametrize(
    ("given", "scope", "problems"),
    [
        pytest.param(RICE, "sku", [], id="the SKU"),
        pytest.param(RICE_ON, "sku", [("scope", "RICE-10 is on sale.")], id="it is on sale"),
        pytest.param(RICE_ON, "product", [], id="the other SKUs of the product"),
        pytest.param(
            RICE.model_copy(update={"product_id": ""}),
            "product",
            [
                (
                    "scope",
                    (
                        "No export has named the product that RICE-10 belongs to; delist"
                        " that SKU alone."
                    ),
                )
            ],
            id="nobody knows the product",
        ),
    ],
)
def test_what_may_be_put_on_sale(
    given: Product, scope: str, problems: list[tuple[str, str]]
) -> None:
    assert sentences(RelistProduct, given, {"scope": scope}) == problems


def test_the_whole_product_goes_on_sale_where_it_is_meant() -> None:
    outcome = do(RelistProduct, RICE, context(products=(RICE, SMALL)), scope="product")

    put = [one.model_copy(update={"tasks": ()}) for one in outcome.documents]
    assert put == [RICE_ON, SMALL_ON]
    assert outcome.said == ("On sale here: RICE-10, RICE-5; put it on sale on the platform too.",)


def test_applications_whose_verdict_is_out_are_said() -> None:
    applied = changed(ApplyStockOut, order())
    said = (
        "Applications for out-of-stock of RICE-10 are still under review: 261120-000000000000001."
    )

    assert do(RelistProduct, RICE, context(applied)).said[2:] == (said,)
    assert RelistProduct.background(RICE, context(applied)) == (said, STILL_THERE)


def test_what_nobody_said_went_off_sale_there_is_said_before_and_after() -> None:
    asked = changed(ApplyStockOut, order())
    known = context(asked, products=(RICE, SMALL), beside=asked)
    assert RelistProduct.background(RICE, known)[-1] == STILL_THERE

    outcome = do(RelistProduct, RICE, known, scope="product")
    assert outcome.said[:3] == (
        "On sale here: RICE-5; put it on sale on the platform too.",
        "On sale here: RICE-10.",
        STILL_THERE,
    )


def test_what_can_be_on_sale_is_seen_before() -> None:
    counted = RICE.model_copy(update={"on_hand": 12})

    assert RelistProduct.background(counted, context(order())) == (
        (
            "10 of RICE-10 can be on sale: 12 on hand + 0 made a day x 2 days = 12, less 2 owed to"
            " open orders (orders: 1)."
        ),
    )


NOTHING_LEFT = (
    "0 of RICE-10 can be on sale: 2 on hand + 0 made a day x 2 days = 2, less 2 owed to open"
    " orders (orders: 1). Say yes here to put it on sale all the same."
)


@pytest.mark.parametrize(
    ("on_hand", "answer", "problems"),
    [
        pytest.param(2, {}, [("without_stock", NOTHING_LEFT)], id="no more than is owed"),
        pytest.param(2, {"without_stock": "yes"}, [], id="it is meant"),
        pytest.param(2, {"scope": "product"}, [("without_stock", NOTHING_LEFT)], id="all SKUs"),
        pytest.param(12, {}, [], id="there is some left"),
        pytest.param(None, {}, [], id="nobody has counted"),
    ],
)
def test_what_is_not_there_is_sold_only_when_somebody_says_so(
    on_hand: int | None, answer: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    product = RICE.model_copy(update={"on_hand": on_hand})
    known = context(order(), products=(product, SMALL))

    assert sentences(RelistProduct, product, answer, known) == problems


@pytest.mark.parametrize(
    ("scope", "left"),
    [
        pytest.param("sku", ["apply-stock-out", "delist-product RICE-5"], id="the SKU"),
        pytest.param("product", ["apply-stock-out"], id="the product"),
    ],
)
def test_nobody_is_asked_any_more_to_take_it_off_sale(scope: str, left: list[str]) -> None:
    asked = changed(ApplyStockOut, order(line(product_id="582"), line(2, sku="RICE-5")))
    elsewhere = changed(ApplyStockOut, order(line(sku="OIL-5"), order_no="261120-000000000000002"))
    known = context(asked, elsewhere, products=(RICE, SMALL), beside=asked)

    outcome = do(RelistProduct, RICE, known, scope=scope)

    (after,) = [one for one in outcome.documents if isinstance(one, Order)]
    assert after.order_no == asked.order_no
    assert [f"{one.kind} {one.sku}".strip() for one in after.open_tasks] == left
    (moot,) = [one for one in after.tasks if one.sku == "RICE-10"]
    assert (moot.done_at, moot.done_by) == (NOW, "小李 (li)")

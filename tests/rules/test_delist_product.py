"""DelistProduct: a SKU, or every SKU of its product, goes off sale."""

from datetime import datetime

import pytest

from store.documents.rows import rows_of
from store.models.order import Order
from store.models.product import Product
from store.models.row import ObligationRow
from store.rules.action.base import Outcome
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.stock.actions.apply_stock_out import ApplyStockOut
from store.rules.stock.actions.cancel_order import CancelOrder
from store.rules.stock.actions.confirm_delisting import ConfirmDelisting
from store.rules.stock.actions.delist_product import DelistProduct
from store.rules.stock.actions.relist_product import RelistProduct
from store.rules.stock.actions.rule_stock_out import RuleStockOut
from store.words.times import minute_text
from tests.build import DAY, NOW, SHOP, changed, context, do, line, order, sentences, shipped

RICE = Product(shop=SHOP, sku="RICE-10", name="东北大米", product_id="582")
SMALL = Product(shop=SHOP, sku="RICE-5", name="东北大米", product_id="582")
OTHER = Product(shop=SHOP, sku="OIL-5", name="菜籽油", product_id="583")
OFF = {"delisted_at": NOW - DAY, "delisted_by": "小李 (li)"}
OFF_SALE = "RICE-10 has been off sale since 2026-11-21 (小李 (li)); it can be put on sale again."
TWO_SKUS = order(line(product_id="582"), line(2, sku="RICE-5", product_id="582"))


@pytest.mark.parametrize(
    ("given", "others", "sentence"),
    [
        pytest.param(RICE, (), None, id="on sale"),
        pytest.param(RICE.model_copy(update=OFF), (), OFF_SALE, id="off sale"),
        pytest.param(
            RICE.model_copy(update=OFF), (SMALL,), None, id="the product has another SKU on sale"
        ),
    ],
)
def test_when_a_product_may_be_taken_off_sale(
    given: Product, others: tuple[Product, ...], sentence: str | None
) -> None:
    assert DelistProduct.why_not(given, context(products=(given, *others))) == sentence


@pytest.mark.parametrize(
    ("given", "scope", "problems"),
    [
        pytest.param(RICE, "sku", [], id="the SKU"),
        pytest.param(RICE, "product", [], id="the product"),
        pytest.param(
            RICE.model_copy(update=OFF), "sku", [("scope", OFF_SALE)], id="the SKU is off sale"
        ),
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
def test_what_may_be_taken_off_sale(
    given: Product, scope: str, problems: list[tuple[str, str]]
) -> None:
    assert sentences(DelistProduct, given, {"scope": scope}) == problems


def products(outcome: Outcome) -> list[tuple[str, datetime | None, str]]:
    documents = (one for one in outcome.documents if isinstance(one, Product))
    return [(one.sku, one.delisted_at, one.delisted_by) for one in documents]


def test_a_sku_goes_off_sale_alone_unless_the_product_is_meant() -> None:
    known = context(products=(RICE, SMALL, OTHER))

    alone = do(DelistProduct, RICE, known)
    whole = do(DelistProduct, RICE, known, scope="product")

    assert [products(alone), products(whole)] == [
        [("RICE-10", NOW, "小李 (li)")],
        [("RICE-10", NOW, "小李 (li)"), ("RICE-5", NOW, "小李 (li)")],
    ]


def test_the_orders_that_need_it_are_listed() -> None:
    waiting = order()
    gone = shipped(order_no="261121-000000000000002")
    cancelled = changed(CancelOrder, order(order_no="261121-000000000000003"), reason="buyer asked")
    approved = changed(
        RuleStockOut,
        changed(ApplyStockOut, order(order_no="261121-000000000000004")),
        verdict="approved",
    )

    outcome = do(DelistProduct, RICE, context(waiting, gone, cancelled, approved))

    assert outcome.said == (
        "Off sale here: RICE-10. On the platform it stays on sale until it is taken off there.",
        "Orders to ship that need RICE-10: 1, with 2 units: 261120-000000000000001.",
    )
    assert DelistProduct.background(RICE, context(gone)) == ("No order to ship needs RICE-10.",)


def test_of_many_orders_the_first_twenty_are_named() -> None:
    many = [order(order_no=f"261120-{number:015}") for number in range(1, 26)]

    said = do(DelistProduct, RICE, context(*many)).said

    assert said[1].startswith("Orders to ship that need RICE-10: 25, with 50 units: 261120-")
    assert said[1].count("261120-") == 20
    assert said[2] == "Only the first 20 are named; “waits:RICE-10” finds all of them."


@pytest.mark.parametrize("scope", ["sku", "product"])
def test_the_platform_tasks_that_asked_for_it_stay_until_somebody_has_done_them(scope: str) -> None:
    asked = changed(ApplyStockOut, TWO_SKUS)
    known = context(asked, products=(RICE, SMALL))

    outcome = do(DelistProduct, RICE, known, scope=scope)

    assert not [one for one in outcome.documents if isinstance(one, Order)]
    by_hand = next(one for one in asked.open_tasks if one.sku == "RICE-10")
    after = changed(CompleteTask, asked, task=by_hand.id)
    assert [(one.kind, one.copy_text) for one in after.open_tasks] == [
        ("apply-stock-out", f"{after.order_no} RICE-10 x2, RICE-5 x2"),
        ("delist-product", "582 RICE-5"),
    ]


def told(given: Product) -> list[tuple[str, str, str]]:
    return [(one.kind, one.copy_text, one.press) for one in given.open_tasks]


@pytest.mark.parametrize("orders", [(), (order(),)], ids=["no order", "an order that waits for it"])
def test_the_platform_has_to_be_told_whether_an_order_waits_or_not(
    orders: tuple[Order, ...],
) -> None:
    known = context(*orders, products=[RICE])

    (off,) = do(DelistProduct, RICE, known).documents

    assert isinstance(off, Product)
    assert told(off) == [("delist-product", "582 RICE-10", "下架")]
    on = off.model_copy(update={"delisted_at": None})
    (again,) = do(DelistProduct, on, known).documents
    assert isinstance(again, Product)
    assert told(again) == told(off)


def test_what_an_order_asks_for_is_not_asked_for_once_more() -> None:
    asked = changed(ApplyStockOut, order())

    (off,) = do(DelistProduct, RICE, context(asked, products=[RICE])).documents

    assert isinstance(off, Product)
    assert told(off) == []


def test_a_sku_that_is_off_sale_there_too_asks_for_nothing_more() -> None:
    (off,) = do(DelistProduct, RICE, context(products=[RICE])).documents
    assert isinstance(off, Product)

    (after,) = do(ConfirmDelisting, off, context(products=[off])).documents

    assert isinstance(after, Product)
    assert told(after) == []
    assert [(one.done_at, one.moot) for one in after.tasks] == [(NOW, False)]
    assert ConfirmDelisting.why_not(off, context()) is None
    assert ConfirmDelisting.why_not(after, context()) == (
        "Nothing asks to take RICE-10 off sale on the platform."
    )


def test_what_is_confirmed_is_said_before_it_is() -> None:
    asking = changed(ApplyStockOut, order(), context(products=[RICE]))

    asked = f"RICE-10 of {SHOP} was to be taken off sale there at {minute_text(NOW)}"
    assert ConfirmDelisting.background(RICE, context(asking, products=[RICE])) == (
        f"{asked}; it is noted that it is.",
        "It is on sale here, and will be off sale here too.",
    )


def test_what_is_off_sale_there_is_off_sale_here() -> None:
    asking = changed(ApplyStockOut, order(), context(products=[RICE]))

    confirmed = do(ConfirmDelisting, RICE, context(asking, products=[RICE]))

    assert confirmed.said == ("Off sale here too: RICE-10.",)
    here, told_there = confirmed.documents
    assert isinstance(here, Product)
    assert isinstance(told_there, Order)
    assert here.delisted_at == NOW
    assert [one.kind for one in told_there.open_tasks] == ["apply-stock-out"]
    assert DelistProduct.why_not(here, context(told_there, products=[here])) is not None


def test_the_task_of_a_sku_is_owed_and_gone_when_it_is_on_sale_again() -> None:
    (off,) = do(DelistProduct, RICE, context(products=[RICE])).documents
    assert isinstance(off, Product)
    (on,) = do(RelistProduct, off, context(products=[off])).documents

    (row,) = rows_of(off, context().policy)["obligations"]

    assert isinstance(row, ObligationRow)
    assert (row.kind, row.of_kind, row.order_no, row.goods) == (
        "platform-task",
        "products",
        "RICE-10",
        "东北大米",
    )
    assert isinstance(on, Product)
    assert [(one.open, one.moot) for one in on.tasks] == [(False, True)]
    assert rows_of(on, context().policy)["obligations"] == ()


def test_what_an_order_asks_to_take_off_sale_is_confirmed_too() -> None:
    asking = changed(ApplyStockOut, TWO_SKUS, context(products=[RICE, SMALL], beside=TWO_SKUS))
    off = RICE.model_copy(update=OFF)
    there = context(asking, products=[off, SMALL], beside=asking)

    assert ConfirmDelisting.why_not(off, there) is None
    (after,) = do(ConfirmDelisting, off, there).documents

    assert isinstance(after, Order)
    left = [one.sku for one in after.open_tasks if one.kind == "delist-product"]
    assert left == ["RICE-5"]

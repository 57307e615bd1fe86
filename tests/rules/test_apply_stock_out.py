"""ApplyStockOut: the shop tells the platform that it cannot deliver."""

import pytest

from store.models.axes import Payment, Source
from store.models.order import Order
from store.models.product import Product
from store.models.stock_out import StockOutApplication
from store.rules.parcels.actions.ship import Ship
from store.rules.stock.actions.apply_stock_out import ApplyStockOut
from store.rules.stock.actions.cancel_order import CancelOrder
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OIL,
    SHOP,
    TRACKING_NO,
    changed,
    context,
    do,
    line,
    order,
    sentences,
    shipped,
    stock_out,
    units,
)

TWO = (line(), OIL)
OTHER = order(order_no="261121-000000000000002")
UNPAID = order(order_no="261121-000000000000003", platform_payment=Payment.UNPAID)
LOCKED = (
    "The application for out-of-stock of 2026-11-22 (RICE-10) is still to be made there; the"
    " verdict is expected between 2026-11-24 and 2026-11-25 09:00; until it is recorded"
    " nothing of it may be shipped and no tracking number uploaded."
)
APPLIED = changed(ApplyStockOut, order(*TWO), lines="1:2", explanation="供应商停产")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(order(), None, id="goods to ship"),
        pytest.param(order(ship_by_deadline=NOW - HOUR), None, id="late already"),
        pytest.param(APPLIED, None, id="another line is still open"),
        pytest.param(order(stock_outs=(stock_out(state="rejected"),)), None, id="once rejected"),
        pytest.param(
            order(platform_payment=Payment.UNPAID), "This order is not paid yet.", id="unpaid"
        ),
        pytest.param(
            shipped(),
            "Nothing is left to ship: 2 ordered, 0 cancelled, 2 shipped, 0 refunded before"
            " shipping.",
            id="all of it has left",
        ),
        pytest.param(changed(ApplyStockOut, order()), LOCKED, id="applied for already"),
        pytest.param(
            changed(CancelOrder, order(), reason="buyer asked"),
            "This order was cancelled on 2026-11-22 (buyer asked); refund what is left of it,"
            " nothing more of it may be shipped.",
            id="cancelled",
        ),
    ],
)
def test_when_out_of_stock_may_be_applied_for(given: Order, sentence: str | None) -> None:
    assert ApplyStockOut.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        pytest.param("2:1", [], id="a line that is open"),
        pytest.param("1:1", [("lines", LOCKED)], id="a line that was applied for"),
        pytest.param(
            "2:2",
            [("lines", "Of OIL-5 1 are left to ship, not 2: 1 ordered.")],
            id="more than is left",
        ),
        pytest.param(
            "3:1",
            [("lines", "There is no line 3; there is: 1 (RICE-10), 2 (OIL-5).")],
            id="no such line",
        ),
    ],
)
def test_which_lines_may_be_applied_for(lines: str, problems: list[tuple[str, str]]) -> None:
    assert sentences(ApplyStockOut, APPLIED, {"lines": lines}) == problems


def test_left_out_everything_open_is_applied_for() -> None:
    after = changed(ApplyStockOut, APPLIED)

    assert after.stock_outs[-1].lines == units((2, 1))
    assert ApplyStockOut.suggest(APPLIED, context()) == {"lines": "2:1"}


def test_the_application_is_kept_and_the_platform_has_to_be_told() -> None:
    assert APPLIED.stock_outs == (
        StockOutApplication(
            id="new1",
            state="applied",
            applied_at=NOW,
            source=Source.DESK,
            lines=units((1, 2)),
            explanation="供应商停产",
        ),
    )
    told = [(one.kind, one.copy_text, one.press) for one in APPLIED.open_tasks]
    assert told == [
        ("apply-stock-out", f"{APPLIED.order_no} RICE-10 x2 供应商停产", "申请缺货"),
        ("delist-product", "RICE-10", "下架"),
    ]


def test_nothing_of_these_lines_is_shipped_until_the_verdict() -> None:
    values = {"tracking_no": TRACKING_NO, "lines": "1:2"}

    assert sentences(Ship, APPLIED, values) == [("lines", LOCKED)]
    assert changed(Ship, APPLIED, tracking_no=TRACKING_NO).parcels[0].lines == units((2, 1))


def test_it_asks_to_take_the_sku_off_sale_and_names_the_other_orders() -> None:
    outcome = do(ApplyStockOut, order(), context(order(), OTHER, UNPAID))

    assert outcome.said == (
        LOCKED,
        "Take RICE-10 off sale at once, here and there.",
        "Other orders to ship that need RICE-10: 1, with 2 units: 261121-000000000000002.",
    )


def test_what_is_off_sale_already_is_not_asked_for_again() -> None:
    product = Product(shop=SHOP, sku="RICE-10", name="东北大米", delisted_at=NOW - DAY)

    outcome = do(ApplyStockOut, order(), context(products=(product,)))

    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert [one.kind for one in after.open_tasks] == ["apply-stock-out"]
    assert outcome.said == (LOCKED, "No other order to ship needs RICE-10 that is not applied for.")


def test_the_platform_is_asked_once_for_each_sku_by_product_and_sku() -> None:
    twice = (line(product_id="582"), line(2, product_id="582", ordered=1))
    first = changed(ApplyStockOut, order(*twice), lines="1:2")

    after = changed(ApplyStockOut, first, lines="2:1")

    asked = [one.copy_text for one in after.open_tasks if one.kind == "delist-product"]
    assert asked == ["582 RICE-10"]


def test_a_deadline_that_is_over_is_said() -> None:
    outcome = do(ApplyStockOut, order(ship_by_deadline=NOW))

    assert outcome.said[1] == (
        "The ship-by deadline 2026-11-22 09:00 is over already: the order counts as late, whatever"
        " the verdict."
    )

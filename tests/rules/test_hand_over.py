"""HandOver: goods reach the buyer without a carrier."""

import pytest

from store.models.order import Order
from store.models.product import Product
from store.rules.obligations import obligations
from store.rules.order.axes import fulfilment
from store.rules.parcels.actions.hand_over import HandOver
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.whereabouts import place
from store.rules.platform.two_sources import merge_order
from tests.build import (
    SHOP,
    changed,
    context,
    do,
    gone,
    order,
    sentences,
    shipped,
    stock_out,
    units,
)

GIVEN = {"way": "pick_up", "reason": "到店自提"}
HANDED = changed(HandOver, order(), context(), **GIVEN)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(order(), id="to ship"),
        pytest.param(shipped(), id="nothing is left"),
        pytest.param(order(stock_outs=(stock_out(),)), id="under review for stock-out"),
    ],
)
def test_it_may_be_done_when_goods_may_leave(given: Order) -> None:
    assert HandOver.why_not(given, context()) == Ship.why_not(given, context())


def test_the_goods_have_left_and_no_carrier_is_waited_for() -> None:
    (handed,) = HANDED.parcels

    assert (handed.handed_over, handed.tracking_no, handed.lines) == ("pick_up", "", units((1, 2)))
    assert (fulfilment(HANDED), place(HANDED, handed)) == ("shipped", "buyer")
    assert {one.kind for one in obligations(HANDED, context().policy)} == {"platform-task"}


def test_the_platform_is_told_in_its_own_way() -> None:
    outcome = do(HandOver, order(), context(), **GIVEN)

    (task,) = HANDED.open_tasks
    assert (task.kind, task.copy_text) == ("hand-over", f"{HANDED.order_no} 到店自提")
    assert outcome.said == (
        "Open order 261120-000000000000001 there and ship it without a carrier (无需物流).",
    )


def test_an_export_that_shows_it_shipped_closes_the_task() -> None:
    merged = merge_order(HANDED, gone(), SHOP, context(beside=HANDED)).order

    assert (len(merged.parcels), merged.open_tasks) == (1, ())


def test_a_part_of_a_line_stays_to_ship_and_the_stock_goes_down() -> None:
    rice = Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=10)
    outcome = do(HandOver, order(), context(products=[rice]), lines="1:1", **GIVEN)

    assert [one.on_hand for one in outcome.documents if isinstance(one, Product)] == [9]


def test_no_more_than_is_left_is_handed_over() -> None:
    assert sentences(HandOver, order(), GIVEN | {"lines": "1:3"}) == [
        ("lines", "Of RICE-10 2 are left to ship, not 3: 2 ordered.")
    ]

"""A number of units that is refused: what holds the others is named, and the numbers add up."""

from typing import Any

import pytest

from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.product import Product
from store.rules.action.base import Action
from store.rules.cases.actions.open_case import OpenCase
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.actions.ship_replacement import ShipReplacement
from store.rules.money.actions.refund import Refund
from store.rules.order.actions.offer_solution import OfferSolution
from store.rules.order.goods import goods_in, goods_of
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.hand_over import HandOver
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship import Ship
from store.rules.stock.actions.apply_stock_out import ApplyStockOut
from tests.build import (
    BACK_NO,
    FIRST_BAG,
    OTHER_NO,
    SHOP,
    TRACKING_NO,
    changed,
    context,
    goods_return,
    line,
    order,
    parcel,
    return_case,
    sentences,
    shipped,
    units,
)

FIVE = line(ordered=5, amount_fen=12_500, cancelled=1)
"""Five bags for 125.00, one of which the platform closed before it was shipped."""
ONE_GONE = changed(Refund, order(FIVE, parcels=(FIRST_BAG,)), lines="1:1", reason="不要了")
"""One is cancelled, one on its way, one refunded before it left: two are left to ship."""
LEFT = (
    "Of RICE-10 2 are left to ship, not 3: 5 ordered, 1 cancelled, 1 shipped"
    f" ({TRACKING_NO}), 1 refunded (2026-11-22)."
)
FOUR = shipped(line(ordered=4, amount_fen=10_000))
ASKED = changed(OpenCase, FOUR, kind="exchange", reason="破损", opened_by="buyer", lines="1:1")
AGAIN = changed(
    CreateReissue, ASKED, origin="missing_goods", reason="少件", sure="yes", lines="1:1"
)
"""Of four bags one is to be exchanged, and one was missing and goes out again."""
HALF_BACK = return_case(goods_return({1: 1}), kind="exchange", state="seller_to_send")
BOTH_BACK = return_case(goods_return({1: 2}), kind="exchange", state="seller_to_send")
SENT = parcel(OTHER_NO, id="p2", kind="replacement", case="A1", lines=units((1, 1)))
DELIVERED = changed(
    RecordTrace,
    order(
        line(ordered=3, amount_fen=7500),
        parcels=(
            FIRST_BAG,
            parcel(OTHER_NO, id="p2", carrier="SF", lines=units((1, 1))),
        ),
    ),
    parcel=TRACKING_NO,
    state="delivered",
)
"""Of three bags one is with the buyer, one on its way, one has not left."""


@pytest.mark.parametrize(
    ("action", "given", "values", "field", "sentence"),
    [
        pytest.param(
            Ship, ONE_GONE, {"lines": "1:3", "tracking_no": OTHER_NO}, "lines", LEFT, id="ship"
        ),
        pytest.param(
            HandOver,
            ONE_GONE,
            {"lines": "1:3", "way": "pick_up", "reason": "自提"},
            "lines",
            LEFT,
            id="hand over",
        ),
        pytest.param(ApplyStockOut, ONE_GONE, {"lines": "1:3"}, "lines", LEFT, id="out of stock"),
        pytest.param(
            OfferSolution,
            ONE_GONE,
            {"solution": "substitute", "sku": "RICE-5", "lines": "1:3"},
            "lines",
            LEFT,
            id="another article for what is to be shipped",
        ),
        pytest.param(
            Refund,
            AGAIN,
            {"lines": "1:4", "reason": "少件"},
            "lines",
            "Of RICE-10 3 can be refunded, not 4: 4 ordered, 1 in reissue 1; what an open reissue"
            " sends again is refunded once that is cancelled.",
            id="refund beside an open reissue",
        ),
        pytest.param(
            Refund,
            ONE_GONE,
            {"lines": "1:4", "reason": "不要了"},
            "lines",
            "Of RICE-10 3 can be refunded, not 4: 5 ordered, 1 cancelled, 1 refunded (2026-11-22).",
            id="refund",
        ),
        pytest.param(
            OpenCase,
            AGAIN,
            {"kind": "exchange", "reason": "破损", "opened_by": "buyer", "lines": "1:3"},
            "lines",
            "Of RICE-10 2 that were shipped can be claimed, not 3: 4 ordered, 1 in reissue 1, 1"
            " claimed by case exchange (2026-11-22 09:00).",
            id="a case beside a case and a reissue",
        ),
        pytest.param(
            CreateReissue,
            DELIVERED,
            {"origin": "lost_parcel", "reason": "丢件", "lines": "1:3"},
            "lines",
            "Of RICE-10 at most 1 can be sent again, not 3: 3 ordered, 1 not shipped yet, 1 with"
            f" the buyer ({TRACKING_NO}).",
            id="send again what is lost",
        ),
        pytest.param(
            OfferSolution,
            DELIVERED,
            {"solution": "exchange", "sku": "RICE-5", "lines": "1:3"},
            "lines",
            "Of RICE-10 2 can be exchanged, not 3: 3 ordered, 1 not shipped yet.",
            id="another article for what the buyer has",
        ),
        pytest.param(
            ShipReplacement,
            shipped(cases=(BOTH_BACK,), parcels=(parcel(), SENT)),
            {"tracking_no": "771234567890123", "lines": "1:2"},
            "lines",
            f"Of RICE-10 1 can be sent for this case, not 2: 2 claimed, 1 sent ({OTHER_NO}).",
            id="replacement",
        ),
        pytest.param(
            ReceiveReturn,
            shipped(cases=(HALF_BACK,)),
            {"good": "1:2"},
            "good",
            "Of RICE-10 1 can still come back for case A1, not 2: 2 claimed, 1 came back"
            f" ({BACK_NO}).",
            id="goods that come back",
        ),
    ],
)
def test_what_holds_the_other_units_is_named(
    action: type[Action[Any]], given: Order, values: dict[str, str], field: str, sentence: str
) -> None:
    rice = Product(shop=SHOP, sku="RICE-5", name="东北大米 5 kg", on_hand=10)
    asked = context(products=[rice], beside=given)

    assert (field, sentence) in sentences(action, given, values, asked)


def test_lines_of_the_same_goods_are_told_apart_by_their_numbers() -> None:
    given = order(line(), line(line=2, ordered=1, amount_fen=0), line(line=3, sku="", name="赠品"))

    assert [goods_of(given, number) for number in (1, 2, 3)] == [
        "RICE-10 (line 1)",
        "RICE-10 (line 2)",
        "赠品",
    ]
    assert goods_in(given, (LineQuantity(line=3, quantity=2),)) == "赠品 x2"

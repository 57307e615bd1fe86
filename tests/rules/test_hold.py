"""Hold: the goods stay here until a time, which is never after the ship-by deadline."""

import pytest

from store.models.axes import Fulfilment, Payment
from store.models.cancellation import Cancellation
from store.models.order import Order
from store.models.work import Hold as StoredHold
from store.rules.order.actions.hold import Hold
from store.rules.parcels.actions.ship import Ship
from tests.build import (
    DAY,
    HOUR,
    NOW,
    changed,
    context,
    order,
    sentences,
    shipped,
)

HELD = StoredHold(until=NOW + 2 * HOUR, reason="等地址", at=NOW - HOUR, by="小李 (li)")
CANCELLED = Cancellation(id="k1", reason="客户不要了", at=NOW - DAY, by="小李 (li)")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(order(), None, id="an order to ship"),
        pytest.param(
            order(platform_payment=Payment.UNPAID, paid_at=None, ship_by_deadline=None),
            "This order is not paid yet.",
            id="before it is paid",
        ),
        pytest.param(
            order(platform_fulfilment=Fulfilment.WAITING, platform_status={"订单状态": "待成团"}),
            "The platform says 待成团, which the desk does not know; it may go out once an import"
            " shows that it is to be shipped.",
            id="not to be shipped yet",
        ),
        pytest.param(
            shipped(),
            "Nothing is left to ship: 2 ordered, 0 cancelled, 2 shipped, 0 refunded before"
            " shipping.",
            id="everything has left",
        ),
        pytest.param(
            order(cancellation=CANCELLED),
            "This order was cancelled on 2026-11-21 (客户不要了); refund what is left of it,"
            " nothing more of it may be shipped.",
            id="cancelled",
        ),
        pytest.param(
            order(hold=HELD),
            "This order is held back already, until 2026-11-22 11:00 (等地址); release that hold"
            " before another one.",
            id="a hold stands",
        ),
        pytest.param(
            order(hold=HELD.model_copy(update={"until": NOW})), None, id="the last hold has lapsed"
        ),
        pytest.param(
            order(ship_by_deadline=NOW - HOUR),
            "This order had to be shipped by 2026-11-22 08:00; what is late already is not held"
            " back.",
            id="late already",
        ),
        pytest.param(
            order(ship_by_deadline=None, paid_at=None), None, id="nobody knows the deadline"
        ),
    ],
)
def test_what_may_be_held_back(given: Order, sentence: str | None) -> None:
    assert Hold.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("given", "until", "sentence"),
    [
        pytest.param(order(), "2026-11-22 11:00", None, id="before the deadline"),
        pytest.param(order(), "2026-11-22 14:00", None, id="exactly until the deadline"),
        pytest.param(
            order(),
            "2026-11-22 14:01",
            "2026-11-22 14:01 is after the ship-by deadline (2026-11-22 14:00); hold it back until"
            " then at most.",
            id="a minute after the deadline",
        ),
        pytest.param(
            order(ship_by_deadline=None, paid_at=NOW - DAY),
            "2026-11-23 09:01",
            "2026-11-23 09:01 is after the ship-by deadline (2026-11-23 09:00); hold it back until"
            " then at most.",
            id="after a computed deadline",
        ),
        pytest.param(
            order(ship_by_deadline=None, paid_at=None),
            "2027-01-01",
            None,
            id="nobody knows the deadline",
        ),
        pytest.param(
            order(),
            "2026-11-22 09:00",
            "2026-11-22 09:00 is over; a hold is for later.",
            id="now is no time to hold until",
        ),
    ],
)
def test_how_long_an_order_may_be_held_back(given: Order, until: str, sentence: str | None) -> None:
    problems = sentences(Hold, given, {"until": until, "reason": "等地址"})

    assert problems == ([("until", sentence)] if sentence else [])


def test_an_order_that_is_held_goes_out_once_the_hold_has_lapsed() -> None:
    held = changed(Hold, order(), until="2026-11-22 11:00", reason="等地址")

    assert held.hold == StoredHold(until=NOW + 2 * HOUR, reason="等地址", at=NOW, by="小李 (li)")
    assert Ship.why_not(held, context()) == (
        "This order is held back until 2026-11-22 11:00 (等地址); release the hold"
        " to ship it before."
    )
    assert Ship.why_not(held, context(now=NOW + 2 * HOUR)) is None

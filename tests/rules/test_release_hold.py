"""ReleaseHold: the goods may go out before the hold would have lapsed."""

import pytest

from store.models.order import Order
from store.models.work import Hold as StoredHold
from store.rules.order.actions.release_hold import ReleaseHold
from store.rules.parcels.actions.ship import Ship
from tests.build import HOUR, NOW, changed, context, order

HELD = StoredHold(until=NOW + HOUR, reason="等地址", at=NOW - HOUR, by="小李 (li)")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(order(hold=HELD), None, id="a hold stands"),
        pytest.param(order(), "This order is not held back.", id="no hold"),
        pytest.param(
            order(hold=HELD.model_copy(update={"until": NOW})),
            "The hold on this order lapsed on 2026-11-22 09:00; it may go out.",
            id="the hold has lapsed",
        ),
    ],
)
def test_when_there_is_a_hold_to_release(given: Order, sentence: str | None) -> None:
    assert ReleaseHold.why_not(given, context()) == sentence


def test_a_released_order_goes_out_at_once() -> None:
    after = changed(ReleaseHold, order(hold=HELD))

    assert after.hold is None
    assert Ship.why_not(after, context()) is None

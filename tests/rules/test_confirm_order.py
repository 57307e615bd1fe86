"""ConfirmOrder: somebody has looked at the order; never a condition of shipping."""

import pytest

from store.models.order import Order
from store.rules.order.actions.confirm_order import ConfirmOrder
from tests.build import DAY, NOW, changed, context, line, order, shipped


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(order(), None, id="new"),
        pytest.param(shipped(), None, id="shipped already"),
        pytest.param(
            order(confirmed_at=NOW - DAY, confirmed_by="li"),
            "This order was confirmed on 2026-11-21 by li.",
            id="confirmed here",
        ),
        pytest.param(
            order(confirmed_at=NOW - DAY),
            "This order was confirmed on 2026-11-21 by the platform.",
            id="confirmed on the platform",
        ),
        pytest.param(
            order(line(cancelled=2)),
            "This order is cancelled; there is nothing to confirm.",
            id="cancelled",
        ),
    ],
)
def test_what_may_be_confirmed(given: Order, sentence: str | None) -> None:
    assert ConfirmOrder.why_not(given, context()) == sentence


def test_it_is_recorded_who_confirmed_and_when() -> None:
    after = changed(ConfirmOrder, order())

    assert (after.confirmed_at, after.confirmed_by) == (NOW, "小李 (li)")

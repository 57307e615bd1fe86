"""ConfirmReceipt: the buyer has everything, as they told the desk."""

import pytest

from store.models.axes import Fulfilment
from store.models.order import Order
from store.models.reissue import Loss
from store.rules.order import axes
from store.rules.parcels.actions.confirm_receipt import ConfirmReceipt
from tests.build import (
    HOUR,
    NOW,
    OIL,
    changed,
    context,
    line,
    order,
    parcel,
    return_case,
    sentences,
    shipped,
)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(shipped(), None, id="everything has left"),
        pytest.param(order(), "Nothing of this order has been shipped yet.", id="nothing has left"),
        pytest.param(
            order(line(), OIL, parcels=(parcel(),)),
            "Not everything of this order has left: OIL-5 x1 is still to ship.",
            id="the oil is still here",
        ),
        pytest.param(
            shipped(receipt_confirmed_at=NOW - HOUR),
            "The buyer has confirmed the receipt of this order already, on 2026-11-22.",
            id="confirmed here",
        ),
        pytest.param(
            shipped(platform_fulfilment=Fulfilment.RECEIVED, received_at=NOW - HOUR),
            "The buyer has confirmed the receipt of this order already, on 2026-11-22.",
            id="confirmed on the platform",
        ),
        pytest.param(
            shipped(platform_fulfilment=Fulfilment.RECEIVED),
            "The buyer has confirmed the receipt of this order already.",
            id="confirmed on the platform, nobody knows when",
        ),
        pytest.param(
            shipped(losses=(Loss(line=1, quantity=2, kind="come_back", at=NOW, parcel="p1"),)),
            "Nothing of this order is left to be confirmed: it came back, is lost, or its money is"
            " back.",
            id="all of it came back",
        ),
    ],
)
def test_when_a_receipt_may_be_confirmed(given: Order, sentence: str | None) -> None:
    assert ConfirmReceipt.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        pytest.param("2026-11-22 08:00", None, id="an hour ago"),
        pytest.param("2026-11-21 09:00", None, id="when it left"),
        pytest.param(
            "2026-11-21 08:59",
            "2026-11-21 08:59 is before the goods left (2026-11-21 09:00).",
            id="before it left",
        ),
        pytest.param(
            "2026-11-22 09:01",
            "2026-11-22 09:01 is still to come.",
            id="in a minute",
        ),
    ],
)
def test_when_the_buyer_may_have_received_it(at: str, sentence: str | None) -> None:
    problems = sentences(ConfirmReceipt, shipped(), {"at": at})

    assert problems == ([("at", sentence)] if sentence else [])
    assert sentences(ConfirmReceipt, shipped(), {}) == []


def test_an_order_that_was_received_says_so() -> None:
    after = changed(ConfirmReceipt, shipped())

    assert after.receipt_confirmed_at == NOW
    assert axes.fulfilment(shipped()) is Fulfilment.SHIPPED
    assert axes.fulfilment(after) is Fulfilment.RECEIVED
    earlier = changed(ConfirmReceipt, shipped(), at="2026-11-22 08:00")
    assert earlier.receipt_confirmed_at == NOW - HOUR


def test_goods_of_a_return_are_not_the_order() -> None:
    """Both are receipts: who records the wrong one cannot take it back."""
    said = (
        "Goods of case A1 are to come back: to record that they came, “Receive a return”. This"
        " here says that the buyer has the order, and cannot be taken back."
    )

    assert ConfirmReceipt.background(shipped(cases=(return_case(),)), context()) == (said,)
    assert ConfirmReceipt.background(shipped(), context()) == ()

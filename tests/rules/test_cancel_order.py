"""CancelOrder: what has not been shipped is not shipped any more."""

import pytest

from store.models.axes import Payment
from store.models.cancellation import Cancellation
from store.models.order import Order
from store.rules.money.actions.refund import Refund
from store.rules.order.actions.log_contact import LogContact
from store.rules.order.actions.offer_solution import OfferSolution
from store.rules.parcels.actions.ship import Ship
from store.rules.stock.actions.apply_stock_out import ApplyStockOut
from store.rules.stock.actions.cancel_order import CancelOrder
from tests.build import (
    NOW,
    OIL,
    changed,
    context,
    do,
    line,
    order,
    parcel,
    sentences,
    shipped,
    units,
)

TOLD = changed(LogContact, order(), text="抱歉，没货了", purpose="inform")
OFFERED = changed(OfferSolution, TOLD, solution="coupon", amount="5")
CANCELLED = changed(CancelOrder, OFFERED, reason="out_of_stock")
FIRST = "step 1, tell the buyer"
SECOND = "step 2, offer a solution"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(order(), None, id="nothing has left"),
        pytest.param(order(line(), OIL, parcels=(parcel(),)), None, id="a part has left"),
        pytest.param(
            changed(ApplyStockOut, order()), None, id="an application is no bar: the buyer waits"
        ),
        pytest.param(
            changed(Refund, order(), lines="1:1", reason="没货", cause="out_of_stock"),
            None,
            id="one of two was refunded for lack of stock",
        ),
        pytest.param(
            order(platform_payment=Payment.UNPAID), "This order is not paid yet.", id="unpaid"
        ),
        pytest.param(
            shipped(),
            "Nothing is left to ship: 2 ordered, 0 cancelled, 2 shipped, 0 refunded before"
            " shipping.",
            id="all of it has left",
        ),
        pytest.param(
            CANCELLED,
            "This order was cancelled on 2026-11-22 (out of stock); refund what is left of it,"
            " nothing more of it may be shipped.",
            id="cancelled already",
        ),
    ],
)
def test_when_an_order_may_be_cancelled(given: Order, sentence: str | None) -> None:
    assert CancelOrder.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("given", "reason", "missing"),
    [
        pytest.param(order(), "out_of_stock", f"{FIRST}; {SECOND}", id="neither told nor offered"),
        pytest.param(order(), "Out of stock", f"{FIRST}; {SECOND}", id="in words"),
        pytest.param(order(), "缺货", f"{FIRST}; {SECOND}", id="in Chinese"),
        pytest.param(TOLD, "out_of_stock", SECOND, id="nothing offered"),
        pytest.param(
            changed(OfferSolution, order(), solution="wait"),
            "out_of_stock",
            FIRST,
            id="offered, nobody told",
        ),
        pytest.param(
            changed(
                LogContact,
                changed(OfferSolution, order(), solution="wait"),
                text="有货吗",
                direction="in",
            ),
            "out_of_stock",
            FIRST,
            id="the buyer asked, nobody told them",
        ),
        pytest.param(OFFERED, "out_of_stock", None, id="told and offered; no answer is needed"),
        pytest.param(order(), "buyer asked for it", None, id="another reason"),
    ],
)
def test_for_lack_of_stock_two_steps_come_before(
    given: Order, reason: str, missing: str | None
) -> None:
    sentence = f"Step 3 of cancelling, cancel the order, comes after what is missing: {missing}."

    problems = [("reason", sentence)] if missing else []

    assert sentences(CancelOrder, given, {"reason": reason}) == problems


def test_it_is_kept_the_platform_has_to_be_told_and_nothing_ships() -> None:
    outcome = do(CancelOrder, OFFERED, reason="缺货")

    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert after.cancellation == Cancellation(
        id="new3", reason="out_of_stock", at=NOW, by="小李 (li)", lines=units((1, 2))
    )
    (told,) = after.open_tasks
    assert (told.kind, told.copy_text, told.press) == ("cancel-order", after.order_no, "取消订单")
    assert outcome.said == ("Next: step 4, see the refund through.",)
    assert Ship.why_not(after, context()) == CancelOrder.why_not(after, context())


def test_an_application_under_review_is_not_forgotten() -> None:
    given = changed(ApplyStockOut, order())

    assert do(CancelOrder, given, reason="buyer asked").said[1:] == (
        (
            "The application for out-of-stock of 2026-11-22 (RICE-10) is still under review; record"
            " how it ends."
        ),
    )


def test_how_far_the_steps_are_is_seen_while_the_reason_is_typed() -> None:
    assert CancelOrder.background(TOLD, context())[:4] == (
        "For lack of stock only after step 2, offer a solution; any other reason needs neither.",
        "step 1, tell the buyer: done on 2026-11-22",
        "step 2, offer a solution: to do",
        "step 3, cancel the order: to do",
    )


def test_the_refund_of_a_cancelled_order_starts_from_its_cancellation() -> None:
    assert Refund.suggest(CANCELLED, context()) == {
        "amount": "50.00",
        "reason": "out of stock",
        "cause": "out of stock",
    }
    assert Refund.asked_for(CANCELLED, {}) == "50.00"


def test_what_is_left_of_a_cancelled_order_is_not_asked_for_once_a_part_has_left() -> None:
    left = changed(CancelOrder, order(line(), OIL, parcels=(parcel(),)), reason="买家不要了")

    assert Refund.suggest(left, context()).keys() == {"amount"}
    assert Refund.asked_for(left, {}) == ""

"""ReopenRefund: how a refund ended was recorded wrongly, and is found out anew."""

from typing import Any

import pytest

from store.models.order import Order
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.reopen_refund import ReopenRefund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.order.ledger import money_ledger, units_to_ship
from store.rules.parcels.actions.ship import Ship
from store.rules.platform.platform_money import BY_PLATFORM
from tests.build import OTHER_NO, case, changed, context, do, order, refund, refunded_case, shipped


def one(**about: Any) -> Order:
    return order(refunds=(refund(**({"amount_fen": 5000, "state": "done"} | about)),))


THERE = "The platform shows the refund of 50.00 as gone."


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(one(), None, id="done"),
        pytest.param(one(state="failed"), None, id="failed"),
        pytest.param(order(), "No refund of this order was settled.", id="none"),
        pytest.param(one(state="pending"), "No refund of this order was settled.", id="open"),
        pytest.param(one(source="platform"), THERE, id="the platform's"),
        pytest.param(one(settled_note=BY_PLATFORM), THERE, id="settled by its export"),
        pytest.param(
            shipped(
                cases=(refunded_case(closed_by=None),),
                refunds=(refund(amount_fen=5000, state="done", case="A1"),),
            ),
            THERE,
            id="its case ended there with money",
        ),
        pytest.param(
            order(
                refunds=(
                    refund(amount_fen=3000, state="failed"),
                    refund(id="r2", amount_fen=4000, state="pending"),
                )
            ),
            "Only 10.00 is left to refund, so that the refund of 30.00 cannot have gone.",
            id="other money went since",
        ),
    ],
)
def test_when_it_may_be_taken_back_how_a_refund_ended(given: Order, sentence: str | None) -> None:
    assert ReopenRefund.why_not(given, context()) == sentence


@pytest.mark.parametrize("wrong", ["done", "failed"])
@pytest.mark.parametrize(
    ("right", "left", "to_ship"), [("done", 0, 0), ("failed", 5000, 2), ("unknown", 0, 0)]
)
def test_how_it_really_ended_is_recorded_as_ever(
    wrong: str, right: str, left: int, to_ship: int
) -> None:
    paid = changed(Refund, order(), lines="1:2", reason="x")
    settled = changed(SettleRefund, paid, outcome=wrong)

    anew = changed(ReopenRefund, settled, reason="点错了")
    after = changed(SettleRefund, anew, outcome=right)

    assert (anew.refunds[0].state, anew.refunds[0].settled_note) == ("unknown", "点错了")
    assert (money_ledger(anew).refundable, units_to_ship(anew)) == (0, 0)
    assert (money_ledger(after).refundable, units_to_ship(after)) == (left, to_ship)


def test_units_that_left_since_it_failed_are_refunded_as_such() -> None:
    paid = changed(Refund, order(), lines="1:2", reason="x")
    failed = changed(SettleRefund, paid, outcome="failed")
    gone = changed(Ship, failed, context(beside=failed), tracking_no=OTHER_NO)

    anew = changed(ReopenRefund, gone, reason="点错了")

    (part,) = anew.refunds[0].lines
    assert (part.quantity, part.unshipped) == (2, 0)


def test_the_case_that_its_money_closed_waits_for_it_again() -> None:
    agreed = changed(AgreeRefund, shipped(cases=(case(requested_fen=5000),)))
    paid = changed(Refund, agreed, context(beside=agreed), case="A1", reason="x")
    closed = changed(SettleRefund, paid, outcome="done")

    outcome = do(ReopenRefund, closed, reason="点错了")

    (anew,) = outcome.documents
    assert isinstance(anew, Order)
    assert (anew.cases[0].state, anew.cases[0].refunded_fen) == ("seller_to_refund", None)
    assert outcome.said == ("Case A1 stands now at: ours to refund.",)
    failed = changed(SettleRefund, anew, outcome="failed")
    assert failed.cases[0].state == "seller_to_refund"
    assert changed(SettleRefund, anew, outcome="done").cases[0].state == "closed"

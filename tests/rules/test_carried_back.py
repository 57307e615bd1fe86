"""Carried back: what is found in a parcel that the carrier brought back changes the stock, and of
what is owed to the buyer only what a case pays for that takes these goods.
"""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.case_view import case_of
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import obligations
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.platform.judging import judged
from tests.build import (
    HOUR,
    NOW,
    case,
    changed,
    context,
    parcel,
    return_case,
    sentences,
    shipped,
    units,
)

Deed = tuple[type[Any], dict[str, str]]
BACK: Deed = (RecordTrace, {"parcel": "p1", "state": "returned"})
ON_ITS_WAY: Deed = (RecordTrace, {"parcel": "p1", "state": "in_transit"})
PAY: tuple[Deed, ...] = (
    (AgreeRefund, {}),
    (Refund, {"case": "A1", "reason": "x"}),
    (SettleRefund, {"outcome": "done"}),
)


def found(**units_found: str) -> Deed:
    return (ReceiveReturn, units_found)


def after(given: Order, *deeds: Deed) -> Order:
    """The order after these deeds, an hour apart."""
    for hours, (action, values) in enumerate(deeds):
        asked = context(now=NOW + hours * HOUR, beside=given)
        given = judged(changed(action, given, asked, **values), asked, "li")
    return given


def owed(given: Order) -> int:
    """The units that are to be sent again or refunded."""
    is_owed = any(one.kind == "make-good" for one in obligations(given, context().policy))
    return sum(max(0, one.reissuable) for one in line_ledgers(given)) if is_owed else 0


@pytest.mark.parametrize("platform", ["pinduoduo", "douyin"])
@pytest.mark.parametrize(
    ("asked", "deeds", "left"),
    [
        pytest.param(1500, (*PAY, BACK), 2, id="a compensation, then back"),
        pytest.param(1500, (*PAY, BACK, found(good="1:2")), 2, id="looked at"),
        pytest.param(1500, (*PAY, BACK, found(damaged="1:2")), 2, id="damaged"),
        pytest.param(1500, (*PAY, BACK, found(good="1:1", missing="1:1")), 2, id="one missing"),
        pytest.param(2500, (*PAY, BACK, found(good="1:2")), 2, id="the price of one, before"),
        pytest.param(2500, (BACK, *PAY, found(good="1:2")), 1, id="and since it is back"),
        pytest.param(2500, (BACK, found(damaged="1:2"), *PAY), 1, id="looked at first"),
        pytest.param(5000, (BACK, found(damaged="1:2"), *PAY), 0, id="all of it"),
        pytest.param(
            1500, (*PAY, BACK, found(good="1:2"), ON_ITS_WAY, BACK), 2, id="scanned once more"
        ),
    ],
)
def test_looking_at_what_came_back_for_a_refund_only_settles_nothing(
    platform: str, asked: int, deeds: tuple[Deed, ...], left: int
) -> None:
    given = after(shipped(platform=platform, cases=(case(requested_fen=asked),)), *deeds)

    assert owed(given) == left


@pytest.mark.parametrize(
    "settled",
    [
        pytest.param(((BACK, (SettleRefund, {"outcome": "failed"}))), id="back, then failed"),
        pytest.param((((SettleRefund, {"outcome": "failed"}), BACK)), id="failed, then back"),
    ],
)
@pytest.mark.parametrize("asked", [(), (case(requested_fen=5000),)], ids=["no case", "a case"])
def test_what_came_back_while_its_refund_was_on_its_way_is_owed_once_that_has_failed(
    asked: tuple[AfterSalesCase, ...], settled: tuple[Deed, ...]
) -> None:
    pays = PAY[:2] if asked else ((Refund, {"lines": "1:2", "reason": "x"}),)

    given = after(shipped(cases=asked), *pays, *settled)

    assert owed(given) == 2
    assert owed(after(given, (Refund, {"lines": "1:2", "reason": "x", "case": "none"}))) == 0


def test_goods_of_a_refund_only_are_sent_again_once_they_were_looked_at() -> None:
    paid = after(shipped(cases=(case(requested_fen=500),)), *PAY, BACK, found(good="1:2"))
    again = {"origin": "intercepted", "reason": "x"}

    assert sentences(CreateReissue, paid, again) == []
    assert owed(after(paid, (CreateReissue, again))) == 0


@pytest.mark.parametrize("platform", ["pinduoduo", "douyin"])
@pytest.mark.parametrize(
    ("deeds", "due_fen", "left"),
    [
        pytest.param((BACK, found(good="1:2")), 5000, 0, id="both"),
        pytest.param((BACK, found(good="1:1", missing="1:1")), 5000, 1, id="one is missing"),
        pytest.param((found(good="1:1", missing="1:1"), BACK), 5000, 1, id="then scanned"),
        pytest.param((found(good="1:1", missing="1:1"),), 2500, 0, id="the buyer sent one less"),
        pytest.param(
            (BACK, found(good="1:1", wrong="1:1"), *PAY[1:]), 0, 0, id="paid for, as it was asked"
        ),
        pytest.param(
            (
                BACK,
                found(good="1:1", missing="1:1"),
                (Refund, {"amount": "25", "reason": "x", "case": "A1"}),
            ),
            2500,
            1,
            id="paid for what was in it",
        ),
    ],
)
def test_what_is_missing_in_a_parcel_that_the_carrier_brought_back_is_owed_by_its_return(
    platform: str, deeds: tuple[Deed, ...], due_fen: int, left: int
) -> None:
    asked = return_case(state="buyer_to_return")
    given = after(shipped(platform=platform, cases=(asked,)), *deeds)

    (then,) = given.cases
    assert (case_of(given, then).due_now, owed(given)) == (due_fen, left)


@pytest.mark.parametrize(
    ("fen", "left"),
    [
        pytest.param(2500, 1, id="the price of what was in it"),
        pytest.param(5000, 0, id="the price of both"),
        pytest.param(7500, 0, id="all of it"),
    ],
)
def test_money_of_a_return_pays_for_what_came_before_what_was_missing(fen: int, left: int) -> None:
    """Of three the carrier brought two back, and one of these is missing."""
    two = (parcel(lines=units((1, 2))), parcel("SF1234567890123", id="p2", lines=units((1, 1))))
    asked = return_case(state="buyer_to_return", requested_fen=fen, lines=())
    given = shipped(
        shipped().lines[0].model_copy(update={"ordered": 3, "amount_fen": 7500}),
        parcels=two,
        cases=(asked,),
        money=shipped().money.model_copy(update={"paid_fen": 7500}),
    )

    pay = (Refund, {"amount": str(fen // 100), "reason": "x"})
    then = after(given, BACK, found(good="1:1", missing="1:1"), pay)

    assert owed(then) == left

"""Money of a case that names no units: what came beyond what it is the price of is the buyer's."""

from collections import Counter
from typing import Any

import pytest

from store.models.order import Order
from store.models.refund import Refund as RefundRecord
from store.models.refund import RefundLine
from store.rules.cases.actions.close_case import CloseCase
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.case_view import case_of
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.paid.paid_before import paid_before
from store.rules.paid.paid_units import paid_units
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.platform.discrepancies.noted import reconcile
from tests.build import (
    DAY,
    NOW,
    case,
    changed,
    context,
    do,
    goods_return,
    refund,
    return_case,
    sentences,
    shipped,
    units,
)
from tests.rules.owing import owed

PRICES = {1: 1000, 2: 600, 3: 0}


@pytest.mark.parametrize(
    ("came", "fen", "one_at_least", "paid"),
    [
        pytest.param({1: 2}, 1000, False, {1: 1}, id="the price of one"),
        pytest.param({1: 2}, 1500, False, {1: 1}, id="and half of another's"),
        pytest.param({1: 2}, 1501, False, {1: 2}, id="and more than half of it"),
        pytest.param({1: 3}, 5000, False, {1: 3}, id="more than all of them"),
        pytest.param({1: 1, 2: 1}, 600, False, {2: 1}, id="of the one that it pays for whole"),
        pytest.param({1: 1, 2: 1}, 1000, False, {1: 1}, id="the dearest first"),
        pytest.param({1: 1, 3: 2}, 100, False, {3: 2}, id="gifts went along"),
        pytest.param({1: 2}, 300, True, {1: 1}, id="an agreed part of one"),
        pytest.param({1: 2}, 0, True, {}, id="nothing"),
    ],
)
def test_money_is_of_the_units_that_it_is_the_price_of(
    came: dict[int, int], fen: int, paid: dict[int, int], *, one_at_least: bool
) -> None:
    assert +paid_units(Counter(came), PRICES, fen, one_at_least=one_at_least) == Counter(paid)


def ended(fen: int = 2500, /, *more: RefundRecord, source: str = "platform", **about: Any) -> Order:
    """A return without units, of two of 25.00, that ended with so much money before any came."""
    over = {"state": "closed", "outcome": "refunded", "closed_at": NOW - DAY, "lines": ()}
    asked = return_case(**(over | {"requested_fen": fen} | about))
    gone = refund(amount_fen=fen, state="done", case="A1", source=source)
    return shipped(cases=(asked,), refunds=(gone, *more))


@pytest.mark.parametrize(
    ("given", "good", "is_owed"),
    [
        pytest.param(ended(), "1:1", False, id="as many as the money is of"),
        pytest.param(ended(), "1:2", True, id="one more"),
        pytest.param(ended(4000), "1:2", False, id="the money is of both"),
        pytest.param(ended(1000), "1:1", False, id="less was agreed to"),
        pytest.param(
            ended(requested_fen=5000), "1:2", False, id="all was asked for, half agreed to"
        ),
        pytest.param(ended(amounts_before=(5000,)), "1:2", False, id="all had been asked for"),
        pytest.param(ended(lines=units((1, 2))), "1:2", False, id="it names both"),
        pytest.param(ended(kind="refund_only"), "1:2", True, id="nothing was to come back for it"),
        pytest.param(
            ended(1000, kind="refund_only"),
            "1:1",
            True,
            id="a compensation for what came all the same",
        ),
    ],
)
def test_what_came_beyond_the_money_of_an_ended_case_is_owed_to_the_buyer(
    given: Order, good: str, is_owed: bool
) -> None:
    outcome = do(ReceiveReturn, given, good=good)
    after = changed(ReceiveReturn, given, good=good)

    assert ("send-back" in owed(after)) is is_owed
    said = "(refunded), and the buyer has neither the money nor the goods (RICE-10 x1)"
    assert any(said in one for one in outcome.said) is is_owed
    if is_owed:
        sent = changed(CreateReissue, after, origin="withdrawn_case", reason="退回买家")
        assert "send-back" not in owed(sent)
        assert reconcile(sent, context(beside=sent)).open_discrepancies == ()
        paid = changed(Refund, after, lines="1:1", reason="多退", went="no")
        assert "send-back" not in owed(paid)


@pytest.mark.parametrize(
    ("given", "is_asked"),
    [
        pytest.param(ended(2500), False, id="just the price of one"),
        pytest.param(ended(2501), False, id="a rounding"),
        pytest.param(ended(3750), True, id="half of the other's more"),
        pytest.param(
            shipped(cases=(return_case(lines=(), requested_fen=3750),)), True, id="refunded here"
        ),
        pytest.param(ended(1000), False, id="less than the price of one"),
    ],
)
def test_money_above_the_price_of_what_it_paid_for_may_be_of_what_goes_back(
    given: Order, *, is_asked: bool
) -> None:
    after = changed(ReceiveReturn, given, good="1:2")
    if after.open_cases:
        going = changed(Refund, after, None, case="A1", reason="退货")
        after = changed(SettleRefund, going, outcome="done")
    values: dict[str, str] = {"origin": "withdrawn_case", "reason": "退回买家"}

    asked = sentences(CreateReissue, after, values)
    assert [field for field, _said in asked] == ["both"] * is_asked
    sent = changed(CreateReissue, after, None, **values, both="yes")
    assert reconcile(sent, context(beside=sent)).open_discrepancies == ()


UNIT = RefundLine(line=1, quantity=1, amount_fen=2500)


@pytest.mark.parametrize(
    ("about", "named", "is_owed"),
    [
        pytest.param({}, (), False, id="the price of it"),
        pytest.param({}, (UNIT,), False, id="it names one"),
        pytest.param(
            {}, (UNIT.model_copy(update={"unshipped": 1}),), True, id="it names one that never left"
        ),
        pytest.param(
            {"returns": (goods_return({1: 0}, id="g2"),)}, (), True, id="something came for it"
        ),
        pytest.param({"outcome": "withdrawn"}, (), True, id="it gave nothing"),
    ],
)
def test_what_came_beyond_it_may_be_what_another_case_gave_money_for(
    about: dict[str, Any], named: tuple[RefundLine, ...], is_owed: bool
) -> None:
    over = {"state": "closed", "outcome": "refunded", "id": "B2", "requested_fen": 2500}
    theirs = refund(id="r2", amount_fen=2500, state="done", case="B2", lines=named)
    given = ended(2500, theirs)
    given = given.model_copy(update={"cases": (*given.cases, case(**(over | about)))})

    after = changed(ReceiveReturn, given, case="A1", good="1:2")

    assert ("send-back" in owed(after)) is is_owed


@pytest.mark.parametrize(("named", "many"), [({}, 1), ({"lines": "1:2", "amount": "25"}, 2)])
def test_a_refund_of_what_came_takes_the_units_that_it_is_the_price_of_or_that_are_named(
    named: dict[str, str], many: int
) -> None:
    awaited = shipped(cases=(return_case(lines=(), requested_fen=2500),))

    received = do(ReceiveReturn, awaited, good="1:2")
    here = changed(ReceiveReturn, awaited, good="1:2")
    going = changed(Refund, here, None, case="A1", reason="退货", **named)

    said = "It is the price of fewer than came: once case A1 ends with it, RICE-10 x1 are the buyer"
    assert any(one.startswith(said) for one in received.said)
    assert going.refunds[0].lines == (RefundLine(line=1, quantity=many, amount_fen=2500),)
    settled = changed(SettleRefund, going, outcome="done")
    assert ("send-back" in owed(settled)) is (many == 1)


def again(**about: Any) -> Order:
    """25.00 went for goods that the buyer was to keep; one is back for a case of the desk's own."""
    over = {"kind": "refund_only", "state": "closed", "outcome": "refunded", "requested_fen": 2500}
    mine = return_case(
        goods_return({1: 1}), id="2", source="desk", numbered=False, lines=units((1, 1)),
        requested_fen=2500,
    )  # fmt: skip
    given = refund(amount_fen=2500, state="done", case="A1")
    return shipped(cases=(case(**(over | about)), mine), refunds=(given,))


def test_money_that_went_for_goods_that_came_after_all_is_not_given_again_unasked() -> None:
    asks = "Case A1 (refund only) gave 25.00, and no goods came for it"

    ((field, said),) = sentences(Refund, again(), {"case": "2", "reason": "退货"})
    assert (field, said.startswith(asks)) == ("both", True)
    paid = changed(Refund, again(), case="2", reason="退货", both="yes")
    assert paid.refunds[-1].amount_fen == 2500
    closed = changed(CloseCase, again(), case="2")
    assert (closed.cases[1].outcome, owed(closed)) == ("refunded", ["first-scan"])


@pytest.mark.parametrize(
    "about",
    [
        pytest.param({"outcome": "withdrawn"}, id="it gave nothing"),
        pytest.param({"unshipped": True}, id="its goods never left"),
        pytest.param({"returns": (goods_return({1: 1}, id="g2"),)}, id="its own came"),
        pytest.param({"line": 2}, id="of other goods"),
    ],
)
def test_what_another_case_cannot_have_paid_for_is_paid_without_a_question(
    about: dict[str, Any],
) -> None:
    given = again(**about)

    assert paid_before(given, case_of(given, given.cases[1])) is None

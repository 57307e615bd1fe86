"""Goods that lie here for a case that ended with nothing, and money that is none of that case."""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.models.refund import Refund as StoredRefund
from store.models.refund import RefundLine
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import obligations
from store.rules.parcels.actions.create_reissue import CreateReissue
from tests.build import (
    BACK_NO,
    DAY,
    HOUR,
    NOW,
    OIL,
    case,
    changed,
    context,
    do,
    goods_return,
    line,
    refund,
    refunded_case,
    return_case,
    sentences,
    shipped,
    units,
)

BAG: dict[str, Any] = {"lines": (), "requested_fen": 2500}


def lapsed(
    case_id: str = "A1", good: dict[int, int] | None = None, **changes: Any
) -> AfterSalesCase:
    """The return of one of two bags lapsed (退货超时关闭), and the bag came an hour ago."""
    ended = {"id": case_id, "state": "closed", "outcome": "expired", "closed_at": NOW - 5 * HOUR}
    came = goods_return(good or {1: 1}, id=f"g-{case_id}")
    return return_case(came, **(BAG | ended | changes))


def other(**changes: Any) -> AfterSalesCase:
    """A refund only of 25.00 that the buyer applied for since (改申请仅退款), and that was paid."""
    given = BAG | {"id": "A2", "applied_at": NOW - 6 * HOUR}
    return refunded_case(**(given | {"refunded_fen": 2500} | changes))


def its_money(**changes: Any) -> StoredRefund:
    """What the platform gave for that."""
    given = {"id": "r2", "amount_fen": 2500, "state": "done", "case": "A2", "source": "platform"}
    times = {"requested_at": None, "settled_at": NOW - 2 * HOUR}
    return refund(**(given | times | changes))


def typed(amount: int = 2500, *parts: RefundLine, **changes: Any) -> StoredRefund:
    """What was entered here for no case."""
    given = {"amount_fen": amount, "lines": parts, "state": "done", "requested_at": NOW}
    return refund(**(given | changes))


def owed(given: Order) -> list[tuple[str, str]]:
    kinds = ("send-back", "return-after-refund", "receive-return")
    found = obligations(given, context().policy)
    return [(one.kind, one.about) for one in found if one.kind in kinds]


BEFORE_IT_CAME: dict[str, Any] = {"requested_at": NOW - 4 * HOUR}
ONE_BAG = RefundLine(line=1, quantity=1, amount_fen=2500)
ALL_BAGS = RefundLine(line=1, quantity=2, amount_fen=2500)
STILL_OWED = [("send-back", "A1")]


@pytest.mark.parametrize("platform", ["pinduoduo", "douyin"])
@pytest.mark.parametrize(
    ("given", "left"),
    [
        pytest.param(shipped(cases=(lapsed(),)), STILL_OWED, id="nothing went"),
        pytest.param(
            shipped(cases=(lapsed(),), refunds=(typed(2500, ONE_BAG),)), [], id="its line"
        ),
        pytest.param(shipped(cases=(lapsed(),), refunds=(typed(),)), [], id="its price"),
        pytest.param(
            shipped(cases=(lapsed(),), refunds=(typed(500),)), STILL_OWED, id="a compensation"
        ),
        pytest.param(
            shipped(cases=(lapsed(),), refunds=(typed(2500, ONE_BAG, **BEFORE_IT_CAME),)),
            [],
            id="agreed on before it came, its line",
        ),
        pytest.param(
            shipped(cases=(lapsed(),), refunds=(typed(**BEFORE_IT_CAME),)),
            [],
            id="its price before it came",
        ),
        pytest.param(
            shipped(cases=(lapsed(),), refunds=(typed(5000, **BEFORE_IT_CAME),)),
            [],
            id="the price of both before one of them came",
        ),
        pytest.param(
            shipped(cases=(lapsed(),), refunds=(typed(1500, **BEFORE_IT_CAME),)),
            STILL_OWED,
            id="more than half of its price before it came",
        ),
        pytest.param(
            shipped(line(), OIL, cases=(lapsed(),), refunds=(typed(3000, **BEFORE_IT_CAME),)),
            STILL_OWED,
            id="more than its price before it came",
        ),
        pytest.param(
            shipped(
                cases=(lapsed(),),
                refunds=(typed(2500, ONE_BAG, state="pending", **BEFORE_IT_CAME),),
            ),
            [],
            id="before it came, and not settled yet",
        ),
        pytest.param(
            shipped(cases=(lapsed(),), refunds=(typed(500, **BEFORE_IT_CAME),)),
            STILL_OWED,
            id="a compensation before it came",
        ),
        pytest.param(
            shipped(
                line(),
                OIL,
                cases=(lapsed(good={2: 1}),),
                refunds=(typed(2500, ONE_BAG, **BEFORE_IT_CAME),),
            ),
            STILL_OWED,
            id="money of other goods before it came",
        ),
        pytest.param(
            shipped(cases=(lapsed(),), refunds=(typed(2500, ONE_BAG, requested_at=NOW - 2 * DAY),)),
            STILL_OWED,
            id="money that had gone when it was applied for",
        ),
        pytest.param(
            shipped(cases=(lapsed(),), refunds=(typed(1500),)), [], id="more than half of its price"
        ),
        pytest.param(
            shipped(cases=(lapsed(),), refunds=(typed(1500, beside=True),)),
            STILL_OWED,
            id="the same, said to be for no case",
        ),
        pytest.param(
            shipped(cases=(lapsed(),), refunds=(typed(2500, ONE_BAG, beside=True),)),
            [],
            id="for no case, and for one bag that it names",
        ),
        pytest.param(
            shipped(cases=(lapsed(),), refunds=(typed(state="failed"),)),
            STILL_OWED,
            id="money that has failed",
        ),
        pytest.param(
            shipped(cases=(lapsed(outcome="rejected"),), refunds=(typed(),)),
            [],
            id="we had said no, and agreed after all",
        ),
        pytest.param(
            shipped(cases=(lapsed(), lapsed("A2")), refunds=(typed(),)),
            STILL_OWED,
            id="one sum is of one of two that came",
        ),
        pytest.param(
            shipped(cases=(lapsed(), lapsed("A2")), refunds=(typed(5000),)), [], id="or of both"
        ),
        pytest.param(
            shipped(line(), OIL, cases=(lapsed(good={2: 1}),), refunds=(typed(2500, ONE_BAG),)),
            STILL_OWED,
            id="money of other goods",
        ),
        pytest.param(
            shipped(cases=(lapsed(), other()), refunds=(its_money(),)),
            [],
            id="a refund only gave their money",
        ),
        pytest.param(
            shipped(
                cases=(lapsed(), other(refunded_fen=1500)), refunds=(its_money(amount_fen=1500),)
            ),
            [],
            id="one that gave more than half of their price before they came",
        ),
        pytest.param(
            shipped(
                line(),
                OIL,
                cases=(lapsed(), other(refunded_fen=1500, line=1)),
                refunds=(its_money(amount_fen=1500),),
            ),
            [],
            id="the same of their line, of two",
        ),
        pytest.param(
            shipped(
                line(),
                OIL,
                cases=(lapsed(), other(refunded_fen=1500)),
                refunds=(its_money(amount_fen=1500),),
            ),
            STILL_OWED,
            id="the same of nobody knows which line",
        ),
        pytest.param(
            shipped(
                cases=(lapsed(), other(refunded_fen=1000)), refunds=(its_money(amount_fen=1000),)
            ),
            STILL_OWED,
            id="one that gave less than half of it",
        ),
        pytest.param(
            shipped(cases=(lapsed(), other(applied_at=NOW - 3 * DAY)), refunds=(its_money(),)),
            STILL_OWED,
            id="one that went and was asked for before",
        ),
        pytest.param(
            shipped(
                line(),
                OIL,
                cases=(lapsed(), other(line=2)),
                refunds=(its_money(amount_fen=3000),),
            ),
            STILL_OWED,
            id="one of other goods",
        ),
        pytest.param(
            shipped(
                cases=(
                    lapsed(),
                    other(kind="return_and_refund", goods_due=True, return_tracking_no=BACK_NO),
                ),
                refunds=(its_money(),),
            ),
            [],
            id="a new return was paid by its time: the goods are here, and awaited no more",
        ),
        pytest.param(
            shipped(
                line(ordered=3, amount_fen=7500),
                cases=(
                    lapsed(),
                    other(kind="return_and_refund", goods_due=True, requested_fen=5000),
                ),
                refunds=(its_money(amount_fen=5000),),
            ),
            [("return-after-refund", "A2")],
            id="one of two bags of it is here",
        ),
        pytest.param(
            shipped(
                cases=(
                    lapsed(good={1: 2}, outcome="refunded"),
                    other(kind="return_and_refund", goods_due=True),
                ),
                refunds=(typed(case="A1", requested_at=NOW - DAY), its_money(lines=(ALL_BAGS,))),
            ),
            [],
            id="the bags of two returns came for one of them",
        ),
        pytest.param(
            shipped(cases=(lapsed(), case(**BAG, id="A2"))), [], id="a refund only asks for it"
        ),
        pytest.param(
            shipped(cases=(lapsed(), case(**(BAG | {"requested_fen": 500}), id="A2"))),
            STILL_OWED,
            id="another asks for a compensation",
        ),
        pytest.param(
            shipped(
                cases=(
                    lapsed(),
                    case(**(BAG | {"requested_fen": 500, "lines": units((1, 1))}), id="A2"),
                )
            ),
            STILL_OWED,
            id="for one bag that it names",
        ),
        pytest.param(
            shipped(line(), OIL, cases=(lapsed(), case(**BAG, id="A2", line=2))),
            STILL_OWED,
            id="or for the money of other goods",
        ),
    ],
)
def test_what_lies_here_is_owed_until_any_money_is_its(
    platform: str, given: Order, left: list[tuple[str, str]]
) -> None:
    assert owed(given.model_copy(update={"platform": platform})) == left


def test_once_that_money_has_failed_the_goods_are_owed_again() -> None:
    entered = changed(Refund, shipped(cases=(lapsed(),)), lines="1:1", reason="协商退款")
    assert owed(entered) == []
    assert owed(changed(SettleRefund, entered, outcome="failed")) == STILL_OWED


SEND_BACK = {"origin": "withdrawn_case", "reason": "退回买家"}
PAID_FOR = (
    "What came back for case A1 (RICE-10 x1) is paid for by other money of this order, 25.00"
    " ({time}), and the buyer is owed no goods for it."
)
BY_ITS_CASE = shipped(cases=(lapsed(), other()), refunds=(its_money(),))
BY_AMOUNT = shipped(cases=(lapsed(),), refunds=(typed(**BEFORE_IT_CAME),))
BY_UNITS = shipped(cases=(lapsed(),), refunds=(typed(2500, ONE_BAG, **BEFORE_IT_CAME),))


@pytest.mark.parametrize(
    ("given", "time", "field"),
    [
        pytest.param(BY_ITS_CASE, "2026-11-22 07:00", "both", id="another case's"),
        pytest.param(BY_AMOUNT, "2026-11-22 05:00", "both", id="its price before it came"),
        pytest.param(BY_UNITS, "2026-11-22 05:00", "origin", id="its units, which are bought back"),
    ],
)
def test_what_was_paid_for_by_other_money_is_not_sent_back_unless_both_are_to_go(
    given: Order, time: str, field: str
) -> None:
    said = PAID_FOR.format(time=time)
    if field == "both":
        said += " Answer yes where the buyer is to have both."

    assert sentences(CreateReissue, given, SEND_BACK) == [(field, said)]
    refused = sentences(CreateReissue, given, SEND_BACK | {"both": "yes"})
    assert refused == ([] if field == "both" else [(field, said)])


@pytest.mark.parametrize("given", [BY_ITS_CASE, BY_AMOUNT])
def test_where_both_go_one_unit_is_sent_and_nothing_more_is_left_to_send(given: Order) -> None:
    sent = changed(CreateReissue, given, None, **SEND_BACK, both="yes")

    assert [one.lines for one in sent.reissues] == [units((1, 1))]
    assert owed(sent) == []
    assert [field for field, _said in sentences(CreateReissue, sent, SEND_BACK)] == ["origin"]


def test_receiving_says_by_which_money_what_came_is_paid_for() -> None:
    awaited = lapsed().model_copy(update={"returns": ()})
    given = shipped(cases=(awaited,), refunds=(typed(**BEFORE_IT_CAME),))

    said = do(ReceiveReturn, given, good="1:1").said

    assert said[0] == PAID_FOR.format(time="2026-11-22 05:00")


def before(*amounts: int, **changes: Any) -> tuple[StoredRefund, ...]:
    """Sums that were entered while the bag was still on its way."""
    return tuple(
        typed(one, id=f"r{number}", **(BEFORE_IT_CAME | changes))
        for number, one in enumerate(amounts)
    )


TWO_ARTICLES = (line(), OIL)
WITH_FREIGHT = shipped(*TWO_ARTICLES, cases=(lapsed(),), refunds=before(3000))


@pytest.mark.parametrize(
    ("given", "refunds"),
    [
        pytest.param(WITH_FREIGHT, "30.00 (2026-11-22 05:00)", id="with the freight"),
        pytest.param(
            shipped(*TWO_ARTICLES, cases=(lapsed(),), refunds=before(2300)),
            "23.00 (2026-11-22 05:00)",
            id="less a deduction",
        ),
        pytest.param(
            shipped(*TWO_ARTICLES, cases=(lapsed(),), refunds=before(1500, 1000)),
            "15.00 (2026-11-22 05:00), 10.00 (2026-11-22 05:00)",
            id="in two parts",
        ),
        pytest.param(
            shipped(cases=(lapsed(),), refunds=before(500, state="pending")),
            "5.00 (2026-11-22 05:00)",
            id="maybe a compensation, on its way",
        ),
        pytest.param(
            shipped(
                *TWO_ARTICLES,
                cases=(lapsed(), other(refunded_fen=1000, line=1)),
                refunds=(its_money(amount_fen=1000),),
            ),
            "10.00 (2026-11-22 07:00)",
            id="another case of their line",
        ),
    ],
)
def test_where_other_money_may_be_theirs_they_stay_owed_and_it_is_asked(
    given: Order, refunds: str
) -> None:
    asked = (
        f"{refunds} went back, or is on its way, since the buyer applied for case A1: if that is"
        " for what came back for it (RICE-10 x1), these goods stay here."
    )
    awaited = given.with_case(lapsed().model_copy(update={"returns": ()}))
    it_is = "If it is, refund these goods here with “It went before”: yes; no money moves by that."

    said = do(ReceiveReturn, awaited, case="A1", good="1:1").said
    assert said[:2] == (asked, it_is)
    assert not any("neither the money" in one for one in said)
    assert owed(given) == STILL_OWED
    yes = f"{asked} {it_is} Answer yes where the buyer is to have both."
    assert sentences(CreateReissue, given, SEND_BACK) == [("both", yes)]
    assert owed(changed(CreateReissue, given, None, **SEND_BACK, both="yes")) == []


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(shipped(*TWO_ARTICLES, cases=(lapsed(),)), id="no money"),
        pytest.param(
            shipped(*TWO_ARTICLES, cases=(lapsed(),), refunds=before(1000, beside=True)),
            id="said to go beside every case",
        ),
        pytest.param(
            shipped(*TWO_ARTICLES, cases=(lapsed(),), refunds=before(1000, both=True)),
            id="said to go beside the goods",
        ),
        pytest.param(
            shipped(
                *TWO_ARTICLES, cases=(lapsed(),), refunds=before(1000, requested_at=NOW - 2 * DAY)
            ),
            id="before they were applied for",
        ),
        pytest.param(
            shipped(*TWO_ARTICLES, cases=(lapsed(),), refunds=before(1000, state="failed")),
            id="failed",
        ),
        pytest.param(
            shipped(
                *TWO_ARTICLES,
                cases=(lapsed(), other(refunded_fen=1000, line=2)),
                refunds=(its_money(amount_fen=1000),),
            ),
            id="of another line",
        ),
    ],
)
def test_where_no_other_money_may_be_theirs_nothing_is_asked(given: Order) -> None:
    awaited = given.with_case(lapsed().model_copy(update={"returns": ()}))

    said = do(ReceiveReturn, awaited, case="A1", good="1:1").said
    assert any("neither the money" in one for one in said)
    assert sentences(CreateReissue, given, SEND_BACK) == []


def test_yes_to_what_may_be_paid_for_sends_nothing_that_is() -> None:
    tea = lapsed("A2", good={2: 1})
    paid = typed(3000, RefundLine(line=2, quantity=1, amount_fen=3000))
    its_price = typed(OIL.amount_fen, id="r9", **BEFORE_IT_CAME)
    for of_oil in (paid, its_price):
        given = shipped(*TWO_ARTICLES, cases=(lapsed(), tea), refunds=(*before(1100), of_oil))
        sent = changed(CreateReissue, given, None, **SEND_BACK, both="yes")
        assert [one.lines for one in sent.reissues] == [units((1, 1))]


@pytest.mark.parametrize(
    ("given", "zero"),
    [
        pytest.param(shipped(cases=(lapsed(),)), "loss", id="no money"),
        pytest.param(WITH_FREIGHT, "loss_unless_paid", id="money that may be theirs"),
    ],
)
def test_the_duty_says_whether_the_buyer_may_have_their_money(given: Order, zero: str) -> None:
    (found,) = (one for one in obligations(given, context().policy) if one.kind == "send-back")
    assert found.zero == (zero,)


@pytest.mark.parametrize(
    ("fields", "is_said"),
    [
        pytest.param({"amount": "15.00"}, True, id="more than half of its price"),
        pytest.param({"amount": "5.00"}, False, id="a compensation"),
        pytest.param({"lines": "1:1"}, False, id="the units that it names"),
    ],
)
def test_refunding_says_what_of_that_which_lies_here_it_pays_for(
    fields: dict[str, str], is_said: bool
) -> None:
    said = do(Refund, shipped(cases=(lapsed(),)), None, **fields, reason="协商退款").said

    assert any("is paid for by other money" in one for one in said) is is_said


def test_beside_money_said_to_be_for_no_case_it_is_asked_whether_both_go() -> None:
    given = shipped(cases=(lapsed(),), refunds=(typed(1500, beside=True),))

    said = (
        "15.00 of 50.00 went back already or is on its way, so that the buyer would get goods"
        " (RICE-10 x1) and money. Answer yes where the buyer is to have both."
    )
    assert sentences(CreateReissue, given, SEND_BACK) == [("both", said)]
    assert owed(changed(CreateReissue, given, None, **SEND_BACK, both="yes")) == []

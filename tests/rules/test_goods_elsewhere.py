"""Goods that a case waits for and that came back for another one: nothing is left to give by it."""

from typing import Any

import pytest

from store.errors import Refused
from store.models.after_sales_case import AfterSalesCase, GoodsReturn
from store.models.order import Order
from store.rules.cases.actions.close_case import CloseCase
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.actions.ship_replacement import ShipReplacement
from store.rules.cases.case_view import case_of
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import Obligation, obligations
from tests.build import (
    BACK_NO,
    DAY,
    FIRST_BAG,
    NOW,
    OTHER_NO,
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

DUE = "its money or goods went beside it: have it closed there, or the buyer may get them twice"
ELSEWHERE = "The goods of case B are back for case A1: pay for or replace them there."
SETTLED = (
    "The goods of case B came back for case A1, and nothing is left to give for them: close case B."
)


def waiting(kind: str = "exchange", **changes: Any) -> AfterSalesCase:
    """Agreed to; the buyer is to send one bag back."""
    given = {"id": "B", "kind": kind, "lines": units((1, 1)), "requested_fen": 0, "since": NOW}
    return return_case(**(given | changes))


def with_return(*waits: AfterSalesCase, came: int = 1) -> Order:
    """A return has brought so many of the two bags, and is to be paid."""
    lines = units((1, came))
    paid = return_case(goods_return({1: came}), lines=lines, requested_fen=came * 2500)
    return shipped(cases=(paid, *waits))


def paid(given: Order) -> Order:
    entered = changed(Refund, given, reason="退货", case="A1")
    return changed(SettleRefund, entered, outcome="done")


def owed(given: Order) -> list[Obligation]:
    return [one for one in obligations(given, context().policy) if one.about == "B"]


@pytest.mark.parametrize("kind", ["exchange", "repair"])
@pytest.mark.parametrize("state", ["buyer_to_return", "seller_to_receive"])
@pytest.mark.parametrize("number", ["", BACK_NO])
def test_a_case_whose_goods_came_and_were_paid_for_another_is_closed_as_refunded(
    kind: str, state: str, number: str
) -> None:
    given = with_return(waiting(kind, state=state, return_tracking_no=number), came=2)
    assert owed(given) == []
    assert sentences(CloseCase, given, {"case": "B", "reason": "x"}) == [("case", ELSEWHERE)]

    # The buyer does not get goods and money, so that nothing has to be answered.
    after = paid(given)
    assert [(one.kind, one.who, one.at_zero) for one in owed(after)] == [("close-case", "us", DUE)]

    outcome = do(CloseCase, after, case="B")
    (ended,) = (one for one in outcome.documents if isinstance(one, Order))
    assert (ended.cases[1].state, ended.cases[1].outcome) == ("closed", "refunded")
    assert outcome.said == (
        "Case B is closed: refunded.",
        "Its money went back beside it: 50.00 of this order.",
    )
    assert list(obligations(ended, context().policy)) == []


def beside_compensation(*returns: GoodsReturn, **changes: Any) -> Order:
    """A compensation was given by one case; then a return of both bags was asked for."""
    given = case(returns=returns, requested_fen=500, state="closed", outcome="refunded")
    its = refund(amount_fen=500, case="A1", state="done")
    new = {"id": "B", "lines": (), "requested_fen": 4500, "applied_at": NOW, "since": NOW}
    asked = (return_case(**(new | changes)),) if changes else ()
    return shipped(cases=(given, *asked), refunds=(its,))


BOTH_BACK = goods_return({1: 2})


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({}, None, id="nobody asked for it"),
        pytest.param({"state": "seller_to_receive"}, None, id="the return waits for it"),
        pytest.param(
            {"state": "seller_to_answer"},
            "Case B stands at: ours to answer; “Receive a return” is possible at: buyer to return,"
            " parcel to come back, ours to receive, ours to refund, closed.",
            id="our answer may have it wait",
        ),
        pytest.param({"state": "seller_to_answer", "kind": "refund_only"}, None, id="money alone"),
    ],
)
def test_what_comes_is_not_of_an_older_case_while_a_return_may_be_of_it(
    changes: dict[str, Any], sentence: str | None
) -> None:
    given = beside_compensation(**changes)

    assert ReceiveReturn.why_not(given, context()) == sentence
    if sentence:
        assert sentences(ReceiveReturn, given, {"case": "A1", "good": "1:2"}) == [
            ("case", "Nothing is to come back for case A1 (refund only).")
        ]


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        pytest.param({}, {("send-back", "A1")}, id="nobody asks for it"),
        pytest.param({"state": "seller_to_answer"}, {("answer-case", "B")}, id="not answered"),
        pytest.param({"state": "buyer_to_return"}, {("return-goods", "B")}, id="agreed to"),
        pytest.param({"state": "seller_to_receive"}, {("refund-case", "B")}, id="shown as sent"),
        pytest.param(
            {"state": "buyer_to_return", "kind": "exchange"},
            {("send-back", "A1")},
            id="an exchange: it is replaced by a reissue",
        ),
        pytest.param(
            {"state": "closed", "outcome": "withdrawn"}, {("send-back", "A1")}, id="withdrawn"
        ),
    ],
)
def test_what_lies_here_for_an_older_case_is_what_an_open_return_asks_the_money_of(
    changes: dict[str, Any], due: set[tuple[str, str]]
) -> None:
    given = beside_compensation(BOTH_BACK, **changes)

    owed_now = obligations(given, context().policy)
    found = {(one.kind, one.about) for one in owed_now if one.kind != "first-scan"}
    assert found == due


def test_the_money_of_what_lies_here_for_an_older_case_is_owed_once() -> None:
    given = beside_compensation(BOTH_BACK, state="seller_to_receive")

    assert Refund.suggest(given, context())["case"] == "B"
    entered = changed(Refund, given, reason="退货", case="B")
    assert [one.kind for one in owed(entered)] == []
    assert [one.case for one in entered.refunds if one.open] == ["B"]


def test_nothing_is_sent_or_paid_by_a_case_whose_goods_are_back_for_another() -> None:
    two = shipped(
        cases=(
            return_case(goods_return({1: 1}), lines=units((1, 1)), requested_fen=2500),
            waiting(lines=units((1, 1))),
        ),
        parcels=(FIRST_BAG,),
    )
    assert ShipReplacement.why_not_with(two, {"case": "B"}, context()) is None
    assert sentences(ShipReplacement, two, {"case": "B", "tracking_no": OTHER_NO}) == [
        ("case", ELSEWHERE)
    ]
    assert sentences(Refund, two, {"case": "B", "amount": "25", "reason": "x"}) == [
        ("case", ELSEWHERE)
    ]

    after = paid(two)
    assert sentences(Refund, after, {"case": "B", "amount": "25", "reason": "x"}) == [
        ("case", SETTLED)
    ]
    assert ShipReplacement.why_not(after, context()) == SETTLED


def test_a_return_whose_goods_were_paid_for_another_is_to_be_closed_and_not_paid_again() -> None:
    twin = waiting("return_and_refund", state="seller_to_receive", requested_fen=2500)
    given = with_return(twin, came=1)
    # The other bag is still with the buyer, and may be the one that is meant.
    assert [one.kind for one in owed(given)] == ["receive-return"]

    both = shipped(
        cases=(
            return_case(goods_return({1: 1}), lines=units((1, 1)), requested_fen=2500),
            twin,
        ),
        parcels=(FIRST_BAG,),
    )
    assert [one.kind for one in owed(both)] == ["refund-case"]
    after = paid(both)
    assert [one.kind for one in owed(after)] == ["close-case"]
    assert sentences(Refund, after, {"case": "B", "amount": "25", "reason": "x"}) == [
        ("case", SETTLED)
    ]
    assert changed(CloseCase, after, case="B").cases[1].outcome == "refunded"


def test_of_two_bags_one_that_came_for_another_is_paid_and_the_other_is_still_exchanged() -> None:
    given = paid(with_return(waiting(lines=units((1, 2)))))

    assert [one.kind for one in owed(given)] == ["return-goods"]
    here = changed(ReceiveReturn, given, case="B", good="1:1")
    assert case_of(here, here.cases[1]).outstanding == {1: 1}
    sent = changed(ShipReplacement, here, case="B", tracking_no=OTHER_NO)
    assert sent.cases[1].state == "buyer_to_confirm"


def test_one_bag_replaced_and_the_other_paid_for_another_case_leave_nothing_to_send() -> None:
    begun = shipped(cases=(waiting(lines=units((1, 2))),))
    here = changed(ReceiveReturn, begun, case="B", good="1:1")
    sent = changed(ShipReplacement, here, case="B", tracking_no=OTHER_NO, lines="1:1")
    claim = return_case(goods_return({1: 1}), lines=units((1, 1)), requested_fen=2500)
    after = paid(sent.model_copy(update={"cases": (claim, *sent.cases)}))

    assert case_of(after, after.cases[1]).outstanding == {1: 0}
    assert [one.kind for one in owed(after)] == ["close-case"]
    assert changed(CloseCase, after, case="B").cases[1].outcome == "fulfilled"


def test_a_bag_that_the_other_case_replaced_is_not_awaited_again() -> None:
    given = shipped(
        cases=(
            return_case(goods_return({1: 1}), lines=units((1, 1)), requested_fen=2500),
            waiting(return_tracking_no=BACK_NO, state="seller_to_receive"),
        ),
        parcels=(FIRST_BAG,),
    )
    (one,) = given.lines
    single = given.model_copy(update={"lines": (one.model_copy(update={"ordered": 1}),)})
    after = changed(ShipReplacement, single, case="A1", tracking_no=OTHER_NO)

    assert [one.kind for one in owed(after)] == ["close-case"]
    assert changed(CloseCase, after, case="B").cases[1].outcome == "fulfilled"


def test_a_case_whose_goods_are_on_their_way_is_not_closed_over_them() -> None:
    given = shipped(cases=(waiting(state="seller_to_receive", return_tracking_no=BACK_NO),))

    with pytest.raises(Refused) as refused:
        changed(CloseCase, given, case="B")
    assert str(refused.value) == (
        "Case B waits for goods that are on their way; receive them, or reject it, and the case"
        " follows."
    )


def test_a_bag_that_is_back_for_another_case_is_not_asked_for_once_its_case_has_ended() -> None:
    ended = waiting(
        state="closed", outcome="withdrawn", return_tracking_no=BACK_NO, closed_at=NOW - DAY
    )

    assert [one.kind for one in owed(with_return(ended, came=2))] == []
    assert [one.kind for one in owed(with_return(ended))] == ["receive-return"]

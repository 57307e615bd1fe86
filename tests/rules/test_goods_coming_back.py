"""Goods that come back after the money, or without any: what is owed, and what may be done."""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Party
from store.models.order import Money, Order
from store.models.product import Product
from store.models.refund import RefundLine
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.money.actions.refund import Refund
from store.rules.obligations import Obligation, obligations
from store.rules.order.actions.log_contact import LogContact
from store.rules.order.actions.offer_solution import OfferSolution
from store.rules.order.actions.record_offer_answer import RecordOfferAnswer
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.intercept_parcel import InterceptParcel
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.origins import Source
from tests.build import (
    BACK_NO,
    DAY,
    HOUR,
    NOW,
    OTHER_NO,
    SHOP,
    TRACKING_NO,
    case,
    changed,
    context,
    do,
    goods_return,
    order,
    parcel,
    refund,
    return_case,
    sentences,
    shipped,
    units,
)


def owed(given: Order) -> dict[str, Obligation]:
    return {one.kind: one for one in obligations(given, context().policy)}


def early(**changes: Any) -> AfterSalesCase:
    """The platform refunded the case before its goods were here."""
    ended = {"state": "closed", "outcome": "refunded", "closed_at": NOW, "refunded_fen": 5000}
    return return_case(**({"return_tracking_no": BACK_NO} | ended | changes))


EARLY = shipped(cases=(early(),), refunds=(refund(amount_fen=5000, state="done", case="A1"),))


def test_a_case_refunded_early_still_awaits_its_goods() -> None:
    due = owed(EARLY)["return-after-refund"]

    assert (due.who, due.then, due.about) == (Party.BUYER, "receive-return", "A1")


def test_what_comes_after_the_money_is_recorded_and_goes_into_the_stock() -> None:
    rice = Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=10)
    outcome = do(ReceiveReturn, EARLY, context(products=[rice], beside=EARLY), good="1:2")

    (after,) = (one for one in outcome.documents if isinstance(one, Order))
    assert (after.cases[0].state, after.cases[0].outcome) == ("closed", "refunded")
    assert [one.on_hand for one in outcome.documents if isinstance(one, Product)] == [12]
    assert "return-after-refund" not in owed(after)
    assert line_ledgers(after)[0].here == 0


TO_COUNT = ("receive-return", Party.US, None, "signed for, and not in the stock: count what came")
TO_ASK = "the money is back and the goods are not: ask the carrier"
WEEK = NOW + 7 * DAY


def there(word: str, **changes: Any) -> AfterSalesCase:
    """The platform says where the parcel is that comes back."""
    return early(platform_status=(("售后状态", "退款成功"), ("退货物流状态", word)), **changes)


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        pytest.param(there("已签收"), TO_COUNT, id="signed for"),
        pytest.param(there("签收"), TO_COUNT, id="as some files have it"),
        pytest.param(
            there("已签收", closed_at=NOW - 9 * DAY), TO_COUNT, id="over long before: not late"
        ),
        pytest.param(
            there("已签收", return_tracking_no="", goods_due=True), TO_COUNT, id="without a number"
        ),
        pytest.param(there("已签收", outcome="withdrawn"), TO_COUNT, id="ended without money"),
        pytest.param(
            there("运输中"), ("return-after-refund", Party.BUYER, WEEK, TO_ASK), id="on its way"
        ),
        pytest.param(
            there("未签收"), ("return-after-refund", Party.BUYER, WEEK, TO_ASK), id="not signed"
        ),
        pytest.param(
            there("运输中", outcome="withdrawn"),
            ("return-after-refund", Party.BUYER, WEEK, TO_ASK),
            id="on its way, ended without the money that went here",
        ),
    ],
)
def test_what_was_signed_for_is_ours_to_count_and_no_carrier_s(
    ended: AfterSalesCase, said: tuple[object, ...]
) -> None:
    given = shipped(cases=(ended,), refunds=(refund(amount_fen=5000, state="done", case="A1"),))
    (due,) = (one for one in obligations(given, context().policy) if one.about == "A1")
    assert (due.kind, due.who, due.due_at, due.at_zero) == said

    counted = changed(ReceiveReturn, given, good="1:2")
    left = [one.kind for one in obligations(counted, context().policy) if one.about == "A1"]
    assert "receive-return" not in left


@pytest.mark.parametrize(
    ("kind", "number", "kinds"),
    [
        pytest.param("return_and_refund", "", ["return-after-refund"], id="a return"),
        pytest.param("refund_only", "", [], id="a return that became a refund alone"),
        pytest.param("refund_only", BACK_NO, ["return-after-refund"], id="that was sent back"),
    ],
)
def test_of_a_return_that_became_a_refund_alone_nothing_is_to_be_sent(
    kind: str, number: str, kinds: list[str]
) -> None:
    ended = early(kind=kind, return_tracking_no=number, goods_due=True)
    given = shipped(cases=(ended,), refunds=(refund(amount_fen=5000, state="done", case="A1"),))

    assert [one for one in owed(given) if one == "return-after-refund"] == kinds
    # What comes all the same is received.
    assert sentences(ReceiveReturn, given, {"good": "1:2"}) == []


UNNAMED = shipped(
    cases=(early(return_tracking_no=""),),
    refunds=(refund(amount_fen=5000, state="done", case="A1"),),
)


def test_a_refunded_case_without_a_return_awaits_nothing_and_takes_what_comes() -> None:
    rice = Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=10)

    outcome = do(ReceiveReturn, UNNAMED, context(products=[rice], beside=UNNAMED), good="1:2")
    (after,) = (one for one in outcome.documents if isinstance(one, Order))

    assert "return-after-refund" not in owed(UNNAMED)
    assert [one.on_hand for one in outcome.documents if isinstance(one, Product)] == [12]
    assert line_ledgers(after)[0].here == 0
    assert sentences(ReceiveReturn, after, {"good": "1:1"}) == [
        (
            "good",
            (
                "Of RICE-10 0 can still come back for case A1, not 1: 2 claimed, 2 came back"
                " (without a number)."
            ),
        )
    ]


def test_a_case_of_which_nothing_had_left_takes_nothing() -> None:
    refused = ReceiveReturn.why_not(order(cases=(early(return_tracking_no=""),)), context())

    assert refused == "Case A1 is closed (refunded)."


@pytest.mark.parametrize("outcome", ["withdrawn", "rejected", "expired"])
@pytest.mark.parametrize("kind", ["return_and_refund", "exchange"])
def test_what_was_sent_before_its_case_ended_without_money_is_taken_and_owed_to_the_buyer(
    kind: str, outcome: str
) -> None:
    given = shipped(cases=(early(kind=kind, outcome=outcome, refunded_fen=None),))

    after = changed(ReceiveReturn, given, good="1:2")

    assert (after.cases[0].state, after.cases[0].outcome) == ("closed", outcome)
    due = owed(given)["receive-return"]
    assert (due.who, due.about) == (Party.US, "A1")
    assert due.at_zero == "what the buyer sent back is not here: ask its carrier"
    assert "return-after-refund" not in owed(given)
    assert "receive-return" not in owed(after)
    assert owed(after)["send-back"].about == "A1"


@pytest.mark.parametrize(("paid_back", "is_owed"), [(2, False), (1, True), (0, True)])
def test_goods_whose_money_went_beside_their_case_are_not_owed_to_the_buyer(
    paid_back: int, is_owed: bool
) -> None:
    ended = {"kind": "exchange", "state": "closed", "outcome": "withdrawn", "closed_at": NOW}
    part = RefundLine(line=1, quantity=paid_back, amount_fen=2500 * paid_back)
    beside = refund(amount_fen=part.amount_fen, lines=(part,), state="done", beside=True)
    given = shipped(
        cases=(return_case(goods_return({1: 2}), **ended),),
        refunds=(beside,) if paid_back else (),
    )

    assert ("send-back" in owed(given)) is is_owed


@pytest.mark.parametrize(
    ("paid_back", "about"), [(0, ["A1", "A2"]), (1, ["A1"]), (2, [])], ids=["none", "one", "both"]
)
def test_of_goods_of_two_cases_just_those_are_owed_whose_money_is_not_back(
    paid_back: int, about: list[str]
) -> None:
    ended = {"kind": "exchange", "state": "closed", "outcome": "withdrawn", "lines": units((1, 1))}
    first = return_case(goods_return({1: 1}), **ended, closed_at=NOW)
    second = return_case(goods_return({1: 1}, id="g2"), **ended, id="A2", closed_at=NOW)
    part = RefundLine(line=1, quantity=paid_back, amount_fen=2500 * paid_back)
    beside = refund(amount_fen=part.amount_fen, lines=(part,), state="done", beside=True)
    given = shipped(cases=(first, second), refunds=(beside,) if paid_back else ())

    found = obligations(given, context().policy)
    assert [one.about for one in found if one.kind == "send-back"] == about
    # As many may be sent again as are owed.
    assert Source(given, "withdrawn_case").most() == {1: len(about)}
    if about:
        sent = changed(CreateReissue, given, origin="withdrawn_case", reason="退回买家")
        assert "send-back" not in owed(sent)


@pytest.mark.parametrize(
    ("about", "begin"),
    [
        pytest.param({"closed_at": NOW, "applied_at": NOW - 5 * DAY}, 0, id="it came before"),
        pytest.param({"closed_at": NOW - 3 * DAY}, -1, id="it came after the end"),
        pytest.param({"known_at": NOW, "applied_at": NOW - 5 * DAY}, 0, id="told of once over"),
        pytest.param({"since": NOW, "applied_at": NOW - 5 * DAY}, 0, id="known to have ended now"),
        pytest.param({"applied_at": NOW - 5 * DAY}, -1, id="nobody knows when it ended"),
    ],
)
def test_the_time_to_send_goods_back_begins_once_they_are_here_and_the_case_is_over(
    about: dict[str, Any], begin: int
) -> None:
    back = goods_return({1: 2}, received_at=NOW - DAY)
    given = shipped(cases=(return_case(back, state="closed", outcome="rejected", **about),))

    assert owed(given)["send-back"].due_at == NOW + begin * DAY + 48 * HOUR


def test_goods_that_lie_here_for_a_case_we_won_are_owed_to_the_buyer() -> None:
    won = return_case(goods_return({1: 2}), state="closed", outcome="rejected", closed_at=NOW)
    given = shipped(cases=(won,))

    assert owed(given)["send-back"].about == "A1"
    sent = changed(CreateReissue, given, origin="withdrawn_case", reason="退回买家")
    assert "send-back" not in owed(sent)
    assert "ship-reissue" in owed(sent)


@pytest.mark.parametrize("solution", ["partial_refund", "full_refund"])
def test_a_refund_that_was_offered_and_taken_is_owed_until_it_is_given(solution: str) -> None:
    offered = changed(OfferSolution, shipped(), solution=solution, amount="30")
    taken = changed(RecordOfferAnswer, offered, accepted="yes")

    assert "give-offer" in owed(taken)
    assert "give-offer" in owed(changed(Refund, taken, amount="20", reason="x"))
    assert "give-offer" not in owed(changed(Refund, taken, amount="30", reason="x"))


@pytest.mark.parametrize(
    ("solution", "task"), [("coupon", "give-coupon"), ("compensation", "pay-compensation")]
)
def test_what_is_given_on_the_platform_is_a_task_there(solution: str, task: str) -> None:
    offered = changed(OfferSolution, shipped(), solution=solution, amount="5")
    taken = changed(RecordOfferAnswer, offered, accepted="yes")

    assert [(one.kind, one.copy_text) for one in taken.open_tasks] == [
        (task, f"{taken.order_no} 5.00")
    ]


def test_an_order_that_cost_nothing_owes_no_money() -> None:
    free = shipped(money=Money(), cases=(case(state="seller_to_refund", requested_fen=0),))

    assert "refund-case" not in owed(free)


def late_parcel() -> Order:
    given = order(parcels=(parcel(shipped_at=NOW - 9 * DAY),), paid_at=NOW - 10 * DAY)
    at = (NOW - 8 * DAY).isoformat()
    return changed(RecordTrace, given, state="picked_up", at=at)


def test_a_word_with_the_carrier_gives_it_its_time_once_more() -> None:
    given = late_parcel()
    before = owed(given)["sorting"].due_at

    after = changed(LogContact, given, channel="carrier", text="明天派送")
    then = owed(after)["sorting"].due_at

    assert before
    assert before < NOW
    assert then
    assert then > NOW


def test_trouble_is_settled_by_a_word_with_the_carrier_until_it_is_late_again() -> None:
    given = changed(RecordTrace, late_parcel(), state="abnormal", at=(NOW - HOUR).isoformat())
    asked = changed(LogContact, given, channel="carrier", text="爆仓")

    assert "contact-carrier" in owed(given)
    assert owed(asked)["movement"].then == "contact-carrier"


def test_a_parcel_can_be_named_by_its_tracking_number() -> None:
    given = changed(InterceptParcel, shipped(), parcel=TRACKING_NO.lower())

    assert given.parcels[0].interception


def test_a_word_about_one_parcel_leaves_the_other_late() -> None:
    given = order(
        parcels=(
            parcel(shipped_at=NOW - 9 * DAY, lines=units((1, 1))),
            parcel(OTHER_NO, id="p2", shipped_at=NOW - 9 * DAY, lines=units((1, 1))),
        ),
        paid_at=NOW - 10 * DAY,
    )

    asked = changed(LogContact, given, channel="carrier", parcel=OTHER_NO, text="明天派送")
    due = {
        one.about: one.due_at
        for one in obligations(asked, context().policy)
        if one.about in ("p1", "p2") and one.kind != "tell-buyer"
    }

    assert due["p1"] is not None
    assert due["p2"] is not None
    assert due["p1"] < NOW < due["p2"]


FOUND_BACK = [
    ({"good": "1:2"}, 12, 0),
    ({"good": "1:1", "damaged": "1:1"}, 11, 0),
    ({"good": "1:1", "missing": "1:1"}, 11, 1),
    ({"damaged": "1:1", "wrong": "1:1"}, 10, 1),
]


@pytest.mark.parametrize(("found", "on_hand", "not_there"), FOUND_BACK)
@pytest.mark.parametrize("scan_first", [True, False])
def test_what_is_found_stands_in_place_of_the_scan_whichever_comes_first(
    found: dict[str, str], on_hand: int, not_there: int, scan_first: bool
) -> None:
    given = shipped(cases=(return_case(state="buyer_to_return"),))
    rice = Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=10)
    deeds: list[tuple[Any, dict[str, str]]] = [
        (RecordTrace, {"parcel": "p1", "at": "2026-11-22 04:00", "state": "returned"}),
        (ReceiveReturn, found),
    ]
    for action, values in deeds if scan_first else reversed(deeds):
        documents = do(action, given, context(products=[rice], beside=given), **values).documents
        (given,) = (one for one in documents if isinstance(one, Order))
        rice = next((one for one in documents if isinstance(one, Product)), rice)

    assert rice.on_hand == on_hand
    assert line_ledgers(given)[0].reissuable == not_there


@pytest.mark.parametrize("ended", [False, True])
def test_what_the_carrier_brought_back_of_a_refund_only_is_graded_for_it(ended: bool) -> None:
    over = {"state": "closed", "outcome": "refunded", "closed_at": NOW} if ended else {}
    money = (refund(amount_fen=5000, state="done", case="A1"),) if ended else ()
    given = shipped(cases=(case(kind="refund_only", **over),), refunds=money)
    nothing = "Nothing is to come back for case A1 (refund only)."
    assert ReceiveReturn.why_not(given, context()) == (None if ended else nothing)

    rice = Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=12)
    back = changed(RecordTrace, given, at="2026-11-22 04:00", state="returned")
    graded = do(ReceiveReturn, back, context(products=[rice], beside=back), damaged="1:2")

    (after,) = (one for one in graded.documents if isinstance(one, Order))
    assert [one.on_hand for one in graded.documents if isinstance(one, Product)] == [10]
    assert after.cases[0].state == given.cases[0].state
    assert line_ledgers(after)[0].reissuable == (0 if ended else 2)

"""Refund: money goes back to the buyer, by lines and units or as an amount."""

import pytest

from store.errors import BadInput
from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Payment, Source
from store.models.case_state import CaseState
from store.models.order import Money, Order
from store.models.refund import RefundLine
from store.models.reissue import Loss
from store.rules.action.form import form_of
from store.rules.action.frame import read_values
from store.rules.money.actions.refund import Refund
from store.rules.order.ledger import line_ledgers, money_ledger, units_to_ship
from store.rules.parcels.actions.create_reissue import CreateReissue
from tests.build import (
    FIRST_BAG,
    NOW,
    OIL,
    OTHER_NO,
    case,
    changed,
    context,
    do,
    goods_return,
    line,
    order,
    parcel,
    refund,
    refunded_case,
    return_case,
    sentences,
    shipped,
    units,
)
from tui.language import use_language

BOTH = (line(), OIL)
REPLACED = parcel(OTHER_NO, id="p2", kind="replacement", lines=units((1, 1)), case="A1")
GIFT = line(2, sku="GIFT", name="赠品", ordered=1, amount_fen=0)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(order(), None, id="before it leaves"),
        pytest.param(shipped(), None, id="after it left, without a case"),
        pytest.param(
            order(platform_payment=Payment.UNPAID), "This order is not paid yet.", id="unpaid"
        ),
        pytest.param(
            order(refunds=(refund(state="unknown"),)),
            "Nobody knows yet whether the refund of 5.00 (2026-11-22 08:00) has gone through; find"
            " out and settle it before another one.",
            id="another try while one is unknown",
        ),
        pytest.param(
            order(
                refunds=(
                    refund(state="done", amount_fen=3000),
                    refund(id="r2", amount_fen=2000),
                    refund(id="r3", state="failed"),
                )
            ),
            "Nothing is left to refund: 50.00 paid - 30.00 refunded - 20.00 refunding.",
            id="all of it has gone or is going",
        ),
        pytest.param(
            order(
                cases=(return_case(goods_return()),),
                refunds=(refund(state="done", amount_fen=5000, beside=True),),
            ),
            "Nothing is left to refund: 50.00 paid - 50.00 refunded."
            " Case A1 still waits for it: close the case.",
            id="all of it went beside the case whose goods came",
        ),
        pytest.param(
            order(
                cases=(return_case(goods_return()),),
                refunds=(refund(amount_fen=5000, case="A1"),),
            ),
            "Nothing is left to refund: 50.00 paid - 50.00 refunding.",
            id="it is on its way for the case itself",
        ),
    ],
)
def test_when_money_may_go_back(given: Order, sentence: str | None) -> None:
    assert Refund.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("given", "values", "problems"),
    [
        pytest.param(order(), {"amount": "50"}, [], id="all of it"),
        pytest.param(
            order(refunds=(refund(),)),
            {"amount": "45.01"},
            [
                (
                    "amount",
                    ("45.01 is more than the 45.00 that is left: 50.00 paid - 5.00 refunding."),
                )
            ],
            id="one fen too much",
        ),
        pytest.param(
            order(),
            {"lines": "1:3"},
            [("lines", "Of RICE-10 2 can be refunded, not 3: 2 ordered.")],
            id="more units than were bought",
        ),
        pytest.param(
            order(),
            {"lines": "4"},
            [("lines", "There is no line 4; there is: 1 (RICE-10).")],
            id="no line",
        ),
        pytest.param(
            order(*BOTH),
            {"amount": "30.01", "lines": "2"},
            [("amount", "30.01 is more than the 30.00 that is left of these lines.")],
            id="more than the lines cost",
        ),
        pytest.param(
            order(line(), GIFT),
            {"lines": "2"},
            [("amount", "The lines cost nothing; give an amount.")],
            id="a gift",
        ),
    ],
)
def test_problems_of_a_refund(
    given: Order, values: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert sentences(Refund, given, {"reason": "少件"} | values) == problems


def test_an_amount_or_lines_are_needed() -> None:
    with pytest.raises(BadInput, match=r"^An amount or lines are needed\.$"):
        read_values(Refund, {"reason": "少件"}, order())


def test_all_that_is_left_is_suggested() -> None:
    assert Refund.suggest(order(refunds=(refund(),)), context()) == {"amount": "45.00"}


def test_the_form_shows_the_arithmetic() -> None:
    assert Refund.background(order(refunds=(refund(),)), context()) == (
        "At most 45.00 may be refunded: 50.00 paid - 5.00 refunding.",
    )


def test_a_refund_starts_on_its_way() -> None:
    after = changed(Refund, order(), amount="5", reason="少件")

    assert after.refunds == (refund(id="new1", requested_at=NOW),)
    assert units_to_ship(after) == 2


def test_refunding_all_of_an_unshipped_order_leaves_nothing_to_ship() -> None:
    after = changed(Refund, order(*BOTH), amount="80", reason="不要了")

    assert units_to_ship(after) == 0
    assert [(p.line, p.quantity, p.unshipped, p.amount_fen) for p in after.refunds[0].lines] == [
        (1, 2, 2, 5000),
        (2, 1, 1, 3000),
    ]


def test_refunding_the_rest_takes_the_units_too() -> None:
    after = changed(Refund, order(refunds=(refund(),)), amount="45", reason="不要了")

    assert units_to_ship(after) == 0


def test_the_last_unit_of_a_line_takes_the_rest_of_the_division() -> None:
    given = order(line(ordered=3, amount_fen=1000))

    first = changed(Refund, given, lines="1:1", reason="少件")
    second = changed(Refund, first, lines="1:1", reason="少件")
    third = changed(Refund, second, lines="1:1", reason="少件")

    assert [one.amount_fen for one in third.refunds] == [333, 333, 334]


def test_an_amount_is_shared_over_the_lines_by_their_price() -> None:
    after = changed(Refund, order(*BOTH), amount="10.01", lines="1:2,2:1", reason="少件")

    assert after.refunds[0].amount_fen == 1001
    assert [part.amount_fen for part in after.refunds[0].lines] == [625, 376]


def test_what_a_case_gave_for_a_line_is_no_share_of_it_any_more() -> None:
    given = order(
        *BOTH,
        refunds=(refund(state="done", case="A1"),),
        cases=(refunded_case(line=1, refunded_fen=500),),
    )

    after = changed(Refund, given, lines="1:2,2:1", reason="不要了")

    assert after.refunds[-1].amount_fen == 7500
    assert [part.amount_fen for part in after.refunds[-1].lines] == [4500, 3000]
    assert after.open_discrepancies == ()


def test_an_amount_that_the_case_of_one_line_asks_for_has_the_units_of_that_line() -> None:
    given = order(*BOTH, cases=(case(line=2, requested_fen=3000, unshipped=True),))

    after = changed(Refund, given, amount="30", reason="不要了")

    assert after.refunds[0].case == "A1"
    assert [(one.line, one.unshipped) for one in after.refunds[0].lines] == [(2, 1)]
    assert [one.to_ship for one in line_ledgers(after)] == [2, 0]


def test_freight_goes_back_with_everything_but_belongs_to_no_line() -> None:
    given = order(money=Money(goods_fen=5000, freight_fen=800, paid_fen=5800))

    after = changed(Refund, given, amount="58", reason="不要了")

    assert after.refunds[0].amount_fen == 5800
    assert [part.amount_fen for part in after.refunds[0].lines] == [5000]


def test_what_still_lies_here_is_refunded_before_what_left() -> None:
    given = order(line(ordered=3), parcels=(FIRST_BAG,))

    after = changed(Refund, given, lines="1:3", reason="不要了")

    assert after.refunds[0].lines[0].unshipped == 2
    assert units_to_ship(after) == 0


def test_units_recorded_as_lost_are_the_ones_refunded() -> None:
    lost = Loss(line=1, quantity=1, kind="lost", at=NOW, reissue="")

    after = changed(Refund, shipped(losses=(lost,)), lines="1:1", reason="丢件")

    assert (after.refunds[0].lines[0].lost, after.refunds[0].lines[0].unshipped) == (1, 0)


def test_units_that_an_open_reissue_sends_again_are_not_refunded() -> None:
    given = changed(CreateReissue, shipped(), origin="lost_parcel", reason="丢件", lines="1:1")

    assert sentences(Refund, given, {"lines": "1:2", "reason": "丢件"}) == [
        (
            "lines",
            (
                "Of RICE-10 1 can be refunded, not 2: 2 ordered, 1 in reissue 1; what an open"
                " reissue sends again is refunded once that is cancelled."
            ),
        )
    ]


def test_the_desk_says_that_it_was_its_own_refund() -> None:
    assert changed(Refund, order(), amount="5", reason="少件").refunds[0].source is Source.DESK


TO_PAY = case(state=CaseState.SELLER_TO_REFUND, agreed_fen=5000, lines=units((1, 2)))
PART_AGREED = TO_PAY.model_copy(update={"agreed_fen": 2000})
ONE_BACK = return_case(goods_return({1: 1}))
ON_ITS_WAY = refund(amount_fen=1500, case="A1")


@pytest.mark.parametrize(
    ("given", "values", "problems"),
    [
        pytest.param(shipped(cases=(TO_PAY,)), {}, [], id="what was agreed"),
        pytest.param(
            shipped(cases=(PART_AGREED,), refunds=(ON_ITS_WAY,)),
            {"amount": "5.01", "case": "A1"},
            [
                (
                    "amount",
                    (
                        "5.01 is more than case A1 still gives: 20.00 agreed - 15.00 refunded or on"
                        " its way; for money beside it, say that it is for no case."
                    ),
                )
            ],
            id="more than was agreed",
        ),
        pytest.param(
            shipped(cases=(PART_AGREED,), refunds=(ON_ITS_WAY,)),
            {"amount": "5.01", "case": "none"},
            [],
            id="money beside the case",
        ),
        pytest.param(
            shipped(cases=(ONE_BACK,), parcels=(parcel(), REPLACED)),
            {"lines": "1:2"},
            [
                (
                    "lines",
                    (
                        "Of RICE-10 1 can be refunded for this case, not 2: 2 claimed, 1 sent"
                        " (SF1234567890123)."
                    ),
                )
            ],
            id="what was replaced is not paid for too",
        ),
        pytest.param(
            shipped(cases=(case(),)),
            {"case": "A1", "amount": "5"},
            [
                (
                    "case",
                    (
                        "Case A1 stands at: ours to answer; “Refund” is possible at: ours to"
                        " receive, ours to refund, ours to send, buyer to confirm."
                    ),
                )
            ],
            id="nobody has agreed yet",
        ),
        pytest.param(
            shipped(cases=(PART_AGREED,), refunds=(refund(amount_fen=2000, case="A1"),)),
            {"case": "A1", "amount": "5"},
            [
                (
                    "case",
                    (
                        "Nothing is left to pay for case A1: 20.00 agreed - 20.00 refunded or on"
                        " its way."
                    ),
                )
            ],
            id="all of it is on its way",
        ),
    ],
)
def test_problems_of_a_refund_for_a_case(
    given: Order, values: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert sentences(Refund, given, {"reason": "破损"} | values) == problems


def test_the_only_case_to_be_paid_is_meant() -> None:
    answered = case(id="A2", state=CaseState.SELLER_TO_REFUND, agreed_fen=500, lines=units((2, 1)))
    paid_already = refund(amount_fen=5000, case="A1")
    given = shipped(*BOTH, cases=(TO_PAY, answered), refunds=(paid_already,))

    after = changed(Refund, given, reason="破损").refunds[-1]

    assert (after.case, after.amount_fen, after.lines) == ("A2", 500, ())


def test_of_two_cases_to_be_paid_one_has_to_be_named() -> None:
    both = shipped(cases=(TO_PAY, case(id="A2", state=CaseState.SELLER_TO_REFUND)))

    with pytest.raises(BadInput, match=r"^Several fit here; name one of: A1 \(.*\), A2 \(.*\)\.$"):
        read_values(Refund, {"reason": "破损"}, both)
    with pytest.raises(BadInput, match=r"^An amount or lines are needed\.$"):
        read_values(Refund, {"reason": "破损", "case": "none"}, both)
    assert changed(Refund, both, reason="破损", case="A1").refunds[0].case == "A1"


def test_the_form_lets_choose_that_the_money_is_for_no_case() -> None:
    given = shipped(cases=(TO_PAY,))
    form = form_of(Refund, given, context())
    (named,) = (one for one in form.fields if one.name == "case")

    assert [(one.value, one.text) for one in named.choices] == [
        ("A1", "refund only ours to refund 50.00"),
        ("none", "for no case"),
    ]
    assert form.suggested["case"] == "A1"


@pytest.mark.parametrize("given", [shipped(), shipped(cases=(case(),))])
def test_where_no_case_is_to_be_paid_there_is_none_to_choose(given: Order) -> None:
    (named,) = (one for one in form_of(Refund, given, context()).fields if one.name == "case")

    assert named.choices == ()


@pytest.mark.parametrize(
    ("language", "typed"),
    [("en", "none"), ("en", "For no case"), ("zh", "不属于任何售后单"), ("zh", "ｎｏｎｅ")],
)
def test_money_for_no_case_is_said_as_the_desk_says_it(language: str, typed: str) -> None:
    values = {"reason": "差价", "amount": "5", "case": typed}
    try:
        use_language(language)
        done = read_values(Refund, values, shipped(cases=(TO_PAY,)))
    finally:
        use_language("en")

    assert done.case == "none"


def test_a_case_that_does_not_exist_cannot_be_paid() -> None:
    with pytest.raises(BadInput, match=r"^A9 does not exist; there is: A1\.$"):
        read_values(Refund, {"case": "A9", "reason": "破损"}, shipped(cases=(TO_PAY,)))
    with pytest.raises(BadInput, match=r"^A9 does not exist; there is: A1, for no case\.$"):
        read_values(Refund, {"case": "A9", "reason": "破损"}, shipped(cases=(case(),)))


ASKS_FOR_LESS = case(id="A2", requested_fen=2000)
"""Nobody has decided it."""


@pytest.mark.parametrize(
    ("cases", "gone", "amount", "meant"),
    [
        pytest.param((TO_PAY,), 0, "50", "A1", id="just what it gives"),
        pytest.param((TO_PAY,), 2000, "30", "A1", id="just what it still gives"),
        pytest.param((ONE_BACK,), 0, "25", "A1", id="just what is due of it now"),
        pytest.param((TO_PAY, ASKS_FOR_LESS), 0, "20", "A2", id="just what another asks for"),
        pytest.param((TO_PAY,), 0, "20", None, id="less"),
        pytest.param((TO_PAY,), 0, "55", None, id="more"),
        pytest.param((TO_PAY, case(id="A2")), 0, "50", "A1", id="and another asks for it too"),
        pytest.param(
            (TO_PAY, TO_PAY.model_copy(update={"id": "A2"})), 0, "50", None, id="two give it"
        ),
    ],
)
def test_an_amount_alone_is_of_the_one_case_that_it_is_just_the_money_of_else_it_is_asked(
    cases: tuple[AfterSalesCase, ...], gone: int, amount: str, meant: str | None
) -> None:
    went = (refund(amount_fen=gone, case="A1", state="done"),) if gone else ()
    given = shipped(*BOTH, cases=cases, refunds=went)
    values = {"reason": "破损", "amount": amount}

    if meant is None:
        assert [field for field, _said in sentences(Refund, given, values)] == ["case"]
    else:
        assert changed(Refund, given, None, **values).refunds[-1].case == meant
    beside = changed(Refund, given, None, **values, case="none").refunds[-1]
    assert (beside.case, beside.beside) == (None, True)


def test_whose_money_an_amount_is_is_asked_by_what_is_still_to_be_given() -> None:
    given = shipped(*BOTH, cases=(TO_PAY,))

    said = (
        "20.00 is not just what one case asks for, and 50.00 (case A1) is still to be given. Name"
        " the case where it is a part of its money; for money beside it, say that it is for no"
        " case."
    )
    assert sentences(Refund, given, {"reason": "破损", "amount": "20"}) == [("case", said)]
    assert changed(Refund, given, reason="破损", amount="20", case="A1").refunds[0].case == "A1"
    named = changed(Refund, given, reason="破损", amount="20", lines="1:1").refunds[0]
    assert named.case == "A1", "its units say it"


@pytest.mark.parametrize(
    ("given", "values", "amount", "quantities"),
    [
        pytest.param(TO_PAY, {}, 5000, [(1, 2)], id="all that was agreed, with its units"),
        pytest.param(PART_AGREED, {}, 2000, [], id="less than the units cost is money only"),
        pytest.param(TO_PAY, {"amount": "10", "case": "A1"}, 1000, [], id="a part of it"),
        pytest.param(TO_PAY, {"lines": "1:1"}, 2500, [(1, 1)], id="some of the units"),
        pytest.param(ONE_BACK, {}, 2500, [(1, 1)], id="only what came back"),
        pytest.param(
            return_case(goods_return({1: 2}), agreed_fen=4000),
            {},
            4000,
            [(1, 2)],
            id="all came back, a little less was agreed",
        ),
        pytest.param(
            return_case(goods_return({1: 2}), agreed_fen=None, requested_fen=0),
            {},
            5000,
            [(1, 2)],
            id="no amount is known",
        ),
    ],
)
def test_what_is_paid_for_a_case(
    given: AfterSalesCase,
    values: dict[str, str],
    amount: int,
    quantities: list[tuple[int, int]],
) -> None:
    after = changed(Refund, shipped(cases=(given,)), None, **{"reason": "破损", **values}).refunds[
        0
    ]

    assert (after.case, after.amount_fen) == ("A1", amount)
    assert [(part.line, part.quantity) for part in after.lines] == quantities


def test_what_came_back_is_paid_for_before_what_was_lost() -> None:
    lost = Loss(line=1, quantity=1, kind="lost", at=NOW)
    given = shipped(cases=(ONE_BACK,), losses=(lost,))

    after = changed(Refund, given, reason="破损", lines="1:1")

    assert after.refunds[0].lines[0].lost == 0
    assert line_ledgers(after)[0].reissuable == 1


def test_a_case_about_shipped_goods_leaves_the_unshipped_ones() -> None:
    given = order(line(ordered=3), parcels=(parcel(lines=units((1, 2))),), cases=(TO_PAY,))

    after = changed(Refund, given, reason="破损", lines="1:2", amount="20")

    assert after.refunds[0].lines[0].unshipped == 0
    assert units_to_ship(after) == 1


def test_the_form_starts_from_what_is_due_for_the_case() -> None:
    given = shipped(cases=(ONE_BACK,))

    assert Refund.suggest(given, context()) == {"amount": "25.00", "reason": "少件", "case": "A1"}
    assert Refund.background(given, context()) == (
        "At most 50.00 may be refunded: 50.00 paid.",
        "Case A1: 50.00 agreed - 0.00 refunded or on its way; due now: 25.00.",
    )


ONE_MISSING = {"kind": "supplementary", "lines": units((1, 1)), "requested_fen": 0}


@pytest.mark.parametrize(
    ("meant", "suggested"),
    [
        pytest.param(
            case(**ONE_MISSING, state="seller_to_send"),
            {"amount": "25.00", "reason": "少件", "case": "A1"},
            id="the missing bag's money",
        ),
        pytest.param(case(**ONE_MISSING), {"reason": "少件"}, id="goods, and nothing is decided"),
        pytest.param(
            case(requested_fen=1200),
            {"amount": "12.00", "reason": "少件"},
            id="money, and nothing is decided",
        ),
        pytest.param(
            case(state="seller_to_refund", requested_fen=1200),
            {"amount": "12.00", "reason": "少件", "case": "A1"},
            id="money that is agreed to",
        ),
        pytest.param(
            case(state="seller_to_refund", waits_for="platform"),
            {"reason": "少件"},
            id="the platform pays",
        ),
        pytest.param(refunded_case(), {"amount": "50.00"}, id="it has ended"),
    ],
)
def test_the_form_of_a_case_starts_from_its_own_money(
    meant: AfterSalesCase, suggested: dict[str, str]
) -> None:
    beside = case(id="B", state="seller_to_refund", lines=units((1, 1)), requested_fen=700)
    given = shipped(line(ordered=4, amount_fen=10000), cases=(meant,))
    if not meant.open:
        given = shipped(cases=(meant,))
    assert Refund.suggest_for(given, "A1", context()) == suggested

    # Another case that is to be paid is not meant.
    both = given.with_case(beside) if meant.open else given
    form = form_of(Refund, both, context(), "A1")
    assert form.suggested.get("amount") == suggested.get("amount")
    named = next(one for one in form.fields if one.name == "case")
    assert ("A1" in {one.value for one in named.choices}) == ("case" in suggested)


FREIGHT = Money(goods_fen=5000, freight_fen=800, paid_fen=5800)


@pytest.mark.parametrize(
    ("given", "suggested", "sentence"),
    [
        pytest.param(
            order(money=FREIGHT),
            "58.00",
            "The freight of 8.00 is in the suggestion, because nothing was shipped.",
            id="before it leaves",
        ),
        pytest.param(
            shipped(money=FREIGHT),
            "50.00",
            "The freight of 8.00 is not in the suggestion, because goods were shipped; add it"
            " where it is owed too.",
            id="after it left",
        ),
    ],
)
def test_the_freight_is_suggested_as_long_as_nothing_was_shipped(
    given: Order, suggested: str, sentence: str
) -> None:
    assert Refund.suggest(given, context()) == {"amount": suggested}
    assert Refund.background(given, context())[1] == sentence


def test_nothing_is_suggested_where_only_the_freight_of_goods_that_left_is_left() -> None:
    back = refund(amount_fen=5000, lines=(RefundLine(line=1, quantity=2, amount_fen=5000),))

    assert Refund.suggest(shipped(money=FREIGHT, refunds=(back,)), context()) == {}


GOING = case(state="seller_to_refund", waits_for="platform", requested_fen=3000)
THERE = (
    "The platform itself is paying {amount} (case A1); see there how it ends. Beside that {left}"
    " can be refunded."
)


def test_what_the_platform_pays_is_not_suggested_a_second_time() -> None:
    given = shipped(cases=(GOING,))

    assert Refund.suggest(given, context()) == {"amount": "20.00"}
    assert Refund.background(given, context())[1] == THERE.format(amount="30.00", left="20.00")


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        pytest.param({"amount": "20"}, [], id="money beside it"),
        pytest.param(
            {"amount": "20.01"},
            [("amount", THERE.format(amount="30.00", left="20.00"))],
            id="more than is left beside it",
        ),
        pytest.param(
            {"case": "A1", "amount": "1"},
            [("case", THERE.format(amount="30.00", left="20.00"))],
            id="for the case itself",
        ),
    ],
)
def test_what_the_platform_pays_is_not_paid_from_here(
    values: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert sentences(Refund, shipped(cases=(GOING,)), {"reason": "少件", **values}) == problems


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(
            GOING.model_copy(update={"requested_fen": 5000}),
            THERE.format(amount="50.00", left="0.00"),
            id="all of it",
        ),
        pytest.param(GOING, None, id="a part"),
        pytest.param(case(state="seller_to_refund", waits_for="us"), None, id="ours to pay"),
    ],
)
def test_nothing_is_refunded_where_the_platform_pays_it_all(
    given: AfterSalesCase, sentence: str | None
) -> None:
    assert Refund.why_not(shipped(cases=(given,)), context()) == sentence


def test_lines_are_refunded_up_to_what_the_platform_leaves() -> None:
    after = changed(Refund, shipped(cases=(GOING,)), lines="1:1", reason="少件")

    assert after.refunds[0].amount_fen == 2000


def test_all_the_goods_go_with_their_money_though_the_freight_stays() -> None:
    after = changed(Refund, shipped(money=FREIGHT), amount="50", reason="拒收")

    assert [part.quantity for part in after.refunds[0].lines] == [2]
    assert money_ledger(after).refundable == 800


@pytest.mark.parametrize("cause", ["out_of_stock", "out of stock", "缺货", "Out-of-Stock"])
def test_a_refund_for_lack_of_stock_opens_the_steps_after_a_cancellation(cause: str) -> None:
    outcome = do(Refund, order(), amount="50", reason="没货", cause=cause)

    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert after.refunds[0].cause == "out_of_stock"
    assert after.cancellation is not None
    assert after.cancellation.opened_by == "refund"
    assert outcome.said[-1] == "Next: step 1, tell the buyer."


@pytest.mark.parametrize(
    ("given", "cause"),
    [
        pytest.param(shipped(), "out_of_stock", id="the goods have left"),
        pytest.param(order(), "发错价", id="another cause"),
    ],
)
def test_any_other_refund_cancels_nothing(given: Order, cause: str) -> None:
    after = changed(Refund, given, amount="50", reason="没货", cause=cause)

    assert (after.cancellation, after.refunds[0].cause) == (None, cause)


def test_a_unit_that_waits_to_be_sent_again_keeps_its_price() -> None:
    given = changed(CreateReissue, shipped(), origin="lost_parcel", reason="丢件", lines="1:1")

    after = changed(Refund, given, lines="1:1", reason="破损", both="yes")
    assert after.refunds[0].amount_fen == 2500


def test_goods_of_a_case_that_are_not_all_of_the_money_are_not_said_to_be() -> None:
    given = shipped(cases=(return_case(goods_return({1: 1})),))

    (case_id,) = (one.id for one in given.cases)
    said = Refund.echo_of(given, {"amount": "25.00", "case": case_id})["lines"]
    assert said == ("none is ticked, but this is the case's money: its goods go with it, 1 in all")

"""A case of one sub-order is about its own goods: the money of the other is none of its, and what
it gives is taken from no other goods.
"""

import pytest

from store.models.axes import Source
from store.models.case_state import CaseState
from store.models.money import Fen
from store.models.order import Order
from store.models.refund import Refund, RefundLine
from store.policy import load_policy
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.case_view import case_of
from store.rules.money.actions.refund import Refund as RefundMoney
from store.rules.money.refunding import cases_to_pay
from store.rules.obligations import obligations
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.hand_over import HandOver
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.platform.cases.platform_cases import merge_case
from store.rules.platform.judging import judged
from store.rules.stock.packing import packing
from tests.build import (
    OIL,
    OTHER_NO,
    case,
    changed,
    context,
    do,
    exported_case,
    line,
    order,
    refund,
    refunded_case,
    sentences,
    shipped,
    stock_out,
    units,
)

POLICY = load_policy()
OF_RICE = case(line=1, unshipped=True)
BACK = (
    "The money of the goods of case A1 is back, and the rest of this order is the money of other"
    " goods; it can be rejected or withdrawn."
)


def back(amount: Fen, *lines: tuple[int, int, Fen], unshipped: bool = True) -> Refund:
    """Money that the platform gave back, with these units of these lines."""
    parts = (
        RefundLine(line=one, quantity=many, unshipped=many * unshipped, amount_fen=fen)
        for one, many, fen in lines
    )
    return refund(amount_fen=amount, state="done", lines=tuple(parts))


RICE_BACK = back(5000, (1, 2, 5000))


@pytest.mark.parametrize(
    ("given", "left", "to_ship"),
    [
        pytest.param(order(line(), OIL, cases=(OF_RICE,)), 5000, {1: 2}, id="nothing is back"),
        pytest.param(
            order(line(), OIL, cases=(OF_RICE,), refunds=(RICE_BACK,)),
            0,
            {},
            id="its own goods are paid back, the oil is to go out",
        ),
        pytest.param(
            order(line(), OIL, cases=(OF_RICE,), refunds=(back(2500, (1, 1, 2500)),)),
            2500,
            {1: 1},
            id="one bag of its two is paid back",
        ),
        pytest.param(
            order(line(), OIL, cases=(OF_RICE,), refunds=(back(3000, (2, 1, 3000)),)),
            5000,
            {1: 2},
            id="the oil is paid back",
        ),
        pytest.param(
            order(line(), OIL, cases=(case(unshipped=True),), refunds=(RICE_BACK,)),
            3000,
            {2: 1},
            id="a case of the whole order",
        ),
        pytest.param(
            order(line(), OIL, cases=(OF_RICE,), refunds=(back(7000),)),
            1000,
            {1: 2},
            id="money without any goods took nearly all",
        ),
    ],
)
def test_what_is_left_for_a_case_is_of_its_own_goods(
    given: Order, left: Fen, to_ship: dict[int, int]
) -> None:
    (of,) = given.cases

    view = case_of(given, of)

    assert (view.refundable, view.to_ship) == (left, to_ship)


PAID_BACK = order(line(), OIL, cases=(OF_RICE,), refunds=(RICE_BACK,))


def test_the_money_of_other_goods_is_not_agreed_to() -> None:
    assert AgreeRefund.refusal(PAID_BACK, OF_RICE, None) == BACK


def test_the_other_goods_go_out() -> None:
    sent = changed(Ship, PAID_BACK, tracking_no=OTHER_NO)

    (gone,) = sent.parcels
    assert [(part.line, part.quantity) for part in gone.lines] == [(2, 1)]


def test_a_case_agreed_to_that_the_platform_paid_gets_nothing_more() -> None:
    agreed = OF_RICE.model_copy(
        update={"state": CaseState.SELLER_TO_REFUND, "agreed_fen": 5000, "agreed_at": None}
    )
    given = order(line(), OIL, cases=(agreed,), refunds=(RICE_BACK,))

    assert cases_to_pay(given) == ()


@pytest.mark.parametrize(
    ("given", "cost", "said"),
    [
        pytest.param(
            shipped(line(), OIL, cases=(case(line=1),)),
            5000,
            "counts as agreed, and the platform refunds by itself",
            id="nothing is back: what it asks for is at stake",
        ),
        pytest.param(
            shipped(
                line(),
                OIL,
                cases=(case(line=1),),
                refunds=(back(5000, (1, 2, 5000), unshipped=False),),
            ),
            None,
            "its money or goods went beside it: have it closed there, or the buyer may get them"
            " twice",
            id="its money is back: nothing of the oil is at stake",
        ),
        pytest.param(
            PAID_BACK,
            None,
            "its money or goods went beside it: have it closed there, or the buyer may get them"
            " twice",
            id="the same of goods that never left",
        ),
    ],
)
def test_what_the_answer_is_about(given: Order, cost: Fen | None, said: str) -> None:
    (answer,) = (one for one in obligations(given, POLICY) if one.kind == "answer-case")

    assert (answer.cost_fen, answer.at_zero) == (cost, said)


def test_the_other_goods_are_owed_by_their_own_time() -> None:
    (ship,) = (one for one in obligations(PAID_BACK, POLICY) if one.kind == "ship")

    assert ship.due_at == PAID_BACK.ship_by_deadline


def part_back(amount: Fen, line_no: int | None = 1) -> Order:
    """The platform gave so much for a case of the line, without any units."""
    about = refunded_case(line=line_no, refunded_fen=amount)
    money = refund(amount_fen=amount, state="done", source=Source.PLATFORM, case=about.id)
    return order(line(), OIL, cases=(about,), refunds=(money,))


MISSING = {"origin": "missing_goods", "reason": "少件", "sure": "yes"}
UNPAID = (
    "26.00 of this order went back without its goods; what is left to ship costs 50.00, of which"
    " 24.00 is still paid. Refund the units too (RICE-10 x2), or settle the refund as failed."
)
BOTH_UNPAID = (
    "45.00 of this order went back without its goods; what is left to ship costs 80.00, of which"
    " 35.00 is still paid. Refund the units too (RICE-10 x2, OIL-5 x1), or settle the refund as"
    " failed."
)


@pytest.mark.parametrize("action", [Ship, HandOver])
@pytest.mark.parametrize(
    ("given", "lines", "said"),
    [
        pytest.param(part_back(2600), "1:2", [UNPAID], id="its own goods stay"),
        pytest.param(part_back(2600), "2:1", [], id="the other goes on"),
        pytest.param(part_back(2600), "", [], id="what is paid for goes by itself"),
        pytest.param(part_back(4900), "2:1", [], id="also where hardly more than it is left"),
        pytest.param(part_back(2500), "1:2", [], id="half of the price stays"),
        pytest.param(part_back(2600, None), "1:2", [], id="nobody knows of which line"),
        pytest.param(part_back(4500, None), "2:1", [BOTH_UNPAID], id="most, of any line"),
    ],
)
def test_goods_whose_own_money_went_back_stay_and_the_others_go(
    action: type[Ship | HandOver], given: Order, lines: str, said: list[str]
) -> None:
    values = {"tracking_no": OTHER_NO} if action is Ship else {"way": "pick_up", "reason": "自提"}
    named = {"lines": lines} if lines else {}

    why = action.why_not(given, context())
    problems = [one for _field, one in sentences(action, given, values | named)]

    assert ([why] if why else problems) == said


def test_what_is_packed_and_shipped_by_itself_is_what_is_paid_for() -> None:
    given = part_back(2600)

    assert [part.sku for part in packing((given,), context()).goods] == ["OIL-5"]
    assert do(Ship, given, tracking_no=OTHER_NO).said == (UNPAID,)
    after = changed(Ship, given, tracking_no=OTHER_NO)
    assert after.parcels[0].lines == units((2, 1))
    assert Ship.why_not(after, context()) == UNPAID


def test_nothing_goes_where_the_goods_that_are_paid_for_wait_for_a_verdict() -> None:
    given = part_back(2600)
    applied = given.model_copy(update={"stock_outs": (stock_out(lines=units((2, 1))),)})

    assert Ship.why_not(applied, context()) == UNPAID


@pytest.mark.parametrize(
    ("given", "lines", "asks"),
    [
        pytest.param(part_back(2600), "1:2", True, id="its money went back"),
        pytest.param(part_back(2600), "2:1", False, id="the other is paid for"),
        pytest.param(part_back(2500), "1:2", True, id="the price of one of them went back"),
        pytest.param(part_back(1250), "1:2", False, id="half of the price of one went back"),
    ],
)
def test_only_goods_whose_money_went_back_are_asked_for_before_they_are_sent_again(
    given: Order, lines: str, *, asks: bool
) -> None:
    left = changed(Ship, order(line(), OIL), tracking_no=OTHER_NO)
    there = left.model_copy(update={"cases": given.cases, "refunds": given.refunds})

    said = sentences(CreateReissue, there, MISSING | {"lines": lines})

    assert [field for field, _said in said] == ["both"] * asks


@pytest.mark.parametrize(
    ("again", "amount", "kinds"),
    [
        pytest.param("1:2", 5000, ["sent_again"], id="all the money of what is sent again"),
        pytest.param("1:2", 2600, ["sent_again"], id="most of it"),
        pytest.param("1:2", 2500, ["sent_again"], id="the price of one of them"),
        pytest.param("1:2", 1250, [], id="half of the price of one of them"),
        pytest.param("2:1", 4900, [], id="the other is sent again"),
    ],
)
def test_a_reissue_contradicts_the_money_of_its_own_line(
    again: str, amount: Fen, kinds: list[str]
) -> None:
    left = changed(Ship, order(line(line_no="A"), OIL), tracking_no=OTHER_NO)
    sent = changed(CreateReissue, left, context(), **MISSING, lines=again)
    ended = refunded_case(requested_fen=amount, refunded_fen=amount)
    waiting = exported_case(sent, ended, line_no="A")

    there = judged(merge_case(sent, waiting, context()), context(), "import")

    assert [one.kind for one in there.open_discrepancies] == kinds
    assert bool(ShipReissue.why_not(there, context())) is bool(kinds)


@pytest.mark.parametrize(
    ("lines", "amount"),
    [
        pytest.param("1:2", 2400, id="what is left of its own money"),
        pytest.param("2:1", 3000, id="the other's is all there"),
    ],
)
def test_units_are_refunded_with_the_money_of_their_own_line(lines: str, amount: Fen) -> None:
    after = changed(RefundMoney, part_back(2600), reason="少件", lines=lines)

    assert after.refunds[-1].amount_fen == amount


def test_no_more_than_is_left_of_its_lines_is_refunded_with_units() -> None:
    values = {"reason": "少件", "lines": "1:2", "amount": "24.01"}

    assert sentences(RefundMoney, part_back(2600), values) == [
        ("amount", "24.01 is more than the 24.00 that is left of these lines.")
    ]


A_SECOND = case(id="A2", line=1)


def with_second(amount: Fen) -> Order:
    """The bags' own money went back so far for a first case without units, and a second asks for
    all of it; both lines have left.
    """
    given = changed(Ship, part_back(amount), tracking_no=OTHER_NO, lines="1:2,2:1")
    about = {"cases": (*given.cases, A_SECOND), "lines": (line(line_no="A"), OIL)}
    return given.model_copy(update=about)


def test_a_second_case_gives_what_the_first_has_left_of_its_own_money() -> None:
    given = with_second(2000)
    paid = changed(RefundMoney, changed(AgreeRefund, given, case="A2"), case="A2", reason="退货")

    assert case_of(given, A_SECOND).left_to_pay == 3000
    assert sentences(AgreeRefund, given, {"case": "A2", "amount": "30.01"}) == [
        (
            "amount",
            "30.01 is more than the 30.00 that this order can still be refunded for case A2.",
        )
    ]
    assert [(one.line, one.quantity, one.amount_fen) for one in paid.refunds[-1].lines] == [
        (1, 2, 3000)
    ]


@pytest.mark.parametrize(
    ("amount", "parts"),
    [
        pytest.param(3000, [(1, 2, 3000)], id="the rest of its money goes with its units"),
        pytest.param(2999, [], id="less is money only"),
    ],
)
def test_the_platforms_money_of_a_second_case_has_the_units_that_it_pays_off(
    amount: Fen, parts: list[tuple[int, int, Fen]]
) -> None:
    given = with_second(2000)
    ended = refunded_case(id="A2", requested_fen=amount, refunded_fen=amount)
    waiting = exported_case(given, ended, line_no="A")

    there = merge_case(given, waiting, context(beside=given))

    assert [(one.line, one.quantity, one.amount_fen) for one in there.refunds[-1].lines] == parts

"""A case of one sub-order is about its own goods: the money of the other is none of its."""

import pytest

from store.models.after_sales_case import CaseState
from store.models.money import Fen
from store.models.order import Order
from store.models.refund import Refund, RefundLine
from store.policy import load_policy
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.case_view import case_of
from store.rules.money.refunding import cases_to_pay
from store.rules.obligations import obligations
from store.rules.parcels.actions.ship import Ship
from tests.build import OIL, OTHER_NO, case, changed, line, order, refund, shipped

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

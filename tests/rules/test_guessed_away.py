"""What 退款成功 without an amount may have taken from a case is said as what it is: a guess."""

import pytest

from store.errors import Refused
from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.axes import Fulfilment
from store.models.order import Order
from store.models.refund import RefundLine
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.agree_return import AgreeReturn
from store.rules.cases.actions.close_case import CloseCase
from store.rules.money.actions.refund import Refund
from store.rules.obligations.cases import owed_for_case
from tests.build import (
    DAY,
    NOW,
    case,
    changed,
    context,
    goods_return,
    money_back,
    order,
    refund,
    return_case,
    shipped,
)
from tests.rules.met_exports import after_import
from tests.rules.sub_orders import BAG, BOTTLE, SHIPPED_BAG, after_word

GUESSED = (
    "The platform says 退款成功 without an amount, so that up to 50.00 have gone back, and nothing"
    " may be left for case A1; import the after-sales export with all cases, which says how much,"
    " before it is agreed to."
)
MAYBE_OVER = "money of this order is shown as refunded: look there first whether the case is over"
GIVEN_BESIDE = (
    "its money or goods went beside it: have it closed there, or the buyer may get them twice"
)
SAY_WHAT_IS_SHOWN = (
    "Only because up to 50.00 may have gone back by 退款成功 is nothing left for case A1: say what"
    " the platform shows of its money, or import the after-sales export with all cases."
)
OF_BAG = order(BAG, BOTTLE, parcels=(SHIPPED_BAG,))


def beside_a_guess(asked: AfterSalesCase) -> Order:
    """Both bags left, and some of their 50.00 went, nobody knows how much."""
    return after_import(shipped(cases=(asked,)), money_back(Fulfilment.SHIPPED))


def owed(given: Order) -> list[tuple[str, str]]:
    return [
        (one.kind, one.at_zero) for one in owed_for_case(given, given.cases[0], context().policy)
    ]


@pytest.mark.parametrize(
    ("given", "action"),
    [
        pytest.param(
            beside_a_guess(case(kind=CaseKind.REFUND_ONLY, requested_fen=3000)),
            AgreeRefund,
            id="a refund",
        ),
        pytest.param(
            beside_a_guess(return_case(state="seller_to_answer", requested_fen=3000)),
            AgreeReturn,
            id="a return",
        ),
        pytest.param(
            after_word(OF_BAG.with_case(case(line=1, requested_fen=3000)), "A"),
            AgreeRefund,
            id="of one sub-order",
        ),
    ],
)
def test_a_case_that_only_a_guess_leaves_nothing_for_is_answered_once_the_amount_is_known(
    given: Order, action: type[AgreeRefund | AgreeReturn]
) -> None:
    assert action.why_not(given, context()) == GUESSED
    assert owed(given) == [("answer-case", MAYBE_OVER)]


def test_one_whose_money_is_known_to_have_gone_is_rejected_or_withdrawn() -> None:
    gone = refund(amount_fen=5000, state="done", beside=True)
    given = shipped(refunds=(gone,), cases=(case(requested_fen=3000),))

    assert AgreeRefund.why_not(given, context()) == (
        "Nothing of this order is left to refund for case A1; it can be rejected or withdrawn."
    )


def test_money_that_went_for_a_case_is_no_guess_whatever_is_estimated_of_other_goods() -> None:
    whole = RefundLine(line=2, quantity=1, amount_fen=3000)
    gone = refund(amount_fen=3000, state="done", lines=(whole,), settled_at=NOW - DAY)
    of_bottle = case(line=2, requested_fen=3000, applied_at=NOW)
    given = OF_BAG.model_copy(update={"refunds": (gone,), "cases": (of_bottle,)})

    assert owed(after_word(given, "A")) == [("answer-case", GIVEN_BESIDE)]


def test_a_return_that_came_stays_to_be_refunded_though_a_guess_leaves_nothing_for_it() -> None:
    came = return_case(goods_return({1: 2}), state="seller_to_refund", requested_fen=5000)
    given = beside_a_guess(came)

    assert [kind for kind, _zero in owed(given)] == ["refund-case"]
    assert Refund.why_not(given, context()) == (
        "Nothing is left to refund: 50.00 paid - 50.00 refunded. The platform says 退款成功 without"
        " an amount, so that up to 50.00 have gone back; import the after-sales export, which says"
        " how much."
    )


def test_it_is_closed_by_who_says_what_the_platform_shows_of_its_money() -> None:
    came = return_case(goods_return({1: 2}), state="seller_to_refund", requested_fen=5000)
    given = beside_a_guess(came)

    with pytest.raises(Refused) as refused:
        changed(CloseCase, given)
    (problem,) = refused.value.problems
    assert (problem.field, problem.sentence) == ("reason", SAY_WHAT_IS_SHOWN)
    assert not changed(CloseCase, given, reason="平台显示 50.00 已退").open_cases

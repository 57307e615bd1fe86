"""WithdrawCase: the buyer takes the case back, and unshipped goods go out again by themselves."""

import pytest

from store.models.after_sales_case import AfterSalesCase, CaseOutcome, CaseState
from store.models.axes import AfterSales
from store.models.order import Order
from store.models.solution_offer import SolutionOffer
from store.rules.cases.actions.open_case import OpenCase
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.cases.actions.withdraw_case import WithdrawCase
from store.rules.order.axes import after_sales
from store.rules.parcels.actions.ship import Ship
from tests.build import DAY, HOUR, NOW, case, changed, context, do, order, refund, shipped

UNSHIPPED = changed(OpenCase, order(), kind="refund_only", reason="不想要了", opened_by="buyer")


def test_a_withdrawn_order_goes_back_to_shipping_by_itself() -> None:
    assert Ship.why_not(UNSHIPPED, context()) is not None

    outcome = do(WithdrawCase, UNSHIPPED)

    (after,) = outcome.documents
    assert isinstance(after, Order)
    (ended,) = after.cases
    assert (ended.state, ended.outcome, ended.closed_at) == (
        CaseState.CLOSED,
        CaseOutcome.WITHDRAWN,
        NOW,
    )
    assert Ship.why_not(after, context()) is None
    assert after_sales(after) is AfterSales.CLOSED
    assert outcome.said == ("To be shipped again by 2026-11-22 14:00: 2.",)


def test_without_a_promised_time_the_computed_one_is_said() -> None:
    given = UNSHIPPED.model_copy(update={"ship_by_deadline": None})

    assert do(WithdrawCase, given).said == ("To be shipped again by 2026-11-22 09:00: 2.",)


def test_shipped_goods_are_not_shipped_again() -> None:
    assert do(WithdrawCase, shipped(cases=(case(),))).said == ()


def test_a_rejection_that_nobody_told_the_platform_is_moot() -> None:
    rejected = changed(RejectCase, UNSHIPPED, reason="与消费者协商售后方案")

    after = changed(WithdrawCase, rejected)

    assert len(rejected.open_tasks) == 1
    assert after.open_tasks == ()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(case(), None, id="ours to answer"),
        pytest.param(case(state="buyer_to_answer"), None, id="rejected"),
        pytest.param(case(state="platform_to_rule"), None, id="the platform has to rule"),
        pytest.param(
            case(kind="supplementary", state="seller_to_send"),
            (
                "Case A1 stands at: ours to send; “Withdraw a case” is possible at: ours to answer,"
                " buyer to answer, platform to rule."
            ),
            id="agreed",
        ),
        pytest.param(
            case(state="closed", outcome="refunded"), "Case A1 is closed (refunded).", id="closed"
        ),
    ],
)
def test_when_the_buyer_may_withdraw(given: AfterSalesCase, sentence: str | None) -> None:
    assert WithdrawCase.why_not(shipped(cases=(given,)), context()) == sentence


@pytest.mark.parametrize("state", ["pending", "unknown"])
def test_a_refund_on_its_way_is_settled_first(state: str) -> None:
    given = shipped(cases=(case(),), refunds=(refund(case="A1", state=state),))

    assert WithdrawCase.why_not(given, context()) == (
        "A refund of 5.00 for case A1 is open (2026-11-22 08:00); settle it before the case is"
        " withdrawn."
    )


def test_what_the_buyer_took_and_lets_go_is_said() -> None:
    taken = SolutionOffer(
        id="o1", solution="exchange", at=NOW - DAY, by="li", accepted=True, answered_at=NOW - HOUR
    )
    asked = case(kind="exchange", applied_at=NOW - HOUR)

    (said,) = do(WithdrawCase, shipped(cases=(asked,), offers=(taken,))).said

    assert said == (
        "With case A1 the buyer let go what they took of us on 2026-11-22 (exchange); it is not"
        " owed any more. Offer it anew where they want it all the same."
    )

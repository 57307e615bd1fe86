"""WithdrawCase: the buyer takes the case back, and unshipped goods go out again by themselves."""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import AfterSales
from store.models.case_state import CaseOutcome, CaseState
from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.models.solution_offer import Solution, SolutionOffer
from store.rules.cases.actions.close_case import CloseCase
from store.rules.cases.actions.open_case import OpenCase
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.cases.actions.withdraw_case import WithdrawCase
from store.rules.order.axes import after_sales
from store.rules.parcels.actions.ship import Ship
from tests.build import (
    DAY,
    HOUR,
    NOW,
    case,
    changed,
    context,
    do,
    order,
    refund,
    return_case,
    shipped,
    units,
)

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
        pytest.param(return_case(), None, id="agreed, and nothing is sent back yet"),
        pytest.param(
            return_case(state="buyer_to_return", return_tracking_no="YT9"),
            "The buyer has sent goods of case A1 back: receive the return.",
            id="sent back",
        ),
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


def taken(solution: Solution, **changes: Any) -> SolutionOffer:
    given = {"id": "o1", "solution": solution, "by": "li", "at": NOW - DAY}
    answered = {"accepted": True, "answered_at": NOW - HOUR}
    return SolutionOffer.model_validate(given | answered | changes)


def stays_owed(solution: str) -> str:
    return (
        "Case A1 ended without anything (withdrawn), but what the buyer took of us on 2026-11-22"
        f" ({solution}) stays owed until it is done."
    )


LET_GO = (
    "With case A1 the buyer let go what they took of us on 2026-11-22 (exchange); it is not owed"
    " any more. Offer it anew where they want it all the same."
)
COUPON = PlatformTask(id="t1", kind="give-coupon", created_at=NOW, copy_text="x", offer="o1")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(
            shipped(
                cases=(case(kind="exchange", applied_at=NOW - HOUR),), offers=(taken("exchange"),)
            ),
            (LET_GO,),
            id="the case was to carry it out",
        ),
        pytest.param(
            shipped(cases=(case(),), offers=(taken("partial_refund", amount_fen=1000),)),
            (stays_owed("partial refund"),),
            id="a part of the money",
        ),
        pytest.param(
            shipped(cases=(case(),), offers=(taken("full_refund"),)),
            (stays_owed("full refund"),),
            id="all the money",
        ),
        pytest.param(
            shipped(cases=(case(),), offers=(taken("coupon", case="A1"),), tasks=(COUPON,)),
            (stays_owed("coupon"),),
            id="a coupon that is to be given there",
        ),
        pytest.param(
            shipped(cases=(case(),), offers=(taken("coupon", case="A1"),)),
            (),
            id="a coupon that was given",
        ),
        pytest.param(
            shipped(cases=(case(),), offers=(taken("partial_refund", amount_fen=1000, case="A2"),)),
            (),
            id="for another case",
        ),
        pytest.param(
            shipped(
                cases=(case(),), offers=(taken("partial_refund", amount_fen=1000, accepted=None),)
            ),
            (),
            id="not answered",
        ),
    ],
)
def test_what_becomes_of_what_the_buyer_took_is_said(given: Order, said: tuple[str, ...]) -> None:
    done = do(WithdrawCase, given)

    assert done.said == said


OVER = {"state": "closed", "outcome": "rejected"}
PART = taken("partial_refund", amount_fen=1000, at=NOW - HOUR)
OTHER_CASE = case(id="A2", applied_at=NOW - 2 * HOUR, lines=units((1, 1)))


@pytest.mark.parametrize(
    ("offer", "other", "is_said"),
    [
        pytest.param(PART, OTHER_CASE, False, id="it may be of the other, which is open"),
        pytest.param(
            PART,
            OTHER_CASE.model_copy(update=OVER | {"closed_at": NOW - 1.5 * HOUR}),
            True,
            id="the other is over",
        ),
        pytest.param(
            PART.model_copy(update={"at": NOW - 3 * HOUR}),
            OTHER_CASE,
            True,
            id="the other was asked for since",
        ),
        pytest.param(
            PART.model_copy(update={"at": NOW - 3 * DAY}),
            OTHER_CASE,
            True,
            id="made before both: it is of the first",
        ),
        pytest.param(
            PART.model_copy(update={"at": NOW - 3 * DAY}),
            OTHER_CASE.model_copy(update={"applied_at": NOW - 2 * DAY}),
            False,
            id="made before both: the other is the first",
        ),
        pytest.param(
            PART.model_copy(update={"at": NOW - 30 * HOUR}),
            OTHER_CASE.model_copy(
                update=OVER | {"applied_at": NOW - 2 * DAY, "closed_at": NOW - 25 * HOUR}
            ),
            False,
            id="made for the other, which is over",
        ),
    ],
)
def test_what_was_taken_for_no_case_by_name_is_said_with_the_last_that_it_is_about(
    offer: SolutionOffer, other: AfterSalesCase, *, is_said: bool
) -> None:
    given = shipped(cases=(case(), other), offers=(offer,))

    said = do(WithdrawCase, given, case="A1").said

    assert said == ((stays_owed("partial refund"),) if is_said else ())


def test_it_is_said_however_the_case_ends() -> None:
    lapsed = case(kind="return_and_refund", state="buyer_to_return", since=NOW - 30 * DAY)
    done = do(CloseCase, shipped(cases=(lapsed,), offers=(PART,)))
    assert done.said == (
        "Case A1 is closed: lapsed.",
        stays_owed("partial refund").replace("withdrawn", "lapsed"),
    )
    confirmed = case(kind="exchange", state="buyer_to_confirm", since=NOW - 30 * DAY)
    ended = do(CloseCase, shipped(cases=(confirmed,), offers=(PART,)))
    assert ended.said[-1] == (
        "Case A1 ended (fulfilled), but what the buyer took of us on 2026-11-22 (partial refund)"
        " stays owed until it is done."
    )

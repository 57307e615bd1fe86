"""Money that was said to be for no case, and a case of the platform that comes later."""

import pytest

from store.models.order import Order
from store.rules.money.actions.refund import Refund
from store.rules.order.ledger import money_ledger
from store.rules.platform.cases.platform_cases import merge_case
from tests.build import (
    HOUR,
    NOW,
    OIL,
    case,
    changed,
    context,
    exported_case,
    line,
    refunded_case,
    shipped,
)

TO_PAY = case(state="seller_to_refund", agreed_fen=5000, line=1)
"""Case A1 waits for 50.00."""
NO_CASE = {"amount": "5", "reason": "漏油", "case": "none"}
WAITING = shipped(line(), OIL, cases=(TO_PAY,))
UNDECIDED = case(id="A2", line=2, lines=(), requested_fen=500)
BOTH_KNOWN = shipped(line(), OIL, cases=(TO_PAY, UNDECIDED))
ALONE = shipped(line(), OIL)


def refunded_there(given: Order, case_id: str, number: int) -> Order:
    """The platform's case of this line was refunded with 5.00 since."""
    shown = refunded_case(
        id=case_id,
        line=number,
        lines=(),
        requested_fen=500,
        refunded_fen=500,
        applied_at=NOW - HOUR,
        closed_at=NOW,
    )
    return merge_case(given, exported_case(given, shown), context(beside=given))


@pytest.mark.parametrize(
    ("given", "case_id", "number", "back"),
    [
        pytest.param(WAITING, "A2", 2, 500, id="another one than was to be paid, of the oil"),
        pytest.param(WAITING, "A2", 1, 500, id="or of another bag"),
        pytest.param(WAITING, "A1", 1, 1000, id="the one that was to be paid"),
        pytest.param(BOTH_KNOWN, "A2", 2, 1000, id="another one that was not decided by then"),
        pytest.param(BOTH_KNOWN, "A3", 2, 500, id="one that comes beside these"),
        pytest.param(ALONE, "A2", 2, 1000, id="none was to be paid: beside every case"),
    ],
)
def test_what_was_said_to_be_for_no_case_is_beside_those_that_were_known(
    given: Order, case_id: str, number: int, back: int
) -> None:
    entered = changed(Refund, given, None, **NO_CASE)
    assert entered.refunds[-1].beside

    assert money_ledger(refunded_there(entered, case_id, number)).back == back


def test_it_stays_beside_a_case_that_takes_the_platforms_number() -> None:
    ours = UNDECIDED.model_copy(update={"id": "D1", "source": "desk", "applied_at": NOW - HOUR})
    entered = changed(Refund, shipped(line(), OIL, cases=(TO_PAY, ours)), None, **NO_CASE)

    after = refunded_there(entered, "A2", 2)
    assert {one.id for one in after.cases} == {"A1", "A2"}
    assert money_ledger(after).back == 1000

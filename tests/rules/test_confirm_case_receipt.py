"""ConfirmCaseReceipt: the buyer has what was sent for the case; it ends."""

import pytest

from store.models.after_sales_case import CaseKind
from store.models.case_state import CaseOutcome, CaseState
from store.models.order import Order
from store.rules.cases.actions.confirm_case_receipt import ConfirmCaseReceipt
from tests.build import NOW, case, context, do, refund, shipped

SENT = case(kind=CaseKind.SUPPLEMENTARY, state=CaseState.BUYER_TO_CONFIRM)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(shipped(cases=(SENT,)), None, id="sent"),
        pytest.param(
            shipped(cases=(case(state=CaseState.SELLER_TO_SEND),)),
            "Case A1 stands at: ours to send; “Confirm receipt of a case's goods” is possible at:"
            " buyer to confirm.",
            id="nothing was sent yet",
        ),
        pytest.param(
            shipped(cases=(SENT,), refunds=(refund(case="A1"),)),
            "A refund of 5.00 of case A1 is open (2026-11-22 08:00); settle it before the case is"
            " closed.",
            id="money is still on its way",
        ),
    ],
)
def test_when_a_receipt_may_be_confirmed(given: Order, sentence: str | None) -> None:
    assert ConfirmCaseReceipt.why_not(given, context()) == sentence


def test_the_receipt_closes_the_case() -> None:
    outcome = do(ConfirmCaseReceipt, shipped(cases=(SENT,)))

    (after,) = outcome.documents
    assert isinstance(after, Order)
    (now,) = after.cases
    assert (now.state, now.outcome, now.closed_at) == (
        CaseState.CLOSED,
        CaseOutcome.FULFILLED,
        NOW,
    )
    assert outcome.said == ("Case A1 is closed (fulfilled).",)

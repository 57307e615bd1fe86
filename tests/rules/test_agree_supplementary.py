"""AgreeSupplementary: what the buyer asks for is sent to them; nothing comes back."""

import pytest

from store.models.after_sales_case import CaseState
from store.models.axes import Party
from store.models.order import Order
from store.rules.action.catalogue import all_actions
from store.rules.cases.actions.agree_supplementary import AgreeSupplementary
from store.rules.cases.case_machine import refusal
from tests.build import NOW, case, changed, context, do, shipped

ASKED = shipped(cases=(case(kind="supplementary", requested_fen=0),))


def test_it_is_ours_to_send() -> None:
    outcome = do(AgreeSupplementary, ASKED)

    (after,) = outcome.documents
    assert isinstance(after, Order)
    (agreed,) = after.cases
    assert (agreed.state, agreed.waits_for) == (CaseState.SELLER_TO_SEND, Party.US)
    assert (agreed.agreed_at, agreed.agreed_fen) == (NOW, None)
    (task,) = after.open_tasks
    assert (task.kind, task.case, task.press, task.copy_text) == (
        "answer-case",
        "A1",
        "同意补寄",
        "A1",
    )
    assert outcome.said == ("Tell the platform too: open case A1 there and press 同意补寄.",)


@pytest.mark.parametrize("action", ["change-case", "withdraw-case", "request-intervention"])
def test_while_we_decide_the_buyer_may_change_withdraw_or_call_the_platform(action: str) -> None:
    agreed = changed(AgreeSupplementary, ASKED)

    moves = all_actions()[action].moves
    assert refusal(ASKED.cases[0], moves, action) is None
    assert refusal(agreed.cases[0], moves, action) is not None


@pytest.mark.parametrize("action", ["change-case", "withdraw-case"])
def test_after_the_agreement_the_menu_says_so(action: str) -> None:
    agreed = changed(AgreeSupplementary, ASKED)

    sentence = all_actions()[action].why_not(agreed, context())

    assert sentence is not None
    assert sentence.startswith("Case A1 stands at: ours to send; ")


def test_only_a_supplementary_shipment_can_be_agreed_to_here() -> None:
    given = shipped(cases=(case(),))

    assert AgreeSupplementary.why_not(given, context()) == (
        "Case A1 is: refund only; “Agree to a supplementary shipment” is for: supplementary"
        " shipment."
    )

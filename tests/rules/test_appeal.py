"""Appeal: against a ruling that was not for us; once, and in time."""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.case_state import CaseOutcome, CaseState
from store.models.intervention import Appeal as StoredAppeal
from store.models.intervention import Intervention
from store.models.platform_task import PlatformTask
from store.rules.cases.actions.appeal import Appeal
from store.rules.obligations import obligations
from store.rules.platform.cases.answers import NEGOTIATE, REJECT
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OTHER_NO,
    case,
    changed,
    context,
    do,
    order,
    parcel,
    refund,
    shipped,
    units,
)

AGAINST_US = Intervention(
    id="i1",
    asked_by="buyer",
    requested_at=NOW - 2 * DAY,
    ruling="for_buyer",
    ruled_at=NOW - 7 * DAY + HOUR,
)
AGREED = (
    "We agreed to the refund of case A1 on 2026-11-19; the platform takes no appeal after that"
    " (商家同意售后退款，无法申诉)."
)
NOTHING = (
    "Case A1 is closed (withdrawn). The buyer got nothing by it, so that there is nothing to appeal"
    " against."
)
GROUNDS = "面单和签收底单证明已送达"


def ruled(**changes: Any) -> Intervention:
    return AGAINST_US.model_copy(update=changes)


def judged(intervention: Intervention = AGAINST_US, **changes: Any) -> AfterSalesCase:
    given = {"state": CaseState.SELLER_TO_REFUND, "interventions": (intervention,)}
    return case(**(given | changes))


def test_an_appeal_has_the_platform_rule_again_and_is_told_to_it() -> None:
    after = changed(Appeal, order(cases=(judged(),)), text=GROUNDS)

    (open_again,) = after.cases
    assert open_again.state is CaseState.PLATFORM_TO_RULE
    assert open_again.interventions == (
        ruled(appeal=StoredAppeal(at=NOW, text=GROUNDS, by="小李 (li)")),
    )
    (task,) = after.open_tasks
    assert (task.kind, task.case, task.copy_text, task.press) == (
        "appeal",
        "A1",
        GROUNDS,
        "申诉",
    )


def test_where_the_appeal_is_made_is_said() -> None:
    assert do(Appeal, order(cases=(judged(),)), text=GROUNDS).said == (
        "Tell the platform too: open case A1 there and press 申诉.",
    )


def test_a_case_that_ended_with_the_ruling_is_open_again() -> None:
    ended = judged(
        ruled(ruling="split"), state=CaseState.CLOSED, outcome=CaseOutcome.REFUNDED, closed_at=NOW
    )

    (after,) = changed(Appeal, order(cases=(ended,)), text=GROUNDS).cases

    assert (after.state, after.outcome, after.closed_at) == (
        CaseState.PLATFORM_TO_RULE,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(judged(), None, id="an hour before the seventh day ends"),
        pytest.param(judged(ruled(ruling="split")), None, id="a split ruling"),
        pytest.param(
            judged(ruled(ruled_at=NOW - 7 * DAY)),
            "The ruling on case A1 is of 2026-11-15; it could be appealed against until 2026-11-22"
            " 09:00.",
            id="the window is over",
        ),
        pytest.param(
            judged(ruled(ruling="for_seller"), state=CaseState.CLOSED),
            "The platform ruled for us on 2026-11-15 in case A1.",
            id="for us",
        ),
        pytest.param(
            judged(ruled(appeal=StoredAppeal(at=NOW - DAY, text="有凭证", by="li"))),
            "Case A1 was appealed on 2026-11-21; that is possible once.",
            id="a second time",
        ),
        pytest.param(
            judged(agreed_at=NOW - 3 * DAY, agreed_for="us"),
            AGREED,
            id="one of us agreed to the refund there",
        ),
        pytest.param(
            judged(agreed_at=NOW - 3 * DAY), None, id="agreed to, and nobody says by whom"
        ),
        pytest.param(
            judged(agreed_at=NOW - 3 * DAY, agreed_for="platform"),
            None,
            id="the system agreed",
        ),
        pytest.param(
            judged(
                kind=CaseKind.EXCHANGE,
                state=CaseState.SELLER_TO_SEND,
                agreed_at=NOW - 3 * DAY,
                agreed_for="us",
            ),
            None,
            id="we agreed to an exchange, which is no refund",
        ),
        pytest.param(
            case(state=CaseState.SELLER_TO_REFUND),
            "The platform has not ruled on case A1.",
            id="no ruling",
        ),
        pytest.param(
            case(),
            "Case A1 stands at: ours to answer; “Appeal” is possible at: ours to refund, ours to"
            " send, buyer to confirm, closed.",
            id="ours to answer",
        ),
    ],
)
def test_an_appeal_is_against_a_ruling_once_and_in_time(
    given: AfterSalesCase, sentence: str | None
) -> None:
    assert Appeal.why_not(order(cases=(given,)), context()) == sentence


ANSWER = PlatformTask(
    id="t1",
    kind="answer-case",
    created_at=NOW - 3 * DAY,
    copy_text="A1",
    case="A1",
    press="同意退款",
    done_at=NOW - 2 * DAY,
)


@pytest.mark.parametrize(
    ("answer", "is_over"),
    [
        pytest.param({}, True, id="agreed to here, and told"),
        pytest.param({"done_at": None}, True, id="agreed to here"),
        pytest.param({"moot": True}, False, id="the platform went on before it was told"),
        pytest.param({"press": "同意拒收后退款"}, True, id="agreed to a refused delivery"),
        pytest.param({"press": "同意退货"}, False, id="agreed to a return, which is no refund yet"),
        pytest.param({"press": REJECT}, False, id="refused"),
        pytest.param({"press": NEGOTIATE}, False, id="something else was offered"),
    ],
)
def test_who_agreed_here_has_no_appeal(answer: dict[str, Any], is_over: bool) -> None:
    given = order(cases=(judged(),), tasks=(ANSWER.model_copy(update=answer),))

    said = Appeal.why_not(given, context())

    assert said == (AGREED if is_over else None)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param({}, NOTHING, id="nothing went"),
        pytest.param({"refunds": (refund(case="A1", state="failed"),)}, NOTHING, id="money failed"),
        pytest.param({"refunds": (refund(case="A1", state="done"),)}, None, id="money went here"),
        pytest.param(
            {"parcels": (parcel(), parcel(OTHER_NO, id="p2", kind="replacement", case="A1"))},
            None,
            id="goods went here",
        ),
    ],
)
def test_against_what_gave_the_buyer_nothing_there_is_no_appeal(
    given: dict[str, Any], sentence: str | None
) -> None:
    ended = judged(state=CaseState.CLOSED, outcome=CaseOutcome.WITHDRAWN, closed_at=NOW - DAY)
    subject = shipped(cases=(ended,)).model_copy(update=given)

    assert Appeal.why_not(subject, context()) == sentence
    owed = {one.kind for one in obligations(subject, context().policy)}
    assert ("appeal" in owed) is (sentence is None)


def test_a_closed_case_stays_closed_while_another_is_about_the_same_goods() -> None:
    ended = judged(
        lines=units((1, 2)), state=CaseState.CLOSED, outcome=CaseOutcome.REFUNDED, closed_at=NOW
    )
    other = case(id="B2", lines=units((1, 1)))

    assert Appeal.refusal(order(cases=(ended, other)), ended, context()) == (
        "Case B2 is open for the same goods as case A1 (RICE-10); bring it to its end first."
    )

"""RecordExtension: more time was granted, and the deadline moves; or it was refused."""

import pytest

from store.errors import BadInput
from store.models.after_sales_case import AfterSalesCase
from store.models.case_state import CaseOutcome, CaseState
from store.models.extension import Extension
from store.models.intervention import Intervention
from store.models.order import Order
from store.policy import load_policy
from store.rules.action.frame import read_values
from store.rules.cases.actions.extend_deadline import ExtendDeadline
from store.rules.cases.actions.record_extension import RecordExtension
from store.rules.obligations import obligations
from store.rules.platform.cases.newer_case import newest_case
from tests.build import DAY, HOUR, NOW, case, changed, context, do, order, sentences

DEADLINE = NOW + 3 * HOUR
UNTIL = NOW + 33 * HOUR
LATER = "2026-11-23 18:00"
WAITING = changed(
    ExtendDeadline,
    order(cases=(case(platform_deadline=DEADLINE),)),
    asked="platform",
    until=LATER,
    reason="仓库盘点",
)


def extension(given: Order) -> Extension:
    return given.cases[0].extensions[-1]


def due(given: Order, kind: str) -> object:
    return next(one.due_at for one in obligations(given, load_policy()) if one.kind == kind)


def test_what_is_granted_moves_the_deadline_and_nobody_has_to_be_asked_any_more() -> None:
    outcome = do(RecordExtension, WAITING, granted="yes", until=LATER)

    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert due(after, "answer-case") == UNTIL
    assert after.cases[0].waiting_extension is None
    assert extension(after) == extension(WAITING).model_copy(
        update={"granted": True, "answered_at": NOW, "granted_until": UNTIL}
    )
    assert [(task.done_at, task.moot) for task in after.tasks] == [(NOW, False)]
    assert outcome.said == ("The deadline of case A1 is 2026-11-23 18:00.",)


def test_what_is_refused_leaves_the_deadline_and_says_why() -> None:
    outcome = do(RecordExtension, WAITING, granted="no", reason="超过次数")

    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert due(after, "answer-case") == DEADLINE
    assert (extension(after).granted, extension(after).refusal) == (False, "超过次数")
    assert after.open_tasks == ()
    assert outcome.said == ("The deadline of case A1 is 2026-11-22 12:00.",)


def test_a_refusal_where_no_deadline_is_known_says_no_more() -> None:
    given = order(cases=(case(state="open", extensions=(extension(WAITING),)),))

    assert do(RecordExtension, given, granted="no", reason="超过次数").said == ()


def test_while_the_platform_rules_it_is_the_evidence_that_gets_more_time() -> None:
    asked = Intervention(id="i1", asked_by="buyer", requested_at=NOW, evidence_deadline=DEADLINE)
    ruling = case(state="platform_to_rule", since=NOW, interventions=(asked,))
    given = changed(
        ExtendDeadline, order(cases=(ruling,)), asked="platform", until=LATER, reason="取证"
    )

    assert due(given, "submit-evidence") == DEADLINE
    assert due(changed(RecordExtension, given, granted="yes", until=LATER), "submit-evidence") == (
        UNTIL
    )


@pytest.mark.parametrize(
    ("fresh", "deadline"),
    [
        pytest.param(
            case(as_of=NOW - HOUR, platform_deadline=DEADLINE), UNTIL, id="an export from before"
        ),
        pytest.param(
            case(as_of=NOW + HOUR, platform_deadline=NOW + DAY), NOW + DAY, id="a newer word"
        ),
    ],
)
def test_it_counts_like_the_platform_s_own_deadline_until_a_newer_word(
    fresh: AfterSalesCase, deadline: object
) -> None:
    (known,) = changed(RecordExtension, WAITING, granted="yes", until=LATER).cases

    merged = newest_case(known, fresh)

    assert (merged.platform_deadline, merged.extensions) == (deadline, known.extensions)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        pytest.param({"granted": "yes"}, "Say until when the time was granted.", id="no time"),
        pytest.param(
            {"granted": "no", "reason": "x", "until": LATER},
            "A refusal moves no deadline; leave the time out.",
            id="a refusal with a time",
        ),
        pytest.param({"granted": "no"}, "Say why it was refused.", id="no reason"),
    ],
)
def test_an_answer_says_until_when_or_why_not(values: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_values(RecordExtension, values, WAITING)

    assert caught.value.sentence == sentence


def test_what_was_granted_is_after_the_deadline() -> None:
    assert sentences(RecordExtension, WAITING, {"granted": "yes", "until": "2026-11-22 12:00"}) == [
        ("until", "2026-11-22 12:00 is not after the deadline of case A1, 2026-11-22 12:00.")
    ]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(
            case(),
            "No request for more time on case A1 waits for an answer.",
            id="nobody was asked",
        ),
        pytest.param(
            case(since=NOW + HOUR, extensions=WAITING.cases[0].extensions),
            "No request for more time on case A1 waits for an answer.",
            id="the turn it was for is over",
        ),
        pytest.param(
            case(
                state=CaseState.CLOSED,
                outcome=CaseOutcome.REFUNDED,
                extensions=WAITING.cases[0].extensions,
            ),
            "Case A1 is closed (refunded).",
            id="closed meanwhile",
        ),
    ],
)
def test_only_a_request_that_waits_is_answered(given: AfterSalesCase, sentence: str) -> None:
    assert RecordExtension.why_not(order(cases=(given,)), context()) == sentence


def test_what_was_asked_for_is_seen_while_the_answer_is_typed() -> None:
    assert RecordExtension.background(WAITING, context()) == (
        "more time was asked of the platform at 2026-11-22 09:00, until 2026-11-23 18:00: 仓库盘点",
        "the answer is still to come",
    )

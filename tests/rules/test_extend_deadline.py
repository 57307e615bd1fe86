"""ExtendDeadline: the platform or the buyer is asked for more time on a case."""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.case_state import CaseOutcome, CaseState
from store.models.extension import Extension
from store.models.order import Order
from store.policy import load_policy
from store.rules.cases.actions.extend_deadline import ExtendDeadline
from store.rules.obligations import obligations
from store.rules.platform.judging import judged
from tests.build import DAY, HOUR, NOW, case, changed, context, do, order, sentences

DEADLINE = NOW + 3 * HOUR
LATER = "2026-11-23 18:00"
REASON = "仓库盘点"
ASKED = Extension(
    asked="platform",
    asked_at=NOW,
    by="小李 (li)",
    reason=REASON,
    before=DEADLINE,
    until=NOW + 33 * HOUR,
)


def with_deadline(**changes: Any) -> Order:
    """The platform's page says 12:00 today."""
    return order(cases=(case(platform_deadline=DEADLINE, **changes),))


def ask(given: Order, asked: str = "platform") -> Order:
    return changed(ExtendDeadline, given, asked=asked, until=LATER, reason=REASON)


@pytest.mark.parametrize(
    ("asked", "kind", "press", "said"),
    [
        pytest.param(
            "platform",
            "ask-platform-for-time",
            "申请延期",
            "Ask the platform for more time: open case A1 there and press 申请延期.",
            id="of the platform",
        ),
        pytest.param(
            "buyer",
            "ask-buyer-for-time",
            "联系买家",
            "Ask the buyer for more time: open case A1 there and press 联系买家.",
            id="of the buyer",
        ),
    ],
)
def test_a_request_is_kept_with_the_deadline_it_is_about_and_has_to_be_made_there(
    asked: str, kind: str, press: str, said: str
) -> None:
    outcome = do(ExtendDeadline, with_deadline(), asked=asked, until=LATER, reason=REASON)

    (after,) = outcome.documents
    assert isinstance(after, Order)
    (waiting,) = after.cases
    assert waiting.extensions == (ASKED.model_copy(update={"asked": asked}),)
    assert waiting.waiting_extension == waiting.extensions[0]
    (task,) = after.open_tasks
    assert (task.kind, task.case, task.press, task.due_at) == (kind, "A1", press, DEADLINE)
    assert task.copy_text == f"{LATER} {REASON}"
    assert outcome.said == (said,)


def test_a_request_that_waits_moves_no_deadline_and_is_nobody_s_turn_but_the_one_it_was() -> None:
    given = with_deadline()
    after = ask(given)

    def turns(subject: Order) -> list[tuple[str, object, object]]:
        found = obligations(subject, load_policy())
        return [(owed.kind, owed.who, owed.due_at) for owed in found if owed.about == "A1"]

    assert turns(after) == turns(given)
    assert after.cases[0].platform_deadline == DEADLINE


@pytest.mark.parametrize(
    ("given", "until", "sentence"),
    [
        pytest.param(
            with_deadline(),
            "2026-11-22 12:00",
            "2026-11-22 12:00 is not after the deadline of case A1, 2026-11-22 12:00.",
            id="the deadline itself",
        ),
        pytest.param(
            order(cases=(case(),)),
            "2026-11-22 18:00",
            "2026-11-22 18:00 is not after the deadline of case A1, 2026-11-23 09:00.",
            id="before the deadline as the policy counts it",
        ),
        pytest.param(
            order(cases=(case(state="open"),)),
            "2026-11-22 09:00",
            "2026-11-22 09:00 is over; ask for a time that is still to come.",
            id="no deadline is known, and the time is now",
        ),
        pytest.param(
            order(cases=(case(platform_deadline=NOW - DAY),)),
            "2026-11-22 08:00",
            "2026-11-22 08:00 is over; ask for a time that is still to come.",
            id="the deadline is over, and so is the time",
        ),
    ],
)
def test_more_time_is_after_the_deadline_and_still_to_come(
    given: Order, until: str, sentence: str
) -> None:
    values = {"asked": "buyer", "until": until, "reason": REASON}

    assert sentences(ExtendDeadline, given, values) == [("until", sentence)]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(case(), None, id="ours to answer"),
        pytest.param(case(state="platform_to_rule"), None, id="the platform rules"),
        pytest.param(
            case(state=CaseState.CLOSED, outcome=CaseOutcome.WITHDRAWN),
            "Case A1 is closed (withdrawn).",
            id="closed",
        ),
        pytest.param(
            case(extensions=(ASKED,)),
            "On 2026-11-22 09:00 the platform was asked for more time on case A1; record the answer"
            " first.",
            id="an earlier request waits",
        ),
        pytest.param(
            case(extensions=(ASKED.model_copy(update={"granted": False}),)),
            None,
            id="an earlier request was refused",
        ),
        pytest.param(
            case(since=NOW + HOUR, extensions=(ASKED,)),
            None,
            id="an earlier request was for a turn that is over",
        ),
    ],
)
def test_more_time_is_asked_for_an_open_case_and_one_request_at_a_time(
    given: AfterSalesCase, sentence: str | None
) -> None:
    assert ExtendDeadline.why_not(order(cases=(given,)), context()) == sentence


def test_what_was_to_be_asked_in_a_turn_that_is_over_is_moot() -> None:
    before = ask(with_deadline())
    (waiting,) = before.cases
    moved = before.with_case(waiting.model_copy(update={"since": NOW + HOUR}))

    (task,) = judged(moved, context(now=NOW + HOUR), "import").tasks

    assert (task.moot, task.done_by) == (True, "import")


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        pytest.param({}, "the answer is still to come", id="waits"),
        pytest.param(
            {"granted": True, "granted_until": NOW + DAY},
            "granted until 2026-11-23 09:00; the deadline was 2026-11-22 12:00",
            id="granted",
        ),
        pytest.param(
            {"granted": True, "granted_until": NOW + DAY, "before": None},
            "granted until 2026-11-23 09:00; the deadline was -",
            id="granted where none was known",
        ),
        pytest.param(
            {"granted": False, "refusal": "超过次数"},
            "no more time was given: 超过次数",
            id="refused",
        ),
        pytest.param(
            {"asked_at": NOW - 2 * DAY},
            "the turn was over before an answer",
            id="the turn is over",
        ),
    ],
)
def test_a_request_is_read_with_its_case(changes: dict[str, Any], line: str) -> None:
    extension = ASKED.model_copy(update=changes)
    first, second = ExtendDeadline.shown(case(since=NOW - DAY, extensions=(extension,)))

    assert first.startswith("more time was asked of the platform at 2026-11-2")
    assert first.endswith(f", until {LATER}: {REASON}")
    assert second == line


def test_the_deadline_is_seen_while_a_time_is_typed() -> None:
    given = order(cases=(case(platform_deadline=DEADLINE), case(id="A2", state="open")))

    assert ExtendDeadline.background(given, context()) == (
        "The deadline of case A1 is 2026-11-22 12:00.",
    )

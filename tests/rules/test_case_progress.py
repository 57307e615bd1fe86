"""How far a case is by an undated row, which alone never takes it back."""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.case_machine import (
    ANSWER,
    ANSWERED,
    AWAY,
    COMING,
    CONFIRM,
    PAY,
    RECEIVE,
    RETURN,
    RULE,
    SEND,
    UNCLEAR,
)
from store.rules.platform.cases.case_age import Age, age_of
from store.rules.platform.cases.case_progress import AGREED_WAY
from store.rules.platform.cases.doubts import doubts_of
from tests.build import DAY, HOUR, NOW, case_facts, changed, shipped
from tests.rules.test_platform_cases import after, seen, the_case


def at(state: str, **changes: Any) -> AfterSalesCase:
    return seen(f"原话 {state}", state=state, **changes)


def paid(fen: int, **changes: Any) -> AfterSalesCase:
    return at("closed", outcome="refunded", refunded_fen=fen, **changes)


def ended(outcome: str) -> AfterSalesCase:
    return at("closed", outcome=outcome)


BACK = [
    *((later, at(ANSWER)) for later in (AWAY, COMING, RECEIVE, PAY, SEND, CONFIRM, RULE)),
    (AWAY, at(ANSWERED)),
    (RECEIVE, at(AWAY)),
    (PAY, at(RECEIVE)),
    (SEND, at(COMING)),
    (CONFIRM, at(SEND)),
    (RULE, at(ANSWERED)),
]
ON = [
    (ANSWER, at(ANSWERED)),
    (ANSWERED, at(ANSWER)),
    (ANSWER, at(CONFIRM)),
    (AWAY, at(COMING)),
    (RECEIVE, at(RULE)),
    (RULE, at(AWAY)),
    (CONFIRM, at(UNCLEAR)),
    (UNCLEAR, at(ANSWER)),
    (RULE, ended("withdrawn")),
    (RECEIVE, ended("withdrawn")),
    (ANSWER, paid(2000)),
]


@pytest.mark.parametrize(("known", "shown", "back"), [(*one, one in BACK) for one in (*BACK, *ON)])
def test_an_open_case_goes_on_only(known: str, shown: AfterSalesCase, *, back: bool) -> None:
    before = after(shipped(), at(known))

    order = after(before, shown)

    assert (age_of(the_case(before), shown) is Age.BEHIND) is back
    assert the_case(order).state == (known if back else shown.state)
    assert ("gone_back" in doubts_of(before, order, case_facts(shown), NOW)) is back


def test_every_open_state_has_its_step_but_two() -> None:
    assert {*AGREED_WAY, RULE, UNCLEAR, "closed"} == {*type(ANSWER)}


@pytest.mark.parametrize(
    ("known", "shown", "stays"),
    [
        pytest.param(paid(4000), paid(2000), True, id="less money"),
        pytest.param(paid(2000), paid(4000), False, id="more money"),
        pytest.param(paid(4000), ended("withdrawn"), True, id="nothing after money"),
        pytest.param(ended("fulfilled"), ended("withdrawn"), True, id="nothing after goods"),
        pytest.param(ended("withdrawn"), paid(2000), False, id="money after nothing"),
        pytest.param(ended("withdrawn"), ended("expired"), False, id="another end"),
    ],
)
def test_what_was_given_is_not_taken_back(
    known: AfterSalesCase, shown: AfterSalesCase, *, stays: bool
) -> None:
    case = the_case(after(shipped(), known, shown))

    given = known if stays else shown
    assert (case.outcome, case.refunded_fen) == (given.outcome, given.refunded_fen)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        pytest.param({"applied_at": NOW, "as_of": NOW}, ANSWER, id="applied for anew"),
        pytest.param({"as_of": NOW + DAY}, ANSWER, id="in a file that says when it was made"),
        pytest.param({}, RECEIVE, id="nothing shows that it is newer"),
    ],
)
def test_what_is_shown_to_be_newer_goes_back(changes: dict[str, Any], state: str) -> None:
    assert the_case(after(shipped(), at(RECEIVE), at(ANSWER, **changes))).state == state


def test_after_our_answer_other_rules_say_what_is_news() -> None:
    ours = changed(AgreeRefund, after(shipped(), at(ANSWER, platform_fen=2000)))
    more = at(ANSWER, requested_fen=3000, platform_fen=3000)

    assert age_of(the_case(ours), more) is Age.NEWER
    assert the_case(after(ours, more)).state == ANSWER


def due(hours: int, fen: int = 2000) -> AfterSalesCase:
    words = (("售后状态", "待商家处理"), ("超时时间", str(hours)))
    money: dict[str, Any] = {"requested_fen": fen, "platform_fen": fen}
    return seen(platform_status=words, platform_deadline=NOW + hours * HOUR, **money)


@pytest.mark.parametrize(
    ("rows", "hours", "fen"),
    [
        pytest.param([due(48), due(24), due(48)], 24, 2000, id="more time, as before"),
        pytest.param([due(48, 3000), due(24), due(48, 3000)], 24, 2000, id="with another amount"),
        pytest.param([due(24), due(48), due(24)], 24, 2000, id="less time, as before"),
        pytest.param([due(24), due(48)], 48, 2000, id="more time, named by none before"),
        pytest.param([due(24, 3000), due(24), due(24, 3000)], 24, 3000, id="an amount as before"),
    ],
)
def test_time_that_was_named_before_is_not_won_back(
    rows: list[AfterSalesCase], hours: int, fen: int
) -> None:
    case = the_case(after(shipped(), *rows))

    assert (case.platform_deadline, case.requested_fen) == (NOW + hours * HOUR, fen)


def by(state: str, hours: int, kind: CaseKind = RETURN, **changes: Any) -> AfterSalesCase:
    """A case there, with the deadline that its row names, in hours from now."""
    words = (("售后状态", f"原话 {state}"), ("超时时间", str(hours)))
    due = {"platform_status": words, "platform_deadline": NOW + hours * HOUR}
    return at(state, kind=kind, platform_kind=kind.value, **due | changes)

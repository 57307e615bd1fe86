"""An undated row that shows a case less far: it may be of before, or the case went back there."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.discrepancy import Right
from store.models.first_import import FirstImport
from store.models.order import Order
from store.rules.action.form import form_of
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.agree_return import AgreeReturn
from store.rules.cases.actions.ship_replacement import ShipReplacement
from store.rules.cases.actions.submit_evidence import SubmitEvidence
from store.rules.cases.case_machine import (
    ANSWER,
    AWAY,
    CONFIRM,
    EXCHANGE,
    PAY,
    RECEIVE,
    REFUND_ONLY,
    RULE,
    SEND,
)
from store.rules.cases.interventions import last_ruling
from store.rules.obligations import obligations
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.discrepancies.explaining import explain
from tests.build import HOUR, NOW, changed, context, shipped
from tests.rules.test_case_progress import at, by, ended, paid
from tests.rules.test_platform_cases import after, dated, the_case

IN = by(RULE, 24)
GIVEN_BACK = by(ANSWER, 96)
"""The buyer takes the intervention back: it is ours to answer, later than the evidence was due."""
BY_TIME = paid(5000, agreed_at=NOW + 90 * HOUR)
BY_PLATFORM = paid(5000, agreed_at=NOW + 20 * HOUR, agreed_for="platform")


def came(shown: AfterSalesCase, number: int) -> AfterSalesCase:
    """What a file of that import shows; later ones came from computers whose clocks are behind."""
    return shown.model_copy(update={"imported": FirstImport(number=number, at=NOW - number * HOUR)})


DOUBTED = after(shipped(), IN, came(GIVEN_BACK, 2))


def asked(order: Order) -> list[tuple[str, datetime | None]]:
    """Where it is owed to look, and until when."""
    duties = {one.about: one for one in obligations(order, context().policy)}
    open_now = order.open_discrepancies
    return [(one.about, duties[one.id].due_at) for one in open_now if one.kind == "case_back"]


def resolved(order: Order, right: Right) -> Order:
    (doubt,) = order.open_discrepancies
    given: dict[str, Any] = {"discrepancy": doubt.id, "reason": "已核对", "right": right}
    return changed(ResolveDiscrepancy, order, **given)


@pytest.mark.parametrize(
    ("rows", "due"),
    [
        pytest.param([IN, GIVEN_BACK], 24, id="the platform gives it back: its own deadline"),
        pytest.param([by(RULE, 96), by(ANSWER, 24)], 24, id="ours sooner: the row's"),
        pytest.param([by(AWAY, 96), by(ANSWER, 24, REFUND_ONLY)], 24, id="as another kind"),
        pytest.param([at(AWAY), by(ANSWER, 24)], 24, id="no deadline was known"),
        pytest.param([by(RECEIVE, 96), by(AWAY, 24)], 24, id="the buyer's turn: the row's"),
        pytest.param([by(RECEIVE, 24), by(AWAY, 96)], 24, id="due later: the known one"),
        pytest.param([by(RECEIVE, 24), at(AWAY)], 24, id="the row names none"),
        pytest.param([by(RULE, 96), by(ANSWER, 2)], None, id="a deadline that is over: of before"),
        pytest.param([paid(4000), paid(2000)], None, id="an end keeps the larger amount"),
        pytest.param([ended("fulfilled"), ended("withdrawn")], None, id="and what was given"),
    ],
)
def test_it_is_owed_to_look_there_by_the_earlier_of_both_deadlines(
    rows: list[AfterSalesCase], due: int | None
) -> None:
    order = after(shipped(), *rows)

    assert asked(order) == ([("A1", NOW + due * HOUR)] if due else [])


def test_both_are_said() -> None:
    (doubt,) = DOUBTED.open_discrepancies

    assert explain(DOUBTED, doubt) == (
        "Case A1 stands here at: platform to rule; a file that does not say when it was made, and"
        " names no later time, shows: ours to answer, return and refund (deadline 2026-11-26"
        " 09:00). Look there which of both it is."
    )


@pytest.mark.parametrize(
    ("shown", "is_asked"),
    [
        pytest.param(GIVEN_BACK, True, id="the same once more"),
        pytest.param(IN, False, id="where it was known to be"),
        pytest.param(
            came(IN, 1),
            True,
            id="by a file that had come before",
        ),
        pytest.param(came(IN, 2), True, id="by a file of the same import"),
        pytest.param(came(IN, 3), False, id="by a later one, whatever its clock says"),
        pytest.param(dated(), False, id="a file that says when it was made"),
        pytest.param(BY_TIME, False, id="its end"),
    ],
)
def test_a_later_file_settles_it(shown: AfterSalesCase, *, is_asked: bool) -> None:
    assert bool(asked(after(DOUBTED, shown))) is is_asked


@pytest.mark.parametrize(
    ("right", "state"),
    [pytest.param("us", RULE, id="us"), pytest.param("platform", ANSWER, id="platform")],
)
def test_a_person_says_where_it_is(right: Right, state: str) -> None:
    order = resolved(DOUBTED, right)

    assert the_case(order).state == state
    assert not asked(after(order, GIVEN_BACK)), "what was settled is not asked again"
    assert the_case(after(order, GIVEN_BACK)).state == state


def test_what_is_ours_by_then_is_owed_and_answered_as_any_other() -> None:
    order = resolved(DOUBTED, "platform")

    owed = {one.kind: one.due_at for one in obligations(order, context().policy)}
    assert owed["answer-case"] == NOW + 96 * HOUR
    answered = changed(AgreeReturn, order, return_address="仓库")
    assert the_case(after(answered, GIVEN_BACK)).state == the_case(answered).state


def test_whose_word_counts_has_to_be_said_by_what_it_does() -> None:
    (doubt,) = DOUBTED.open_discrepancies
    fields = {one.name: one for one in form_of(ResolveDiscrepancy, DOUBTED, context()).fields}
    said = ResolveDiscrepancy(discrepancy=doubt.id, reason="已核对").problems(DOUBTED, context())

    assert [one.text for one in fields["right"].choices] == [
        "back: ours to answer, by 2026-11-26 09:00",
        "as known: platform to rule",
    ]
    assert fields["right"].required
    (sentence,) = [one.sentence for one in said]
    assert sentence.removeprefix(explain(DOUBTED, doubt)) == (
        " Say whose word counts: platform: back: ours to answer, by 2026-11-26 09:00; us: as known:"
        " platform to rule."
    )


def doubts() -> Iterator[object]:
    yield pytest.param(DOUBTED, BY_TIME, None, id="nobody knows who ended it")
    yield pytest.param(DOUBTED, BY_PLATFORM, "for_buyer", id="the platform says that it agreed")
    yield pytest.param(resolved(DOUBTED, "us"), BY_TIME, "for_buyer", id="it is still there")
    yield pytest.param(resolved(DOUBTED, "platform"), BY_TIME, None, id="it went back")
    yield pytest.param(after(shipped(), IN), BY_TIME, "for_buyer", id="no doubt")


@pytest.mark.parametrize(("given", "shown", "ruling"), doubts())
def test_money_by_a_time_that_ran_out_is_no_ruling_while_that_is_open(
    given: Order, shown: AfterSalesCase, ruling: str | None
) -> None:
    order = after(given, shown)

    ruled = last_ruling(the_case(order))
    assert (ruled.ruling if ruled else None) == ruling
    appeals = any(one.kind == "appeal" for one in obligations(order, context().policy))
    assert appeals is (ruling is not None)


GONE_BACK = after(shipped(), by(RULE, 48, REFUND_ONLY), by(ANSWER, 20, REFUND_ONLY))
LATER = context(now=NOW + 4 * HOUR)
"""The row's own deadline is the earlier one."""


def told(order: Order) -> list[tuple[str, datetime | None]]:
    """What is to be told there, and by when."""
    return [(one.kind, one.due_at) for one in order.open_tasks]


def test_what_is_done_in_doubt_is_to_be_told_by_the_earlier_of_both_deadlines() -> None:
    order = changed(AgreeRefund, GONE_BACK, LATER)

    owed = {one.kind: one.due_at for one in obligations(order, LATER.policy)}
    assert owed["platform-task"] == NOW + 20 * HOUR


def test_an_answer_that_was_given_in_doubt_is_the_answer() -> None:
    answered = changed(AgreeRefund, GONE_BACK, LATER)
    order = resolved(answered, "platform")

    assert the_case(order).state == the_case(answered).state == PAY
    assert told(order) == [("answer-case", NOW + 20 * HOUR)]
    assert not asked(after(order, by(ANSWER, 20, REFUND_ONLY))), "it is not known there yet"


def test_no_evidence_is_asked_for_where_the_platform_is_out() -> None:
    order = resolved(changed(SubmitEvidence, GONE_BACK, LATER, text="已发货"), "platform")

    assert (the_case(order).state, told(order)) == (ANSWER, [])


def test_goods_that_left_for_it_are_to_be_told_there_once_more() -> None:
    to_send, sent = by(SEND, 48, EXCHANGE), by(CONFIRM, 240, EXCHANGE)
    left = changed(ShipReplacement, after(shipped(), to_send), tracking_no="YT9990000000001")
    shown = after(left, sent)
    order = resolved(after(shown, to_send), "platform")

    assert told(shown) == []
    assert the_case(order).state == CONFIRM
    assert told(order) == [("send-for-case", NOW + 48 * HOUR)]
    moved_on = after(order, sent)
    assert (told(moved_on), asked(moved_on)) == ([], []), "what was settled is not asked again"

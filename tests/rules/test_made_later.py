"""Files without a date that were surely made after what is known, by other rows in them."""

from datetime import datetime
from typing import NamedTuple

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.case_state import CaseState
from store.models.order import Order
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.agree_return import AgreeReturn
from store.rules.cases.actions.close_case import CloseCase
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.cases.actions.withdraw_case import WithdrawCase
from store.rules.cases.case_machine import (
    ANSWER,
    ANSWERED,
    PAY,
    RECEIVE,
    REFUND_ONLY,
    RULE,
)
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.platform.cases.case_age import Age, age_of
from store.rules.platform.cases.doubts import doubts_of
from store.rules.platform.cases.last_words import state_words
from store.rules.platform.made_later import MINUTE
from tests.build import HOUR, NOW, case_facts, changed, context, shipped
from tests.rules.test_case_progress import by, ended, paid
from tests.rules.test_platform_cases import after, the_case

FIRST, LATER = NOW + HOUR, NOW + 2 * HOUR
"""The latest time of any row of two files; nothing is done here after NOW."""


class Told(NamedTuple):
    """What files showed, and what a later one shows."""

    known: list[AfterSalesCase]
    shown: AfterSalesCase


def file(row: AfterSalesCase, made_after: datetime | None) -> AfterSalesCase:
    return row.model_copy(update={"made_after": made_after})


TOLD = {
    "seen closed alone, and it goes on": Told([ended("withdrawn")], by(ANSWER, 24)),
    "less money": Told([paid(4000)], paid(2000)),
    "an earlier step": Told([by(RECEIVE, 48)], by(ANSWER, 24)),
    "from the platform to us": Told([by(RULE, 48)], by(ANSWER, 24)),
    "by a deadline of before": Told([by(RULE, 24), by(RULE, 48), by(RULE, 24)], by(RULE, 48)),
    "ended once more": Told(
        [by(ANSWER, 24), ended("withdrawn"), by(ANSWER, 48)], ended("withdrawn")
    ),
}


def where(case: AfterSalesCase) -> tuple[object, ...]:
    return case.state, case.refunded_fen, case.platform_deadline if case.open else None


AS_KNOWN = [
    pytest.param(None, id="it tells of no time"),
    pytest.param(NOW, id="of less"),
    pytest.param(FIRST + MINUTE / 2, id="saved by Excel"),
]


@pytest.mark.parametrize("told", [pytest.param(one, id=name) for name, one in TOLD.items()])
def test_what_such_a_file_shows_is_news_however_much_less_it_is(told: Told) -> None:
    known = after(shipped(), *(file(one, FIRST) for one in told.known))
    shown = file(told.shown, LATER)

    order = after(known, shown)

    assert age_of(the_case(known), shown) is Age.NEWER
    assert where(the_case(order)) == where(shown)
    assert the_case(order).made_after == LATER
    assert not [*doubts_of(known, order, case_facts(shown), NOW)]
    assert not order.open_discrepancies


@pytest.mark.parametrize("made_after", AS_KNOWN)
@pytest.mark.parametrize("told", [pytest.param(one, id=name) for name, one in TOLD.items()])
def test_what_no_row_proves_is_judged_by_what_it_shows(
    told: Told, made_after: datetime | None
) -> None:
    known = after(shipped(), *(file(one, FIRST) for one in told.known))

    assert where(the_case(after(known, file(told.shown, made_after)))) == where(told.known[-1])


NO = changed(RejectCase, after(shipped(), by(ANSWER, 24)), reason="no")
TOLD_NO = changed(CompleteTask, NO)


@pytest.mark.parametrize(
    ("given", "made_after", "state"),
    [
        pytest.param(TOLD_NO, LATER, ANSWER, id="told before the file was made"),
        pytest.param(TOLD_NO, NOW, ANSWERED, id="told when it was made"),
        pytest.param(TOLD_NO, None, ANSWERED, id="the file tells of no time"),
        pytest.param(
            NO,
            LATER,
            ANSWERED,
            id="not told",
        ),
    ],
)
@pytest.mark.parametrize("hours", [24, 48])
def test_the_words_that_we_answered_ask_once_more_where_the_answer_was_told_by_then(
    given: Order, made_after: datetime | None, state: CaseState, hours: int
) -> None:
    order = after(given, file(by(ANSWER, hours), made_after))

    assert the_case(order).state is state


def test_so_they_do_where_we_said_yes() -> None:
    agreed = changed(AgreeRefund, after(shipped(), by(ANSWER, 24, REFUND_ONLY)))
    told = changed(CompleteTask, agreed)
    shown = file(by(ANSWER, 24, REFUND_ONLY), LATER)

    assert the_case(after(agreed, shown)).state is PAY
    assert the_case(after(told, shown)).state is ANSWER


def test_an_end_after_our_answer_was_told_leaves_the_words_of_before_it_known() -> None:
    asked = the_case(TOLD_NO)

    over = the_case(after(TOLD_NO, file(ended("withdrawn"), LATER)))

    assert not over.open
    assert over.open_words == state_words(asked) != ("",)


@pytest.mark.parametrize(
    ("entered_at", "made_after", "state"),
    [
        pytest.param(NOW, LATER, ANSWER, id="made since"),
        pytest.param(LATER, LATER, ANSWERED, id="made before that was entered"),
        pytest.param(NOW, None, ANSWERED, id="it tells of no time"),
    ],
)
def test_it_asks_for_an_answer_though_money_is_on_its_way(
    entered_at: datetime, made_after: datetime | None, state: CaseState
) -> None:
    asked = after(shipped(), file(by(ANSWER, 24, REFUND_ONLY), FIRST))
    entering = context(now=entered_at)
    going = changed(Refund, changed(AgreeRefund, asked), entering, amount="50", reason="x")
    refused = after(going, file(by(ANSWERED, 36, REFUND_ONLY), FIRST))

    there = after(refused, file(by(ANSWER, 48, REFUND_ONLY), made_after))

    assert the_case(refused).state is ANSWERED
    assert the_case(there).state is state


WITHDRAWN = changed(WithdrawCase, after(shipped(), by(ANSWER, 24)))
LAPSED = changed(CloseCase, TOLD_NO, reason="x")
"""What we refused stayed so, as somebody told there."""
TO_CLOSE = changed(
    CloseCase,
    changed(AgreeReturn, after(shipped(), by(ANSWER, 24)), return_address="x"),
    reason="x",
)
"""Nobody told there that we agreed, nor that it is over."""
PAID = changed(
    SettleRefund,
    changed(
        Refund,
        changed(AgreeRefund, after(shipped(), by(ANSWER, 24, REFUND_ONLY))),
        case="A1",
        reason="x",
    ),
    outcome="done",
)


@pytest.mark.parametrize(
    ("given", "shown", "made_after", "is_open"),
    [
        pytest.param(WITHDRAWN, by(ANSWER, 24), LATER, True, id="withdrawn before it was made"),
        pytest.param(WITHDRAWN, by(ANSWER, 24), NOW, False, id="withdrawn when it was made"),
        pytest.param(WITHDRAWN, by(ANSWER, 24), None, False, id="it tells of no time"),
        pytest.param(
            changed(WithdrawCase, NO), by(ANSWER, 24), LATER, True, id="withdrawn after our no"
        ),
        pytest.param(LAPSED, by(ANSWER, 24), LATER, True, id="ended by our no"),
        pytest.param(TO_CLOSE, by(ANSWER, 24), LATER, False, id="still to be closed there"),
        pytest.param(
            changed(CompleteTask, TO_CLOSE, task=TO_CLOSE.open_tasks[-1].id),
            by(ANSWER, 24),
            LATER,
            True,
            id="closed there, it is said",
        ),
        pytest.param(PAID, by(ANSWER, 24, REFUND_ONLY), LATER, False, id="its money went"),
    ],
)
def test_what_was_closed_here_for_nothing_before_is_open_there(
    given: Order, shown: AfterSalesCase, made_after: datetime | None, *, is_open: bool
) -> None:
    order = after(given, file(shown, made_after))

    assert (the_case(order).state is ANSWER) is is_open
    assert [one.kind for one in order.open_discrepancies] == ["case_open"] * is_open
    assert "closed_here" in doubts_of(given, order, case_facts(shown), NOW) or is_open
    if is_open:
        assert the_case(order).platform_deadline == shown.platform_deadline
        assert not the_case(changed(WithdrawCase, order)).open

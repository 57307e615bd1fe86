"""How what a row says of a case stands to what is known of it, and what is believed by then.

Each row is one that a shop would know: what was known, what the next file shows, how old that is,
where the case stands, and until when it is owed to look there.
"""

from typing import Any, NamedTuple

import pytest

from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.case_state import CaseState
from store.models.first_import import FirstImport
from store.models.order import Order
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.cases.actions.ship_replacement import ShipReplacement
from store.rules.cases.actions.submit_evidence import SubmitEvidence
from store.rules.cases.case_machine import (
    ANSWER,
    ANSWERED,
    AWAY,
    CLOSED,
    EXCHANGE,
    RECEIVE,
    REFUND_ONLY,
    RETURN,
    RULE,
    SEND,
)
from store.rules.platform.cases.case_age import Age, age_of
from store.rules.platform.cases.doubts import doubts_of
from store.rules.platform.cases.platform_cases import done_here
from tests.build import DAY, HOUR, NOW, case_facts, changed, context, shipped
from tests.rules.test_case_back import asked, resolved
from tests.rules.test_case_progress import at, by, paid
from tests.rules.test_platform_cases import after, the_case

ENDED = paid(5000, agreed_at=NOW + HOUR, latest_at=NOW + HOUR, as_of=NOW + HOUR)


class Told(NamedTuple):
    """What is known, what a file shows, and what comes of it."""

    known: list[AfterSalesCase]
    shown: AfterSalesCase
    age: Age
    state: CaseState
    due: int | None = None
    """Until when it is owed to look there, in hours from now; None where nobody has to."""


def of(number: int, case: AfterSalesCase) -> AfterSalesCase:
    return case.model_copy(update={"imported": FirstImport(number=number, at=NOW + 3 * HOUR)})


def numbered(*rows: AfterSalesCase) -> list[AfterSalesCase]:
    """Each as a file of its own shows it, which came after those before it."""
    return [one if one.imported else of(at, one) for at, one in enumerate(rows, 3)]


TOLD = {
    "the buyer sent it": Told([by(AWAY, 96)], by(RECEIVE, 120), Age.NEWER, RECEIVE),
    "a download of this morning comes in the afternoon": Told(
        [by(RULE, 48)], by(ANSWER, 24), Age.BEHIND, RULE, 24
    ),
    "and then one of now": Told([by(RULE, 48), by(ANSWER, 24)], by(RULE, 48), Age.NEWER, RULE),
    "that of the morning once more": Told(
        [by(RULE, 48), by(ANSWER, 24), by(RULE, 48)], by(ANSWER, 24), Age.BEHIND, RULE, 24
    ),
    "a step between is skipped by neither": Told(
        [by(AWAY, 96), by(ANSWER, 24)], by(RECEIVE, 120), Age.NEWER, RECEIVE
    ),
    "of the morning, as another kind": Told(
        [by(AWAY, 96)], by(ANSWER, 24, REFUND_ONLY), Age.BEHIND, AWAY, 24
    ),
    "from the platform to us": Told([by(RULE, 48)], by(RECEIVE, 24), Age.NEWER, RECEIVE),
    "and there again: that was of before": Told(
        [by(RULE, 48), by(RECEIVE, 24)], by(RULE, 48), Age.NEWER, RULE, 24
    ),
    "there again, in a file that says when it was made": Told(
        [by(RULE, 48), by(RECEIVE, 24)], by(RULE, 48, as_of=NOW + DAY), Age.NEWER, RULE
    ),
    "as before again": Told(
        [by(RULE, 48), by(RECEIVE, 24), by(RULE, 48)], by(RULE, 48), Age.NEWER, RULE
    ),
    "its end": Told([by(RULE, 48), by(ANSWER, 24)], ENDED, Age.NEWER, CLOSED),
    "open after its end": Told([ENDED], by(ANSWER, 24), Age.BEFORE, CLOSED),
    "in a file that says when it was made": Told(
        [by(RECEIVE, 96)], by(ANSWER, 24, as_of=NOW + DAY), Age.NEWER, ANSWER
    ),
    "the very file of before": Told([of(2, at(RECEIVE))], of(1, at(ANSWER)), Age.BEFORE, RECEIVE),
}


@pytest.mark.parametrize("told", [pytest.param(one, id=name) for name, one in TOLD.items()])
def test_of_two_rows(told: Told) -> None:
    *earlier, shown = numbered(*told.known, told.shown)
    before = after(shipped(), *earlier)

    order = after(before, shown)

    assert age_of(the_case(before), shown) is told.age
    assert the_case(order).state is told.state
    assert asked(order) == ([("A1", NOW + told.due * HOUR)] if told.due else [])
    said = {*doubts_of(before, order, case_facts(shown), NOW)}
    assert ("gone_back" in said) is (told.age is Age.BEHIND)


def test_what_was_of_before_takes_no_duty_and_refuses_no_action() -> None:
    """The evidence is handed in and the return is received, whatever the late file shows."""
    ruling = after(shipped(), by(RULE, 48), by(ANSWER, 24))
    coming = after(shipped(), by(RECEIVE, 48), by(ANSWER, 24))

    assert SubmitEvidence.refusal(ruling, the_case(ruling), context()) is None
    assert ReceiveReturn.refusal(coming, the_case(coming), context()) is None


def test_after_an_answer_here_what_was_replaced_is_said_and_asked() -> None:
    """Somebody said that it went back there, and answered; now a file shows it where it was."""
    back = resolved(after(shipped(), by(RULE, 48), by(ANSWER, 24)), "platform")
    answered = changed(RejectCase, back, reason="no")

    order = after(answered, by(RULE, 48))

    assert the_case(order).state is ANSWERED
    assert asked(order) == [("A1", NOW + 48 * HOUR)]
    assert [*doubts_of(answered, order, case_facts(by(RULE, 48)), NOW)] == ["gone_back"]


def exchange(state: str, **changes: Any) -> AfterSalesCase:
    return by(state, 48, EXCHANGE, **changes)


HERE = changed(ReceiveReturn, after(shipped(), exchange(RECEIVE)), good="1:1")
SENT = changed(ShipReplacement, HERE, tracking_no="YT9990000000001")


@pytest.mark.parametrize(
    ("given", "state"),
    [
        pytest.param(HERE, SEND, id="nothing was sent"),
        pytest.param(SENT, AWAY, id="the replacement of one of two left"),
    ],
)
@pytest.mark.parametrize("kind", [REFUND_ONLY, RETURN])
def test_an_exchange_that_turned_to_money_after_its_goods_came_is_asked_before_more_goes(
    given: Order, state: CaseState, kind: CaseKind
) -> None:
    shown = by(ANSWER, 30, kind)

    order = after(given, shown)

    assert age_of(the_case(given), shown, done_here(given, the_case(given), shown)) is Age.OVER
    assert the_case(order).state is state
    assert asked(order) == [("A1", NOW + 30 * HOUR)]
    assert [*doubts_of(given, order, case_facts(shown), NOW)] == ["gone_back"]
    assert order.stops_shipping
    there = the_case(resolved(order, "platform"))
    assert (there.state, there.kind, there.requested_fen) == (ANSWER, kind, shown.requested_fen)

"""A ruling that only the platform's file shows: it may be appealed against, and recorded better."""

from datetime import datetime
from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.intervention import Intervention
from store.models.order import Order
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.correct_ruling import CorrectRuling
from store.rules.cases.actions.record_ruling import RecordRuling
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.cases.actions.request_intervention import RequestIntervention
from store.rules.cases.interventions import appeal_refused, last_ruling, ruling_said
from store.rules.obligations import obligations
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.platform.cases.platform_cases import merge_case
from store.rules.platform.judging import contradicted_since, judged
from tests.build import (
    DAY,
    HOUR,
    NOW,
    case,
    changed,
    context,
    exported_case,
    shipped,
)

LATER = NOW + 5 * HOUR
ENDED_AT = NOW + 4 * HOUR
REFUNDED = {"state": "closed", "outcome": "refunded", "refunded_fen": 5000, "closed_at": ENDED_AT}
A_PART = REFUNDED | {"refunded_fen": 2000, "requested_fen": 2000}
IN_PERSON = {"agreed_for": "platform", "agreed_at": ENDED_AT - HOUR}
ON_ITS_WAY = {"state": "seller_to_refund", "waits_for": "platform", "since": ENDED_AT - HOUR}
IS_IN = {"state": "platform_to_rule"}
Shown = dict[str, Any]


def told(given: Order) -> Order:
    return changed(CompleteTask, given)


ASKED = shipped(cases=(case(platform_status=(("售后状态", "待商家处理"),)),))
REFUSED = changed(RejectCase, ASKED, reason="凭证不足")
CALLED_IN = changed(RequestIntervention, told(REFUSED), by="buyer", text="仅退款")
AGREED = told(changed(AgreeRefund, ASKED))


def after(given: Order, *shown: Shown) -> Order:
    """The order after files, none of which says when it was made, that show its case so."""
    (known,) = given.cases
    for number, one in enumerate(shown):
        values = case().model_dump() | {"kind": known.kind} | one
        seen = AfterSalesCase.model_validate(
            values | {"platform_status": (("售后状态", f"{one['state']} {number}"),)}
        )
        row = exported_case(given, seen)
        asked = context(now=LATER, beside=given)
        merged = merge_case(given, row, asked)
        given = judged(merged, asked, "import")
        again = merge_case(given, row, asked)
        assert judged(again, asked, "import") == given
    return given


def ruled(given: Order) -> tuple[str | None, datetime | None, int | None] | None:
    (one,) = given.cases
    ruling = last_ruling(one)
    return (ruling.ruling, ruling.ruled_at, ruling.amount_fen) if ruling else None


@pytest.mark.parametrize(
    ("given", "shown", "found"),
    [
        pytest.param(
            told(REFUSED), (IS_IN, REFUNDED), ("for_buyer", ENDED_AT, None), id="after our no"
        ),
        pytest.param(
            REFUSED, (IS_IN, REFUNDED), ("for_buyer", ENDED_AT, None), id="after an untold no"
        ),
        pytest.param(ASKED, (IS_IN, REFUNDED), ("for_buyer", ENDED_AT, None), id="unanswered"),
        pytest.param(ASKED, (IS_IN, A_PART), ("split", ENDED_AT, 2000), id="a part of it"),
        pytest.param(
            CALLED_IN,
            (REFUNDED,),
            ("for_buyer", ENDED_AT, None),
            id="called in as it is noted here",
        ),
        pytest.param(
            told(REFUSED),
            (REFUNDED | IN_PERSON,),
            ("for_buyer", ENDED_AT - HOUR, None),
            id="the platform agreed, and nobody saw it called in",
        ),
        pytest.param(
            ASKED,
            (IS_IN, ON_ITS_WAY, A_PART),
            ("split", ENDED_AT - HOUR, 2000),
            id="the money was seen on its way, and is a part",
        ),
        pytest.param(
            ASKED,
            (IS_IN, REFUNDED | {"closed_at": None}),
            ("for_buyer", LATER, None),
            id="nobody says when",
        ),
        pytest.param(
            ASKED,
            (IS_IN, {"state": "closed", "outcome": "rejected", "closed_at": ENDED_AT}),
            ("for_seller", ENDED_AT, None),
            id="the platform refused it",
        ),
        pytest.param(
            ASKED,
            (IS_IN, {"state": "closed", "outcome": "withdrawn", "closed_at": ENDED_AT}),
            None,
            id="the buyer may have withdrawn it",
        ),
        pytest.param(ASKED, (REFUNDED,), None, id="the platform was not in"),
        pytest.param(
            ASKED,
            (IS_IN, REFUNDED | {"agreed_for": "us", "agreed_at": ENDED_AT}),
            None,
            id="one of us agreed there",
        ),
        pytest.param(AGREED, (REFUNDED | IN_PERSON,), None, id="one of us agreed here"),
        pytest.param(
            CALLED_IN,
            (REFUNDED | {"closed_at": NOW - HOUR},),
            None,
            id="it had ended before the platform was called in",
        ),
    ],
)
def test_how_a_case_ends_while_the_platform_rules_is_its_ruling(
    given: Order, shown: tuple[Shown, ...], found: object
) -> None:
    assert ruled(after(given, *shown)) == found


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        pytest.param(told(REFUSED), (IS_IN, REFUNDED), id="only the file shows that it was in"),
        pytest.param(CALLED_IN, (REFUNDED,), id="it was called in here"),
        pytest.param(told(REFUSED), (REFUNDED | IN_PERSON,), id="only by who agreed"),
    ],
)
def test_it_is_nobody_s_answer_and_may_be_appealed_against_for_seven_days(
    given: Order, shown: tuple[Shown, ...]
) -> None:
    ended = after(given, *shown)
    (one,) = ended.cases
    ruled_at = ruled(ended)[1]  # type: ignore[index]

    assert contradicted_since(None, ended) == ()
    assert appeal_refused(ended, one, context(now=LATER)) is None
    owed = {each.kind: each.due_at for each in obligations(ended, context().policy)}
    assert ruled_at
    assert owed["appeal"] == ruled_at + 7 * DAY
    assert ruling_said(one.interventions[-1]) == (
        "ruling: for the buyer, as the platform's file shows it"
    )


@pytest.mark.parametrize(
    ("shown", "values", "said"),
    [
        pytest.param(REFUNDED, {"ruling": "for_buyer"}, None, id="as it was read"),
        pytest.param(
            A_PART, {"ruling": "split", "amount": "20"}, None, id="a part, as it was paid"
        ),
        pytest.param(
            A_PART,
            {"ruling": "split", "amount": "15"},
            "The platform ruled that the buyer gets 15.00 for case A1, as it is recorded here,"
            " but it refunded 20.00; that counts as gone. Settle the difference with the"
            " platform.",
            id="less than was paid",
        ),
        pytest.param(
            REFUNDED,
            {"ruling": "for_seller"},
            "The platform ruled for us in case A1 on 2026-11-22, as it is recorded here, and"
            " gave 50.00 back all the same: correct the ruling where it was another one, and"
            " appeal while that is possible; else ask the platform for the money.",
            id="for us, though it was paid",
        ),
    ],
)
def test_it_is_recorded_afterwards_and_what_the_platform_did_stands(
    shown: Shown, values: dict[str, str], said: str | None
) -> None:
    given = after(told(REFUSED), IS_IN, shown)
    asked = context(now=LATER, beside=given)

    recorded = changed(RecordRuling, given, asked, **values)

    (one,) = recorded.cases
    assert (one.outcome, one.refunded_fen, one.closed_at) == (
        "refunded",
        shown["refunded_fen"],
        ENDED_AT,
    )
    (ruling,) = one.interventions
    assert (ruling.ruling, ruling.ruled_at, ruling.read) == (values["ruling"], ENDED_AT, False)
    assert contradicted_since(given, recorded) == ((said,) if said else ())


def test_what_nobody_recorded_is_not_corrected() -> None:
    given = after(ASKED, IS_IN, REFUNDED)

    assert CorrectRuling.why_not(given, context(now=LATER, beside=given)) == (
        "The ruling on case A1 is known from the platform's file alone; record it."
    )


def test_a_ruling_that_is_recorded_is_not_read_again() -> None:
    known = Intervention(id="i1", ruling="split", ruled_at=NOW - HOUR, amount_fen=1000)
    pays = case(state="seller_to_refund", interventions=(known,))

    ended = after(shipped(cases=(pays,)), REFUNDED | IN_PERSON)

    assert ended.cases[0].interventions == (known,)

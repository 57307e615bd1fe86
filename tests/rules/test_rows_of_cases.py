"""Rows of cases: whose turn it is in one, until when, and what it is about."""

from datetime import datetime
from typing import Any

import pytest

from store.documents.rows import rows_of
from store.models.after_sales_case import AfterSalesCase, Rejection, WaitingCase
from store.models.cancellation import VerifiedCause
from store.models.intervention import Intervention
from store.models.platform_task import PlatformTask
from tests.build import (
    DAY,
    HOUR,
    NOW,
    ORDER_NO,
    SHOP,
    case,
    refund,
    refunded_case,
)
from tests.rules.row_facts import KEY, MINE, POLICY, at, case_row, told

RULED = Intervention(id="i1", asked_by="buyer", requested_at=NOW - HOUR)
HANDED_IN = RULED.model_copy(update={"submitted_at": NOW})
LOST = RULED.model_copy(update={"ruled_at": NOW, "ruling": "for_buyer"})


@pytest.mark.parametrize(
    ("given", "row"),
    [
        pytest.param(
            case(),
            {
                "key": f"{KEY}#A1",
                "of_kind": "orders",
                "of_key": KEY,
                "order_no": ORDER_NO,
                "case": "A1",
            }
            | {"platform": "pinduoduo", "shop": SHOP, "goods": "东北大米 x2"}
            | {"kind": "refund_only", "state": "seller_to_answer", "outcome": ""}
            | {"requested_fen": 5000, "agreed_fen": None, "refunded_fen": 0}
            | {"first_reason": "少件", "cause": "", "agent": "", "agreed_by": ""}
            | {"applied_at": at(NOW - DAY), "agreed_at": None, "closed_at": None},
            id="what it is",
        ),
        pytest.param(
            case(since=NOW),
            {"waits_for": "us", "due_at": at(NOW + 2 * DAY), "due_estimated": True},
            id="ours to answer",
        ),
        pytest.param(
            case(since=NOW, platform_deadline=NOW + DAY),
            {"waits_for": "us", "due_at": at(NOW + DAY), "due_estimated": False},
            id="the platform's own deadline",
        ),
        pytest.param(
            case(state="buyer_to_return", since=NOW, agreed_fen=4500, agreed_at=NOW),
            {"waits_for": "buyer", "due_at": at(NOW + 7 * DAY)}
            | {"agreed_fen": 4500, "agreed_at": at(NOW)},
            id="the buyer sends back",
        ),
        pytest.param(case(agreed_by="小王"), {"agreed_by": "小王"}, id="who agreed there"),
        pytest.param(
            case(state="seller_to_refund", waits_for="platform", since=NOW),
            {"waits_for": "platform", "due_at": at(NOW + DAY)},
            id="the platform pays",
        ),
        pytest.param(
            case(state="open"),
            {"waits_for": "us", "due_at": None},
            id="a word that is not known",
        ),
        pytest.param(
            case(state="platform_to_rule", waits_for="platform", interventions=(HANDED_IN,)),
            {"waits_for": "platform", "due_at": None},
            id="the platform rules",
        ),
        pytest.param(
            refunded_case(waits_for="us"),
            {"state": "closed", "outcome": "refunded", "waits_for": "", "due_at": None}
            | {"refunded_fen": 5000, "closed_at": at(NOW - HOUR)},
            id="ended",
        ),
        pytest.param(
            refunded_case(interventions=(LOST,)),
            {"waits_for": "", "due_at": None},
            id="an appeal is a chance, not a turn",
        ),
    ],
)
def test_what_the_list_of_cases_says(given: AfterSalesCase, row: dict[str, Any]) -> None:
    assert told(case_row(given), *row) == row


def test_a_case_says_the_same_of_itself_while_its_order_is_waited_for() -> None:
    ended = refunded_case(agreed_by=" 小王  二店")
    waiting = WaitingCase(platform="pinduoduo", shop=SHOP, order_no=ORDER_NO, case=ended)

    (row,) = rows_of(waiting, POLICY)["cases"]

    of_itself = ("case", "kind", "state", "outcome", "waits_for", "agreed_by", "first_reason")
    times = ("applied_at", "agreed_at", "closed_at", "refunded_at", "due_at", "steps", "done")
    names = (*of_itself, "requested_fen", "refunded_fen", *times, "next_kind")
    assert told(row, *names) == told(case_row(ended), *names)


def test_evidence_is_asked_of_us_while_the_platform_rules() -> None:
    asked = RULED.model_copy(update={"evidence_deadline": NOW + 3 * HOUR})
    row = case_row(case(state="platform_to_rule", waits_for="platform", interventions=(asked,)))

    assert (row.waits_for, row.due_at, row.due_estimated) == ("us", at(NOW + 3 * HOUR), False)


def told_there(kind: str, **facts: Any) -> PlatformTask:
    return PlatformTask(id="t1", kind=kind, created_at=NOW, copy_text="", case="A1", **facts)


@pytest.mark.parametrize(
    ("stands", "kind", "press"),
    [
        pytest.param(
            {"state": "buyer_to_return", "since": NOW}, "answer-case", "同意退货", id="agreed to"
        ),
        pytest.param(
            {"state": "platform_to_rule", "waits_for": "platform", "interventions": (HANDED_IN,)},
            "submit-evidence",
            "",
            id="evidence handed in here",
        ),
    ],
)
def test_what_is_still_to_be_told_there_comes_before_what_others_owe(
    stands: dict[str, Any], kind: str, press: str
) -> None:
    by = NOW + 8 * HOUR
    untold = told_there(kind, press=press, due_at=by)
    row = case_row(case(**stands), tasks=(untold,))

    assert (row.waits_for, row.due_at, row.next_kind) == ("us", at(by), "platform-task")
    assert row.next_task[1:] == (kind, press)


def test_what_is_to_be_told_of_an_ended_case_is_no_turn_of_it() -> None:
    row = case_row(refunded_case(), tasks=(told_there("send-for-case"),))

    assert (row.waits_for, row.due_at, row.next_kind) == ("", None, "")


@pytest.mark.parametrize(
    ("state", "due", "refunded_fen"),
    [("pending", NOW + 23 * HOUR, 0), ("done", NOW + DAY, 500)],
)
def test_a_refund_under_way_is_ours_to_see_through(
    state: str, due: datetime, refunded_fen: int
) -> None:
    paying = case(state="seller_to_refund", since=NOW)
    row = case_row(paying, refunds=(refund(case="A1", state=state),))

    assert (row.waits_for, row.due_at, row.refunded_fen) == ("us", at(due), refunded_fen)


def cause(number: int, word: str, about: str | None = None) -> VerifiedCause:
    return VerifiedCause(id=f"v{number}", cause=word, at=NOW + number * HOUR, by="li", case=about)


@pytest.mark.parametrize(
    ("causes", "word"),
    [
        ((cause(1, "quality", "A1"), cause(2, "wrong_item", "A1")), "wrong_item"),
        ((cause(1, "quality", "A1"), cause(2, "lost_by_carrier")), "quality"),
        ((cause(1, "lost_by_carrier"),), "lost_by_carrier"),
        ((cause(1, "quality", "A2"),), ""),
    ],
    ids=["the latest", "its own before the order's", "the order's", "another case's"],
)
def test_the_cause_of_a_case(causes: tuple[VerifiedCause, ...], word: str) -> None:
    assert case_row(case(), causes=causes).cause == word


def test_a_case_is_seen_through_by_whoever_has_the_order() -> None:
    assert case_row(case(), claim=MINE).agent == "li"


def test_the_first_reason_is_the_one_that_counts() -> None:
    first = case().reasons[0]
    given = case(reasons=(first, first.model_copy(update={"text": "七天无理由"})))

    assert case_row(given).first_reason == "少件"


def test_a_rejected_case_waits_for_the_buyer() -> None:
    no = Rejection(at=NOW, reason="used", by="li")
    row = case_row(case(state="buyer_to_answer", since=NOW, rejections=(no,)))

    assert (row.state, row.waits_for, row.due_at) == ("buyer_to_answer", "buyer", at(NOW + 7 * DAY))

"""RequestIntervention: either side calls the platform in, and it rules."""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.axes import Party
from store.models.case_state import CaseState
from store.models.intervention import Appeal, Intervention
from store.rules.cases.actions.agree_return import AgreeReturn
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.cases.actions.request_intervention import RequestIntervention
from store.rules.cases.interventions import evidence_due
from store.rules.timing.policy import Policy
from tests.build import (
    DAY,
    HOUR,
    NOW,
    case,
    changed,
    context,
    do,
    order,
    return_case,
    sentences,
    shipped,
)

TEXT = "买家拒绝退回商品"
TO = {"return_address": "杭州仓"}
RULED = Intervention(
    id="i1", asked_by="buyer", requested_at=NOW - 2 * DAY, ruling="for_buyer", ruled_at=NOW - DAY
)


def test_called_in_by_us_the_platform_rules_and_has_to_be_told() -> None:
    after = changed(RequestIntervention, order(cases=(case(),)), by="seller", text=TEXT)

    (ruled,) = after.cases
    assert (ruled.state, ruled.waits_for, ruled.since) == (
        CaseState.PLATFORM_TO_RULE,
        Party.PLATFORM,
        NOW,
    )
    assert ruled.interventions == (
        Intervention(id="new1", asked_by="seller", text=TEXT, requested_at=NOW),
    )
    (task,) = after.open_tasks
    assert (task.kind, task.case, task.copy_text, task.press) == (
        "request-intervention",
        "A1",
        TEXT,
        "申请平台介入",
    )


def test_called_in_by_the_buyer_the_platform_knows_already() -> None:
    after = changed(RequestIntervention, order(cases=(case(),)), by="buyer", text="不退款")

    assert after.tasks == ()
    assert after.cases[0].interventions[0].asked_by == "buyer"


@pytest.mark.parametrize(
    ("by", "kinds"),
    [
        pytest.param("buyer", [], id="there it has gone on, whether it heard of our no or not"),
        pytest.param("seller", ["answer-case", "request-intervention"], id="both are ours to tell"),
    ],
)
def test_a_no_that_was_not_told_is_moot_once_the_buyer_has_called_the_platform_in(
    by: str, kinds: list[str]
) -> None:
    rejected = changed(RejectCase, order(cases=(case(),)), reason="请退货")

    after = changed(RequestIntervention, rejected, by=by, text="不退款")

    assert [one.kind for one in after.open_tasks] == kinds
    assert after.tasks[0].moot is (by == "buyer")


def test_an_agreement_that_was_not_told_is_told_to_the_platform_that_rules() -> None:
    agreed = changed(
        AgreeReturn, shipped(cases=(return_case(state="seller_to_answer"),)), None, **TO
    )

    after = changed(RequestIntervention, agreed, by="buyer", text="不退款")

    assert [one.press for one in after.open_tasks] == ["同意退货"]


def test_evidence_counts_for_as_long_as_the_platform_generally_gives() -> None:
    said = do(RequestIntervention, order(cases=(case(),)), by="seller", text=TEXT).said

    assert said == (
        "Tell the platform too: open case A1 there and press 申请平台介入.",
        "Hand the evidence in before 2026-11-23 09:00; it is taken once.",
    )


def test_the_platform_s_own_deadline_comes_before_the_general_one() -> None:
    after = changed(
        RequestIntervention,
        order(cases=(case(),)),
        by="seller",
        text=TEXT,
        evidence_deadline="2026-11-25 20:00",
    )

    assert evidence_due(after, after.cases[0], context().policy).at == NOW + 3 * DAY + 11 * HOUR


def test_where_no_rule_is_known_no_deadline_is_made_up() -> None:
    known = context()
    bare = type(known)(known.now, known.actor, Policy(()), known.lookup, known.new_id)

    said = do(RequestIntervention, order(cases=(case(),)), bare, by="buyer", text="不退款").said

    assert said == ("Hand the evidence in before the time the platform names; it is taken once.",)


def test_the_clocks_run_from_when_the_buyer_called_it_in() -> None:
    given = order(cases=(case(applied_at=NOW - 3 * DAY),))

    def said(at: str) -> tuple[str, ...]:
        return do(RequestIntervention, given, by="buyer", text="不退款", at=at).said

    after = changed(RequestIntervention, given, by="buyer", text="不退款", at="2026-11-22 02:00")
    (ruled,) = after.cases
    assert (ruled.interventions[0].requested_at, ruled.since) == (NOW - 7 * HOUR, NOW - 7 * HOUR)
    assert said("2026-11-22 02:00") == (
        "Hand the evidence in before 2026-11-23 02:00; it is taken once.",
    )
    assert said("2026-11-20 09:00") == (
        "Evidence counted until 2026-11-21 09:00; ask the platform whether it still takes any.",
    )


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        pytest.param(
            {"by": "seller", "at": "2026-11-22 08:00"},
            [("at", "We call it in now, and the platform is told after that: leave the time out.")],
            id="ours is told from now on",
        ),
        pytest.param(
            {"by": "buyer", "at": "2026-11-22 09:30"},
            [("at", "2026-11-22 09:30 is still to come.")],
            id="still to come",
        ),
        pytest.param(
            {"by": "buyer", "at": "2026-11-20 08:00"},
            [("at", "2026-11-20 08:00 is before the case was opened (2026-11-20 09:00).")],
            id="before the case",
        ),
        pytest.param(
            {
                "by": "buyer",
                "at": "2026-11-22 08:00",
                "evidence_deadline": "2026-11-22 07:00",
            },
            [
                (
                    "evidence_deadline",
                    "2026-11-22 07:00 is before the platform was asked to rule (2026-11-22 08:00).",
                )
            ],
            id="evidence before it",
        ),
        pytest.param({"by": "buyer", "at": "2026-11-22 08:00"}, [], id="an hour ago"),
    ],
)
def test_when_the_buyer_can_have_called_it_in(
    values: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    given = order(cases=(case(applied_at=NOW - 2 * DAY),))

    assert sentences(RequestIntervention, given, {"text": "不退款", **values}) == problems


@pytest.mark.parametrize(
    ("by", "problems"),
    [
        ("seller", [("evidence_deadline", "2026-11-22 08:00 is over; evidence is for later.")]),
        ("buyer", []),
    ],
    ids=["we ask now", "the buyer asked, and nobody looked"],
)
def test_a_deadline_that_is_over_is_recorded_only_where_it_can_be_true(
    by: str, problems: list[tuple[str, str]]
) -> None:
    values = {"by": by, "text": "不退款", "evidence_deadline": "2026-11-22 08:00"}

    assert sentences(RequestIntervention, order(cases=(case(),)), values) == problems


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(case(), None, id="ours to answer"),
        pytest.param(case(state=CaseState.BUYER_TO_ANSWER), None, id="rejected"),
        pytest.param(
            case(kind=CaseKind.SUPPLEMENTARY, state=CaseState.SELLER_TO_SEND),
            "Case A1 stands at: ours to send; “Call the platform in” is possible at: ours to"
            " answer, buyer to answer, open.",
            id="an agreed supplementary shipment",
        ),
        pytest.param(
            case(state=CaseState.PLATFORM_TO_RULE),
            "Case A1 stands at: platform to rule; “Call the platform in” is possible at: ours to"
            " answer, buyer to answer, buyer to return, parcel to come back, ours to receive, ours"
            " to refund, ours to send, buyer to confirm, open.",
            id="called in already",
        ),
        pytest.param(
            case(state=CaseState.SELLER_TO_REFUND, interventions=(RULED,)),
            "The platform ruled on case A1 on 2026-11-21; against a ruling there is an appeal.",
            id="ruled already",
        ),
    ],
)
def test_the_platform_is_called_in_while_a_case_is_disputed(
    given: AfterSalesCase, sentence: str | None
) -> None:
    assert RequestIntervention.why_not(order(cases=(given,)), context()) == sentence


def test_without_a_case_there_is_nothing_to_rule_on() -> None:
    assert RequestIntervention.why_not(order(), context()) == (
        "This order has no after-sales case."
    )


def test_what_came_of_an_intervention_is_read_with_the_case() -> None:
    handed_in = {"submitted_at": NOW + HOUR, "submitted": ("e1", "e2")}
    ruled = handed_in | {"ruling": "split", "ruled_at": NOW + DAY, "amount_fen": 500}
    appealed = ruled | {"appeal": Appeal(at=NOW + 2 * DAY, text="不服", by="li")}
    called = Intervention(
        id="i1", asked_by="buyer", requested_at=NOW, evidence_deadline=NOW + 2 * HOUR
    )

    def lines(**changes: Any) -> list[str]:
        given = case(interventions=(called.model_copy(update=changes),))
        return list(RequestIntervention.shown(given))

    first = "the platform was called in by the buyer at 2026-11-22 09:00"
    evidence = "evidence handed in 2026-11-22 10:00: 2 files"
    assert lines() == [first, "evidence counts until 2026-11-22 11:00"]
    assert lines(**handed_in) == [first, evidence]
    assert lines(**ruled) == [first, evidence, "ruling: split 5.00"]
    assert lines(**appealed)[-1] == "appealed 2026-11-24 09:00: 不服"

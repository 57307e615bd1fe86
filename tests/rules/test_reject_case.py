"""RejectCase: we say no, with a reason and what proves it."""

from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from store.models.after_sales_case import AfterSalesCase, Rejection
from store.models.axes import Party, Platform
from store.models.case_state import CaseState
from store.models.evidence import Evidence, StoredFile
from store.models.order import Order
from store.policy import load_policy
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.obligations import obligations
from store.rules.timing.policy import Policy
from tests.build import (
    ACTOR,
    HOUR,
    NOW,
    case,
    changed,
    context,
    do,
    evidence,
    sentences,
    shipped,
    stored_file,
)

REASONS = (
    "The platform's page offers these reasons: 与消费者协商售后方案 / 退款金额未达成一致 /"
    " 消费者提供的凭证不足 / 因商品在途，与消费者协商 / 已与消费者协商达成一致 /"
    " 消费者物流已签收但未拿到货 / 消费者退货物流在途 / 消费者退回的商品有问题."
)
NEEDED = "With 消费者提供的凭证不足 it asks for evidence; attach it first."
RISKS = (
    "After a rejection the buyer can call the platform in; if the seller is found responsible, the"
    " rate of disputed refunds (纠纷退款率) suffers, and false evidence is judged against the"
    " seller."
)
NEGOTIATE = "与消费者协商售后方案"
NOT_PROVEN = "消费者提供的凭证不足"
PIECES = ("1  e1.jpg", "2  e2.jpg", "3  e3.jpg", "4  e4.jpg", "5  e5.jpg", "6  外箱.jpg")


def photo(name: str) -> Evidence:
    file = StoredFile(sha256="0" * 64, name=f"{name}.jpg", size=9, media_type="image/jpeg")
    return Evidence(id=name, file=file, at=NOW, by=str(ACTOR))


def asked(**changes: Any) -> Order:
    photos = tuple(photo(name) for name in ("e1", "e2", "e3", "e4", "e5"))
    chat = evidence("聊天.txt", id="t1", file=stored_file(media_type="text/plain"))
    return shipped(cases=(case(**changes),), evidence=(*photos, chat))


def test_a_rejection_is_kept_and_the_platform_has_to_be_told() -> None:
    outcome = do(RejectCase, asked(), reason=NOT_PROVEN, text="请补充开箱照片", evidence="1, 2")

    (after,) = outcome.documents
    assert isinstance(after, Order)
    (rejected,) = after.cases
    assert (rejected.state, rejected.waits_for) == (CaseState.BUYER_TO_ANSWER, Party.BUYER)
    assert rejected.rejections == (
        Rejection(
            at=NOW,
            reason=NOT_PROVEN,
            text="请补充开箱照片",
            evidence=("e1", "e2"),
            by=str(ACTOR),
        ),
    )
    (task,) = after.open_tasks
    assert (task.kind, task.case, task.press, task.copy_text) == (
        "answer-case",
        "A1",
        "拒绝",
        "请补充开箱照片",
    )
    assert outcome.said == (
        "Tell the platform too: open case A1 there and press 拒绝.",
        "It is the buyer's turn: they may change the case, withdraw it or call the platform in.",
    )


def test_a_reason_that_asks_for_pictures_says_so() -> None:
    said = do(RejectCase, asked(), reason=NOT_PROVEN).said

    assert said[1] == (
        "With “消费者提供的凭证不足” the platform's page asks for pictures; attach them here too."
    )


def test_rejections_are_appended() -> None:
    first = changed(RejectCase, asked(), reason=NEGOTIATE)
    again = first.with_case(first.cases[0].model_copy(update={"state": CaseState.SELLER_TO_ANSWER}))

    second = changed(RejectCase, again, context(now=NOW + HOUR, beside=again), reason="不合理")

    assert [one.reason for one in second.cases[0].rejections] == [NEGOTIATE, "不合理"]
    assert [task.copy_text for task in second.open_tasks] == ["不合理"]


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        pytest.param({"reason": NEGOTIATE}, [], id="a reason of the page"),
        pytest.param({"reason": "买家已拆封"}, [], id="a reason of another page"),
        pytest.param({"reason": NOT_PROVEN}, [], id="a reason that asks for pictures"),
        pytest.param(
            {"reason": NEGOTIATE, "evidence": "1,9"},
            [
                (
                    "evidence",
                    "This order has no evidence 9; there is: 1, 2, 3, 4, 5, 6.",
                )
            ],
            id="evidence that is not there",
        ),
        pytest.param(
            {"reason": NEGOTIATE, "evidence": "1,2,3,4"},
            [
                (
                    "evidence",
                    (
                        "4 pictures are too many: Pinduoduo takes 3 (the rejection form of the"
                        " merchant page: at most 3 images); name the ones that matter."
                    ),
                )
            ],
            id="more pictures than Pinduoduo takes",
        ),
        pytest.param(
            {"reason": NEGOTIATE, "evidence": "1,2,3,6"}, [], id="a text beside three pictures"
        ),
    ],
)
def test_what_a_rejection_needs(values: dict[str, str], problems: list[tuple[str, str]]) -> None:
    assert sentences(RejectCase, asked(), values) == problems


def test_douyin_takes_four_files() -> None:
    given = asked().model_copy(update={"platform": Platform.DOUYIN})

    assert sentences(RejectCase, given, {"reason": NEGOTIATE, "evidence": "1,2,3,4"}) == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(case(), None, id="ours to answer"),
        pytest.param(case(state="open"), None, id="a word the desk does not know"),
        pytest.param(
            case(kind="return_and_refund", state="seller_to_receive"), None, id="what came is bad"
        ),
        pytest.param(
            case(state="buyer_to_answer"),
            (
                "Case A1 stands at: buyer to answer; “Reject a case” is possible at: ours to"
                " answer, open."
            ),
            id="rejected already",
        ),
        pytest.param(
            case(state="closed", outcome="refunded"), "Case A1 is closed (refunded).", id="closed"
        ),
    ],
)
def test_when_we_may_say_no(given: AfterSalesCase, sentence: str | None) -> None:
    assert RejectCase.why_not(shipped(cases=(given,)), context()) == sentence


def test_what_it_needs_and_risks_is_said_before() -> None:
    assert RejectCase.background(asked(), context()) == (*PIECES, REASONS, NEEDED, RISKS)


def test_a_deduction_is_told_where_a_rule_says_one_on_whatever_platform() -> None:
    (rule,) = [one for one in load_policy().rules if one.name == "refusal"]
    own = replace(rule, platform=Platform.PINDUODUO, valid_from=NOW.date(), source="told by phone")
    now = replace(context(), policy=Policy((own,)))

    assert RejectCase.background(asked(), now)[-1] == (
        "Refusing without cause or without a word in the chat (无故拒绝售后) costs 5.00 for this"
        " order: told by phone (official)."
    )


def test_douyin_deducts_for_a_refusal_without_cause() -> None:
    given = asked().model_copy(update={"platform": Platform.DOUYIN})

    assert RejectCase.background(given, context()) == (
        *PIECES,
        RISKS,
        (
            "Refusing without cause or without a word in the chat (无故拒绝售后) costs 5.00 for"
            " this order: 113278 消极服务: 无故拒绝售后, refusing without a reason or evidence"
            " (official)."
        ),
    )


@pytest.mark.parametrize(
    ("given", "due", "computed"),
    [
        pytest.param(
            case(applied_at=NOW - 47 * HOUR),
            NOW + HOUR,
            True,
            id="an hour of the two days is left, and no deadline is named",
        ),
        pytest.param(
            case(applied_at=NOW - 47 * HOUR, platform_deadline=NOW + 9 * HOUR),
            NOW + 9 * HOUR,
            False,
            id="the platform names one",
        ),
        pytest.param(
            case(applied_at=NOW - 50 * HOUR), NOW - 2 * HOUR, True, id="the two days are over"
        ),
    ],
)
def test_the_platform_is_told_within_the_turn_that_was_answered(
    given: AfterSalesCase, due: datetime, *, computed: bool
) -> None:
    """The no that is told after it counts as none there."""
    said_no = changed(RejectCase, shipped(cases=(given,)), reason=NEGOTIATE)

    (task,) = said_no.open_tasks
    assert (task.due_at, task.due_estimated) == (due, computed)
    (owed,) = (one for one in obligations(said_no, load_policy()) if one.kind == "platform-task")
    assert (owed.due_at, owed.estimated) == (due, computed)
    assert ("answer_case" in (owed.rule.ref if owed.rule else "")) is computed


def test_a_deadline_that_was_computed_stays_so_without_its_rule() -> None:
    given = shipped(cases=(case(applied_at=NOW - 47 * HOUR),))
    said_no = changed(RejectCase, given, reason=NEGOTIATE)

    (owed,) = (one for one in obligations(said_no, Policy(())) if one.kind == "platform-task")

    assert (owed.due_at, owed.estimated, owed.rule) == (NOW + HOUR, True, None)

"""CloseCase: nothing is to be done about a case any more."""

from typing import Any

import pytest

from store.documents.rows import rows_of
from store.errors import Refused
from store.models.axes import Party
from store.models.case_row import CaseRow
from store.models.case_state import CaseOutcome, CaseState
from store.models.order import Order
from store.models.refund import RefundLine
from store.rules.cases.actions.agree_return import AgreeReturn
from store.rules.cases.actions.close_case import CloseCase
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.cases.actions.ship_supplementary import ShipSupplementary
from store.rules.money.actions.refund import Refund
from store.rules.obligations import obligations
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.platform.judging import judged
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OTHER_NO,
    case,
    changed,
    context,
    do,
    line,
    order,
    refund,
    sentences,
    shipped,
    units,
)
from tests.rules.row_facts import POLICY, at

ALL_BACK = refund(
    amount_fen=5000,
    state="done",
    lines=(RefundLine(line=1, quantity=2, amount_fen=5000),),
)

BESIDE = refund(
    amount_fen=5000,
    state="done",
    lines=(RefundLine(line=1, quantity=1, amount_fen=5000),),
)


def asked(state: str, kind: str = "refund_only", **changes: Any) -> Order:
    return shipped(cases=(case(state=state, kind=kind),), **changes)


@pytest.mark.parametrize(
    ("state", "kind", "outcome"),
    [
        pytest.param("buyer_to_answer", "refund_only", CaseOutcome.REJECTED, id="our no stood"),
        pytest.param(
            "buyer_to_return", "return_and_refund", CaseOutcome.EXPIRED, id="nothing was sent back"
        ),
        pytest.param(
            "parcel_to_come_back", "refused_delivery", CaseOutcome.EXPIRED, id="it was taken"
        ),
        pytest.param(
            "buyer_to_confirm", "exchange", CaseOutcome.FULFILLED, id="the time to confirm ended"
        ),
        pytest.param("open", "other", CaseOutcome.WITHDRAWN, id="a word nobody knew"),
    ],
)
def test_how_a_case_ended_follows_from_where_it_stood(
    state: str, kind: str, outcome: CaseOutcome
) -> None:
    (ended,) = changed(CloseCase, asked(state, kind), reason="超时").cases

    assert (ended.state, ended.outcome, ended.closed_at) == (CaseState.CLOSED, outcome, NOW)


def test_the_outcome_is_said() -> None:
    assert do(CloseCase, asked("buyer_to_answer"), reason="超时").said == (
        "Case A1 is closed: rejected.",
    )


def test_a_no_that_nobody_told_the_platform_ends_no_case() -> None:
    """It counts as none there: the platform goes on, and may refund."""
    rejected = changed(RejectCase, asked("seller_to_answer"), reason="与消费者协商售后方案")
    untold = (
        "Nobody has told the platform the rejection of case A1: open it there and press 拒绝,"
        " complete that task, and close the case then; an import that shows how it ended closes it"
        " too."
    )

    assert CloseCase.refusal(rejected, rejected.cases[0], None) == untold
    (task,) = rejected.open_tasks
    told = changed(CompleteTask, rejected, task=task.id)
    closed = changed(CloseCase, told, reason="平台已关闭")
    assert closed.cases[0].outcome is CaseOutcome.REJECTED


def agreed_to(**changes: Any) -> Order:
    given = asked("seller_to_answer", "return_and_refund", **changes)
    until = given.cases[0].model_copy(update={"platform_deadline": NOW + DAY})
    return changed(AgreeReturn, given.with_case(until), return_address="杭州仓")


def test_a_case_whose_answer_nobody_told_the_platform_is_to_be_closed_there_too() -> None:
    """It waits for us there, and counts as agreed at its deadline."""
    closed = do(CloseCase, agreed_to(), reason="买家不退了")

    assert closed.said == (
        "Case A1 is closed: lapsed.",
        (
            "Case A1 still waits for our answer there: open it there and press 拒绝, or have the"
            " buyer withdraw it."
        ),
    )
    (ended,) = closed.documents
    assert isinstance(ended, Order)
    assert [(one.kind, one.press, one.due_at) for one in ended.open_tasks] == [
        ("close-case", "拒绝", NOW + DAY)
    ]


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(
            changed(CompleteTask, agreed_to(), task=agreed_to().open_tasks[0].id),
            id="it was told there",
        ),
        pytest.param(
            agreed_to().with_refund(refund(case="A1", amount_fen=5000, state="done")),
            id="its money went",
        ),
    ],
)
def test_what_the_platform_knows_or_paid_is_not_to_be_closed_there(given: Order) -> None:
    (case_of_it,) = given.cases
    paid = given.with_case(case_of_it.model_copy(update={"state": CaseState.BUYER_TO_RETURN}))

    assert changed(CloseCase, paid, reason="买家不退了").open_tasks == ()


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param({"state": "closed", "outcome": "withdrawn"}, id="it ended there"),
        pytest.param({"state": "platform_to_rule"}, id="it goes on here too"),
    ],
)
def test_a_case_that_does_not_stand_as_it_was_closed_here_is_not_to_be_closed_there(
    shown: dict[str, str],
) -> None:
    closed = changed(CloseCase, agreed_to(), reason="买家不退了")
    (ended,) = closed.cases
    by_file = ended.model_copy(update={"closed_by": None} | shown)

    after = judged(closed.with_case(by_file), context(), "import")

    assert after.open_tasks == ()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(
            asked("seller_to_answer"),
            (
                "Case A1 stands at: ours to answer; “Close a case” is possible at: buyer to answer,"
                " buyer to return, parcel to come back, buyer to confirm, open, ours to receive,"
                " ours to refund, ours to send."
            ),
            id="ours to answer",
        ),
        pytest.param(
            asked("seller_to_refund"),
            "Case A1 still has to be refunded with 50.00; refund it, and the case follows.",
            id="money is owed",
        ),
        pytest.param(
            asked("seller_to_refund", refunds=(refund(case="A1"),)),
            "A refund of 5.00 for case A1 is open (2026-11-22 08:00); settle it, and the case"
            " follows.",
            id="money is on its way",
        ),
        pytest.param(
            asked("seller_to_refund", refunds=(ALL_BACK,)), None, id="the money went otherwise"
        ),
        pytest.param(
            asked("seller_to_send", "exchange"),
            (
                "For case A1 units are still to be sent (RICE-10 x2); send or refund them, and the"
                " case follows."
            ),
            id="goods are owed",
        ),
        pytest.param(
            changed(
                CreateReissue,
                asked("seller_to_send", "exchange"),
                origin="lost_parcel",
                reason="丢件",
            ),
            None,
            id="the goods went otherwise",
        ),
        pytest.param(
            asked("seller_to_receive", "return_and_refund"),
            (
                "Case A1 waits for goods that are on their way; receive them, or reject it, and the"
                " case follows."
            ),
            id="goods are coming back",
        ),
    ],
)
def test_a_case_is_not_closed_over_what_is_owed(given: Order, sentence: str | None) -> None:
    assert CloseCase.why_not(given, context()) == sentence


def test_before_their_time_is_over_it_is_said_why() -> None:
    with pytest.raises(Refused) as early:
        do(CloseCase, shipped(cases=(case(state="buyer_to_answer", since=NOW),)))

    assert (early.value.field, early.value.sentence) == (
        "reason",
        "Their time runs until 2026-11-29 09:00; say why the case ends before.",
    )
    late = shipped(cases=(case(state="buyer_to_answer", since=NOW - 8 * DAY),))
    assert changed(CloseCase, late).cases[0].state == "closed"


def test_unshipped_goods_stay_here_until_the_buyer_s_time_is_over() -> None:
    given = order(cases=(case(state="buyer_to_answer", unshipped=True, since=NOW),))

    assert CloseCase.why_not(given, context()) == (
        "The buyer has until 2026-11-29 09:00 to answer in case A1, and until then the goods may"
        " not go out; it can be withdrawn before, or an import closes it."
    )
    assert CloseCase.why_not(given, context(now=NOW + 8 * DAY)) is None


AGAIN = case(
    id="G1",
    kind="supplementary",
    state="seller_to_send",
    requested_fen=0,
    lines=units((1, 1)),
    agreed_at=NOW - HOUR,
)
SECOND = AGAIN.model_copy(update={"id": "G2"})
ONE = line(ordered=1, amount_fen=5000)


def sent(given: Order, number: str = "G1") -> Order:
    return changed(ShipSupplementary, given, case=number, tracking_no=OTHER_NO, both="yes")


def test_of_two_cases_for_one_unit_the_other_ends_without_sending() -> None:
    both = shipped(ONE, cases=(AGAIN, SECOND))
    after = sent(both)

    for number in ("G1", "G2"):
        refused = CloseCase.why_not_with(both, {"case": number}, context())
        assert refused == (
            f"For case {number} units are still to be sent (RICE-10 x1); send or refund them, and"
            " the case follows."
        )
    owed = [(one.kind, one.about) for one in obligations(after, context().policy)]
    assert ("close-case", "G2") in owed
    assert "send-for-case" not in dict(owed)
    assert do(CloseCase, after, case="G2").said == (
        "Case G2 is closed: fulfilled.",
        f"Goods left for case G1 with {OTHER_NO} (RICE-10 x1).",
    )


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(sent(shipped(line(), cases=(AGAIN, SECOND))), id="another unit was bought"),
        pytest.param(
            changed(
                RecordTrace,
                sent(shipped(ONE, cases=(AGAIN, SECOND))),
                None,
                state="returned",
                parcel=sent(shipped(ONE, cases=(AGAIN, SECOND))).parcels[-1].id,
            ),
            id="what left came back",
        ),
    ],
)
def test_what_may_still_go_is_still_to_be_sent(given: Order) -> None:
    ((field, said),) = sentences(CloseCase, given, {"case": "G2"})

    assert field == "case"
    assert said.startswith("For case G2 units are still to be sent (RICE-10 x1);")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(
            shipped(ONE, cases=(AGAIN,), refunds=(BESIDE,)),
            ("Case G1 is closed: refunded.", "Its money went back beside it: 50.00 of this order."),
            id="the money of a unit that was to be sent",
        ),
        pytest.param(
            changed(
                RecordTrace,
                sent(shipped(ONE, cases=(AGAIN,))).model_copy(update={"refunds": (BESIDE,)}),
                state="returned",
                parcel=sent(shipped(ONE, cases=(AGAIN,))).parcels[-1].id,
            ),
            ("Case G1 is closed: refunded.",),
            id="the money of a unit that was sent and came back",
        ),
        pytest.param(
            shipped(
                cases=(case(state="seller_to_refund", agreed_fen=5000),),
                refunds=(ALL_BACK.model_copy(update={"beside": True}),),
            ),
            (
                "Case A1 is closed: refunded.",
                "Its money went back beside it: 50.00 of this order.",
            ),
            id="the money of a case about money",
        ),
    ],
)
def test_what_the_buyer_really_got_is_said(given: Order, said: tuple[str, ...]) -> None:
    later = context(now=NOW + 30 * DAY, beside=given)

    assert do(CloseCase, given, later).said == said


def test_agreed_money_of_a_refused_parcel_that_is_lost_does_not_lapse() -> None:
    refused = case(state="parcel_to_come_back", kind="refused_delivery", agreed_fen=5000)
    lost = changed(RecordTrace, shipped(cases=(refused,)), state="abnormal")

    with pytest.raises(Refused) as owed_still:
        do(CloseCase, lost, case=refused.id, reason="丢")
    said = (
        "The money of case A1 is agreed to, and its parcel is lost or on its way back: receive the"
        " return, with what is lost as missing (RICE-10 x2), and the refund is due."
    )
    assert owed_still.value.sentence == said
    assert sentences(Refund, lost, {"case": "A1", "reason": "丢"}) == [("case", said)]
    owed = changed(ReceiveReturn, lost, missing="1:2")
    assert owed.cases[0].state is CaseState.SELLER_TO_REFUND


@pytest.mark.parametrize(
    ("about", "zero", "cost_fen"),
    [
        pytest.param(
            {"kind": "refund_only"},
            "counts as agreed, and the platform refunds by itself: answer the case on the platform",
            5000,
            id="the money of what the buyer has",
        ),
        pytest.param(
            {"kind": "return_and_refund"},
            "counts as agreed, and the platform refunds by itself: answer the case on the platform",
            None,
            id="the goods are to come back",
        ),
        pytest.param(
            {"kind": "exchange"},
            "counts as agreed: answer the case on the platform",
            None,
            id="an exchange",
        ),
    ],
)
def test_a_no_that_is_not_told_costs_at_the_platforms_deadline_what_it_refuses(
    about: dict[str, str], zero: str, cost_fen: int | None
) -> None:
    deadline = NOW + 3 * DAY
    given = shipped(cases=(case(platform_deadline=deadline, requested_fen=5000, **about),))
    rejected = changed(RejectCase, given, reason="与消费者协商售后方案")

    (untold,) = [one for one in obligations(rejected, context().policy) if one.about == "new1"]
    assert (untold.kind, untold.due_at, untold.estimated) == ("platform-task", deadline, False)
    assert (untold.at_zero, untold.cost_fen) == (zero, cost_fen)


def test_until_our_no_is_told_that_is_owed_and_no_answer_of_the_buyer_nor_an_end() -> None:
    rejected = changed(RejectCase, asked("seller_to_answer"), reason="与消费者协商售后方案")
    (task,) = rejected.open_tasks

    (untold,) = [one for one in obligations(rejected, context().policy) if one.who is Party.US]
    assert (untold.kind, untold.about) == ("platform-task", task.id)
    assert rejected_row(rejected) == ("us", "platform-task", "", at(untold.due_at or NOW))

    assert (
        untold.at_zero
        == "counts as agreed, and the platform refunds by itself: answer the case on the platform"
    )

    told = changed(CompleteTask, rejected, task=task.id)
    assert rejected_row(told) == ("buyer", "answer-rejection", "close-case", at(NOW + 7 * DAY))


def rejected_row(given: Order) -> tuple[str, str, str, int | None]:
    (row,) = rows_of(given, POLICY)["cases"]
    assert isinstance(row, CaseRow)
    return row.waits_for, row.next_kind, row.then, row.due_at

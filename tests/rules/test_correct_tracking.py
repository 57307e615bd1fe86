"""CorrectTracking: a parcel gets another number; the old one stays in its history."""

import pytest

from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.rules.action.frame import read_values
from store.rules.money.actions.refund import Refund
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.actions.correct_tracking import CorrectTracking
from store.rules.parcels.actions.intercept_parcel import InterceptParcel
from store.rules.parcels.actions.record_intercept import RecordIntercept
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.shared import shared_by
from store.rules.parcels.watch import on_the_way
from store.rules.parcels.whereabouts import under_way
from store.rules.platform.judging import judged
from store.rules.platform.shared_parcels import noted
from tests.build import (
    ELSEWHERE,
    FIRST_BAG,
    HOUR,
    NOW,
    OIL,
    OTHER_NO,
    TRACKING_NO,
    changed,
    context,
    do,
    line,
    order,
    parcel,
    refund,
    sentences,
    shipped,
    stock_out,
    units,
)

OF_ALL = (
    "An application for out-of-stock is under review since 2026-11-21 (the whole order); the"
    " verdict is expected between 2026-11-24 and 2026-11-25 09:00; until it is recorded"
    " nothing of it may be shipped and no tracking number uploaded."
)
TWO_PARCELS = order(
    line(),
    OIL,
    parcels=(parcel(), parcel("ZTO-NUMBER", id="p2", lines=units((2, 1)))),
    stock_outs=(stock_out(lines=units((2, 1))),),
)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(shipped(), None, id="a parcel is there"),
        pytest.param(order(), "Nothing of this order has been shipped yet.", id="nothing left yet"),
        pytest.param(
            shipped(stock_outs=(stock_out(),)),
            OF_ALL,
            id="no number is uploaded while a stock-out is under review",
        ),
    ],
)
def test_when_a_number_may_be_corrected(given: Order, sentence: str | None) -> None:
    assert CorrectTracking.why_not(given, context()) == sentence


def test_only_the_number_of_the_line_with_the_stock_out_has_to_wait() -> None:
    assert CorrectTracking.why_not(TWO_PARCELS, context()) is None
    assert sentences(CorrectTracking, TWO_PARCELS, {"parcel": "p1", "tracking_no": OTHER_NO}) == []
    assert sentences(CorrectTracking, TWO_PARCELS, {"parcel": "p2", "tracking_no": OTHER_NO}) == [
        ("parcel", OF_ALL.replace("the whole order", "OIL-5"))
    ]


def test_the_number_it_has_already_is_no_correction() -> None:
    assert sentences(CorrectTracking, shipped(), {"tracking_no": TRACKING_NO}) == [
        ("tracking_no", f"{TRACKING_NO} is already the number of a parcel of this order.")
    ]


def test_the_number_of_another_receivers_parcel_is_refused() -> None:
    other = shipped(order_no="9", tracking_no=OTHER_NO, receiver=ELSEWHERE)

    assert sentences(CorrectTracking, shipped(), {"tracking_no": OTHER_NO}, context(other)) == [
        (
            "tracking_no",
            f"{OTHER_NO} already belongs to a parcel of order 9, which goes to another receiver.",
        )
    ]


def test_the_only_parcel_need_not_be_named() -> None:
    assert read_values(CorrectTracking, {"tracking_no": OTHER_NO}, shipped()).parcel == "p1"


def test_the_old_number_stays_in_the_history_and_the_platform_has_to_be_told() -> None:
    after = changed(CorrectTracking, shipped(), tracking_no=OTHER_NO)

    (corrected,) = after.parcels
    assert (corrected.tracking_no, corrected.carrier, corrected.confirmed) == (
        OTHER_NO,
        "SF",
        False,
    )
    (before,) = corrected.corrections
    assert (before.tracking_no, before.carrier, before.corrected_at) == (TRACKING_NO, "YTO", NOW)
    (task,) = after.open_tasks
    assert (task.kind, task.parcel) == ("upload-tracking", "p1")
    assert task.copy_text == f"{after.order_no} {OTHER_NO}"


def test_a_shipment_the_platform_does_not_know_yet_is_told_with_the_right_number() -> None:
    sent = changed(Ship, order(), tracking_no=TRACKING_NO)

    after = changed(CorrectTracking, sent, tracking_no=OTHER_NO)

    assert [(one.kind, one.copy_text) for one in after.open_tasks] == [
        ("batch-ship", f"{after.order_no} {OTHER_NO}")
    ]


def test_only_the_named_parcel_and_its_open_task_change() -> None:
    told = PlatformTask(
        id="t1", kind="batch-ship", created_at=NOW, copy_text="as told", parcel="p1", done_at=NOW
    )
    second = parcel("ZTO-NUMBER", id="p2", lines=units((1, 1)))
    given = order(parcels=(FIRST_BAG, second), tasks=(told,))

    after = changed(CorrectTracking, given, parcel="p1", tracking_no=OTHER_NO)

    assert after.parcels[1] == second
    assert after.tasks[0] == told
    assert [one.kind for one in after.open_tasks] == ["upload-tracking"]


def test_another_task_about_the_parcel_keeps_its_text() -> None:
    stop = PlatformTask(
        id="t1", kind="intercept-parcel", created_at=NOW, copy_text="as asked", parcel="p1"
    )

    after = changed(CorrectTracking, shipped(tasks=(stop,)), tracking_no=OTHER_NO)

    assert [(one.kind, one.copy_text) for one in after.open_tasks] == [
        ("intercept-parcel", "as asked"),
        ("upload-tracking", f"{after.order_no} {OTHER_NO}"),
    ]


ASKED = changed(InterceptParcel, shipped())


@pytest.mark.parametrize(
    ("given", "state", "stopped"),
    [
        pytest.param(shipped(), "delivered", False, id="delivered to somebody else"),
        pytest.param(shipped(), "returned", False, id="come back, as it seemed"),
        pytest.param(ASKED, "delivered", True, id="not stopped, as it seemed"),
        pytest.param(ASKED, "returned", True, id="stopped, as it seemed"),
    ],
)
def test_what_was_seen_under_the_wrong_number_stays_with_that(
    given: Order, state: str, stopped: bool
) -> None:
    seen = changed(RecordTrace, given, state=state)
    (wrong,) = seen.parcels
    later = context(now=NOW + HOUR, beside=seen)

    after = changed(CorrectTracking, seen, later, tracking_no=OTHER_NO)

    (right,) = after.parcels
    assert (right.traces, right.interception, after.losses) == ((), None, ())
    (before,) = right.corrections
    assert before.traces == wrong.traces
    assert (before.interception is not None) is stopped
    assert under_way(after, right)
    assert list(on_the_way(after)) == [right]
    assert InterceptParcel.why_not(after, context()) is None


def test_an_interception_that_no_scan_answered_is_of_the_parcel() -> None:
    given = changed(RecordIntercept, ASKED, outcome="returned")

    after = changed(CorrectTracking, given, tracking_no=OTHER_NO)

    assert after.parcels[0].interception == given.parcels[0].interception
    assert after.losses == given.losses


def test_what_was_refunded_as_come_back_stays_refunded() -> None:
    seen = changed(RecordTrace, shipped(), state="returned")
    given = changed(Refund, seen, lines="1:1", reason="退回")

    after = changed(CorrectTracking, given, tracking_no=OTHER_NO)

    (ledger,) = line_ledgers(after)
    assert (ledger.reissuable, ledger.with_buyer) == (0, 1)


def test_a_number_that_goes_to_the_same_receiver_is_said() -> None:
    other = shipped(order_no="9", tracking_no=OTHER_NO)

    outcome = do(CorrectTracking, shipped(), context(other), tracking_no=OTHER_NO, carrier="JD")

    assert outcome.said == (
        "The same parcel also carries order 9.",
        f"{OTHER_NO} does not look like a number of 京东快递; check it.",
    )


def back_at(order_no: str, tracking_no: str = TRACKING_NO) -> Order:
    """Another order in the same parcel, which came back for it."""
    inside = shipped(order_no=order_no, tracking_no=tracking_no)
    return changed(RecordTrace, inside, state="returned")


A_NO, C_NO = "261120-000000000000002", "261120-000000000000003"


def asked_at(*orders: Order) -> dict[str, list[str]]:
    """What is open at each of these orders, by its number."""
    return {one.order_no: [each.kind for each in one.open_discrepancies] for one in orders}


def test_the_sharing_of_the_old_number_ends_where_it_was_mistyped() -> None:
    elsewhere = back_at(A_NO)
    (asked,) = noted(shared_by(TRACKING_NO, (shipped(), elsewhere)), context())
    assert asked_at(asked) == {asked.order_no: ["shared_parcel"]}

    told = do(CorrectTracking, asked, context(elsewhere), tracking_no=OTHER_NO)

    (one,) = told.documents
    assert isinstance(one, Order)
    assert asked_at(one) == {one.order_no: []}


def test_the_sharing_of_the_new_number_begins() -> None:
    told = do(CorrectTracking, shipped(), context(back_at(C_NO, OTHER_NO)), tracking_no=OTHER_NO)

    (one,) = told.documents
    assert isinstance(one, Order)
    assert asked_at(one) == {one.order_no: ["shared_parcel"]}


def test_what_is_known_here_is_told_of_the_new_number_and_not_of_the_old_one() -> None:
    stopped = changed(RecordIntercept, ASKED, outcome="returned")
    wrong, right = (shipped(order_no=A_NO), shipped(order_no=C_NO, tracking_no=OTHER_NO))
    (asked,) = noted(shared_by(TRACKING_NO, (stopped, wrong)), context())

    told = do(CorrectTracking, stopped, context(asked, right), tracking_no=OTHER_NO)

    others = [one for one in told.documents[1:] if isinstance(one, Order)]
    assert asked_at(*others) == {A_NO: [], C_NO: ["shared_parcel"]}


def test_what_contradicts_for_another_reason_has_to_be_settled_first() -> None:
    more = shipped(refunds=(refund(amount_fen=6000, state="done"),))
    given = judged(more, context(), "import")

    assert [one.kind for one in given.open_discrepancies] == ["money"]
    assert CorrectTracking.why_not(given, context()) == (
        "What is known of this order contradicts itself; nothing of it may be shipped until that"
        " is settled and resolved here."
    )

"""RecordIntercept: the carrier stopped the parcel and brings it back, or it could not."""

import pytest

from store.models.axes import Fulfilment, Party
from store.models.order import Order
from store.models.parcel import Interception
from store.models.reissue import Loss
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import obligations
from store.rules.order.actions.change_address import ChangeAddress
from store.rules.order.actions.log_contact import LogContact
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.intercept_parcel import InterceptParcel
from store.rules.parcels.actions.record_intercept import RecordIntercept
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship_reissue import ShipReissue
from tests.build import (
    DAY,
    NOW,
    OTHER_NO,
    TRACKING_NO,
    changed,
    context,
    do,
    order,
    sentences,
    shipped,
)

ASKED = changed(InterceptParcel, shipped())
RETURNED = changed(RecordIntercept, ASKED, outcome="returned")
STOPPED = changed(RecordIntercept, ASKED, outcome="stopped")
ASTRAY = changed(ChangeAddress, shipped(), by="buyer", detail="新路 1 号")
REDIRECTED = changed(RecordIntercept, ASTRAY, outcome="redirected")
SEEN = " Where the parcel was seen since is for “Record a trace”."


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(ASKED, None, id="asked"),
        pytest.param(order(), "Nothing of this order has been shipped yet.", id="nothing left"),
        pytest.param(
            shipped(),
            f"Nobody has asked the carrier to stop parcel {TRACKING_NO}.",
            id="nobody asked",
        ),
        pytest.param(
            RETURNED,
            f"The interception of parcel {TRACKING_NO} is over since 2026-11-22: brought back."
            f"{SEEN}",
            id="answered",
        ),
        pytest.param(STOPPED, None, id="stopped, and not here yet"),
        pytest.param(ASTRAY, None, id="it goes to the old address, and nobody asked here"),
        pytest.param(
            REDIRECTED,
            f"The interception of parcel {TRACKING_NO} is over since 2026-11-22: redirected.{SEEN}",
            id="redirected already",
        ),
        pytest.param(
            changed(ChangeAddress, REDIRECTED, by="buyer", detail="老街 3 号"),
            None,
            id="redirected, and to go elsewhere again",
        ),
        pytest.param(
            changed(RecordTrace, ASTRAY, state="delivered"),
            f"Nobody has asked the carrier to stop parcel {TRACKING_NO}.",
            id="delivered to the old address",
        ),
    ],
)
def test_when_there_is_an_answer_to_record(given: Order, sentence: str | None) -> None:
    assert RecordIntercept.why_not(given, context()) == sentence


def test_a_parcel_that_was_stopped_brings_its_units_back_and_ends_the_task() -> None:
    outcome = do(RecordIntercept, ASKED, outcome="returned")

    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert after.losses == (Loss(line=1, quantity=2, kind="come_back", at=NOW, parcel="p1"),)
    assert after.open_tasks == ()
    (said,) = outcome.said
    assert said == (
        "What came back may now be sent again as a reissue (“the parcel was intercepted”)"
        " or refunded."
    )


GIVEN_UP = changed(
    ShipReissue,
    changed(CreateReissue, shipped(), origin="lost_parcel", reason="丢件"),
    tracking_no=OTHER_NO,
)
FOUND = changed(RecordTrace, GIVEN_UP, parcel=TRACKING_NO, state="delivered")
TO_PAY_BACK = changed(Refund, ASKED, lines="1:2", reason="拦截")


@pytest.mark.parametrize(
    ("given", "number", "sentence"),
    [
        pytest.param(
            changed(SettleRefund, TO_PAY_BACK, outcome="done"),
            TRACKING_NO,
            "What came back is refunded already; nothing more is owed for it.",
            id="refunded",
        ),
        pytest.param(
            TO_PAY_BACK,
            TRACKING_NO,
            "The refund of what came back is under way; nothing more is owed for it.",
            id="being refunded",
        ),
        pytest.param(
            changed(InterceptParcel, FOUND, parcel=OTHER_NO),
            OTHER_NO,
            f"Parcel {TRACKING_NO} was given up and reached the buyer after all; what came back of"
            " what was sent again for it is not owed any more.",
            id="sent again for a parcel that arrived",
        ),
        pytest.param(
            changed(InterceptParcel, GIVEN_UP, parcel=TRACKING_NO),
            TRACKING_NO,
            "Nothing more is owed for what came back.",
            id="sent again already",
        ),
    ],
)
def test_what_is_said_where_nothing_is_owed_for_what_came_back(
    given: Order, number: str, sentence: str
) -> None:
    outcome = do(RecordIntercept, given, parcel=number, outcome="returned")

    assert outcome.said[0] == sentence


def test_a_parcel_that_is_stopped_brings_nothing_back_before_it_arrives() -> None:
    outcome = do(RecordIntercept, ASKED, outcome="stopped")

    (stopped,) = outcome.documents
    assert isinstance(stopped, Order)
    assert (stopped.losses, stopped.open_tasks) == ((), ())
    assert line_ledgers(stopped)[0].reissuable == 0
    assert outcome.said == (
        "Its goods are here only once it has come back; record that when it arrives.",
    )
    assert changed(RecordIntercept, stopped, outcome="returned").losses == RETURNED.losses
    assert changed(RecordTrace, stopped, state="returned").losses == RETURNED.losses


def test_a_stopped_parcel_is_the_carriers_to_bring_back_until_it_is_here() -> None:
    (due,) = (one for one in obligations(STOPPED, context().policy) if one.about == "p1")

    assert (due.kind, due.who, due.then) == ("bring-back", Party.CARRIER, "contact-carrier")
    assert due.at_zero == "the parcel has not come back: contact the carrier"
    refunded = changed(Refund, STOPPED, lines="1:2", reason="拦截")
    assert "bring-back" in {one.kind for one in obligations(refunded, context().policy)}
    assert "bring-back" not in {one.kind for one in obligations(RETURNED, context().policy)}


RECEIVED = STOPPED.model_copy(
    update={"platform_fulfilment": Fulfilment.RECEIVED, "received_at": NOW + DAY}
)
"""Stopped, and shown as received by the platform, which confirms that by itself."""


def test_a_receipt_does_not_end_the_way_of_what_was_stopped() -> None:
    assert "bring-back" in {one.kind for one in obligations(RECEIVED, context().policy)}
    for outcome in ("returned", "failed"):
        known = changed(RecordIntercept, RECEIVED, outcome=outcome)
        assert "bring-back" not in {one.kind for one in obligations(known, context().policy)}
        assert line_ledgers(known)[0].reissuable == (2 if outcome == "returned" else 0)
    asked = changed(LogContact, RECEIVED, channel="carrier", text="催件")
    assert asked.contacts[0].parcel == "p1"


def test_what_is_stopped_once_is_not_asked_for_again() -> None:
    assert InterceptParcel.why_not(STOPPED, context()) == (
        f"Parcel {TRACKING_NO} is stopped already and on its way back (2026-11-22)."
    )


def test_a_word_with_the_carrier_gives_it_its_time_to_bring_a_parcel_back_once_more() -> None:
    late = context(now=NOW + 30 * DAY)
    asked = changed(LogContact, STOPPED, late, channel="carrier", text="催件")
    (due,) = (one for one in obligations(asked, late.policy) if one.about == "p1")

    assert asked.contacts[0].parcel == "p1"
    assert due.due_at
    assert due.due_at > late.now


def test_a_parcel_that_could_not_be_stopped_stays_with_the_buyer() -> None:
    outcome = do(RecordIntercept, ASKED, outcome="failed")

    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert (after.losses, after.open_tasks, outcome.said) == ((), (), ())


@pytest.mark.parametrize(
    ("given", "outcome", "sentence"),
    [
        pytest.param(ASTRAY, "redirected", None, id="redirected"),
        pytest.param(
            changed(InterceptParcel, ASTRAY), "redirected", None, id="redirected, not stopped"
        ),
        pytest.param(
            ASTRAY,
            "returned",
            f"Nobody has asked the carrier to stop parcel {TRACKING_NO}.",
            id="nobody asked for it back",
        ),
        pytest.param(
            ASKED,
            "redirected",
            f"Parcel {TRACKING_NO} goes where the order does; there is nothing to redirect.",
            id="it goes to the right address",
        ),
        pytest.param(STOPPED, "returned", None, id="what was stopped arrives"),
        pytest.param(
            STOPPED,
            "stopped",
            f"Parcel {TRACKING_NO} is stopped already; record it once more when it is here.",
            id="stopped twice",
        ),
        pytest.param(RECEIVED, "returned", None, id="what was stopped arrives after a receipt"),
        pytest.param(
            RECEIVED,
            "stopped",
            f"Parcel {TRACKING_NO} is stopped already; record it once more when it is here.",
            id="stopped twice, and received",
        ),
    ],
)
def test_which_outcome_may_be_recorded(given: Order, outcome: str, sentence: str | None) -> None:
    problems = sentences(RecordIntercept, given, {"outcome": outcome})

    assert problems == ([("outcome", sentence)] if sentence else [])


@pytest.mark.parametrize("given", [ASTRAY, changed(InterceptParcel, ASTRAY)])
def test_a_redirected_parcel_goes_where_the_order_does(given: Order) -> None:
    after = changed(RecordIntercept, given, outcome="redirected")

    (redirected,) = after.parcels
    assert redirected.interception == Interception(
        asked_at=NOW, outcome="redirected", outcome_at=NOW
    )
    assert not redirected.old_address
    assert "intercept-parcel" not in {one.kind for one in after.open_tasks}
    assert after.losses == ()
    assert InterceptParcel.why_not(after, context()) is None


def test_a_trace_that_says_so_again_brings_nothing_back_twice() -> None:
    after = changed(RecordTrace, RETURNED, state="returned")

    assert after.losses == RETURNED.losses


def test_what_came_back_is_sent_again_without_being_lost_a_second_time() -> None:
    reissued = changed(CreateReissue, RETURNED, origin="intercepted", reason="地址错了")
    sent = changed(ShipReissue, reissued, tracking_no=OTHER_NO)

    assert sent.losses == RETURNED.losses
    (ledger,) = line_ledgers(sent)
    assert (ledger.reissuable, ledger.with_buyer, ledger.refundable_units) == (0, 2, 2)


def test_what_came_back_is_refunded_and_then_nothing_is_left_to_send_again() -> None:
    after = changed(Refund, RETURNED, lines="1:2", reason="拦截退回")

    assert [part.lost for part in after.refunds[0].lines] == [2]
    (ledger,) = line_ledgers(after)
    assert (ledger.reissuable, ledger.with_buyer, ledger.refundable_units) == (0, 0, 0)

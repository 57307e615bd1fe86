"""InterceptParcel: the carrier is asked to stop a parcel and to bring it back."""

from typing import Any

import pytest

from store.models.axes import Platform
from store.models.order import Order
from store.models.parcel import Interception, Trace
from store.models.reissue import Loss
from store.rules.action.frame import read_values
from store.rules.obligations import obligations
from store.rules.parcels.actions.intercept_parcel import InterceptParcel
from store.rules.parcels.actions.record_intercept import RecordIntercept
from store.rules.platform.judging import judged
from tests.build import (
    DAY,
    HOUR,
    NOW,
    ORDER_NO,
    SECOND_BAG,
    TRACKING_NO,
    changed,
    context,
    do,
    order,
    parcel,
    refund,
    sentences,
    shipped,
    units,
)

ASKED = Interception(asked_at=NOW - DAY, reason="买家退款")
FAILED = ASKED.model_copy(update={"outcome": "failed", "outcome_at": NOW - HOUR})
REDIRECTED = ASKED.model_copy(update={"outcome": "redirected", "outcome_at": NOW - HOUR})
STOPPED = ASKED.model_copy(update={"outcome": "returned", "outcome_at": NOW - HOUR})
ARRIVED = Trace(at=NOW - HOUR, state="delivered")
BACK = Trace(at=NOW - HOUR, state="returned")
LOST = Loss(line=1, quantity=2, kind="lost", at=NOW, parcel="p1")
AT_THE_BUYERS = (
    f"Parcel {TRACKING_NO} is with the buyer; what is to come back from there is a return."
)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(shipped(), None, id="on its way"),
        pytest.param(order(), "Nothing of this order has been shipped yet.", id="nothing left"),
        pytest.param(shipped(parcels=(parcel(traces=(ARRIVED,)),)), AT_THE_BUYERS, id="delivered"),
        pytest.param(shipped(receipt_confirmed_at=NOW), AT_THE_BUYERS, id="receipt confirmed"),
        pytest.param(
            shipped(parcels=(parcel(kind="reissue"),), receipt_confirmed_at=NOW - 2 * DAY),
            None,
            id="sent after the receipt",
        ),
        pytest.param(
            shipped(parcels=(parcel(traces=(BACK,)),)),
            f"Parcel {TRACKING_NO} has come back already.",
            id="back by its traces",
        ),
        pytest.param(
            shipped(parcels=(parcel(interception=STOPPED),)),
            f"Parcel {TRACKING_NO} has come back already.",
            id="back by an interception",
        ),
        pytest.param(
            shipped(parcels=(parcel(interception=ASKED),)),
            f"The carrier was asked on 2026-11-21 to stop parcel {TRACKING_NO}; record the answer.",
            id="asked already",
        ),
        pytest.param(
            shipped(parcels=(parcel(interception=FAILED),)),
            f"Parcel {TRACKING_NO} could not be stopped (2026-11-22); the buyer may refuse it or"
            " send it back.",
            id="could not be stopped",
        ),
        pytest.param(
            shipped(parcels=(parcel(interception=REDIRECTED),)),
            None,
            id="redirected, and on its way there",
        ),
        pytest.param(
            shipped(
                parcels=(parcel(traces=(BACK,)),),
                refunds=(refund(amount_fen=5000, state="done"),),
            ),
            f"Parcel {TRACKING_NO} has come back already.",
            id="back after its money had gone back",
        ),
        pytest.param(
            shipped(tracking_no=""),
            "The number of this parcel is not known; give it one before the"
            " carrier is asked to stop it.",
            id="a parcel without a number",
        ),
    ],
)
def test_which_parcel_may_be_stopped(given: Order, sentence: str | None) -> None:
    assert InterceptParcel.why_not(given, context()) == sentence


def test_of_two_parcels_only_the_one_on_its_way_fits() -> None:
    given = order(
        parcels=(
            parcel(traces=(ARRIVED,), lines=units((1, 1))),
            SECOND_BAG,
        )
    )

    assert InterceptParcel.why_not(given, context()) is None
    assert read_values(InterceptParcel, {}, given).parcel == "p2"
    assert sentences(InterceptParcel, given, {"parcel": "p1"}) == [("parcel", AT_THE_BUYERS)]


@pytest.mark.parametrize(
    ("platform", "press"), [(Platform.PINDUODUO, "快递拦截"), (Platform.DOUYIN, "")]
)
def test_the_platform_has_to_be_told_with_the_number_to_copy(
    platform: Platform, press: str
) -> None:
    after = changed(InterceptParcel, shipped(platform=platform), reason="地址错了")

    assert after.parcels[0].interception == Interception(asked_at=NOW, reason="地址错了")
    (task,) = after.open_tasks
    assert (task.kind, task.parcel, task.press) == ("intercept-parcel", "p1", press)
    assert task.copy_text == f"{ORDER_NO} YTO {TRACKING_NO}"


@pytest.mark.parametrize("platform", list(Platform))
@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        pytest.param({}, ["bring-back"], id="nothing more is known"),
        pytest.param({"received_at": NOW}, [], id="its receipt is confirmed there"),
        pytest.param({"receipt_confirmed_at": NOW}, [], id="its receipt is confirmed here"),
        pytest.param({"losses": (LOST,)}, ["bring-back"], id="it is given up"),
    ],
)
def test_what_the_buyer_has_is_stopped_by_nobody(
    platform: Platform, changes: dict[str, Any], kinds: list[str]
) -> None:
    asked = changed(InterceptParcel, shipped(platform=platform))
    after = judged(asked.model_copy(update=changes), context(beside=asked), "import")

    owed = (one.kind for one in obligations(after, context().policy))
    assert [one for one in owed if one in ("bring-back", "contact-carrier")] == kinds
    assert [one.open for one in after.tasks] == [bool(kinds)]
    again = after.model_copy(update=dict.fromkeys(changes, None) | {"losses": ()})
    assert judged(again, context(beside=again), "import").tasks[0].open


def test_the_other_orders_in_the_parcel_are_named() -> None:
    other = shipped(order_no="261120-000000000000002")
    said = (
        f"Parcel {TRACKING_NO} also carries order 261120-000000000000002: record a trace there too."
    )
    together = context(other)
    asked = changed(InterceptParcel, shipped(), together)

    assert do(InterceptParcel, shipped(), together).said == (said,)
    assert InterceptParcel.background(shipped(), together) == (said,)
    assert RecordIntercept.background(asked, together) == (said,)
    for outcome in ("stopped", "returned", "failed"):
        assert said in do(RecordIntercept, asked, together, outcome=outcome).said
    assert InterceptParcel.background(shipped(), context()) == ()

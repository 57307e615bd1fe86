"""Whereabouts: where a parcel is, by its scans, an interception, the receipt and its case."""

import pytest

from store.models.order import Order
from store.models.parcel import Interception, Parcel, Trace
from store.models.reissue import Loss
from store.rules.parcels.traces import called
from store.rules.parcels.whereabouts import place, under_way
from tests.build import DAY, HOUR, NOW, case, parcel, shipped

ARRIVED = Trace(at=NOW - HOUR, state="delivered")
BACK = Trace(at=NOW, state="returned")
STOPPED = Interception(asked_at=NOW - DAY, outcome="returned", outcome_at=NOW)
RECEIVED = shipped(receipt_confirmed_at=NOW - HOUR)
LOST = Loss(line=1, quantity=2, kind="lost", at=NOW, parcel="p1")
EXCHANGED = shipped(cases=(case(state="closed", outcome="fulfilled"),))


@pytest.mark.parametrize(
    ("given", "one", "where"),
    [
        pytest.param(shipped(), parcel(), "under_way", id="no scan at all"),
        pytest.param(
            shipped(),
            parcel(traces=(Trace(at=NOW, state="abnormal"),)),
            "under_way",
            id="something is wrong with it",
        ),
        pytest.param(
            shipped(),
            parcel(traces=(Trace(at=NOW, state="returning"),)),
            "under_way",
            id="on its way back to us",
        ),
        pytest.param(shipped(), parcel(traces=(ARRIVED,)), "buyer", id="delivered"),
        pytest.param(shipped(), parcel(traces=(ARRIVED, BACK)), "back", id="delivered, then back"),
        pytest.param(shipped(), parcel(interception=STOPPED), "back", id="stopped"),
        pytest.param(
            shipped(),
            parcel(traces=(BACK, Trace(at=NOW + HOUR, state="delivered"))),
            "buyer",
            id="said to be back, and delivered after all",
        ),
        pytest.param(
            shipped(),
            parcel(interception=STOPPED, traces=(ARRIVED,)),
            "back",
            id="delivered before it was stopped",
        ),
        pytest.param(
            shipped(),
            parcel(interception=STOPPED, traces=(Trace(at=NOW + HOUR, state="delivered"),)),
            "buyer",
            id="recorded to be back, and delivered after all",
        ),
        pytest.param(shipped(losses=(LOST,)), parcel(), "lost", id="recorded as lost"),
        pytest.param(
            EXCHANGED, parcel(kind="replacement", case="A1"), "buyer", id="the exchange is done"
        ),
        pytest.param(RECEIVED, parcel(), "buyer", id="the receipt was confirmed"),
        pytest.param(RECEIVED, parcel(traces=(BACK,)), "back", id="but this parcel came back"),
        pytest.param(
            RECEIVED,
            parcel(kind="reissue"),
            "buyer",
            id="and this reissue had left before",
        ),
        pytest.param(
            RECEIVED,
            parcel(kind="reissue", shipped_at=NOW),
            "under_way",
            id="and this was sent later",
        ),
    ],
)
def test_where_a_parcel_is(given: Order, one: Parcel, where: str) -> None:
    assert place(given, one) == where
    assert under_way(given, one) is (where == "under_way")


def test_a_parcel_without_a_number_is_called_so() -> None:
    assert called(parcel("")) == "without a number"

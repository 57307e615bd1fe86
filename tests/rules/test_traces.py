"""Traces: where the carrier's scans say that a parcel is."""

import pytest

from store.models.order import Order
from store.models.parcel import Interception, Parcel, Trace
from store.rules.traces import called, came_back, delivered, under_way
from tests.build import DAY, HOUR, NOW, parcel, shipped

ARRIVED = Trace(at=NOW - HOUR, state="delivered")
BACK = Trace(at=NOW, state="returned")
STOPPED = Interception(asked_at=NOW - DAY, outcome="returned", outcome_at=NOW)
RECEIVED = shipped(receipt_confirmed_at=NOW)


@pytest.mark.parametrize(
    ("given", "one", "where"),
    [
        pytest.param(shipped(), parcel(), "under way", id="no scan at all"),
        pytest.param(
            shipped(),
            parcel(traces=(Trace(at=NOW, state="abnormal"),)),
            "under way",
            id="something is wrong with it",
        ),
        pytest.param(shipped(), parcel(traces=(ARRIVED,)), "delivered", id="delivered"),
        pytest.param(shipped(), parcel(traces=(ARRIVED, BACK)), "back", id="delivered, then back"),
        pytest.param(shipped(), parcel(interception=STOPPED), "back", id="stopped"),
        pytest.param(RECEIVED, parcel(), "delivered", id="the receipt was confirmed"),
        pytest.param(RECEIVED, parcel(traces=(BACK,)), "back", id="but this parcel came back"),
        pytest.param(RECEIVED, parcel(kind="reissue"), "under way", id="and this was sent later"),
    ],
)
def test_where_a_parcel_is(given: Order, one: Parcel, where: str) -> None:
    found = {
        "under way": under_way(given, one),
        "delivered": delivered(given, one),
        "back": came_back(one),
    }

    assert [name for name, is_there in found.items() if is_there] == [where]


def test_a_parcel_without_a_number_is_called_by_its_id() -> None:
    assert called(parcel("")) == "p1"

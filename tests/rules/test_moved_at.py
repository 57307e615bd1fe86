"""Since when a parcel on its way has not moved (`moved:>4d`)."""

from datetime import datetime

import pytest

from store.models.axes import Source
from store.models.order import Order
from store.models.parcel import Trace
from store.rules.parcels.watch import moved_at
from tests.build import DAY, NOW, parcel, shipped

A, B = NOW - 5 * DAY, NOW - 2 * DAY


@pytest.mark.parametrize(
    ("order", "at"),
    [
        (shipped(parcels=(parcel(shipped_at=A),)), A),
        (shipped(parcels=(parcel(shipped_at=A, traces=(Trace(at=B, state="picked_up"),)),)), B),
        (shipped(parcels=(parcel(shipped_at=A, traces=(Trace(at=B, state="delivered"),)),)), None),
        (
            shipped(
                parcels=(
                    parcel(shipped_at=A, traces=(Trace(at=B, state="in_transit"),)),
                    parcel(id="P2", shipped_at=A),
                )
            ),
            A,
        ),
        (shipped(parcels=(parcel(shipped_at=A, source=Source.PLATFORM),)), None),
        (shipped(parcels=(parcel(shipped_at=A),), received_at=B), None),
    ],
    ids=["not seen yet", "seen", "arrived", "two", "only told of", "received"],
)
def test_an_order_moved_last_when_its_slowest_parcel_was_seen(
    order: Order, at: datetime | None
) -> None:
    assert moved_at(order) == at

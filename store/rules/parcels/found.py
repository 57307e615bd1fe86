"""Found after all (失而复得): a parcel given up as lost, or as coming back, that was delivered."""

from collections.abc import Iterator

from store.models.order import Order
from store.models.parcel import Parcel
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.whereabouts import end_of

GIVEN_UP = ("lost", "come_back")
"""Losses that cannot be of a parcel that the buyer has; damaged and missing goods can."""


def arrived_after_all(order: Order) -> Iterator[Parcel]:
    """The parcels whose goods are recorded as lost or come back, and that were delivered since."""
    given_up = {loss.parcel for loss in order.losses if loss.parcel and loss.kind in GIVEN_UP}
    for parcel in order.parcels:
        end = end_of(parcel) if parcel.id in given_up else None
        if end and end.state == "delivered":
            yield parcel


def found_after_all(order: Order) -> Iterator[Parcel]:
    """Those of them for whose goods something was sent again, or money went back, all the same."""
    for parcel in arrived_after_all(order):
        kept = order.model_copy(
            update={
                "losses": tuple(
                    loss
                    for loss in order.losses
                    if loss.parcel != parcel.id or loss.kind not in GIVEN_UP
                )
            }
        )
        if any(ledger.reissuable < 0 for ledger in line_ledgers(kept)):
            yield parcel

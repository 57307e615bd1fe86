"""Logistics watch (物流监控): which parcels are still on their way, and where they stand still.

An export carries no trace (domain.md §0, fact 4): a parcel that only an import told of is watched
from the first scan that is recorded for it, one that was sent from here from the start.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Literal, NamedTuple

from store.models.axes import Fulfilment, Payment, Source
from store.models.order import Order
from store.models.parcel import Parcel, Trace
from store.rules.axes import payment

LegKind = Literal["first-scan", "sorting", "movement"]
TROUBLE = ("returned", "abnormal")
"""Scans after which nothing goes its way by itself."""


class Leg(NamedTuple):
    """The way of a parcel from one scan to the next."""

    kind: LegKind
    start: datetime
    end: datetime | None
    """The scan that ended it; none while it lasts."""


def on_the_way(order: Order) -> Iterator[Parcel]:
    """The parcels that are to be watched now."""
    if payment(order) is Payment.REFUNDED:
        return
    for parcel in order.parcels:
        if watched(parcel) and not arrived(order, parcel):
            yield parcel


def watched(parcel: Parcel) -> bool:
    """Is anything known of this parcel's way?"""
    return bool(parcel.traces) or (parcel.source is Source.DESK and parcel.shipped_at is not None)


def arrived(order: Order, parcel: Parcel) -> bool:
    """Is it known where the parcel has ended up: with the buyer, here again, or lost?"""
    if any(trace.state == "delivered" for trace in parcel.traces):
        return True
    if parcel.interception and parcel.interception.outcome == "returned":
        return True
    if any(loss.parcel == parcel.id for loss in order.losses):
        return True
    case = order.case_named(parcel.case) if parcel.case else None
    if case and not case.open:
        return True
    return _received(order, parcel)


def _received(order: Order, parcel: Parcel) -> bool:
    """Receipt of the order counts for what had left by then."""
    receipts = [one for one in (order.received_at, order.receipt_confirmed_at) if one]
    if any(parcel.shipped_at is None or parcel.shipped_at <= one for one in receipts):
        return True
    return parcel.kind == "shipment" and order.platform_fulfilment is Fulfilment.RECEIVED


def last_trace(parcel: Parcel) -> Trace | None:
    """Where the parcel was seen last."""
    return parcel.traces[-1] if parcel.traces else None


def legs(parcel: Parcel) -> Iterator[Leg]:
    """The parcel's way from scan to scan; the last leg is open unless the way has ended."""
    if not parcel.traces:
        if parcel.shipped_at:
            yield Leg("first-scan", parcel.shipped_at, None)
        return
    if parcel.shipped_at:
        yield Leg("first-scan", parcel.shipped_at, parcel.traces[0].at)
    for one, following in pairwise((*parcel.traces, None)):
        if one is None or one.state == "delivered":
            return
        if one.state not in TROUBLE:
            kind: LegKind = "sorting" if one.state == "picked_up" else "movement"
            yield Leg(kind, one.at, following.at if following else None)


def open_leg(parcel: Parcel) -> Leg | None:
    """The leg on which the parcel is now."""
    return next((leg for leg in legs(parcel) if leg.end is None), None)

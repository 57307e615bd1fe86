"""Logistics watch (物流监控): which parcels are still on their way, and where they stand still.

An export carries no trace (domain.md §0, fact 4): a parcel that only an import told of is watched
from the first scan that is recorded for it, one that was sent from here from the start.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, NamedTuple

from store.models.axes import Payment, Source
from store.models.order import Order
from store.models.parcel import Parcel, Trace
from store.rules.order.axes import payment
from store.rules.parcels.unknown_contents import to_count
from store.rules.parcels.uploading import shipped_there_at
from store.rules.parcels.whereabouts import (
    ENDS,
    awaited_back,
    comes_back,
    is_recorded_lost,
    place,
    under_way,
    was_unseen,
)

LegKind = Literal["first-scan", "sorting", "movement", "delivery"]
"""A platform's transit clock runs from the first sorting scan to 派件; what follows is ours."""
AFTER: dict[str, LegKind] = {"picked_up": "sorting", "out_for_delivery": "delivery"}
"""The leg that begins with a scan; one that moves the parcel, with every other."""
LOST = "abnormal"
"""The scan by which a carrier says that it has lost a parcel."""
TROUBLE = ("returning", LOST)
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
        if watched(parcel) and awaited(order, parcel):
            yield parcel


def watched(parcel: Parcel) -> bool:
    """Is anything known of this parcel's way?"""
    if parcel.handed_over:
        return False
    return bool(parcel.traces) or (parcel.source is Source.DESK and parcel.shipped_at is not None)


def awaited(order: Order, parcel: Parcel) -> bool:
    """Is the parcel still to arrive? With its case, what was sent for it is settled too."""
    case = order.case_named(parcel.case)
    settled = case is not None and not case.open
    return under_way(order, parcel) and not settled and not comes_back(order, parcel)


def with_the_carrier(order: Order) -> Iterator[Parcel]:
    """The parcels about which the carrier may have to be asked now, whichever way they go."""
    watched_now = {parcel.id for parcel in on_the_way(order)}
    for parcel in order.parcels:
        asked = is_to_stop(parcel) and under_way(order, parcel)
        if parcel.id in watched_now or asked or awaited_back(order, parcel):
            yield parcel


def last_trace(parcel: Parcel) -> Trace | None:
    """Where the parcel was seen last."""
    return parcel.traces[-1] if parcel.traces else None


def moved_at(order: Order) -> datetime | None:
    """When the parcel of it that has stood still longest was seen last, or else was sent."""
    seen = (trace.at if (trace := last_trace(one)) else one.shipped_at for one in on_the_way(order))
    return min(filter(None, seen), default=None)


def not_arriving(order: Order) -> tuple[str, ...]:
    """The ids of the parcels that, as it looks now, do not reach the buyer by themselves: the
    carrier has trouble with them, brings them back, or is to stop them. So do those that are back
    and still to be counted.
    """
    uncounted = {one.id for one in to_count(order)}
    return tuple(
        one.id
        for one in order.parcels
        if is_astray(order, one)
        or (is_to_stop(one) and under_way(order, one))
        or one.id in uncounted
    )


def is_astray(order: Order, parcel: Parcel) -> bool:
    """Has the carrier trouble with it on its way, or brings it back? It may arrive all the same."""
    seen = last_trace(parcel)
    in_trouble = seen is not None and seen.state in TROUBLE
    return under_way(order, parcel) and (in_trouble or comes_back(order, parcel))


def is_known_lost(order: Order, parcel: Parcel) -> bool:
    """Was it recorded as lost, or scanned so last, and has it not turned up since?"""
    seen = last_trace(parcel)
    scanned = under_way(order, parcel) and seen is not None and seen.state == LOST
    return scanned or (is_recorded_lost(order, parcel) and place(order, parcel) == "lost")


def is_to_stop(parcel: Parcel) -> bool:
    """Was the carrier asked to stop it, and has not answered?"""
    return parcel.interception is not None and parcel.interception.outcome is None


def legs(order: Order, parcel: Parcel) -> Iterator[Leg]:
    """The parcel's way from scan to scan; the last leg is open unless the way has ended.

    It begins when the platform has its number, where that is known: from then on it counts.
    """
    if was_unseen(parcel):
        return
    left_at = shipped_there_at(order, parcel)
    if left_at:
        yield Leg("first-scan", left_at, parcel.traces[0].at if parcel.traces else None)
    if not parcel.traces:
        return
    scans = _without_later_pick_ups(parcel.traces)
    for one, following in zip(scans, (*scans[1:], None), strict=True):
        if one.state in ENDS:
            return
        if one.state not in TROUBLE:
            kind = AFTER.get(one.state, "movement")
            yield Leg(kind, one.at, following.at if following else None)


def _without_later_pick_ups(traces: tuple[Trace, ...]) -> tuple[Trace, ...]:
    """A parcel is picked up once; the same scan again does not start its clock anew."""
    first = next((one for one in traces if one.state == "picked_up"), None)
    return tuple(one for one in traces if one.state != "picked_up" or one is first)


def open_leg(order: Order, parcel: Parcel) -> Leg | None:
    """The leg on which the parcel is now."""
    return next((leg for leg in legs(order, parcel) if leg.end is None), None)

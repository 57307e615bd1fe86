"""Whereabouts (包裹去向): where a parcel is, by its scans, an interception, a receipt or its case.

What may be done with a parcel, what is owed for it and what it brought back all ask here.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from store.models.axes import Fulfilment
from store.models.case_state import CaseOutcome
from store.models.order import Order
from store.models.parcel import Parcel, Trace, TraceState
from store.models.reissue import Loss, losses_now
from store.rules.cases.case_ledger import units_in

Place = Literal["under_way", "buyer", "back", "lost"]
AT_ITS_END: tuple[Place, ...] = ("buyer", "back")
"""Where nobody stops it any more, be it known by a scan or by a receipt."""
ENDS: tuple[TraceState, ...] = ("delivered", "returned")
GIVEN_UP = ("lost", "come_back")
"""Losses that cannot be of a parcel that the buyer has; damaged and missing goods can."""


def place(order: Order, parcel: Parcel) -> Place:
    """Where the parcel is, as far as anybody knows."""
    if came_back(parcel):
        return "back"
    if end_of(parcel) or parcel.handed_over or _received(order, parcel):
        return "buyer"
    if any(loss.parcel == parcel.id and loss.kind != "come_back" for loss in order.losses):
        return "lost"
    return "under_way"


def under_way(order: Order, parcel: Parcel) -> bool:
    """Is the parcel neither with the buyer nor back, and not known to be lost?"""
    return place(order, parcel) == "under_way"


def comes_back(order: Order, parcel: Parcel) -> bool:
    """Was the parcel stopped on its way, and is not here yet?"""
    return is_stopped(parcel) and under_way(order, parcel)


def awaited_back(order: Order, parcel: Parcel) -> bool:
    """Was the parcel stopped, and does nobody know how its way ended? A receipt, which a platform
    confirms by itself after some days, does not say that the buyer has what was stopped.
    """
    is_open = under_way(order, parcel) or is_only_confirmed(order, parcel)
    return is_stopped(parcel) and is_open


def is_stopped(parcel: Parcel) -> bool:
    """Is that it was stopped the last that is known of its interception?"""
    asked = parcel.interception
    return asked is not None and asked.outcome == "stopped"


def was_stopped(parcel: Parcel) -> bool:
    """Was it known to be stopped once, whatever became of it afterwards?"""
    asked = parcel.interception
    return asked is not None and asked.stopped_at is not None


def came_back(parcel: Parcel) -> bool:
    """Is the parcel back with us, by its scans or by an interception? Not where it was delivered
    after somebody had said so.
    """
    end, asked = end_of(parcel), parcel.interception
    if end and end.state == "returned":
        return True
    if asked is None or asked.outcome != "returned":
        return False
    return not (end and asked.outcome_at and end.at > asked.outcome_at)


def back_since(parcel: Parcel) -> datetime | None:
    """Since when the parcel is back with us; None while it is not."""
    end, asked = end_of(parcel), parcel.interception
    if end and end.state == "returned":
        return end.at
    return asked.outcome_at if asked and came_back(parcel) else None


def end_of(parcel: Parcel) -> Trace | None:
    """The scan with which the journey ended, at the buyer's or back with us."""
    return next((one for one in reversed(parcel.traces) if one.state in ENDS), None)


def was_unseen(parcel: Parcel) -> bool:
    """Is the first scan of it the end of its way? It was picked up before, and nobody saw when."""
    return bool(parcel.traces) and parcel.traces[0].state in ENDS


def is_only_confirmed(order: Order, parcel: Parcel) -> bool:
    """Does the buyer have it by a receipt alone, and no scan nor anybody here says so?"""
    return place(order, parcel) == "buyer" and not (end_of(parcel) or parcel.handed_over)


def reached_at(order: Order, parcel: Parcel) -> datetime | None:
    """When a parcel reached the buyer who has it, by a scan, else by a receipt; None where nobody
    knows when.
    """
    end = end_of(parcel)
    return end.at if end else min(filter(None, _receipts(order, parcel)), default=None)


def _received(order: Order, parcel: Parcel) -> bool:
    """Is it what the buyer confirmed to have? Not where it was given up, and he may mean others."""
    others = (one for one in order.parcels if one is not parcel and not came_back(one))
    is_confirmed = any(True for _at in _receipts(order, parcel))
    return is_confirmed and not (
        _given_up(order, parcel) and any(not _given_up(order, one) for one in others)
    )


def _receipts(order: Order, parcel: Parcel) -> Iterator[datetime | None]:
    """When it was confirmed that the buyer has it, as often as that was; None is an unknown time.

    A receipt says nothing of a parcel that the carrier has seen elsewhere since.
    """
    seen_at = max((one.at for one in parcel.traces if one.state not in ENDS), default=None)
    for at in _confirmed(order, parcel):
        if at is None or seen_at is None or seen_at <= at:
            yield at


def _confirmed(order: Order, parcel: Parcel) -> Iterator[datetime | None]:
    """When a receipt was confirmed that may be of it: that of the order counts for what had left by
    then, that of a case for its parcels.
    """
    case = order.case_named(parcel.case)
    if case and case.outcome is CaseOutcome.FULFILLED:
        yield case.closed_at
    for one in (order.received_at, order.receipt_confirmed_at):
        if one and (parcel.shipped_at is None or parcel.shipped_at <= one):
            yield one
    if parcel.kind == "shipment" and order.platform_fulfilment is Fulfilment.RECEIVED:
        yield order.received_at


def standing_losses(order: Order) -> Iterator[Loss]:
    """What is recorded of units that are not with the buyer in good order, and still holds.

    What was given up and reached him after all is no loss any more, though it stays recorded. A
    receipt alone, which a platform confirms by itself after some days, does not say that. Nor is
    what a case was found not to have brought, once its finding was corrected.
    """
    brought = {
        (one.id, line): units
        for one in order.cases
        for line, units in units_in(one.returns).items()
    }
    for loss in losses_now(order.losses, order.reissues):
        if loss.case:
            left = brought.get((loss.case, loss.line), 0)
            brought[loss.case, loss.line] = left - min(left, loss.quantity)
            if left:
                yield loss if left >= loss.quantity else loss.model_copy(update={"quantity": left})
            continue
        parcel = order.parcel_named(loss.parcel) if loss.kind in GIVEN_UP else None
        if parcel is None or not _was_seen_there(parcel):
            yield loss


def arrived_after_all(order: Order) -> Iterator[tuple[Parcel, Loss]]:
    """The parcels that were given up and seen to reach the buyer, with what is recorded."""
    standing = tuple(standing_losses(order))
    for loss in order.losses:
        parcel = order.parcel_named(loss.parcel)
        if parcel and loss not in standing:
            yield parcel, loss


def _was_seen_there(parcel: Parcel) -> bool:
    """Did somebody see it reach the buyer: the carrier, or who handed it over?"""
    return not came_back(parcel) and bool(end_of(parcel) or parcel.handed_over)


def _given_up(order: Order, parcel: Parcel) -> bool:
    """Was it stopped on its way, or recorded as lost?"""
    return is_stopped(parcel) or is_recorded_lost(order, parcel)


def is_recorded_lost(order: Order, parcel: Parcel) -> bool:
    """Did somebody here record goods of it as lost?"""
    return any(loss.parcel == parcel.id and loss.kind == "lost" for loss in order.losses)

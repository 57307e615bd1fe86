"""Found after all (失而复得): a parcel given up as lost, or as coming back, that was delivered.

It was given up where its goods are recorded so, or where their money went back while the carrier
had lost it or was bringing it back: then nobody is asked whether the buyer is to have both.
"""

from collections.abc import Iterator
from datetime import datetime

from store.models.axes import Source
from store.models.order import Order
from store.models.parcel import Parcel
from store.models.refund import Refund
from store.rules.cases.case_machine import SENT_BACK
from store.rules.order.ledger import line_ledgers, spent
from store.rules.order.paid_for import back_fen, is_money_for
from store.rules.parcels.watch import TROUBLE
from store.rules.parcels.whereabouts import end_of

GIVEN_UP = ("lost", "come_back")
"""Losses that cannot be of a parcel that the buyer has; damaged and missing goods can."""


def found_after_all(order: Order) -> Iterator[Parcel]:
    """The delivered parcels for whose goods others were sent, or money went back, all the same."""
    for parcel in order.parcels:
        end = end_of(parcel)
        if end is None or end.state != "delivered":
            continue
        if _made_good(order, parcel) or _paid_back_before(order, parcel, end.at):
            yield parcel


def _made_good(order: Order, parcel: Parcel) -> bool:
    """Were its goods recorded as lost or come back, and sent again or refunded as such?"""
    kept = tuple(
        loss for loss in order.losses if loss.parcel != parcel.id or loss.kind not in GIVEN_UP
    )
    if len(kept) == len(order.losses):
        return False
    without = order.model_copy(update={"losses": kept})
    return any(ledger.reissuable < 0 for ledger in line_ledgers(without))


def _paid_back_before(order: Order, parcel: Parcel, delivered_at: datetime) -> bool:
    """Did the money of its goods go back while they were not on their way to the buyer?"""
    given = [
        one
        for one in spent(order)
        if _is_of_goods_that_went(order, parcel, one)
        and (at := _decided_at(one)) is not None
        and at < delivered_at
        and _was_astray(parcel, at)
    ]
    if not given:
        return False
    paid = {part.line for one in given for part in one.lines if part.quantity > part.unshipped}
    if paid & {part.line for part in parcel.lines}:
        return True
    back, without_units = back_fen(order), sum(one.amount_fen for one in given if not one.lines)
    return is_money_for(order, parcel.lines, back) and not is_money_for(
        order, parcel.lines, back - without_units
    )


def _is_of_goods_that_went(order: Order, parcel: Parcel, refund: Refund) -> bool:
    """May it be money for goods that were given up, which nobody said the buyer is to have too?

    What is to be sent back is paid for all the same. Of what was sent again, the platform's money
    contradicts before it arrives (`goods_and_money.refunded_beside`).
    """
    if refund.both or refund.estimated:
        return False
    if refund.source is Source.PLATFORM and parcel.kind != "shipment":
        return False
    case = order.case_named(refund.case or "")
    return case is None or case.kind not in SENT_BACK


def _decided_at(refund: Refund) -> datetime | None:
    """When somebody decided on it: here as it was entered, there as it was agreed to."""
    return refund.requested_at if refund.source is Source.DESK else refund.settled_at


def _was_astray(parcel: Parcel, at: datetime) -> bool:
    """Had the carrier lost it by then, was it bringing it back, or had it been stopped?

    An export says that a parcel was stopped, and not when.
    """
    seen = next((one for one in reversed(parcel.traces) if one.at <= at), None)
    asked = parcel.interception
    is_stopped = asked is not None and asked.stopped_at is not None
    return is_stopped or (seen is not None and seen.state in TROUBLE)

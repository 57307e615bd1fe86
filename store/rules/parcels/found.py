"""Found after all (失而复得): a parcel given up as lost, or as coming back, that reaches the buyer.

It was given up where its goods are recorded so, where their money went back while the carrier had
lost it, was bringing it back or was asked to, and where a case that refused it waits for it: then
nobody is asked whether the buyer is to have both. It reaches him once it was delivered or its
receipt confirmed, and is to as soon as the carrier could not stop it, or has found it.
"""

from collections.abc import Iterator
from datetime import datetime

from store.models.axes import Source
from store.models.money import Fen
from store.models.order import Order
from store.models.parcel import Parcel, Trace
from store.models.refund import Refund
from store.rules.cases.goods_coming import awaits_refused, is_paid_on_return
from store.rules.order.ledger import line_ledgers, spent
from store.rules.paid.paid_for import gone_back
from store.rules.parcels.watch import LOST, TROUBLE
from store.rules.parcels.whereabouts import (
    GIVEN_UP,
    came_back,
    end_of,
    place,
    reached_at,
    was_stopped,
)
from store.rules.timing.clocks import LAST


def found_after_all(order: Order) -> Iterator[Parcel]:
    """The parcels that reached the buyer, or could not be stopped, and for whose goods others were
    sent, or money went back or is to go once they are here.
    """
    for parcel in order.parcels:
        is_there = _is_there(order, parcel)
        given_up = is_there and (_made_good(order, parcel) > 0 or _awaited_back(order, parcel))
        if given_up or _paid_back_before(order, parcel):
            yield parcel


def given_for(order: Order, parcel: Parcel) -> tuple[int, Fen]:
    """The units that were sent again or refunded as given up, and the money that went back, or is
    going, while these goods were not to reach the buyer.
    """
    return _made_good(order, parcel), sum(one.amount_fen for one in _given(order, parcel))


def is_given_up(order: Order, parcel: Parcel) -> bool:
    """Would it be found after all if it were delivered, and has not been?"""
    if end_of(parcel) or place(order, parcel) == "buyer":
        return False
    there = (*parcel.traces, Trace(at=LAST, state="delivered"))
    if_there = parcel.model_copy(update={"traces": there})
    return if_there in found_after_all(order.with_parcel(if_there))


def _is_there(order: Order, parcel: Parcel) -> bool:
    """Does the buyer have it, also where somebody said before that it came back?"""
    end = end_of(parcel)
    return end.state == "delivered" if end else place(order, parcel) == "buyer"


def not_stopped_at(parcel: Parcel) -> datetime | None:
    """Since when it is known that the carrier could not stop the parcel."""
    asked = parcel.interception
    return (asked.outcome_at or asked.asked_at) if asked and asked.outcome == "failed" else None


def moves_again_at(parcel: Parcel) -> datetime | None:
    """Since when a parcel that the carrier had lost goes its way again, and nobody stopped it.

    Not one that was on its way back: its scans look the same both ways.
    """
    trouble = [one for one in parcel.traces if one.state in TROUBLE]
    if not trouble or trouble[-1].state != LOST or was_stopped(parcel) or end_of(parcel):
        return None
    return next((one.at for one in parcel.traces if one.at > trouble[-1].at), None)


def _awaited_back(order: Order, parcel: Parcel) -> bool:
    """Is it to come back for a case that refused it, and all that could come is with the buyer?"""
    left = [one for one in order.parcels if one.kind in ("shipment", "reissue")]
    if parcel not in left or not any(awaits_refused(order, one) for one in order.cases):
        return False
    return not any(place(order, one) in ("under_way", "back") for one in left)


def _made_good(order: Order, parcel: Parcel) -> int:
    """The units of it that were recorded as lost or come back, and sent again or refunded as such;
    with what else goes beyond.
    """
    kept = tuple(
        loss for loss in order.losses if loss.parcel != parcel.id or loss.kind not in GIVEN_UP
    )
    if len(kept) == len(order.losses):
        return 0
    without = order.model_copy(update={"losses": kept})
    return sum(max(0, -ledger.reissuable) for ledger in line_ledgers(without))


def _given(order: Order, parcel: Parcel) -> list[Refund]:
    """What was given for goods that reached the buyer, or are to, while they were not to."""
    goes_on = not came_back(parcel)
    since = (not_stopped_at(parcel) or moves_again_at(parcel)) if goes_on else None
    if _is_there(order, parcel):
        since = reached_at(order, parcel) or LAST
    if since is None:
        return []
    return [
        one
        for one in spent(order)
        if _is_of_goods_that_went(order, parcel, one) and gave_up(order, parcel, one, since)
    ]


def _paid_back_before(order: Order, parcel: Parcel) -> bool:
    """Did the money of its goods go back while they were not to reach the buyer?"""
    given = _given(order, parcel)
    if not given:
        return False
    paid = {part.line for one in given for part in one.lines if part.quantity > part.unshipped}
    if paid & {part.line for part in parcel.lines}:
        return True
    beside = [one for one in spent(order) if one.lines or one not in given]
    return gone_back(order).is_for(parcel.lines) and not gone_back(order, beside).is_for(
        parcel.lines
    )


def _is_of_goods_that_went(order: Order, parcel: Parcel, refund: Refund) -> bool:
    """May it be money for goods that were given up, which nobody said the buyer is to have too?

    What is to be sent back is paid for all the same. Of what was sent again, the platform's money
    contradicts before it arrives (`refunded_there.refunded_beside`).
    """
    if refund.both or refund.estimated:
        return False
    if refund.source is Source.PLATFORM and parcel.kind != "shipment":
        return False
    case = order.case_named(refund.case)
    return case is None or not is_paid_on_return(case)


def gave_up(order: Order, parcel: Parcel, refund: Refund, reached_at: datetime) -> bool:
    """Did whoever gave it take the parcel as one that does not reach the buyer?

    What was known as it was entered here is on the refund. Of what a file tells, the times say it,
    whichever file comes first: it was asked for before the parcel was there, and until it was
    decided on the parcel was astray at some time.
    """
    if parcel.id in refund.not_arriving:
        return True
    asked_at, decided_at = _open_from_to(refund)
    if asked_at is None or asked_at > reached_at:
        return False
    until = min(decided_at or reached_at, reached_at)
    return _was_astray(parcel, asked_at, until) or _was_in_doubt(order, refund, asked_at, until)


def _was_in_doubt(order: Order, refund: Refund, begin: datetime, end: datetime) -> bool:
    """Was it open at any time of these which parcel was stopped for its case? Who settles that
    without a word of the parcel leaves it open.
    """
    return any(
        one.opened_at <= end
        and not (one.is_found_out and one.resolved_at and one.resolved_at < begin)
        for one in order.discrepancies
        if one.kind == "intercept" and one.about == refund.case
    )


def _open_from_to(refund: Refund) -> tuple[datetime | None, datetime | None]:
    """When it was asked for, and when somebody decided on it: here as it was entered, there as it
    was agreed to, where an export says when.
    """
    if refund.source is Source.DESK:
        return refund.requested_at, refund.requested_at
    return refund.requested_at or refund.settled_at, refund.settled_at


def _was_astray(parcel: Parcel, begin: datetime, end: datetime) -> bool:
    """Had the carrier lost it at any time of these, was it bringing it back, or was it to be
    stopped?

    An export says that a parcel was stopped, and not when.
    """
    before = next((one for one in reversed(parcel.traces) if one.at <= begin), None)
    if any(one.state in TROUBLE for one in parcel.traces if one is before or begin < one.at <= end):
        return True
    asked, failed_at = parcel.interception, not_stopped_at(parcel)
    is_over = failed_at is not None and failed_at <= begin
    if asked is None or is_over:
        return False
    is_asked = asked.outcome in (None, "returned") or failed_at is not None
    return was_stopped(parcel) or (is_asked and asked.asked_at <= end)

"""Traces (物流轨迹): the carrier's scans of a parcel, and what follows from them.

Where a parcel is stands in `whereabouts`; here its units follow it there and back.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from store.errors import Problem
from store.models.after_sales_case import GoodsReturn
from store.models.order import Order
from store.models.parcel import (
    Interception,
    InterceptOutcome,
    Parcel,
    Trace,
    TrackingCorrection,
    units_by_line,
    units_in_parcels,
)
from store.models.reissue import Loss
from store.rules.action.context import Context
from store.rules.action.markers import Spellings
from store.rules.order.ledger import line_ledgers, reissuable_units
from store.rules.parcels.told_twice import taken_for_cases
from store.rules.parcels.whereabouts import ENDS, back_since, came_back
from store.words import _, listed
from store.words.labels import label
from store.words.times import minute_text

TRACE_WORDS = Spellings(
    {
        "揽收": "picked_up",
        "已揽收": "picked_up",
        "揽件": "picked_up",
        "分拣": "sorted",
        "到达分拨": "sorted",
        "运输中": "in_transit",
        "在途": "in_transit",
        "派送中": "out_for_delivery",
        "派件": "out_for_delivery",
        "派件中": "out_for_delivery",
        "签收": "delivered",
        "已签收": "delivered",
        "退回": "returning",
        "退回中": "returning",
        "已退回": "returned",
        "退签": "returned",
        "退回签收": "returned",
        "异常": "abnormal",
        "问题件": "abnormal",
    }
)
"""How carriers and their interfaces write the states (domain.md §5)."""


STILL_OPEN = (None, "stopped")
"""Outcomes of an interception after which the parcel's way is not at its end."""


def trace_problem(order: Order, parcel: Parcel, trace: Trace, now: datetime) -> Problem | None:
    """Why there can be no such scan: it lies ahead, before the payment, or is recorded already.

    A pick-up before the payment is what false parcels look like (Douyin aHzmeN9E9dBF).
    """
    time = minute_text(trace.at)
    if trace.at > now:
        return Problem(
            "at", _("{time} is still to come; a trace is of the past.").format(time=time)
        )
    if order.paid_at and trace.at < order.paid_at:
        sentence = _(
            "{time} is before the payment ({paid}); no trace of a parcel is older than that."
        )
        return Problem("at", sentence.format(time=time, paid=minute_text(order.paid_at)))
    if known(parcel, trace):
        sentence = _("Parcel {number} has this trace already: {time}, {state}.")
        return Problem(
            "at",
            sentence.format(number=called(parcel), time=time, state=label(trace.state)),
        )
    return None


def known(parcel: Parcel, trace: Trace) -> bool:
    """Is the very same scan recorded, whoever entered it?"""
    said = (trace.at, trace.state, trace.text)
    return any((one.at, one.state, one.text) == said for one in parcel.traces)


def with_trace(order: Order, parcel: Parcel, trace: Trace, context: Context) -> Order:
    """The order with one more scan of a parcel, and with what follows from it.

    A parcel that comes back brings its units back; the end of the journey answers an interception.
    """
    traces = tuple(sorted((*parcel.traces, trace), key=lambda one: one.at))
    scanned = parcel.model_copy(update={"traces": traces})
    order = _moved(order, parcel, scanned, trace.at)
    asked = parcel.interception
    is_open = asked is not None and asked.outcome in STILL_OPEN
    if asked and is_open and trace.state in ENDS:
        outcome: InterceptOutcome = "returned" if trace.state == "returned" else "failed"
        return intercepted(order, scanned, outcome, trace.at, context)
    return order


def intercepted(
    order: Order, parcel: Parcel, outcome: InterceptOutcome, at: datetime, context: Context
) -> Order:
    """The order once it is known what the carrier did with the parcel.

    Nobody need have asked here before it was redirected: a call to the carrier does that too.
    """
    asked = parcel.interception
    if asked is None or asked.outcome not in STILL_OPEN:
        asked = Interception(asked_at=at)
    known = {"interception": asked.model_copy(update=_answer(outcome, at))}
    goes_there = {"old_address_since": None} if outcome == "redirected" else {}
    order = _moved(order, parcel, parcel.model_copy(update=known | goes_there), at)
    return order.with_tasks_done(
        lambda one: one.kind == "intercept-parcel" and one.parcel == parcel.id,
        context.now,
        str(context.actor),
    )


def _answer(outcome: InterceptOutcome, at: datetime) -> dict[str, object]:
    stopped = {"stopped_at": at} if outcome == "stopped" else {}
    return {"outcome": outcome, "outcome_at": at, **stopped}


def renumbered(
    order: Order, parcel: Parcel, tracking_no: str, carrier: str, now: datetime
) -> Order:
    """The order whose parcel has another number; what was seen under the old one stays with that.

    Units that only those scans brought back are with the parcel again. What was handed over without
    a number went with a carrier after all.
    """
    asked = parcel.interception
    ends = {one.at for one in parcel.traces if one.state in ENDS}
    answered_by_scan = asked is not None and asked.outcome_at in ends
    before = TrackingCorrection(
        tracking_no=parcel.tracking_no,
        carrier=parcel.carrier,
        corrected_at=now,
        traces=parcel.traces,
        interception=asked if answered_by_scan else None,
    )
    update = {
        "tracking_no": tracking_no,
        "carrier": carrier,
        "traces": (),
        "damaged": (),
        "missing": (),
        "interception": None if answered_by_scan else asked,
        "corrections": (*parcel.corrections, before) if parcel.tracking_no else parcel.corrections,
        "handed_over": None,
        "confirmed": False,
        "number_shown": False,
    }
    return _moved(order, parcel, parcel.model_copy(update=update), now)


def _moved(order: Order, before: Parcel, after: Parcel, at: datetime) -> Order:
    """The order with the parcel as it is now, and with its units where the parcel is."""
    moved = order.with_parcel(after)
    if came_back(after) == came_back(before):
        return moved
    if came_back(after):
        return moved.model_copy(update={"losses": tuple(brought_back(moved, after, at))})
    return moved.model_copy(update={"losses": tuple(_taken_along(order, before))})


def with_all_back(order: Order) -> Order:
    """The order in which all that carriers brought back is recorded as come back, unless it was
    paid for: money that was on its way then may have failed since, or have been less.
    """
    for parcel in order.parcels:
        at = back_since(parcel)
        losses = tuple(brought_back(order, parcel, at)) if at else order.losses
        if losses != order.losses:
            order = order.model_copy(update={"losses": losses})
    return order


def brought_back(order: Order, parcel: Parcel, at: datetime) -> Iterator[Loss]:
    """The losses of the order once the units of this parcel came back.

    Units of it that were recorded as lost before are not recorded again, nor are those that lie
    here for a case: counted twice, they could be sent or refunded twice.
    """
    back = [one for one in order.parcels if came_back(one)]
    free = units_in_parcels(back)
    free.subtract(taken_for_cases(order))
    free.subtract(_lost_from(order, back))
    there = {ledger.number: ledger.with_buyer for ledger in line_ledgers(order)}
    left = units_by_line(parcel.lines)
    left.subtract(_lost_from(order, [parcel]))
    yield from order.losses
    for line, units in left.items():
        quantity = min(units, there[line], free[line])
        if quantity > 0:
            yield Loss(line=line, quantity=quantity, kind="come_back", at=at, parcel=parcel.id)


def _taken_along(order: Order, parcel: Parcel) -> Iterator[Loss]:
    """The losses of the order once a parcel that is back in it is not so any more.

    What was sent again or refunded meanwhile stays recorded as come back.
    """
    unused = reissuable_units(line_ledgers(order))
    for loss in order.losses:
        came = loss.parcel == parcel.id and loss.kind == "come_back" and not loss.reissue
        taken = min(loss.quantity, unused[loss.line]) if came else 0
        unused[loss.line] -= taken
        if loss.quantity > taken:
            yield loss.model_copy(update={"quantity": loss.quantity - taken})


def _lost_from(order: Order, parcels: Iterable[Parcel]) -> Counter[int]:
    """The units by line that are recorded as lost from these parcels."""
    known = {one.id for one in parcels}
    return units_by_line(loss for loss in order.losses if loss.parcel in known)


def called(parcel: Parcel | GoodsReturn) -> str:
    """What a sentence calls a parcel: its number, or that it has none."""
    return parcel.tracking_no or _("without a number")


def all_called(parcels: Iterable[Parcel]) -> str:
    """What it calls each of these."""
    return listed(map(called, parcels))

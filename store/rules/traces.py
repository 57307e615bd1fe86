"""Traces (物流轨迹): the carrier's scans of a parcel, and where they say that it is."""

from datetime import datetime
from typing import Literal

from store.errors import Problem
from store.labels import label
from store.models.order import Order
from store.models.parcel import Parcel, Trace, TraceState
from store.models.reissue import Loss
from store.rules.axes import was_received
from store.rules.context import Context
from store.rules.fields import Spellings, minute_text
from store.rules.ledger import line_ledgers
from store.words import _

InterceptOutcome = Literal["returned", "failed"]
ENDS: tuple[TraceState, ...] = ("delivered", "returned")

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
        "退回": "returned",
        "已退回": "returned",
        "退签": "returned",
        "异常": "abnormal",
        "问题件": "abnormal",
    }
)
"""How carriers and their interfaces write the states (domain.md §5)."""


def end_of(parcel: Parcel) -> Trace | None:
    """The scan with which the journey ended, at the buyer's or back with us."""
    return next((one for one in reversed(parcel.traces) if one.state in ENDS), None)


def came_back(parcel: Parcel) -> bool:
    """Is the parcel back with us, by its scans or by an interception?"""
    if parcel.interception and parcel.interception.outcome == "returned":
        return True
    end = end_of(parcel)
    return end is not None and end.state == "returned"


def delivered(order: Order, parcel: Parcel) -> bool:
    """Is the parcel with the buyer? A receipt confirms the shipments, not what was sent later."""
    if came_back(parcel):
        return False
    return end_of(parcel) is not None or (parcel.kind == "shipment" and was_received(order))


def under_way(order: Order, parcel: Parcel) -> bool:
    """Is the parcel neither with the buyer nor back?"""
    return not (came_back(parcel) or delivered(order, parcel))


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
    parcel = parcel.model_copy(update={"traces": traces})
    order = order.with_parcel(parcel)
    asked = parcel.interception
    if asked and asked.outcome is None and trace.state in ENDS and trace.at >= asked.asked_at:
        outcome: InterceptOutcome = "returned" if trace.state == "returned" else "failed"
        return intercepted(order, parcel, outcome, trace.at, context)
    return brought_back(order, parcel, trace.at) if trace.state == "returned" else order


def intercepted(
    order: Order, parcel: Parcel, outcome: InterceptOutcome, at: datetime, context: Context
) -> Order:
    """The order once it is known whether the carrier could stop the parcel."""
    asked = parcel.interception
    known = {"outcome": outcome, "outcome_at": at}
    answered = parcel.model_copy(update={"interception": asked and asked.model_copy(update=known)})
    done = {"done_at": context.now, "done_by": str(context.actor)}
    tasks = tuple(
        one.model_copy(update=done)
        if one.open and one.kind == "intercept-parcel" and one.parcel == parcel.id
        else one
        for one in order.tasks
    )
    order = order.with_parcel(answered).model_copy(update={"tasks": tasks})
    return brought_back(order, answered, at) if outcome == "returned" else order


def brought_back(order: Order, parcel: Parcel, at: datetime) -> Order:
    """The units of a parcel that came back are recorded as such, once.

    Units that a reissue has recorded as lost before, without saying of which parcel, are taken for
    those of the parcel that comes back: counted twice, they could be sent or refunded twice.
    """
    if any(loss.parcel == parcel.id for loss in order.losses):
        return order
    ledgers = {ledger.line.line: ledger for ledger in line_ledgers(order)}
    fresh: list[Loss] = []
    for part in parcel.lines:
        unnamed = sum(
            loss.quantity for loss in order.losses if loss.line == part.line and not loss.parcel
        )
        there = max(0, ledgers[part.line].with_buyer)
        quantity = min(part.quantity - unnamed, there)
        if quantity > 0:
            fresh.append(
                Loss(line=part.line, quantity=quantity, kind="come_back", at=at, parcel=parcel.id)
            )
    return order.model_copy(update={"losses": (*order.losses, *fresh)})


def called(parcel: Parcel) -> str:
    """What a sentence calls a parcel: its number, or its id where the platform names none."""
    return parcel.tracking_no or parcel.id

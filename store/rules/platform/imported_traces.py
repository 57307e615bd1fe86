"""Imported traces: what a file of traces says about the parcels of one order."""

from collections.abc import Iterable

from msgspec import Struct

from store.errors import Problem
from store.models.facts import TraceFacts
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.parcels.traces import known, trace_problem, with_trace
from store.words import _, listed


class MergedTraces(Struct, frozen=True):
    """The order with the scans it did not have, and what became of each row."""

    order: Order
    new: int
    same: int
    rejected: tuple[tuple[TraceFacts, Problem], ...]


def merge_traces(order: Order, given: Iterable[TraceFacts], context: Context) -> MergedTraces:
    """A scan that is known changes nothing; one that cannot be is said, and the others are kept."""
    new = same = 0
    rejected: list[tuple[TraceFacts, Problem]] = []
    for facts in given:
        fitting = (one for one in order.parcels if one.tracking_no.upper() == facts.tracking_no)
        parcel = next(fitting, None)
        if parcel is None:
            rejected.append((facts, _no_such_parcel(order, facts)))
        elif known(parcel, facts.trace):
            same += 1
        elif problem := trace_problem(order, parcel, facts.trace, context.now):
            rejected.append((facts, problem))
        else:
            order = with_trace(order, parcel, facts.trace, context)
            new += 1
    return MergedTraces(order, new, same, tuple(rejected))


def _no_such_parcel(order: Order, facts: TraceFacts) -> Problem:
    numbers = listed(one.tracking_no for one in order.parcels if one.tracking_no)
    sentence = _("order {order} has no parcel with the number {number}; it has: {known}")
    return Problem(
        "tracking_no",
        sentence.format(order=order.order_no, number=facts.tracking_no, known=numbers or _("none")),
    )

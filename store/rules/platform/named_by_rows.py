"""Rows that name parcels (行所记单号): what has left of an order, and which sub-orders in which.

A newer row takes the place of what that sub-order's row named before.
"""

from collections.abc import Sequence
from typing import NamedTuple

from store.models.axes import Fulfilment, Source
from store.models.facts import OrderFacts, ParcelFacts
from store.models.order import Line, Order
from store.models.parcel import Parcel
from store.rules.parcels.leaving_there import expected_there
from store.rules.parcels.sent_again import ways_again
from store.rules.parcels.unknown_contents import is_unknown
from store.rules.parcels.whereabouts import came_back
from store.rules.platform.lines_meant import lines_said

GONE = (Fulfilment.SHIPPED, Fulfilment.RECEIVED)


class _Told(NamedTuple):
    """A parcel that rows name, and what they say of it."""

    given: ParcelFacts
    parcel: Parcel | None
    """The one that is here."""
    numbers: set[int]
    """The lines whose rows name it."""


def named_by(order: Order, facts: OrderFacts, given: ParcelFacts) -> tuple[Line, ...]:
    """The lines that left and whose rows name this parcel; all of them where none is named."""
    gone = gone_lines(order, facts)
    if not given.line_nos:
        return gone
    return tuple(line for line in gone if line.line_no in given.line_nos)


def without_what_others_hold(order: Order, facts: OrderFacts) -> Order:
    """The order whose parcels hold no line whose row names only others.

    What somebody here packed, or says to be in one, stays; no file puts more into that. What is to
    be sent again may have left by a number that held none of it: nothing of it moves to that.
    """
    waiting, told = _to_be_sent_again(order), _told_by_rows(order, facts)
    named, taken = _by_parcel(told), set[int]()
    for given, parcel, numbers in told:
        is_known = parcel is not None and parcel.tracking_no == given.tracking_no
        if parcel is None or (is_known and is_as_the_platform_says(parcel)):
            held = {part.line for part in parcel.lines} if parcel else set[int]()
            taken |= numbers - (waiting - held)
    for parcel in order.parcels:
        if parcel.tracking_no and is_as_the_platform_says(parcel):
            others = taken - named.get(parcel.id, set())
            kept = tuple(part for part in parcel.lines if part.line not in others)
            if kept != parcel.lines:
                order = order.with_parcel(parcel.model_copy(update={"lines": kept}))
    return order


def _to_be_sent_again(order: Order) -> set[int]:
    """The lines that a reissue or a case is still to send, or may have sent there."""
    reissues = (one.lines for one in expected_there(order))
    cases = (way.lines for way in ways_again(order) if way.case and not way.parcel)
    return {part.line for lines in (*reissues, *cases) for part in lines}


def with_rows(before: Order, order: Order, facts: OrderFacts) -> Order:
    """The order whose parcels say which rows name them; of lines that the export does not have it
    says nothing. What was back and uncounted before the export is named by the rows of then too.
    """
    named = _by_parcel(_told_by_rows(order, facts))
    told = {line for numbers in named.values() for line in numbers}
    uncounted = {one.id for one in before.parcels if came_back(one) and is_unknown(before, one)}
    for parcel in order.parcels:
        rows = {*(parcel.rows or ())}
        if parcel.id in named or not told.isdisjoint(rows):
            kept = rows if parcel.id in uncounted else rows - told
            rows = named.get(parcel.id, set()) | kept
            order = order.with_parcel(parcel.model_copy(update={"rows": tuple(sorted(rows))}))
    return order


def _told_by_rows(order: Order, facts: OrderFacts) -> list[_Told]:
    known = _by_number(order)
    return [
        _Told(
            given,
            known.get(given.tracking_no),
            {line.line for line in named_by(order, facts, given)},
        )
        for given in facts.parcels
        if given.line_nos
    ]


def _by_parcel(told: Sequence[_Told]) -> dict[str, set[int]]:
    """The lines whose rows name it, by the id of each parcel that is here."""
    named = dict[str, set[int]]()
    for _given, parcel, numbers in told:
        if parcel:
            named.setdefault(parcel.id, set()).update(numbers)
    return named


def _by_number(order: Order) -> dict[str, Parcel]:
    """The parcels by their number, and by those that they had before."""
    known = {old.tracking_no: one for one in order.parcels for old in one.corrections}
    return known | {one.tracking_no: one for one in order.parcels if one.tracking_no}


def is_as_the_platform_says(parcel: Parcel) -> bool:
    """Does it hold what files say, and nobody here has said otherwise?"""
    return (
        parcel.source is Source.PLATFORM
        and parcel.kind == "shipment"
        and parcel.contents_set_at is None
    )


def gone_lines(order: Order, facts: OrderFacts) -> tuple[Line, ...]:
    """The lines of the order that the export says have left."""
    return gone_of(order.lines, facts)


def gone_of(lines: Sequence[Line], facts: OrderFacts) -> tuple[Line, ...]:
    """Those of an order's lines that the export says have left."""
    return lines_said(lines, facts, lambda line: line.fulfilment in GONE)

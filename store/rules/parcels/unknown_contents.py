"""Unknown contents (内容不明): several numbers of one order, and nobody knows what is in which.

An export names several numbers for the same goods: all of them count as in the first of these,
until somebody says what is in which (`set-contents`).
"""

from collections.abc import Iterable, Iterator

from store.models.order import Order
from store.models.parcel import LineQuantity, Parcel
from store.rules.parcels.traces import called
from store.rules.parcels.whereabouts import came_back, is_stopped
from store.words import N_, _, listed

SET_CONTENTS = N_("Set the contents of a parcel")
"""The action that ends it, by its title; sentences lead to it."""


def is_of_the_goods(parcel: Parcel) -> bool:
    """Does it carry goods that were bought, by a carrier?"""
    return parcel.kind == "shipment" and not parcel.handed_over


def is_unknown(parcel: Parcel) -> bool:
    """Does nobody know whether it holds more of what was bought than counts as in it?"""
    if not is_of_the_goods(parcel) or parcel.contents_set_at:
        return False
    if parcel.rows is None:
        return not parcel.lines
    return not {part.line for part in parcel.lines}.issuperset(parcel.rows)


def are_shared(order: Order) -> bool:
    """Did parcels of it come without their goods, or was of any said what it holds, so that what is
    in which is for somebody to say?
    """
    return any(
        is_unknown(one) or (is_of_the_goods(one) and one.contents_set_at) for one in order.parcels
    )


def to_count(order: Order) -> Iterator[Parcel]:
    """The parcels that are back, and may have brought goods that count as with the buyer."""
    unsure = [
        part.line
        for one in order.parcels
        if is_of_the_goods(one) and not (one.contents_set_at or came_back(one))
        for part in one.lines
    ]
    for one in order.parcels:
        if came_back(one) and _may_hold_more(one, unsure):
            yield one


def to_count_said(order: Order, parcel: Parcel) -> str | None:
    """What is to be done with this one; None where that is known."""
    if not any(one.id == parcel.id for one in to_count(order)):
        return None
    said = _(
        "Nobody knows what is in parcel {number}, and the buyer goes without it: open it, count,"
        " and say what was in it (“{set_contents}”)."
    )
    return said.format(number=called(parcel), set_contents=_(SET_CONTENTS))


def _may_hold_more(parcel: Parcel, goods: Iterable[int]) -> bool:
    """May more of any of these lines be in it than counts as in it?"""
    if not is_unknown(parcel):
        return False
    held = {part.line for part in parcel.lines}
    return any(line not in held and line in (parcel.rows or (line,)) for line in goods)


def may_be_elsewhere(order: Order, lines: Iterable[LineQuantity]) -> str | None:
    """Which parcels may hold a part of these goods, where another one came back or was stopped as
    if it held them all; None where that is known.
    """
    goods = {part.line for part in lines}
    unknown = [
        one
        for one in order.parcels
        if _may_hold_more(one, goods) and not (came_back(one) or is_stopped(one))
    ]
    given_up = [
        one
        for one in order.parcels
        if (came_back(one) or is_stopped(one))
        and not one.contents_set_at
        and any(part.line in goods for part in one.lines)
    ]
    if not given_up or not unknown:
        return None
    said = _(
        "Nobody knows what is in parcel {unknown}: the buyer may get a part of what is counted as"
        " in parcel {known}. Open that, count, and say what was in it (“{set_contents}”)."
    )
    return said.format(
        unknown=listed(map(called, unknown)),
        known=listed(map(called, given_up)),
        set_contents=_(SET_CONTENTS),
    )

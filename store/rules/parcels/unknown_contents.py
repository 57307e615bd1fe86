"""Unknown contents (内容不明): several numbers of one order, and nobody knows what is in which.

An export names numbers and no goods: all of them count as in the first of its parcels, until
somebody says what is in which (`set-contents`).
"""

from collections.abc import Iterable, Iterator

from store.models.axes import Source
from store.models.order import Order
from store.models.parcel import LineQuantity, Parcel
from store.rules.parcels.shipping import all_money_back
from store.rules.parcels.traces import called
from store.rules.parcels.whereabouts import came_back, is_stopped
from store.words import N_, _, listed

SET_CONTENTS = N_("Set the contents of a parcel")
"""The action that ends it, by its title; sentences lead to it."""


def is_unknown(parcel: Parcel) -> bool:
    """Does nobody know whether anything that was bought is in it?"""
    return _is_first(parcel) and not (parcel.lines or parcel.contents_set_at)


def are_shared(order: Order) -> bool:
    """Did parcels of it come without goods, so that what is in which is for somebody to say?"""
    return any(
        is_unknown(one) or (one.contents_set_at and one.source is Source.PLATFORM)
        for one in order.parcels
    )


def to_count(order: Order) -> Iterator[Parcel]:
    """The parcels that are back, and may have brought goods that count as with the buyer."""
    unsure = (one for one in order.parcels if _is_first(one) and not one.contents_set_at)
    if any(one.lines and not came_back(one) for one in unsure):
        yield from (one for one in order.parcels if is_unknown(one) and came_back(one))


def to_count_said(order: Order, parcel: Parcel) -> str | None:
    """What is to be done with this one; None where that is known."""
    if not any(one.id == parcel.id for one in to_count(order)):
        return None
    said = _(
        "Nobody knows what is in parcel {number}, and the buyer goes without it: open it, count,"
        " and say what was in it (“{set_contents}”)."
    )
    if all_money_back(order):
        said = _(
            "Nobody knows what is in parcel {number}: open it, count, and say what was in it"
            " (“{set_contents}”)."
        )
    return said.format(number=called(parcel), set_contents=_(SET_CONTENTS))


def _is_first(parcel: Parcel) -> bool:
    return parcel.kind == "shipment"


def may_be_elsewhere(order: Order, lines: Iterable[LineQuantity]) -> str | None:
    """Which parcels may hold a part of these goods, where another one came back or was stopped as
    if it held them all; None where that is known.
    """
    goods = {part.line for part in lines}
    given_up = [
        one
        for one in order.parcels
        if (came_back(one) or is_stopped(one))
        and not one.contents_set_at
        and any(part.line in goods for part in one.lines)
    ]
    unknown = [
        one for one in order.parcels if is_unknown(one) and not (came_back(one) or is_stopped(one))
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

"""Unknown contents (内容不明): several numbers of one order, and nobody knows what is in which.

An export names several numbers for the same goods: all of them count as in the first of these,
until somebody says what is in which (`set-contents`).
"""

from collections.abc import Iterable, Iterator

from store.models.axes import Source
from store.models.order import Order
from store.models.parcel import LineQuantity, Parcel
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.shipping import all_money_back
from store.rules.parcels.traces import all_called, called
from store.rules.parcels.whereabouts import came_back, is_stopped
from store.words import N_, _

SET_CONTENTS = N_("Set the contents of a parcel")
"""The action that ends it, by its title; sentences lead to it."""


def is_of_the_goods(parcel: Parcel) -> bool:
    """Does it carry goods that were bought, by a carrier?"""
    return parcel.kind == "shipment" and not parcel.handed_over


def is_unknown(order: Order, parcel: Parcel) -> bool:
    """Does nobody know whether it holds more of what was bought than counts as in it?"""
    return bool(_maybe_in(order, parcel))


def are_shared(order: Order) -> bool:
    """Did parcels of it come without their goods, or was of any said what it holds, so that what is
    in which is for somebody to say?
    """
    return any(
        is_unknown(order, one) or (is_of_the_goods(one) and one.contents_set_at)
        for one in order.parcels
    )


def to_count(order: Order) -> Iterator[Parcel]:
    """The parcels that are back, and may have brought goods that count as with the buyer."""
    there = {
        part.line
        for one in order.parcels
        if _is_unsure(one) and not came_back(one)
        for part in one.lines
    }
    for one in order.parcels:
        if came_back(one) and not there.isdisjoint(_maybe_in(order, one)):
            yield one


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


def _maybe_in(order: Order, parcel: Parcel) -> set[int]:
    """The lines of which units may be in it that count as in another, or as still to be shipped,
    since no row or each of several named it, and nobody packed it here.
    """
    held = {part.line for part in parcel.lines}
    if not _is_unsure(parcel) or parcel.source is Source.DESK or (parcel.rows is None and held):
        return set()
    others = (one for one in order.parcels if one.id != parcel.id and _is_unsure(one))
    counted = {part.line for one in others for part in one.lines}
    counted |= {one.number for one in line_ledgers(order) if one.to_ship > 0}
    counted -= held
    return counted if parcel.rows is None else counted.intersection(parcel.rows)


def _is_unsure(parcel: Parcel) -> bool:
    return is_of_the_goods(parcel) and not parcel.contents_set_at


def may_be_elsewhere(order: Order, lines: Iterable[LineQuantity]) -> str | None:
    """Which parcels may hold a part of these goods, where another one came back or was stopped as
    if it held them all; None where that is known.
    """
    goods = {part.line for part in lines}
    unknown = [
        one
        for one in order.parcels
        if not (goods.isdisjoint(_maybe_in(order, one)) or came_back(one) or is_stopped(one))
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
        unknown=all_called(unknown),
        known=all_called(given_up),
        set_contents=_(SET_CONTENTS),
    )

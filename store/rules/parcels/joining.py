"""Joining (合并包裹): two parcels that are one, because its number was mistyped here or there, or
because it left here without one.

Until the number is corrected both stay: what left here, and what an export shows for the same
goods. What left here keeps what it holds and why it was sent; the number, and what was seen under
it, are those of the parcel that carries the right one.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import combinations

from store.models.axes import Source
from store.models.base import renaming
from store.models.order import Order
from store.models.parcel import Interception, Parcel, units_by_line
from store.models.reissue import Loss
from store.rules.order.ledger import line_ledgers, reissuable_units
from store.rules.parcels.traces import renumbered


def one_with(order: Order, parcel: Parcel, tracking_no: str) -> Parcel | None:
    """The other parcel of this number that may be the very same; None where there is none."""
    others = (one for one in order.parcels if one is not parcel and one.tracking_no == tracking_no)
    return next((one for one in others if _may_be_one(order, parcel, one)), None)


def may_be_joined(order: Order) -> bool:
    """Are there two parcels in it that may be one?"""
    return any(_may_be_one(order, one, other) for one, other in combinations(order.parcels, 2))


def joined_with(order: Order, parcel: Parcel, right: Parcel, now: datetime) -> Order:
    """The order in which a parcel is one with that which carries its right number, and holds what
    that shows of other lines, too; what was seen under the wrong number stays with that.
    """
    order = renumbered(order, parcel, right.tracking_no, right.carrier, now)
    wrong = order.parcel_named(parcel.id) or parcel
    ours, theirs = (wrong, right) if _left_here(parcel) else (right, wrong)
    held = {part.line for part in ours.lines}
    beside = (part for part in theirs.lines if part.line not in held)
    one = ours.model_copy(
        update={
            "lines": (*ours.lines, *beside),
            "rows": theirs.rows,
            "tracking_no": right.tracking_no,
            "carrier": right.carrier,
            "traces": right.traces,
            "interception": _last_asked(wrong, right),
            "corrections": (*right.corrections, *wrong.corrections),
            "shipped_at": ours.shipped_at or theirs.shipped_at,
            "confirmed": right is theirs,
            "number_shown": right is theirs and right.number_shown,
        }
    )
    parcels = tuple(one if each is ours else each for each in order.parcels if each is not theirs)
    order = order.model_copy(update={"parcels": parcels})
    return _all_about(order, one, theirs.id)


def _may_be_one(order: Order, one: Parcel, other: Parcel) -> bool:
    """Did one of them leave here, without its number being known there, and was the other brought
    by an export for any of its goods, or for none that were bought?
    """
    ours = [each for each in (one, other) if _left_here(each)]
    theirs = [each for each in (one, other) if each.source is Source.PLATFORM]
    if len(ours) != 1 or len(theirs) != 1 or theirs[0].kind != "shipment":
        return False
    holds, shown = ({part.line for part in each[0].lines} for each in (ours, theirs))
    if shown and not (holds & shown and _may_be_twice(order, ours[0], theirs[0])):
        return False
    return not _sent_again(order, ours[0], theirs[0])


def _may_be_twice(order: Order, ours: Parcel, theirs: Parcel) -> bool:
    """May what an export shows be what left here, too? Of a line that was handed over without a
    number it is only where all of it is beyond what was ordered: else it holds the others.
    """
    if ours.tracking_no:
        return True
    shown, held = units_by_line(theirs.lines), {part.line for part in ours.lines}
    to_ship = {one.number: one.to_ship for one in line_ledgers(order)}
    return all(shown[line] + to_ship.get(line, 0) <= 0 for line in shown.keys() & held)


def _sent_again(order: Order, ours: Parcel, theirs: Parcel) -> bool:
    """Was more sent again, or refunded as lost, of the two than left here in the one?"""
    beyond = units_by_line(one for one in order.losses if one.parcel in (ours.id, theirs.id))
    beyond.subtract(units_by_line(ours.lines))
    return bool(+beyond - reissuable_units(line_ledgers(order)))


def _left_here(parcel: Parcel) -> bool:
    return parcel.source is Source.DESK and not parcel.number_shown


def _last_asked(*parcels: Parcel) -> Interception | None:
    asked = [one.interception for one in parcels if one.interception]
    return max(asked, key=lambda one: one.outcome_at or one.asked_at, default=None)


def _all_about(order: Order, parcel: Parcel, gone: str) -> Order:
    """The order in which all that was about the parcel that is no more is about this one."""

    def meant(about: str) -> str:
        return parcel.id if about == gone else about

    update = {
        "losses": tuple(_losses(order, parcel, gone)),
        "refunds": tuple(
            one.model_copy(
                update={"not_arriving": tuple(dict.fromkeys(map(meant, one.not_arriving)))}
            )
            for one in order.refunds
        ),
        "tasks": renaming(order.tasks, "parcel", gone, parcel.id),
        "contacts": renaming(order.contacts, "parcel", gone, parcel.id),
        "snoozes": renaming(order.snoozes, "about", gone, parcel.id),
        "discrepancies": renaming(order.discrepancies, "about", gone, parcel.id),
    }
    return order.model_copy(update=update)


def _losses(order: Order, parcel: Parcel, gone: str) -> Iterator[Loss]:
    """The losses of the order; of one parcel no more units are lost than it holds."""
    left = units_by_line(parcel.lines)
    left.subtract(units_by_line(one for one in order.losses if one.parcel == parcel.id))
    for loss in order.losses:
        if loss.parcel != gone:
            yield loss
            continue
        many = min(loss.quantity, max(0, left[loss.line]))
        left[loss.line] -= many
        if many > 0:
            yield loss.model_copy(update={"parcel": parcel.id, "quantity": many})

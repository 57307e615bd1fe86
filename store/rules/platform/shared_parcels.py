"""Shared parcels (合包): what came back for one order came back for all in it.

Somebody records it, or a file says it, of one; at the others it stays open until it is recorded
there too, somebody has settled that it is another parcel, or no order in it says so any more.
"""

from collections.abc import Iterator, Sequence

from store.models.order import Discrepancy, Order
from store.models.parcel import Parcel
from store.rules.action.context import Context
from store.rules.parcels.shared import others_in, turned_back, unaware
from store.rules.parcels.traces import called
from store.rules.parcels.whereabouts import place
from store.rules.platform.discrepancies import Contradiction, agreed_again, opened
from store.words import _


def told_in_all(
    order: Order, changed: Order, parcel: Parcel, context: Context
) -> tuple[Order, tuple[Order, ...]]:
    """The order as it was changed, and the others in its parcel that have to know of it, where it
    turned back by that, or does not any more.
    """
    number = parcel.tracking_no
    if number not in turned_back(changed) ^ turned_back(order):
        return changed, ()
    orders = (changed, *others_in(order, parcel, context))
    changes = {one.key: one for one in noted(number, orders, context)}
    return changes.pop(changed.key, changed), tuple(changes.values())


def noted(number: str, orders: Sequence[Order], context: Context) -> Iterator[Order]:
    """Those of all the orders in this parcel that change by what is known of it at any: that it
    came back, or was stopped, is noted where nobody knows it, and no more where none says so.
    """
    inside = {
        one.key: parcel for one in orders for parcel in one.parcels if parcel.tracking_no == number
    }
    known = [one for one in orders if one.key in inside]
    is_back = any(number in turned_back(one) for one in known)
    for order in unaware(number, known, is_back=True):
        about = inside[order.key].id
        told = (
            opened(order, Contradiction("shared_parcel", about=about), context)
            if is_back
            else agreed_again(order, "shared_parcel", context, about=about)
        )
        if told is not order:
            yield told


def shared_parcel_said(order: Order, discrepancy: Discrepancy) -> str:
    """What is known of the parcel elsewhere and here, and what to do about it."""
    parcel = order.parcel_named(discrepancy.about)
    said = _(
        "Parcel {number} also carries another order, and came back or was stopped for that one;"
        " record here what became of it."
    )
    if parcel and place(order, parcel) == "buyer":
        said = _(
            "Parcel {number} is with the buyer by what is known here, but it also carries another"
            " order, and came back or was stopped for that one: ask the carrier where it is, and"
            " record it where that is not known yet, or settle here that it is another parcel."
        )
    return said.format(number=called(parcel) if parcel else "-")

"""Shared parcels (合包): what came back for one order came back for all in it.

Somebody records it, or a file says it, of one; at the others it stays open until it is recorded
there too, or somebody has settled that it is another parcel.
"""

from collections.abc import Iterable, Iterator

from store.models.order import Discrepancy, Order
from store.models.parcel import Parcel
from store.rules.action.context import Context
from store.rules.parcels.traces import called
from store.rules.parcels.tracking import turned_back
from store.rules.platform.discrepancies import Contradiction, opened
from store.words import _


def back_elsewhere(
    order: Order, changed: Order, parcel: Parcel, context: Context
) -> tuple[Order, ...]:
    """The other orders in a parcel that is back, or stopped, since the order has changed."""
    number = parcel.tracking_no
    if number not in turned_back(changed) - turned_back(order):
        return ()
    others = (one for one in context.lookup.parcels_with(number) if one.key != order.key)
    return tuple(noted(number, others, context))


def noted(number: str, orders: Iterable[Order], context: Context) -> Iterator[Order]:
    """Those of the orders in this parcel at which nobody knows that it came back, or was stopped,
    and at which that is noted now.
    """
    for order in orders:
        parcel = next(one for one in order.parcels if one.tracking_no == number)
        if number not in turned_back(order):
            known = opened(order, Contradiction("shared_parcel", about=parcel.id), context)
            if known is not order:
                yield known


def shared_parcel_said(order: Order, discrepancy: Discrepancy) -> str:
    """What is known of the parcel elsewhere, and what to do about it here."""
    parcel = order.parcel_named(discrepancy.about)
    return _(
        "Parcel {number} also carries another order, and came back or was stopped for that one;"
        " record here what became of it."
    ).format(number=called(parcel) if parcel else "-")

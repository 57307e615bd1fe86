"""Shared parcels (合包): what becomes of a parcel becomes of the goods of all orders in it.

Somebody records it, or a file says it, of one; of the others it has to be recorded until it is
known there how its way ended. What came back is known where it was stopped or is back: that another
order has it delivered does not answer it.
"""

from collections.abc import Iterable, Iterator

from store.models.order import Order
from store.models.parcel import Parcel
from store.rules.action.context import Context
from store.rules.parcels.whereabouts import came_back, comes_back, end_of
from store.words import _


def turned_back(order: Order) -> frozenset[str]:
    """The numbers of its parcels that came back, or were stopped on their way."""
    return frozenset(
        one.tracking_no
        for one in order.parcels
        if one.tracking_no and (came_back(one) or comes_back(order, one))
    )


def unaware(number: str, orders: Iterable[Order], *, is_back: bool) -> Iterator[Order]:
    """Those of the orders in this parcel of which it is still to be recorded what became of it:
    that it `is_back`, else how its way ended.
    """
    for order in orders:
        if number not in turned_back(order) and (is_back or not _has_ended(order, number)):
            yield order


def others_in(order: Order, parcel: Parcel, context: Context) -> tuple[Order, ...]:
    """The other orders with a parcel of this number."""
    found = context.lookup.parcels_with(parcel.tracking_no) if parcel.tracking_no else ()
    return tuple(one for one in found if one.key != order.key)


def shared_parcel(order: Order, parcel: Parcel, context: Context) -> tuple[str, ...]:
    """What becomes of a parcel becomes of the goods of other orders in it too."""
    number = parcel.tracking_no
    is_back = number in turned_back(order)
    found = unaware(number, others_in(order, parcel, context), is_back=is_back)
    return tuple(shared_said(number, other) for other in found)


def shared_parcels(order: Order, parcels: Iterable[Parcel], context: Context) -> tuple[str, ...]:
    """The same of each of these parcels."""
    return tuple(said for parcel in parcels for said in shared_parcel(order, parcel, context))


def shared_said(number: str, order: Order) -> str:
    """That a parcel holds goods of this order too, and what is to be done about it."""
    said = _("Parcel {number} also carries order {order}: record a trace there too.")
    return said.format(number=number, order=order.order_no)


def _has_ended(order: Order, number: str) -> bool:
    return any(one.tracking_no == number and end_of(one) for one in order.parcels)

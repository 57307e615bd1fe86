"""Shared parcels (合包): what becomes of a parcel becomes of the goods of all orders in it.

Somebody records it, or a file says it, of one; of the others it has to be recorded until it is
known there how its way ended. That it was stopped, or is back, weighs more than that another order
has it delivered; and that it was delivered is asked where it was given up, and its goods were sent
again or their money went back.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from store.models.order import DiscrepancyKind, Order
from store.models.parcel import Parcel
from store.rules.action.context import Context
from store.rules.parcels.found import is_given_up
from store.rules.parcels.tracking import others_in
from store.rules.parcels.whereabouts import came_back, comes_back, end_of, place
from store.words import _

News = Literal["delivered", "stopped", "back"]
"""What may be known of a parcel at one order; each counts for more than those before it."""
WEIGHT: tuple[News, ...] = ("delivered", "stopped", "back")


def news_of(order: Order) -> frozenset[tuple[str, News]]:
    """What is known here of the end of its parcels, by their numbers."""
    return frozenset(
        (one.tracking_no, news)
        for one in order.parcels
        if one.tracking_no and (news := _news(order, one))
    )


def in_news(before: Order, after: Order) -> frozenset[str]:
    """The numbers of parcels of which something else is known at an order than before."""
    return frozenset(number for number, _news in news_of(before) ^ news_of(after))


def renumbered_since(before: Order, after: Order) -> frozenset[str]:
    """The old and the new numbers of the parcels that have another one than before."""
    was, now = ({one.id: one.tracking_no for one in each.parcels} for each in (before, after))
    changed = (parcel for parcel in was.keys() | now.keys() if was.get(parcel) != now.get(parcel))
    numbers = ((was.get(parcel), now.get(parcel)) for parcel in changed)
    return frozenset(number for pair in numbers for number in pair if number)


def heaviest(number: str, orders: Iterable[Order]) -> News | None:
    """What counts of all that the orders in this parcel know of it."""
    known = {
        news for order in orders for tracking_no, news in news_of(order) if tracking_no == number
    }
    return max(known, key=WEIGHT.index, default=None)


def to_ask(order: Order, parcel: Parcel, news: News | None) -> DiscrepancyKind | None:
    """What is to be asked at an order in a parcel of which this is known; None where it knows."""
    if news is None or news == "delivered":
        return "shared_found" if news and is_given_up(order, parcel) else None
    if not (came_back(parcel) or comes_back(order, parcel)):
        return "shared_parcel"
    return "shared_back" if news == "back" and not came_back(parcel) else None


def turned_back(order: Order) -> frozenset[str]:
    """The numbers of its parcels that came back, or were stopped on their way."""
    return frozenset(
        one.tracking_no
        for one in order.parcels
        if one.tracking_no and (came_back(one) or comes_back(order, one))
    )


def asked_at(order: Order, number: str, news: News | None) -> bool:
    """Is anything to be asked at an order, of a parcel of this number of which this is known?"""
    inside = (one for one in order.parcels if one.tracking_no == number)
    return any(to_ask(order, one, news) for one in inside)


def unaware(number: str, orders: Iterable[Order], news: News | None) -> Iterator[Order]:
    """Those of the orders in this parcel of which it is still to be recorded what became of it:
    that it was stopped or is back, else how its way ended.
    """
    for order in orders:
        ended = any(one.tracking_no == number and end_of(one) for one in order.parcels)
        is_open = not ended and number not in turned_back(order)
        if asked_at(order, number, news) or (is_open and news not in ("stopped", "back")):
            yield order


def shared_parcel(order: Order, parcel: Parcel, context: Context) -> tuple[str, ...]:
    """What becomes of a parcel becomes of the goods of other orders in it too."""
    number = parcel.tracking_no
    news = heaviest(number, (order,))
    found = unaware(number, others_in(order, number, context), news)
    return tuple(shared_said(number, other) for other in found)


def shared_parcels(order: Order, parcels: Iterable[Parcel], context: Context) -> tuple[str, ...]:
    """The same of each of these parcels."""
    return tuple(said for parcel in parcels for said in shared_parcel(order, parcel, context))


def shared_said(number: str, order: Order) -> str:
    """That a parcel holds goods of this order too, and what is to be done about it."""
    said = _("Parcel {number} also carries order {order}: record a trace there too.")
    return said.format(number=number, order=order.order_no)


def _news(order: Order, parcel: Parcel) -> News | None:
    if came_back(parcel):
        return "back"
    if comes_back(order, parcel):
        return "stopped"
    return "delivered" if place(order, parcel) == "buyer" else None

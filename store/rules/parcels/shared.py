"""Shared parcels (合包): what becomes of a parcel becomes of the goods of all orders in it.

Somebody records it, or a file says it, of one; of the others it has to be recorded until it is
known there how its way ended. That it was stopped, or is back, weighs more than that another order
has it delivered; and that it was delivered is asked where it was given up, and its goods were sent
again or their money went back.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from store.models.discrepancy import DiscrepancyKind
from store.models.order import Order
from store.models.parcel import Parcel
from store.rules.action.context import Context
from store.rules.order.ledger import is_smooth
from store.rules.parcels.found import is_given_up
from store.rules.parcels.tracking import others_in
from store.rules.parcels.watch import not_arriving
from store.rules.parcels.whereabouts import came_back, comes_back, end_of, place, under_way
from store.words import _

News = Literal["delivered", "stopped", "back"]
"""What may be known of a parcel at one order; each counts for more than those before it."""
WEIGHT: tuple[News, ...] = ("delivered", "stopped", "back")


class SharedParcel(Struct, frozen=True):
    """A parcel with orders in it, and what counts of all that is known of it."""

    number: str
    orders: tuple[Order, ...]
    news: News | None

    def inside(self, order: Order) -> Iterator[Parcel]:
        """What the order knows of it; a number may stand there twice."""
        return (one for one in order.parcels if one.tracking_no == self.number)

    def to_ask(self, order: Order, parcel: Parcel) -> DiscrepancyKind | None:
        """What is to be asked at an order in it; None where that is known there."""
        if self.news is None or self.news == "delivered":
            return "shared_found" if self.news and is_given_up(order, parcel) else None
        if not (came_back(parcel) or comes_back(order, parcel)):
            return "shared_parcel"
        return "shared_back" if self.news == "back" and not came_back(parcel) else None

    def is_asked_at(self, order: Order) -> bool:
        """Is anything to be asked at an order in it?"""
        return any(self.to_ask(order, one) for one in self.inside(order))

    def unaware(self) -> Iterator[Order]:
        """Those of the orders of which it is still to be recorded what became of it: that it was
        stopped or is back, else how its way ended.
        """
        for order in self.orders:
            ended = any(end_of(one) for one in self.inside(order))
            is_open = not ended and self.number not in turned_back(order)
            if self.is_asked_at(order) or (is_open and self.news not in ("stopped", "back")):
                yield order


def shared_by(number: str, orders: Iterable[Order]) -> SharedParcel:
    """The parcel of this number with all the orders in it, and what they know of it."""
    all_of_them = tuple(orders)
    return SharedParcel(number, all_of_them, _heaviest(number, all_of_them))


def changed_news(before: Order, after: Order) -> frozenset[str]:
    """The numbers of parcels of which something else is known at an order than before, or which
    were given up there since; and those that a parcel has no more, or has now.
    """
    known = (_news_of(one) | _given_up(one) for one in (before, after))
    differ = next(known) ^ next(known)
    return frozenset(number for number, _news in differ) | _renumbered(before, after)


def _renumbered(before: Order, after: Order) -> frozenset[str]:
    was, now = ({one.id: one.tracking_no for one in each.parcels} for each in (before, after))
    changed = (parcel for parcel in was.keys() | now.keys() if was.get(parcel) != now.get(parcel))
    numbers = ((was.get(parcel), now.get(parcel)) for parcel in changed)
    return frozenset(number for pair in numbers for number in pair if number)


def not_arriving_at_any(order: Order, context: Context) -> tuple[str, ...]:
    """The ids of its parcels that do not reach the buyer by themselves, as this order knows, or
    another one in them.
    """
    known = not_arriving(order)
    return tuple(
        one.id
        for one in order.parcels
        if one.id in known or _is_astray_elsewhere(order, one, context)
    )


def _is_astray_elsewhere(order: Order, parcel: Parcel, context: Context) -> bool:
    if not under_way(order, parcel):
        return False
    for other in others_in(order, parcel.tracking_no, context):
        astray = not_arriving(other)
        if any(one.id in astray and one.tracking_no == parcel.tracking_no for one in other.parcels):
            return True
    return False


def turned_back(order: Order) -> frozenset[str]:
    """The numbers of its parcels that came back, or were stopped on their way."""
    return frozenset(
        one.tracking_no
        for one in order.parcels
        if one.tracking_no and (came_back(one) or comes_back(order, one))
    )


def shared_parcel(order: Order, parcel: Parcel, context: Context) -> tuple[str, ...]:
    """What becomes of a parcel becomes of the goods of other orders in it too."""
    number = parcel.tracking_no
    others = others_in(order, number, context)
    shared = SharedParcel(number, others, _heaviest(number, (order,)))
    return tuple(shared_said(number, other) for other in shared.unaware())


def shared_parcels(order: Order, parcels: Iterable[Parcel], context: Context) -> tuple[str, ...]:
    """The same of each of these parcels."""
    return tuple(said for parcel in parcels for said in shared_parcel(order, parcel, context))


def shared_said(number: str, order: Order) -> str:
    """That a parcel holds goods of this order too, and what is to be done about it."""
    said = _("Parcel {number} also carries order {order}: record a trace there too.")
    return said.format(number=number, order=order.order_no)


def _heaviest(number: str, orders: Iterable[Order]) -> News | None:
    """What counts of all that these orders know of a parcel."""
    known = {
        news for order in orders for tracking_no, news in _news_of(order) if tracking_no == number
    }
    return max(known, key=WEIGHT.index, default=None)


def _news_of(order: Order) -> frozenset[tuple[str, News]]:
    """What is known here of the end of its parcels, by their numbers."""
    return frozenset(
        (one.tracking_no, news)
        for one in order.parcels
        if one.tracking_no and (news := _news(order, one))
    )


def _news(order: Order, parcel: Parcel) -> News | None:
    if came_back(parcel):
        return "back"
    if comes_back(order, parcel):
        return "stopped"
    return "delivered" if place(order, parcel) == "buyer" else None


def _given_up(order: Order) -> frozenset[tuple[str, str]]:
    """Its parcels whose goods were sent again or refunded, by their numbers."""
    if is_smooth(order):
        return frozenset()
    found = (one for one in order.parcels if one.tracking_no and is_given_up(order, one))
    return frozenset((one.tracking_no, "given_up") for one in found)

"""Naming (点名订单): the orders that a review is about, by their numbers."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

from pydantic import Field

from store.errors import Problem
from store.models.order import Order
from store.models.review import ReviewedOrder
from store.rules.action.context import Context
from store.rules.action.fields import Names
from store.words import N_, _, listed

OrderNumbers = Annotated[
    Names,
    Field(title=N_("Order numbers"), description=N_("with commas or blanks between")),
]
MOST_ORDERS = 50
"""Each is told of it in its own history; a scope says more."""


def naming_problems(
    texts: Sequence[str], known: Sequence[ReviewedOrder], context: Context
) -> Iterator[Problem]:
    """What stands against naming these in a review that names some already (field `orders`)."""
    if len(texts) + len(known) > MOST_ORDERS:
        said = _("At most {most} orders are named; a search finds further ones.")
        yield Problem("orders", said.format(most=MOST_ORDERS))
    strange = [one for one in texts if len(_found(one, context)) != 1]
    if strange:
        said = _("These are no orders of this store, or not clear: {orders}.")
        yield Problem("orders", said.format(orders=listed(strange)))
    keys = {one.key for one in known}
    again = [one.order_no for one in orders_named(texts, context) if one.key in keys]
    if again:
        said = _("The review names these already: {orders}.")
        yield Problem("orders", said.format(orders=listed(again)))


def orders_named(texts: Iterable[str], context: Context) -> tuple[Order, ...]:
    """The orders with these numbers or keys."""
    return tuple(order for text in texts for order in _found(text, context))


def reviewed(orders: Iterable[Order]) -> tuple[ReviewedOrder, ...]:
    """How a review keeps which orders it names."""
    return tuple(
        ReviewedOrder(key=one.key, order_no=one.order_no, name=one.receiver.name) for one in orders
    )


def _found(text: str, context: Context) -> list[Order]:
    """The orders that a number, or a key, may mean."""
    found = context.lookup.orders_numbered(text.rpartition(":")[2])
    return [order for order in found if text in (order.order_no, order.key)]

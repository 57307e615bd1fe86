"""Obligations (应办): what is owed for an order, by whom, until when, and what happens at zero.

No clock is read here: an obligation says when its time ends, and `standing` what it is by then. So
a row can keep them, and a list of all of them opens no order.
"""

from collections.abc import Iterator
from itertools import chain

from store.models.order import Order
from store.rules.obligations.cases import cases
from store.rules.obligations.desk import at_the_desk
from store.rules.obligations.obligation import Obligation, in_turn, standing, unpacked
from store.rules.obligations.offers import offers
from store.rules.obligations.parcels import parcels
from store.rules.obligations.shipment import before_shipping, ship_by
from store.rules.timing.policy import Policy

__all__ = [
    "Obligation",
    "in_turn",
    "obligations",
    "ship_by",
    "standing",
    "unpacked",
]


def obligations(order: Order, policy: Policy) -> Iterator[Obligation]:
    """Everything that is owed for an order, by anybody."""
    parts = (before_shipping, parcels, cases, at_the_desk, offers)
    return chain.from_iterable(part(order, policy) for part in parts)

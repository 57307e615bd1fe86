"""Obligations (应办): what is owed for an order, by whom, until when, and what happens at zero.

No clock is read here: an obligation says when its time ends, and `standing` what it is by then. So
a row can keep them, and a list of all of them opens no order.
"""

from collections.abc import Iterator

from store.models.order import Order
from store.rules.obligations.cases import cases
from store.rules.obligations.desk import at_the_desk
from store.rules.obligations.obligation import Obligation, in_turn, standing, unpacked
from store.rules.obligations.offers import consents, offers
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
    of_cases = tuple(cases(order, policy))
    yield from before_shipping(order, of_cases, policy)
    yield from parcels(order, policy)
    yield from consents(order, policy)
    yield from of_cases
    yield from at_the_desk(order, of_cases, policy)
    yield from offers(order, policy)

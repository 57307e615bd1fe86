"""What of an order is shown: masked, or revealed (查看隐私信息) for a reason that is recorded."""

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from store.errors import BadInput
from store.models.event import Event
from store.models.order import Order
from store.repository import Repository
from store.rules.order.masking import masked, masked_events
from store.words import _

LONGEST_REASON = 500
AT_ONCE = 100
"""Orders whose reveal is recorded in one commit."""


def reveal(repository: Repository, orders: Iterable[Order], reason: str) -> None:
    """Record that personal data of these orders is shown; raises BadInput without a reason.

    Of many orders some at a time, so that nobody waits long for the lock.
    """
    if not reason.strip():
        raise BadInput(_("Personal data is shown for a reason only; give one."), field="reason")
    if len(reason) > LONGEST_REASON:
        said = _("A reason has at most {most} signs; this has {count}.")
        said = said.format(most=LONGEST_REASON, count=len(reason))
        raise BadInput(said, field="reason")
    coming = iter(orders)
    while some := list(islice(coming, AT_ONCE)):
        with repository.writing() as writing:
            for order in some:
                writing.event(order, "reveal", {"reason": reason.strip()})


class Shown(NamedTuple):
    """An order and its history as they may be shown now."""

    order: Order
    events: list[Event]


def shown(repository: Repository, order: Order, *, revealed: bool) -> Shown:
    """As they are when revealed, else with the buyer hidden."""
    events = repository.events(order)
    if revealed:
        return Shown(order, events)
    return Shown(masked(order), masked_events(order, events))

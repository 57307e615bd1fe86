"""Cancellation (取消订单) and VerifiedCause (核实原因): how an order ends that is not delivered.

The six steps of source article 004 are not kept; they are read from contacts, offers, refunds and
causes (`store.rules.stock.cancelling`).
"""

from typing import Literal

from store.models.base import Instant, Record
from store.models.parcel import LineQuantity


class Cancellation(Record):
    """The order is cancelled as far as it has not been shipped."""

    id: str
    reason: str
    """`out_of_stock`, or whatever was given."""
    at: Instant
    by: str
    lines: tuple[LineQuantity, ...] = ()
    """What was left to ship then, and is not to leave any more; none where a refund opened it."""
    opened_by: Literal["cancel-order", "refund"] = "cancel-order"
    """A refund of unshipped goods for lack of stock leaves only the steps after it."""

    @property
    def stops_shipping(self) -> bool:
        """Is everything that has not left cancelled? A refund says so of its own units only."""
        return self.opened_by == "cancel-order"


class VerifiedCause(Record):
    """What really was the cause, as the seller found; never the buyer's reason."""

    id: str
    cause: str
    text: str = ""
    """What was found, in our own words."""
    at: Instant
    by: str
    case: str | None = None
    """The after-sales case it is about; none means the order."""

"""Freight insurance (运费险): until when what the buyer pays for a return can be claimed."""

from datetime import datetime

from store.models.order import Order
from store.rules.timing.clocks import clock
from store.rules.timing.policy import Policy


def insured_until(order: Order, policy: Policy) -> datetime | None:
    """The last instant to claim; None where it is not insured, not shipped, or no rule is known."""
    if not order.insured:
        return None
    return clock(order, policy, order.shipped_at, "insurance_claim").at

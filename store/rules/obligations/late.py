"""Late (延迟): what it means that goods, or their money, have not left by the promised time."""

from datetime import datetime, timedelta

from store.models.order import Order
from store.rules.obligations.at_zero import Ending, with_cost
from store.rules.order.lateness import charged_as, deduction, deductions, promised
from store.rules.timing.policy import Policy
from store.words.times import minute_text

HOUR = timedelta(hours=1)
CHARGED_ALREADY = Ending(("late_charged",), 0)
"""A platform charges an order once for goods that do not leave, late or out of stock."""


def late(order: Order, policy: Policy) -> Ending:
    """What it means that the goods have not left by the promised time.

    Where nothing is deducted at first, it costs what is deducted when they still do not leave.
    """
    at = promised(order, policy).at
    return _ending(order, policy, "late", at) if at else Ending(())


def late_refund(order: Order, policy: Policy) -> Ending:
    """What it means that the money of unshipped goods has not gone back by then."""
    return _ending(order, policy, "late_refund")


def _ending(order: Order, policy: Policy, code: str, since: datetime | None = None) -> Ending:
    """What is deducted for goods that have not left, first and later; where that is nothing at
    first, what it is so long after the time `since` which they are late.
    """
    found = deduction(order, policy)
    if charged_as(order):
        return CHARGED_ALREADY
    if found is None or found.costs.waived:
        return with_cost(code, found.costs if found else None)
    ending = Ending((code,), 0)
    if found.kind == "late_shipment" and found.costs.fen:
        ending = with_cost(code, found.costs)
    elif found.costs.fen and since:
        ending = with_cost("late_free", found.costs, f"{(found.at - since) / HOUR:g}")
    return ending._replace(later=_later(order, policy))


def _later(order: Order, policy: Policy) -> Ending | None:
    """What is deducted after or in place of lateness, where that is dearer, and from when on."""
    first, *dearer = deductions(order, policy)
    code = "late_since" if first.costs.fen else "late_free_since"
    ends = (
        with_cost(code, one.costs, minute_text(one.at))._replace(at=one.at)
        for one in dearer
        if one.costs.fen
    )
    return next(ends, None)

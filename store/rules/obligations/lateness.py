"""Lateness (延迟发货): until when goods have to leave, and what it means that they have not."""

from datetime import datetime, timedelta

from store.models.order import Order
from store.rules.money.costs import cost
from store.rules.obligations.at_zero import Ending, with_cost
from store.rules.timing.clocks import Clock, clock
from store.rules.timing.policy import Policy
from store.words.times import SHOP_TIME

HOUR = timedelta(hours=1)


def promised(order: Order, policy: Policy) -> Clock:
    """Until when the goods have to leave (承诺发货时间); the platform's own always wins."""
    if order.ship_by_deadline:
        return Clock(order.ship_by_deadline)
    return clock(order, policy, order.deal_at or order.paid_at or order.ordered_at, "ship_by")


def late(order: Order, at: datetime | None, policy: Policy) -> Ending:
    """What it means that the goods have not left by then.

    Where nothing is deducted at first, it costs what is deducted when they still do not leave.
    """
    if at is None:
        return Ending(())
    costs = cost(order, "late", at, policy)
    if costs is None or costs.fen:
        return with_cost("late", costs)
    day = at.astimezone(SHOP_TIME).date()
    free = policy.rule(order.platform, "stock_out_after_late", day)
    if free is None:
        return Ending(("late",), costs.fen)
    hours = f"{free.span / HOUR:g}"
    return with_cost("late_free", cost(order, "stock_out", at, policy), hours)


def late_refund(order: Order, at: datetime | None, policy: Policy) -> Ending:
    """What it means that the money of unshipped goods has not gone back by then."""
    costs = cost(order, "late", at, policy) if at else None
    if costs and not costs.fen:
        return Ending(("late_refund",), costs.fen)
    return with_cost("late_refund", costs)

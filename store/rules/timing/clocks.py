"""Clocks (时限): when a time ends that a policy rule gives, counted from when it began."""

from datetime import datetime
from typing import NamedTuple

from store.models.order import Order
from store.rules.timing.policy import Policy, PolicyRule
from store.words.times import SHOP_TIME


class Clock(NamedTuple):
    """When a time ends, and the rule it is computed by; no rule means somebody gave it."""

    at: datetime | None
    rule: PolicyRule | None = None

    @property
    def estimated(self) -> bool:
        """Computed, because nobody gave it."""
        return self.rule is not None


def clock(order: Order, policy: Policy, start: datetime | None, *names: str) -> Clock:
    """The end of a time by the first of these rules, as it stood on the day the clock started."""
    if start is None:
        return Clock(None)
    rule = policy.first(order.platform, names, start.astimezone(SHOP_TIME).date())
    return Clock(start + rule.span, rule) if rule else Clock(None)


def earlier(one: Clock, other: Clock) -> Clock:
    """The clock that ends first."""
    if one.at is None or other.at is None:
        return other if one.at is None else one
    return other if other.at < one.at else one

"""Clocks (时限): when a time ends that a policy rule gives, counted from when it began."""

from datetime import UTC, datetime
from typing import NamedTuple

from store.models.order import Order
from store.rules.parcels.regions import provinces
from store.rules.timing.policy import Basis, Policy
from store.rules.timing.relief import Relief, family
from store.words.times import shop_day

LAST = datetime.max.replace(tzinfo=UTC)
"""Where something stands of which no time is known: after everything else."""


class Clock(NamedTuple):
    """When a time ends, and what it rests on; nothing means that somebody gave it."""

    at: datetime | None
    rule: Basis | None = None
    """The rule it is computed by, or the relief that moved it."""
    given: bool = False
    """Somebody gave it, and a relief moved it."""

    @property
    def estimated(self) -> bool:
        """Computed, because nobody gave it."""
        return self.rule is not None and not self.given


NO_CLOCK = Clock(None)


def clock(order: Order, policy: Policy, start: datetime | None, *names: str) -> Clock:
    """The end of a time by the first of these rules, as it stood on the day the clock started."""
    if start is None:
        return Clock(None)
    rule = policy.first(order.platform, names, shop_day(start))
    return (
        relieved(order, policy, Clock(start + rule.span, rule), rule.name) if rule else Clock(None)
    )


def relieved(order: Order, policy: Policy, due: Clock, name: str) -> Clock:
    """The clock as the most generous relief lets it run that its end falls into."""
    found = due
    for one in reliefs_at(order, policy, name, due.at):
        later = one.moved(due.at) if due.at else None
        if later and found.at and later > found.at:
            found = Clock(later, one, given=not due.estimated)
    return found


def reliefs_at(order: Order, policy: Policy, name: str, at: datetime | None) -> tuple[Relief, ...]:
    """The windows into which this instant falls, for a clock or a cost of an order."""
    about = family(name)
    if not policy.reliefs or about is None or at is None:
        return ()
    ends = provinces(order, policy)
    return tuple(
        one
        for one in policy.reliefs
        if one.platform is order.platform
        and about in one.families
        and one.holds(at)
        and (not one.regions or not ends.isdisjoint(one.regions))
    )


def earlier(one: Clock, other: Clock) -> Clock:
    """The clock that ends first; the one where the other does not."""
    if one.at is None or other.at is None:
        return one if other.at is None else other
    return other if other.at < one.at else one

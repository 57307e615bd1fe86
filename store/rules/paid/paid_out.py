"""Paid out (打款): by when a platform's funds show the money for goods that were received."""

from datetime import datetime, timedelta

from store.models.axes import Platform
from store.rules.timing.policy import Policy
from store.words.times import shop_day

PAID_OUT_BY = ("settlement", "funds_shown")
"""The rules that say it: so long after receipt a platform pays at the latest, and so long after
that the account is whole (domain.md §6.3)."""


def shown_by(received_at: datetime, platform: Platform, policy: Policy) -> datetime | None:
    """By when the funds show it; none where no rule says it."""
    day = shop_day(received_at)
    rules = [rule for name in PAID_OUT_BY if (rule := policy.rule(platform, name, day))]
    return received_at + sum((rule.span for rule in rules), timedelta()) if rules else None


def shown_rules(platform: Platform, policy: Policy) -> str:
    """What these rules say, so that it is known where they said something else before."""
    rules = [one for one in policy.rules if one.platform is platform and one.name in PAID_OUT_BY]
    return ", ".join(sorted(f"{one.ref} {one.value:g} {one.unit}" for one in rules))

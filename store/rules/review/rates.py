"""Rates (比率): shares with what they are of, and times as the platforms count them.

Which orders a platform counts stands in domain.md §4.4.
"""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from store.models.axes import Platform
from store.rules.cases.reasons import is_quality
from store.rules.money.costs import PERCENT
from store.rules.timing.policy import Policy
from store.words.times import shop_day

HUNDREDTH = Decimal("0.01")
_HOUR, _DAY, _SHOP_OFFSET = 3_600, 86_400, 28_800
"""Seconds; the last is how far the shop's time is ahead of UTC."""
BROKEN = ("破损", "损坏", "压坏", "漏液", "包装破")
"""Parts of reasons that say that goods or packing came broken; the platforms serve the list of
reasons shop by shop, so that no list of whole ones can be had (domain.md §4.4)."""


class Share(NamedTuple):
    """So many of so many."""

    many: int
    of: int
    least: int = 1
    """Of fewer a rate says little, and none is said."""

    @property
    def percent(self) -> Decimal | None:
        """The rate, to hundredths; none where it is of too few."""
        if self.of < max(self.least, 1):
            return None
        return (Decimal(self.many * PERCENT) / self.of).quantize(HUNDREDTH, ROUND_HALF_UP)


class Mean(NamedTuple):
    """The mean of so many times, in seconds."""

    seconds: int
    of: int
    least: int = 1

    @property
    def hours(self) -> Decimal | None:
        """The mean in hours, to hundredths; none where it is of too few."""
        if self.of < max(self.least, 1):
            return None
        return (Decimal(self.seconds) / self.of / 3600).quantize(HUNDREDTH, ROUND_HALF_UP)


class Night(NamedTuple):
    """Between which hours of the shop's day no time is counted from."""

    starts: int
    ends: int

    def counted_from(self, at: int) -> int:
        """From when a time counts that began at this instant (both in seconds)."""
        # Whole numbers, because a review asks it of every case; China keeps one time all year.
        passed = (at + _SHOP_OFFSET) % _DAY
        if self.ends * _HOUR <= passed < self.starts * _HOUR:
            return at
        return at - passed + self.ends * _HOUR + (_DAY if passed >= self.starts * _HOUR else 0)

    def seconds(self, start: int, end: int) -> int:
        """How long it took: nothing where it was done before its time counted."""
        return max(0, end - self.counted_from(start))


@lru_cache(maxsize=4096)  # a review asks it of every case, and the platforms offer few reasons
def is_broken(text: str) -> bool:
    """Does a reason say that goods or packing came broken?"""
    plain = "".join(text.split())
    return any(word in plain for word in BROKEN)


@lru_cache(maxsize=4096)
def is_about_quality(text: str, platform: str) -> bool:
    """Is a first stated reason one about the quality of the goods?"""
    return is_quality(text, Platform(platform))


def number(policy: Policy, platform: str, name: str, now: datetime) -> float | None:
    """The number of a rule as it stands today; none where there is no such rule."""
    rule = policy.rule(Platform(platform), name, shop_day(now))
    return rule.value if rule else None


def night_of(policy: Policy, platform: str, now: datetime) -> Night:
    """The hours of a platform's night; without a rule every hour counts."""
    starts = number(policy, platform, "night_starts", now)
    ends = number(policy, platform, "night_ends", now)
    return Night(24, 0) if starts is None or ends is None else Night(int(starts), int(ends))


def least_sample(policy: Policy, now: datetime) -> int:
    """Of fewer orders no rate is said."""
    found = (number(policy, one, "least_sample", now) for one in Platform)
    return int(max((one for one in found if one is not None), default=1))

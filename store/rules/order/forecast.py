"""Forecast (预测): which orders will be late at today's pace, and which to ship first instead.

At today's pace means: tomorrow as many leave as did within the last 24 hours, at the same times of
the day, in the order of their deadlines, as the desk lists them. What a product says can be shipped
of it a day limits its own orders besides. Nothing here reads a clock.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from store.models.money import Fen

ROUND = timedelta(days=1)
"""After so long the times of a day come round again."""
SETTLED_AFTER = ROUND
"""So long it is taken to last until what an order is stuck for is settled."""


class Waiting(Struct, frozen=True):
    """An order that is to be shipped."""

    key: str
    due_at: datetime
    cost_fen: Fen | None = None
    """What it costs when it is late, as far as that is known."""
    skus: tuple[str, ...] = ()
    units: int = 1
    begins_at: datetime | None = None
    """Before then nobody is to begin with it."""
    is_stuck: bool = False
    """Something has to be settled before it may leave, so that it takes no place of the others."""


class Pace(Struct, frozen=True):
    """When orders left within the last 24 hours; with none in it nothing limits the others."""

    left: tuple[datetime, ...] = ()
    """In order."""

    def leaves(self, place: int, now: datetime) -> datetime:
        """When the order at this place, counted from 1, leaves."""
        if not self.left:
            return now
        days, at = divmod(place - 1, len(self.left))
        return self.left[at] + ROUND * (days + 1)

    def places(self, until: datetime, most: int) -> int:
        """How many leave by then; where nothing limits them, `most`."""
        if not self.left:
            return most
        days = max(0, (until - self.left[-1]) // ROUND)
        return days * len(self.left) + bisect_right(self.left, until - ROUND * (days + 1))


class Expected(Struct, frozen=True):
    """When an order will leave at this pace."""

    waiting: Waiting
    at: datetime | None
    """None for one whose goods never leave at this pace."""

    @property
    def is_late(self) -> bool:
        """Will it be late, for all that is known?"""
        return self.at is None or self.at > self.waiting.due_at


def expected(
    waiting: Iterable[Waiting],
    now: datetime,
    pace: "Pace",
    per_day_of: Mapping[str, int],
    first: Iterable[str] = (),
) -> list[Expected]:
    """When each order will leave, by deadline; those whose keys are `first`, before all others.

    `per_day_of` says how many units of a SKU can be shipped a day, of those of which that is known.
    """
    found: list[Expected] = []
    packed, units, ahead = 0, Counter[str](), frozenset(first)
    for one in sorted(waiting, key=lambda one: (one.key not in ahead, one.due_at, one.key)):
        if one.is_stuck:
            found.append(Expected(one, now + SETTLED_AFTER))
            continue
        packed += 1
        at = max(pace.leaves(packed, now), one.begins_at or now)
        for sku in one.skus:
            # Of an order of several SKUs a row does not say how many of each: at least one.
            units[sku] += one.units if len(one.skus) == 1 else 1
        limits = [(units[sku], per_day_of[sku]) for sku in one.skus if sku in per_day_of]
        if any(per_day <= 0 for _units, per_day in limits):
            found.append(Expected(one, None))
            continue
        ends = (now + ROUND * (many / per_day) for many, per_day in limits)
        found.append(Expected(one, max((at, *ends))))
    return found


def late_if_first(
    first: Iterable[Waiting],
    waiting: Sequence[Waiting],
    now: datetime,
    pace: "Pace",
    per_day_of: Mapping[str, int],
) -> tuple[tuple[Waiting, ...], tuple[Expected, ...]]:
    """Of the orders to ship first those that then leave in time, and what is late then.

    What a product says can be shipped of it a day may hold up some of them: those do not go first.
    """
    chosen = tuple(first)
    while True:
        found = expected(waiting, now, pace, per_day_of, (one.key for one in chosen))
        late = {one.waiting.key for one in found if one.is_late}
        able = tuple(one for one in chosen if one.key not in late)
        if len(able) == len(chosen):
            return chosen, tuple(one for one in found if one.is_late)
        chosen = able


def ship_first(waiting: Iterable[Waiting], now: datetime, pace: "Pace") -> tuple[Waiting, ...]:
    """The orders that can still leave in time at this pace and together save most, by deadline.

    Each takes one place of the day's packing. The dearest is given the latest free place before its
    deadline, then the next: no other choice of orders saves more.
    """
    able = [one for one in waiting if not one.is_stuck and now < one.due_at]
    free = _Places()
    chosen = [
        one
        for one in sorted(able, key=lambda one: (-(one.cost_fen or 0), one.due_at, one.key))
        # No more places are wanted than there are orders.
        if free.take(min(len(able), pace.places(one.due_at, len(able))))
    ]
    return _by_deadline(chosen)


def _by_deadline(waiting: Sequence[Waiting]) -> tuple[Waiting, ...]:
    return tuple(sorted(waiting, key=lambda one: (one.due_at, one.key)))


class _Places:
    """Places 1, 2, 3 … of which each is taken once."""

    def __init__(self) -> None:
        self._before: dict[int, int] = {}
        """Of a place that is taken, one before it that may be free."""

    def take(self, last: int) -> bool:
        """Take the latest free place up to this one; is there any?"""
        place, walked = last, []
        while place in self._before:
            walked.append(place)
            place = self._before[place]
        for one in walked:
            self._before[one] = place
        if place < 1:
            return False
        self._before[place] = place - 1
        return True

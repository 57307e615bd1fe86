"""The pace (发货节奏) of a simulated shop: does the forecast name the orders that become late?

`python -m tests.simulation.pace --days 60 --seed 1` prints what came of it. A shop sells some
hundred orders a day with a wave now and then, packs as many as its people can, nearly in the order
of the deadlines, and every morning asks for the forecast; what it named is compared with what
became late.
"""

import argparse
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from store.rules.order.forecast import Pace, Waiting, expected
from tests.simulation.world import START

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SOLD, WAVE = 100, 1.8
"""Orders a day, and how many times as many on a day of a wave."""
WAVES = 0.08
"""Share of the days that are such a day."""
PACKED = 125
"""Orders a day that are packed, more or less."""
PROMISES = ((24, 0.25), (48, 0.5), (72, 0.15), (168, 0.1))
"""Hours that orders may take, and how many of them."""
PASSED_OVER = 0.12
"""Share of the orders that somebody passes over although they are next."""
STUCK = 0.02


class Measured(NamedTuple):
    """What a shop showed."""

    named: int
    """Orders that were named and not late yet, over all mornings."""
    hits: int
    """Those of them that became late."""
    by_chance: float
    """As many as a random list of the same length would have held of them."""
    late: int
    waiting: int
    """Orders that waited and were not late, over all mornings, and how many of them became late."""

    @property
    def times(self) -> float:
        """How many times as many as a random list of its length."""
        return self.hits / self.by_chance if self.by_chance else 0.0


class Shop:
    """Orders come in and leave; everything is decided by luck with a seed."""

    def __init__(self, seed: int) -> None:
        self._luck = Random(seed)
        self._waiting: dict[str, Waiting] = {}
        self._left: list[datetime] = []
        self._left_late: dict[str, bool] = {}
        self._mornings: list[tuple[set[str], set[str]]] = []

    def run(self, days: int) -> Measured:
        """So many days, and three more in which what waited leaves."""
        for day in range(days + 3):
            self._day(START + day * DAY, is_asked=3 <= day < days)
        return self._measured()

    def _day(self, begin: datetime, *, is_asked: bool) -> None:
        many = SOLD * self._luck.uniform(0.7, 1.2) * (WAVE if self._happens(WAVES) else 1)
        coming = sorted(begin + DAY * self._luck.random() for _order in range(round(many)))
        pace = PACKED * self._luck.uniform(0.8, 1.15) / 10
        for hour in range(24):
            now = begin + hour * HOUR
            while coming and coming[0] <= now:
                self._sell(coming.pop(0))
            if hour == 9 and is_asked:
                self._ask(now)
            if 9 <= hour < 19:
                self._pack(round(pace + self._luck.uniform(-0.5, 0.5)), now + HOUR)
        for at in coming:
            self._sell(at)

    def _happens(self, share: float) -> bool:
        return self._luck.random() < share

    def _sell(self, at: datetime) -> None:
        hours, shares = zip(*PROMISES, strict=True)
        (promise,) = self._luck.choices(hours, shares)
        key = f"{len(self._left_late) + len(self._waiting):06}"
        cost = self._luck.choice((300, 300, 300, 800, 3000))
        is_stuck = self._happens(STUCK)
        self._waiting[key] = Waiting(key, at + promise * HOUR, cost, is_stuck=is_stuck)

    def _pack(self, many: int, at: datetime) -> None:
        """The next by deadline, some of which are passed over; now and then the stuck get free."""
        queue = sorted(self._waiting.values(), key=lambda one: one.due_at)
        chosen = [one for one in queue if not one.is_stuck and not self._happens(PASSED_OVER)]
        chosen = chosen[:many] + [one for one in queue if one.is_stuck and self._happens(0.05)]
        for one in chosen:
            del self._waiting[one.key]
            self._left.append(at)
            self._left_late[one.key] = at > one.due_at

    def _ask(self, now: datetime) -> None:
        pace = Pace(tuple(sorted(at for at in self._left if now - DAY < at <= now)))
        found = expected(self._waiting.values(), now, pace, {})
        open_still = {key for key, one in self._waiting.items() if one.due_at > now}
        named = {one.waiting.key for one in found if one.is_late} & open_still
        self._mornings.append((named, open_still))

    def _measured(self) -> Measured:
        named = hits = late = waiting = 0
        by_chance = 0.0
        for told, open_still in self._mornings:
            became = {key for key in open_still if self._left_late.get(key, True)}
            named += len(told)
            hits += len(told & became)
            by_chance += len(told) * len(became) / len(open_still) if open_still else 0.0
            late, waiting = late + len(became), waiting + len(open_still)
        return Measured(named, hits, by_chance, late, waiting)


def main() -> None:
    """Run a shop from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = Shop(given.seed).run(given.days)
    print(f"{found}, {found.times:.1f} times as many")  # noqa: T201


if __name__ == "__main__":
    main()

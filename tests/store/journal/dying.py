"""A Disk that kills its own process, -9, at one call: before it, after it, or halfway through."""

import os
import random
import signal
from typing import Any, NamedTuple, NoReturn

from store.engines.journal.disk import Disk


class Point(NamedTuple):
    """`half` of an `append`, the third time."""

    call: str
    moment: str
    time: int


CALLS = {
    "append": ("before", "half", "after"),
    "overwrite": ("before", "half", "after"),
    "sync_data": ("before", "after"),
    "sync": ("before", "after"),
    "sync_folder": ("before", "after"),
    "rename": ("before", "after"),
    "truncate": ("before", "after"),
    "unlink": ("before", "after"),
    "open": ("before", "after"),
}


def some_point(chance: random.Random) -> Point:
    call = chance.choice(list(CALLS))
    return Point(call, chance.choice(CALLS[call]), chance.randrange(1, 12))


class DyingDisk(Disk):
    """Dies at `point`."""

    def __init__(self, point: Point | None) -> None:
        self.point = point
        self.times = 0

    def __getattribute__(self, name: str) -> Any:
        found = object.__getattribute__(self, name)
        if name.startswith("_") or name in ("point", "times"):
            return found
        point = self.point
        if point is None or point.call != name:
            return found

        def call(*given: Any) -> Any:
            self.times += 1
            if self.times != point.time:
                return found(*given)
            if point.moment == "half":
                descriptor, data, *rest = given
                found(descriptor, bytes(data)[: len(data) // 2], *rest)
            elif point.moment == "after":
                found(*given)
            die()

        return call


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError  # pragma: no cover - nobody gets here

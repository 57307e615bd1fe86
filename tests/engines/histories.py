"""Histories: could what several processes saw have happened one after the other?

The search of Wing and Gong, with a memory of the states that were tried: an order of all calls that
keeps the order of those that did not overlap, and in which every answer is right. The object is a
document that counts its changes; a call that never answered may have happened at any later time.
"""

from collections.abc import Sequence
from typing import NamedTuple

NEVER = 1 << 62


class Call(NamedTuple):
    """From `start` to `end` in nanoseconds of one clock; `answer` is the version that was told."""

    start: int
    end: int
    kind: str
    """`add` makes the next version, `look` only looks, `lost` is an add that never answered."""
    answer: int


def linearizable(calls: Sequence[Call]) -> bool:
    """Is there such an order, beginning with version 0?"""
    calls = sorted(calls)
    needed = frozenset(place for place, call in enumerate(calls) if call.kind != "lost")
    tried = {(frozenset[int](), 0)}
    waiting: list[tuple[frozenset[int], int]] = list(tried)
    while waiting:
        done, version = waiting.pop()
        if needed <= done:
            return True
        for place in _next(calls, done):
            after = _after(calls[place], version)
            if after is None:
                continue
            state = (done | {place}, after)
            if state not in tried:
                tried.add(state)
                waiting.append(state)
    return False


def _next(calls: Sequence[Call], done: frozenset[int]) -> list[int]:
    """The calls that may come next: begun before any other open one had ended."""
    found, first_end = [], NEVER + 1
    for place, call in enumerate(calls):
        if call.start > first_end:
            break
        if place not in done:
            found.append(place)
            first_end = min(first_end, call.end)
    return [place for place in found if calls[place].start <= first_end]


def _after(call: Call, version: int) -> int | None:
    if call.kind == "lost":
        return version + 1
    expected = version + 1 if call.kind == "add" else version
    return expected if call.answer == expected else None

"""Quiet (让路): jobs go on while the event loop has nothing to do, and give way to what it has.

Python's threads share one processor. Beside a job that writes a file a key would have half of it,
and take twice as long.
"""

import asyncio
import selectors
from threading import Event

MOST_SECONDS = 0.05
"""A job gives way for so long at once: it comes to its end whatever is typed."""

_waits = Event()
"""Does the event loop wait for something to happen? Where there is none, it does."""
_waits.set()


class _Watched(selectors.DefaultSelector):
    """What an event loop waits in."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        _waits.set()
        try:
            return super().select(timeout)
        finally:
            _waits.clear()

    def close(self) -> None:
        super().close()
        _waits.set()


def new_loop() -> asyncio.AbstractEventLoop:
    """An event loop that jobs give way to."""
    return asyncio.SelectorEventLoop(_Watched())


def give_way() -> bool:
    """Let the event loop, beside this thread, do first what it has to do; has it done all of it?"""
    return _waits.is_set() or _waits.wait(MOST_SECONDS)

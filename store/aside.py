"""Aside (另一进程): a second process that answers what it is asked, one thing after the other.

It only saves time: whoever asks does himself what stays unanswered. Both ends are the same program,
and the second process ends with its input.
"""

import gc
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from store.child import ChildProcess, next_told, say

PATIENCE_SECONDS = 60
"""A child that has said nothing for so long is not waited for."""


class Aside:
    """A second process, once it is started; as long as it lives it answers what it is asked.

    Of what it was asked two things may be unanswered, no third.
    """

    def __init__(self, module: str) -> None:
        """`main` of the module calls `answer_all`."""
        self._child = ChildProcess(module)
        self._has_begun = False

    @property
    def is_there(self) -> bool:
        """Is there one to be asked?"""
        return self._child.is_there

    def start(self) -> None:
        """Start it; no error where it cannot be."""
        self._child.start()

    def begin(self, terms: object) -> None:
        """Tell it once what all that it is asked has in common."""
        self._child.tell(terms)

    def has_begun(self) -> bool:
        """Has it loaded what it needs?"""
        if not self._has_begun and self._child.has_spoken(0):
            self._has_begun = self._child.heard() is not None
        return self._has_begun

    def give(self, asked: object) -> None:
        """Ask it one thing more; it answers in turn."""
        self._child.tell(asked)

    def give_no_more(self) -> None:
        """It is asked nothing more, and answers the last."""
        self._child.tell_no_more()

    def is_ready(self) -> bool:
        """Has it the answer that is to be heard next?"""
        return self.has_begun() and self._child.has_spoken(0)

    def answer(self) -> Any:
        """What it says next; none where there is nobody to say it any more.

        It says so once it was asked the next thing, or is asked no more.
        """
        if not self._has_begun:
            self._has_begun = self._heard() is not None
        return self._heard()

    def stop(self) -> None:
        """End it."""
        self._child.stop()

    def _heard(self) -> Any:
        if not self._child.has_spoken(PATIENCE_SECONDS):
            self.stop()
        return self._child.heard()


def answer_all(maker: Callable[[Any], Callable[[Any], object]]) -> None:
    """What the second process does: answer what is asked until nobody asks any more.

    `maker` makes of the terms what answers. An answer is said once the next question was read, so
    that neither end has to wait for the other.
    """
    # Documents and rows hold no cycle.
    gc.disable()
    # It is the parent that is interrupted; this ends when it does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, BrokenPipeError):
        answer_of = maker(next_told())
        say(True)
        asked = next_told()
        while True:
            answer = answer_of(asked)
            try:
                asked = next_told()
            finally:
                # Also the last one: nothing may come after it.
                say(answer)


def processors() -> int:
    """How many processors this process may use."""
    with suppress(AttributeError):  # not every system can say it
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

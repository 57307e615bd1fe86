"""The child process that does the long work of a job for its desk.

It is told once what to do, says a few times a second how far it has come, and at the end what came
of it. Its input ends when it is to stop, and when its desk is no more: then it stops where nothing
is half done.
"""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from store.child import next_told, say
from store.engines.turn import Turn
from store.errors import ShouhouError
from tui.language import use_language
from tui.progress import Progress, Watched
from tui.session import Session

if TYPE_CHECKING:
    from store.repository import Repository

EVERY_SECONDS = 0.1
"""More often nobody reads how far it has come."""
PATIENCE_SECONDS = 10.0
"""Whoever was told to stop is not waited for longer."""
KINDNESS = 10
"""By so much it stands behind its desk, as `nice` counts."""
Result = TypeVar("Result")
Work = Callable[["Repository", Watched], Result]
"""Something long: a function of a module with its values, so that it may be pickled."""


class Wanted(NamedTuple):
    """What the child is told: what to do, and on which store."""

    session: Session
    work: Work[Any]


class Came(NamedTuple):
    """What the child says at the end: what came of it, or what went wrong."""

    result: Any = None
    error: ShouhouError | None = None


def main() -> None:
    """Do what is wanted."""
    # It is the desk that is interrupted, or loses its terminal; this ends when it does.
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    # Where there are too few processors the keys have them first.
    os.nice(KINDNESS)
    wanted: Wanted = next_told()
    use_language(wanted.session.language)
    telling = _Telling()
    Thread(target=telling.listen, daemon=True).start()
    with suppress(BrokenPipeError):
        say(_came(wanted, telling))


def _came(wanted: Wanted, telling: "_Telling") -> Came:
    try:
        repository = wanted.session.open_as_it_is()
        with closing(repository), telling.turn.ours():
            return Came(wanted.work(repository, telling))
    except ShouhouError as error:
        return Came(error=error)


class _Telling(Watched):
    """The work, as the desk hears of it."""

    def __init__(self) -> None:
        self.turn = Turn()
        self._is_stopped = Event()
        self._said_at = 0.0

    def tell(self, progress: Progress) -> bool:
        now = monotonic()
        if now >= self._said_at + EVERY_SECONDS:
            self._said_at = now
            with suppress(BrokenPipeError):  # the desk is no more, which `listen` hears
                say(progress)
        return not self._is_stopped.is_set()

    def listen(self) -> None:
        """In a thread of its own: wait for the end of the input, and stop then."""
        while os.read(sys.stdin.fileno(), 1):
            pass
        self._is_stopped.set()
        self.turn.give_up()
        Event().wait(PATIENCE_SECONDS)
        # Killed anywhere nothing is half done either; it only took longer to know.
        os._exit(1)

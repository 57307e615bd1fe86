"""Turn (排队): a wait for the lock as another thread sees it: for whom; and it can be given up."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from store.errors import GivenUp
from store.words import _

if TYPE_CHECKING:
    from concurrent.futures import Future


class Turn:
    """What one thread wants to write: does it wait, for whom, and has it begun?

    The thread takes it with `ours`; any other one may look at it and give it up.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._wait: Future[None] | None = None
        self._holder: Callable[[], str] = str
        self._has_begun = False
        self._is_given_up = False

    @contextmanager
    def ours(self) -> Iterator[None]:
        """Every wait of this thread for a lock is this one's while the block lasts."""
        before = own_turn()
        _own.turn = self
        try:
            yield
        finally:
            _own.turn = before

    @property
    def waits_for(self) -> str:
        """What the process is called that holds the lock; empty while nothing is waited for."""
        with self._guard:
            return self._holder() if self._wait else ""

    def give_up(self) -> bool:
        """Wait no longer, nor later on; False where the lock was had, so that it is being done."""
        with self._guard:
            self._is_given_up = True
            if self._wait:
                # The lock may come this very moment; `take` refuses it then.
                from concurrent.futures import InvalidStateError

                with suppress(InvalidStateError):
                    self._wait.set_exception(_given_up())
            return not self._has_begun

    # Of the thread that writes

    @contextmanager
    def waiting(self, taken: "Future[None]", holder: Callable[[], str]) -> Iterator[None]:
        """This is waited for, held by whom `holder` tells; raises GivenUp as `take` does."""
        with self._guard:
            if self._is_given_up:
                raise _given_up()
            self._wait, self._holder = taken, holder
        try:
            yield
        finally:
            with self._guard:
                self._wait = None

    def wait_on(self) -> None:
        """The lock is ours, and what it guards is not yet: it may be given up till it is taken.

        Raises GivenUp as `take` does.
        """
        with self._guard:
            if self._is_given_up:
                raise _given_up()
            self._has_begun = False

    def take(self) -> None:
        """The lock is ours; raises GivenUp where that is not wanted any more."""
        with self._guard:
            if self._is_given_up:
                raise _given_up()
            self._has_begun = True


def own_turn() -> Turn:
    """The turn of this thread; of its own where nobody looks at it."""
    turn: Turn | None = getattr(_own, "turn", None)
    return turn or Turn()


def _given_up() -> GivenUp:
    return GivenUp(_("It was given up before its turn came; nothing was changed."))


_own = threading.local()

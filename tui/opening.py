"""Opening (开店): the lists at once; rules, documents and what may be done once they are shown.

Loading every model and rule takes longer than all that the first screen needs. So it is done
beside, in a thread that nobody waits for but a key that needs it.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.reading.shop_lists import Lists
    from store.repository import Repository
    from tui.session import Session


class Opening:
    """A store that is being opened for the desk, in two steps."""

    def __init__(
        self,
        lists: "Lists",
        who: str,
        open_rest: Callable[[], "Repository"],
        login: str = "",
        session: "Session | None" = None,
    ) -> None:
        """With the `session` another process opens the same store."""
        self.lists = lists
        self.session = session
        self.who = who
        """What the agent is called."""
        self.login = login
        """By what they are known; what they have taken on says it."""
        self.over: Future[int] = Future()
        """For how many documents rows had to be made anew; or why the rest could not be opened."""
        self._open_rest = open_rest
        self._rest: Future[Repository] = Future()
        self._thread: Thread | None = None
        self._begins = Lock()
        self._is_left = Event()

    @classmethod
    def done(cls, repository: "Repository") -> "Opening":
        """A store that was opened as a whole before."""
        opening = cls(repository, str(repository.actor), lambda: repository, repository.actor.user)
        opening._rest.set_result(repository)
        opening.over.set_result(0)
        return opening

    @property
    def store_shown(self) -> str:
        """Which store it is, as a person reads it."""
        return self.session.store_shown if self.session else str(self.lists.engine.folder)

    @property
    def is_open(self) -> bool:
        """Is the repository there, so that asking for it waits for nothing?"""
        return self._rest.done() and not self._rest.exception()

    def wait(self) -> "Repository":
        """The repository, as soon as it is there; raises what kept it from being opened."""
        self.begin()
        return self._rest.result()

    async def opened(self) -> "Repository":
        """The same, while the event loop goes on."""
        self.begin()
        # Who stops waiting does not stop the opening.
        return await asyncio.shield(asyncio.wrap_future(self._rest))

    def begin(self) -> None:
        """Open the rest in a thread of its own, if nobody did so yet."""
        # The first rows are shown while a thread that reads for the preview needs the store.
        with self._begins:
            if self._thread is None and not self._rest.done():
                self._thread = Thread(target=self._open, name="open", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Let go of the store; a renewal is left off, and goes on when it is opened again."""
        self._is_left.set()
        if self._thread is not None:
            # Cut off inside a library that is no Python, it might take the process with it.
            self._thread.join()
        (self.wait() if self.is_open else self.lists).close()

    def _open(self) -> None:
        try:
            repository = self._open_rest()
        except BaseException as error:  # noqa: BLE001 - whoever waits for it says it
            self._rest.set_exception(error)
            self.over.set_exception(error)
            return
        self._rest.set_result(repository)
        try:
            self.over.set_result(self._renewed(repository))
        except BaseException as error:  # noqa: BLE001
            self.over.set_exception(error)

    def _renewed(self, repository: "Repository") -> int:
        renewed = 0
        for count in repository.renewing():
            renewed += count
            if self._is_left.is_set():
                break
        return renewed

"""Threads (线程): where the desk reads, writes and looks after its files, while keys go on.

One writes, two read, and one looks after drafts, presence and news; each has its own connection to
the store. One more tells a store to stop what is read in vain. A form waits for its turn in the
first, and nothing else does: what takes longer than a person waits is a job with a thread of its
own (`tui.jobs`).
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Lock, get_ident
from typing import TypeVar

from store.engines.turn import Turn

Result = TypeVar("Result")
READERS = 2
"""Enough: a screen waits for one list and its counts, never for a form."""


class Reading:
    """What is read in some thread, as whoever may stop it sees it."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._thread: int | None = None

    @contextmanager
    def here(self) -> Iterator[None]:
        """This thread is at it while the block lasts."""
        with self._guard:
            self._thread = get_ident()
        try:
            yield
        finally:
            with self._guard:
                self._thread = None

    def stop(self, interrupt: Callable[[int], None]) -> None:
        """Interrupt its thread, which does not go on to anything else before that is done."""
        with self._guard:
            if self._thread is not None:
                interrupt(self._thread)


class Threads:
    """The desk's own threads; an answer comes back in the event loop that asked."""

    def __init__(self, interrupt: Callable[[int], None]) -> None:
        """`interrupt` stops what the thread of this number is reading."""
        self._interrupt = interrupt
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._keeper = ThreadPoolExecutor(1, thread_name_prefix="keep")
        self._stopper = ThreadPoolExecutor(1, thread_name_prefix="stop")
        """Tells a server to stop, which may not answer; no key waits for that either."""
        self._readings: set[Reading] = set()
        """What is read just now."""
        self._turns: set[Turn] = set()
        """What is being written or waits for it."""
        self._is_left = False

    async def read(self, work: Callable[[], Result]) -> Result:
        """What is read meanwhile.

        Reading that nobody waits for any more is stopped: InterruptedReading is raised there.
        """
        self._refuse_late()
        reading = Reading()

        def worked() -> Result:
            self._readings.add(reading)
            try:
                with reading.here():
                    return work()
            finally:
                self._readings.discard(reading)

        try:
            return await asyncio.get_running_loop().run_in_executor(self._readers, worked)
        except asyncio.CancelledError:
            self._stop(reading)
            raise

    async def write(self, work: Callable[[], Result], turn: Turn) -> Result:
        """What is written meanwhile, one change after the other.

        Who stops waiting for it does not stop it; giving up its turn does, before it has begun.
        """
        self._refuse_late()

        def worked() -> Result:
            try:
                with turn.ours():
                    return work()
            finally:
                self._turns.discard(turn)

        self._turns.add(turn)
        return await asyncio.shield(
            asyncio.get_running_loop().run_in_executor(self._writer, worked)
        )

    async def keep(self, work: Callable[[], Result]) -> Result:
        """What is done to small files, or asked of the store every moment, in the order given."""
        self._refuse_late()
        return await asyncio.wrap_future(self.keep_on(work))

    def keep_on(self, work: Callable[[], Result]) -> "Future[Result]":
        """The same, for whoever does not wait or is no coroutine."""
        return self._keeper.submit(work)

    def rest(self, work: Callable[[], object]) -> None:
        """What is better done while nobody works; nobody waits for it."""
        if not self._is_left:
            self._readers.submit(work)

    def leave(self) -> None:
        """Stop what is read, and give up what waits for the lock; the rest comes to its end."""
        self._is_left = True
        self._readers.shutdown(wait=False, cancel_futures=True)
        for reading in frozenset(self._readings):
            self._stop(reading)
        for turn in frozenset(self._turns):
            turn.give_up()

    def _stop(self, reading: Reading) -> None:
        """Have it stopped, unless the threads have come to their end, and it with them."""
        with suppress(RuntimeError):
            self._stopper.submit(reading.stop, self._interrupt)

    def close(self) -> None:
        """Wait for what is being written and kept."""
        for threads in (self._writer, self._keeper, self._stopper, self._readers):
            threads.shutdown()

    def _refuse_late(self) -> None:
        """The desk is being left: nobody waits for any answer."""
        if self._is_left:
            raise asyncio.CancelledError

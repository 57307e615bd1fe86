"""Threads (线程): where the desk reads, writes and looks after its files, while keys go on.

One writes, two read, one looks for news, and one looks after drafts and presence; each has its own
connection to the store. What a server that has gone silent was asked goes on, and nobody waits for
it. One more tells a store to stop what is read in vain. A form waits for its turn in the
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
from store.errors import StoreTrouble

Result = TypeVar("Result")
READERS = 2
"""Enough: a screen waits for one list and its counts, never for a form."""
LISTENS_SECONDS = 0.2
"""So often it is asked whether a store that has not answered yet has gone silent."""


def _answers() -> StoreTrouble | None:
    return None


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

    def __init__(
        self,
        interrupt: Callable[[int], None],
        silence: Callable[[], StoreTrouble | None] = _answers,
    ) -> None:
        """`interrupt` stops what the thread of this number is reading; `silence` is what is raised
        for whoever waits, as long as the store says nothing at all.
        """
        self._interrupt = interrupt
        self._silence = silence
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._keeper = ThreadPoolExecutor(1, thread_name_prefix="keep")
        self._looker = ThreadPoolExecutor(1, thread_name_prefix="news")
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
        reading = Reading()
        try:
            return await self._heard(self._readers, reading, work)
        except (asyncio.CancelledError, StoreTrouble):
            self._stop(reading)
            raise

    async def look(self, work: Callable[[], Result]) -> Result:
        """What is asked of the store every moment; it goes on until the store answers."""
        return await self._heard(self._looker, Reading(), work)

    async def _heard(
        self, threads: ThreadPoolExecutor, reading: Reading, work: Callable[[], Result]
    ) -> Result:
        """Its answer, unless the store says nothing: that is raised instead of waiting for it."""

        def worked() -> Result:
            self._readings.add(reading)
            try:
                with reading.here():
                    return work()
            finally:
                self._readings.discard(reading)

        self._refuse_late()
        self._refuse_silence()
        answer = asyncio.wrap_future(threads.submit(worked))
        try:
            while not answer.done():
                await asyncio.wait((answer,), timeout=LISTENS_SECONDS)
                if not answer.done():
                    self._refuse_silence()
        except BaseException:
            # Nobody hears what comes of it.
            answer.cancel()
            raise
        return answer.result()

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
        """What is done to small files, in the order given."""
        self._refuse_late()
        return await asyncio.wrap_future(self.keep_on(work))

    def keep_on(self, work: Callable[[], Result]) -> "Future[Result]":
        """The same, for whoever does not wait or is no coroutine."""
        return self._keeper.submit(work)

    def rest(self, work: Callable[[], object]) -> None:
        """What is better done while nobody works; nobody waits for it."""
        if not self._is_left and self._silence() is None:
            self._readers.submit(work)

    def leave(self) -> None:
        """Stop what is read, and give up what waits for the lock; the rest comes to its end."""
        self._is_left = True
        for threads in (self._readers, self._looker):
            threads.shutdown(wait=False, cancel_futures=True)
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
        for threads in (self._writer, self._keeper, self._looker, self._stopper, self._readers):
            threads.shutdown()

    def _refuse_silence(self) -> None:
        """The store says nothing: nobody waits for it."""
        if silence := self._silence():
            raise silence

    def _refuse_late(self) -> None:
        """The desk is being left: nobody waits for any answer."""
        if self._is_left:
            raise asyncio.CancelledError

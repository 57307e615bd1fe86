"""Jobs (后台任务): what takes longer than a person waits: files read and written, the day's copy.

Each has a thread of its own, so that no list and no form waits behind it. There is one of a kind at
a time: a second import or export is refused while the first goes on, because both would want the
same disk and neither would be done sooner. A job is watched by its line, stopped where nothing is
half done, and what came of it is said wherever the person is by then.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from threading import Thread
from time import monotonic
from typing import TypeVar

from store.engines.trouble import InterruptedReading
from store.engines.turn import GivenUp, Turn
from store.errors import Refused, ShouhouError
from store.words import _

Thing = TypeVar("Thing")
MOMENT = 0.2
"""Seconds in which a job may end before the keys go on without it."""


class Stopped(ShouhouError):
    """The job was told to stop, and did so where nothing was half done."""

    code = "stopped"


class Job:
    """One piece of work beside the desk."""

    def __init__(
        self,
        kind: str,
        title: str,
        work: Callable[["Job"], str],
        values: Mapping[str, str] | None = None,
        *,
        only_reads: bool = False,
    ) -> None:
        """`work` says what it did; `values` are what was typed for it.

        What a job reads that `only_reads` the store may be cut off anywhere.
        """
        self.kind, self.title = kind, title
        self.values = dict(values or {})
        self.outcome: Future[str] = Future()
        self.turn = Turn()
        self.is_awaited = False
        """Does a form wait for it, which says what comes of it?"""
        self.is_stopped = False
        self.only_reads = only_reads
        self._work = work
        self._deed, self._about, self._done, self._total = "", "", 0, 0
        self._began = monotonic()
        self._thread = Thread(target=self._run, name=kind, daemon=True)

    # In its thread

    def _run(self) -> None:
        try:
            with self.turn.ours():
                self.outcome.set_result(self._work(self))
        except BaseException as error:  # noqa: BLE001 - whoever waits for it says it
            self.outcome.set_exception(error)

    def tell(self, deed: str, done: int, total: int | None, about: str = "") -> bool:
        """So many things of what is done now, as to a file, are done; False: stop."""
        if (deed, about) != (self._deed, self._about) or done < self._done:
            self._deed, self._about, self._began = deed, about, monotonic()
        self._done, self._total = done, total or 0
        return not self.is_stopped

    def passing(self, things: Iterable[Thing], deed: str, total: int) -> Iterator[Thing]:
        """The same things, told of as they pass; raises Stopped."""
        for done, thing in enumerate(things):
            if not self.tell(deed, done, total):
                raise Stopped(_("It was stopped; no file was written."))
            yield thing

    # In the event loop

    @property
    def line(self) -> str:
        """How far it has come, and how fast."""
        rate = int(self._done / max(monotonic() - self._began, 0.001))
        if not self._deed:
            said = _("{title} ..")
        elif self._total:
            said = _("{title}: {deed} {done} of {total}, {rate} a second")
        else:
            said = _("{title}: {deed} {done}, {rate} a second")
        line = said.format(
            title=self.title, deed=self._deed, done=self._done, total=self._total, rate=rate
        )
        return f"{line}   {self._about}" if self._about else line

    async def answer(self) -> str:
        """What it did, if it is done in a moment; else nothing, and the keys go on without it."""
        self.is_awaited = True
        outcome = asyncio.wrap_future(self.outcome)
        outcome.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            await asyncio.wait({outcome}, timeout=MOMENT)
        except asyncio.CancelledError:
            self.is_awaited = False
            raise
        if self.outcome.done():
            return self.outcome.result()
        self.is_awaited = False
        return ""

    @property
    def ended_as_expected(self) -> bool:
        """Did it do its work, or say in a sentence why not?"""
        return isinstance(self.outcome.exception(), ShouhouError | None)

    def said(self) -> tuple[str, bool]:
        """What came of it, and whether it went well; raises what nobody expected."""
        try:
            return self.outcome.result(), True
        except (InterruptedReading, GivenUp):
            stopped = _("{title}: stopped before anything was written.")
            return stopped.format(title=self.title), False
        except ShouhouError as error:
            return f"{self.title}: {error.sentence}" if self.title else error.sentence, False

    def stop(self) -> None:
        """Have it end where nothing is half done."""
        self.is_stopped = True
        self.turn.give_up()

    def start(self) -> None:
        """Begin in a thread of its own."""
        self._thread.start()

    @property
    def thread(self) -> int:
        """The number of its thread."""
        return self._thread.ident or 0

    def join(self) -> None:
        """Wait for its end."""
        self._thread.join()


class Jobs:
    """What goes on beside the desk."""

    def __init__(self, interrupt: Callable[[int], None], ended: Callable[[Job], None]) -> None:
        """`interrupt` stops what a thread is reading; `ended` is told in the thread of the job."""
        self._interrupt = interrupt
        self._ended = ended
        self._jobs: list[Job] = []
        self.typed: dict[str, dict[str, str]] = {}
        """What was typed for a job that failed after its form was gone, by its kind."""

    @property
    def under_way(self) -> list[Job]:
        """Those that have not come to their end."""
        return [job for job in self._jobs if not job.outcome.done()]

    def of(self, kind: str) -> Job | None:
        """The job of this kind that is under way."""
        return next((job for job in self.under_way if job.kind == kind), None)

    def start(self, job: Job) -> Job:
        """Begin; raises Refused while another one of its kind is under way."""
        other = self.of(job.kind)
        if other:
            said = _("{title} is under way; wait for its end, or stop it.")
            raise Refused(said.format(title=other.title), code="under_way")
        self._jobs = [*self.under_way, job]
        self.typed.pop(job.kind, None)
        job.outcome.add_done_callback(lambda _outcome: self._ended(job))
        job.start()
        return job

    def stop(self, job: Job) -> None:
        """Have it end where nothing is half done."""
        job.stop()
        if job.only_reads:
            self._interrupt(job.thread)

    def leave(self) -> None:
        """Stop all of them."""
        for job in self.under_way:
            self.stop(job)

    def close(self) -> list[str]:
        """Wait for their ends; what there is to say about those that were stopped."""
        stopped = [job for job in self._jobs if job.is_stopped and job.title]
        for job in self._jobs:
            job.join()
        return [job.said()[0] for job in stopped if job.ended_as_expected]

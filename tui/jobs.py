"""Jobs (后台任务): what takes longer than a person waits: files read and written, the day's copy.

Each has a thread of its own, so that no list and no form waits behind it. There is one of a kind at
a time: a second import or export is refused while the first goes on, because both would want the
same disk and neither would be done sooner. A job is watched by its line, stopped where nothing is
half done, and what came of it is said wherever the person is by then.
"""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread
from typing import Any

from store.engines.turn import Turn
from store.errors import GivenUp, InterruptedReading, Refused, ShouhouError
from store.words import _
from tui.glyphs import glyphs
from tui.progress import Pace, Progress, Watched
from tui.quiet import give_way
from tui.threads import Reading

MOMENT = 0.2
"""Seconds in which a job may end before the keys go on without it."""


async def over(outcome: Future[Any], most: float | None = None) -> None:
    """Wait until something is over, at most so many seconds; what came of it is for others."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()

    def tell(_outcome: Future[Any]) -> None:
        with suppress(RuntimeError):  # the desk was left meanwhile
            loop.call_soon_threadsafe(ended.set)

    outcome.add_done_callback(tell)
    with suppress(TimeoutError):
        async with asyncio.timeout(most):
            await ended.wait()


class Broken(Exception):
    """The work ended as only a whole program may; that is said, as any fault is."""


class Job(Watched):
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
        self.about = ""
        """What the title names, where it names something."""
        self.values = dict(values or {})
        self.outcome: Future[str] = Future()
        self.turn = Turn()
        self.is_awaited = False
        """Does a form wait for it, which says what comes of it?"""
        self.is_told = False
        """Was it said what came of it?"""
        self.is_stopped = False
        self.only_reads = only_reads
        self.steps = 0
        """How often it told how far it has come."""
        self._work = work
        self._pace = Pace()
        self._reading = Reading()
        self._thread = Thread(target=self._run, name=kind, daemon=True)

    # In its thread

    def _run(self) -> None:
        try:
            with self.turn.ours(), self._reading.here():
                said = self._work(self)
        except Exception as error:  # noqa: BLE001 - whoever waits for it says it
            self.outcome.set_exception(error)
        except BaseException as error:  # noqa: BLE001 - raised as it is it would end the desk
            broken = Broken(type(error).__name__)
            self.outcome.set_exception(broken.with_traceback(error.__traceback__))
        else:
            self.outcome.set_result(said)

    def tell(self, progress: Progress) -> bool:
        """It has come so far; False: stop. Keys go first."""
        give_way()
        self._pace.comes_to(progress)
        self.steps += 1
        return not self.is_stopped

    # In the event loop

    @property
    def line(self) -> str:
        """How far it has come, and how fast."""
        line = self._pace.line
        if not line:
            return f"{self.title} {glyphs().cut}"
        return _("{title}: {progress}").format(title=self.title, progress=line)

    async def answer(self) -> str:
        """What it did, if it is done in a moment; else nothing, and the keys go on without it."""
        self.is_awaited = True
        try:
            await over(self.outcome, MOMENT)
        except asyncio.CancelledError:
            self.is_awaited = False
            raise
        if self.outcome.done():
            self.is_told = True
            return self.outcome.result()
        self.is_awaited = False
        return ""

    def leave_alone(self) -> str:
        """Wait for it no more; what to say then: nothing where it has ended, which is told."""
        if self.outcome.done():
            return ""
        self.is_awaited = False
        said = _("{title} goes on beside: its line says how far it is, its key stops it.")
        return said.format(title=self.title)

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
            return stopped.format(title=self.title) if self.title else "", False
        except ShouhouError as error:
            return self._about(error.sentence), False

    def _about(self, sentence: str) -> str:
        """A sentence behind the title; alone where it names what the title does."""
        if not self.title or (self.about and self.about in sentence):
            return sentence
        return _("{title}: {sentence}").format(title=self.title, sentence=sentence)

    def stop(self, interrupt: Callable[[int], None]) -> None:
        """Have it end where nothing is half done; `interrupt` stops what a thread is reading."""
        self.is_stopped = True
        self.turn.give_up()
        if self.only_reads:
            # A server that is told may not answer; no key waits for that.
            Thread(target=self._reading.stop, args=(interrupt,), daemon=True).start()

    def start(self) -> None:
        """Begin in a thread of its own."""
        self._thread.start()

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
        self._untold: list[Job] | None = None
        """When the desk is left: what nobody was told of by then."""

    @property
    def is_left(self) -> bool:
        """Is the desk being left, so that nobody reads any more what it says?"""
        return self._untold is not None

    @property
    def under_way(self) -> list[Job]:
        """Those that have not come to their end."""
        return [job for job in self._jobs if not job.outcome.done()]

    @property
    def titles(self) -> list[str]:
        """What they are called; what goes on without a name is nobody's concern."""
        return [job.title for job in self.under_way if job.title]

    async def over(self) -> None:
        """Wait until none is under way."""
        for job in self.under_way:
            await over(job.outcome)

    def steps(self) -> int:
        """Another number once a job that writes has come further."""
        return sum(job.steps for job in self._jobs if not job.only_reads)

    def of(self, kind: str) -> Job | None:
        """The job of this kind that is under way."""
        return next((job for job in self.under_way if job.kind == kind), None)

    def start(self, job: Job) -> Job:
        """Begin; raises Refused while another one of its kind is under way."""
        if self.is_left:
            raise asyncio.CancelledError
        other = self.of(job.kind)
        if other:
            said = _("{title} is under way; wait for its end, or stop it.")
            raise Refused(said.format(title=other.title), code="under_way")
        self._jobs = [*(old for old in self._jobs if not old.is_told), job]
        self.typed.pop(job.kind, None)
        job.outcome.add_done_callback(lambda _outcome: self._ended(job))
        job.start()
        return job

    def stop(self, job: Job) -> None:
        """Have it end where nothing is half done."""
        job.stop(self._interrupt)

    def told(self, job: Job) -> tuple[str, bool]:
        """What came of it, to be said now, and whether it went well.

        Raises what nobody expected.
        """
        job.is_told = True
        said, is_well = job.said()
        if not is_well:
            self.typed[job.kind] = job.values
        return said, is_well

    def leave(self) -> None:
        """Stop all of them; what comes of them is no more told by the desk."""
        if self._untold is None:
            self._untold = [job for job in self._jobs if not job.is_told]
        for job in self.under_way:
            self.stop(job)

    def close(self) -> list[str]:
        """Have all of them end; what there is to say about those that nobody was told of."""
        self.leave()
        for job in self._jobs:
            job.join()
        untold = [job.said()[0] for job in self._untold or () if job.ended_as_expected]
        return [said for said in untold if said]

    @property
    def fault(self) -> BaseException | None:
        """Of those that ended while the desk was left, what nobody expected of one."""
        faults = (job.outcome.exception() for job in self._untold or ())
        return next((fault for fault in faults if not isinstance(fault, ShouhouError | None)), None)

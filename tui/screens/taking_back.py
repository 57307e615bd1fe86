"""Taking back (撤回): what was done to many is taken back as it was done, by a job, one by one.

Others come in between, it is watched and stopped as any job, and what it did not come to is what
the key takes back next.
"""

from collections import deque
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from store.errors import GivenUp, Refused, ShouhouError
from store.words import _, sentences
from tui.jobs import Job
from tui.progress import Progress
from tui.screens.files import offer_to_stop
from tui.undo import Done

if TYPE_CHECKING:
    from store.models.bulk_run import BulkRun
    from store.work.undoing import Undoing
    from tui.desk import Desk
    from tui.screens.answering import Answering


Keep = Callable[[Collection[str]], None]
"""Keeps in the report what of it was taken back, by the ids of its events."""


def remember(desk: "Desk", title: str, run: str, undoings: "Sequence[Undoing]", keep: Keep) -> None:
    """Remember what was done by a run as what was done last, with what it did before it was stopped
    and gone on with.
    """
    before = desk.done_here.of_run(run)
    if before:
        desk.done_here.drop(before)
        title, undoings = before.title, [*before.left, *undoings]
    desk.done_here.add(_done_to_many(desk, title, run, undoings, keep))


def how_taken_back(desk: "Desk", run: "BulkRun", undoings: "Sequence[Undoing]") -> str:
    """By which key what a run did is taken back, before it is remembered, and looked at."""
    before = desk.done_here.of_run(run.id)
    count = len(undoings) + (len(before.left) if before else 0)
    said = _("{undo} takes it back, {report} shows what came of each.")
    if count < len(run.of("done")):  # the others were done by a desk that was closed
        said = _("{undo} takes {count} of them back, {report} shows what came of each.")
    undo, report = desk.key("undo").shown, desk.key("report").shown
    return said.format(undo=undo, report=report, count=count)


def _done_to_many(
    desk: "Desk", title: str, run: str, undoings: "Sequence[Undoing]", keep: Keep
) -> Done:
    def begun() -> Job:
        return Job("bulk", title, partial(_take_all_back, desk, run, deque(undoings), keep))

    return Done(title, job=begun, run=run, left=tuple(undoings))


def and_what_would_be(desk: "Desk", error: Refused) -> Refused:
    """Why the last is not taken back, and what older one is if that is asked for again."""
    older = desk.done_here.drop_final()
    if older is None:
        return error
    key = desk.key("undo").shown
    said = _("{key} once more takes back what was done before it: {deed}.")
    more = said.format(key=key, deed=older.title)
    return Refused(sentences(error.sentence, more), code=error.code)


async def take_back_beside(screen: "Answering", done: Done) -> None:
    """Begin to take back what was done to many, or offer to stop what is being done to many."""
    desk, job = screen.desk, done.job and done.job()
    going_on = desk.jobs.of("bulk")
    if going_on:
        offer_to_stop(desk, going_on)
    elif job:
        desk.done_here.drop(done)
        desk.clear_outcomes()
        screen.done(await desk.jobs.start(job).answer())


def _take_all_back(desk: "Desk", run: str, left: "deque[Undoing]", keep: Keep, job: Job) -> str:
    """Take one after the other back; raises Refused where none can be."""
    repository, total, refused = desk.repository, len(left), list[Refused]()
    undone = set[str]()
    try:
        while left and job.tell(Progress(_("taken back"), total - len(left), total)):
            try:
                repository.undo(left[0])
                undone.add(left[0].event)
            except Refused as error:
                refused.append(error)
            left.popleft()
    except GivenUp:
        pass  # stopped while it waited for the lock
    finally:
        if left:
            remember(desk, job.title, run, left, keep)
        with suppress(ShouhouError):  # the store has it, whatever the report says
            keep(undone)
    if len(refused) == total:
        raise refused[0]
    done = {"deed": job.title, "count": total - len(left) - len(refused), "refused": len(refused)}
    said = _("{deed}: {count} taken back, {refused} not.")
    if not refused:
        said = _("{deed}: {count} taken back.")
    if not left:
        return said.format(**done)
    undo = desk.key("undo").shown
    more = _("{undo} goes on with the {left} left.").format(undo=undo, left=len(left))
    return sentences(said.format(**done), more)

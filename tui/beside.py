"""Beside (旁边的进程): what a job does for long is done by a second process; keys have this one.

Python's threads share one processor: beside a job in a thread of the desk a key took twice as long.
The child (`tui.beside_child`) opens the same store for the same person, says how far it has come
and what came of it. Nothing hangs on it: what it does not answer is done here, in the thread of the
job.
"""

from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from store.child import ChildProcess
from tui.beside_child import PATIENCE_SECONDS, Came, Wanted, Work
from tui.progress import Progress

if TYPE_CHECKING:
    from store.repository import Repository
    from tui.jobs import Job
    from tui.session import Session

LISTENS_SECONDS = 0.1
"""So often it is asked whether a job was stopped whose child says nothing."""
Result = TypeVar("Result")


def done_beside(
    session: "Session | None", repository: "Repository", work: Work[Result], job: "Job"
) -> Result:
    """What comes of some work of a job; raises what it raises.

    It is done in a child where a session says how that opens the store.
    """
    came = _done_by_child(Wanted(session, work), job) if session else None
    if came is None:
        return work(repository, job)
    if came.error:
        raise came.error
    result: Result = came.result
    return result


def _done_by_child(wanted: Wanted, job: "Job") -> Came | None:
    """What came of it; nothing where the child did not come to its end."""
    child = ChildProcess("tui.beside_child")
    child.start()
    try:
        child.tell(wanted)
        return _heard(child, job)
    finally:
        child.stop()


def _heard(child: ChildProcess, job: "Job") -> Came | None:
    end: float | None = None
    while child.is_there:
        if child.has_spoken(LISTENS_SECONDS):
            said: Progress | Came | None = child.heard()
            if not isinstance(said, Progress):
                return said
            job.tell(said)
        if job.is_stopped and end is None:
            end = monotonic() + PATIENCE_SECONDS
            child.tell_no_more()
        if end is not None and monotonic() > end:
            return None
    return None

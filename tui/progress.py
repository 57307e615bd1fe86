"""Progress (进度): how far work has come and how fast, in the same words wherever it is shown."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from store.errors import ShouhouError
from store.words import _

if TYPE_CHECKING:
    from store.importing.report import Step

RATE_SECONDS = 0.1
"""A rate is told from here on; before, it says nothing."""
Thing = TypeVar("Thing")


class Progress(NamedTuple):
    """How far something has come."""

    deed: str = ""
    """What is counted, in words."""
    done: int = 0
    total: int | None = None
    """As far as known."""
    about: str = ""
    """The name of the file it is about, where that is worth saying."""
    before: int = 0
    """So many of these were done before, in a run that this one goes on with."""


class Stopped(ShouhouError):
    """The job was told to stop, and did so where nothing was half done."""

    code = "stopped"


class Watched:
    """Work as it tells how far it has come, and hears whether it is to go on."""

    @abstractmethod
    def tell(self, progress: Progress) -> bool:
        """It has come so far; False: stop."""

    def passing(self, things: Iterable[Thing], deed: str, total: int) -> Iterator[Thing]:
        """The same things, told of as they pass; raises Stopped."""
        for done, thing in enumerate(things):
            # A colleague may add some meanwhile.
            if not self.tell(Progress(deed, done, max(done, total))):
                raise Stopped(_("It was stopped; no file was written."))
            yield thing


def of_import(step: "Step", *, names_file: bool = True) -> Progress:
    """A step of an import; what is counted over all files names none."""
    if step.deed == "read":
        return Progress(_("rows read"), step.done, step.total, step.file if names_file else "")
    deed = _("rows merged") if step.deed == "merge" else _("rows looked at")
    return Progress(deed, step.done, step.total)


def told(progress: Progress, seconds: float) -> str:
    """So much after so many seconds of it."""
    counted = _("{deed} {done} of {total}") if progress.total else _("{deed} {done}")
    line = counted.format(
        deed=progress.deed, done=f"{progress.done:,}", total=f"{progress.total or 0:,}"
    )
    if seconds >= RATE_SECONDS:
        rate = f"{int((progress.done - progress.before) / seconds):,}"
        line = _("{counted}, {rate} a second").format(counted=line, rate=rate)
    return f"{line}   {progress.about}" if progress.about else line


class Pace:
    """How far something has come, and since when the same is done; any thread may look at it."""

    def __init__(self) -> None:
        self._now = Progress(), monotonic()

    def comes_to(self, progress: Progress) -> bool:
        """It has come so far; is that another deed, whose seconds begin anew?"""
        last, began = self._now
        goes_on = (last.deed, last.about) == (progress.deed, progress.about)
        is_another = not goes_on or progress.done < last.done
        self._now = progress, monotonic() if is_another else began
        return is_another

    @property
    def seconds(self) -> float:
        """How long the same has been done."""
        return monotonic() - self._now[1]

    @property
    def line(self) -> str:
        """How far it has come, and how fast; empty while nothing is counted."""
        progress, began = self._now
        return told(progress, monotonic() - began) if progress.deed else ""

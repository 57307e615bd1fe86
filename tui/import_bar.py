"""The bar of an import: how far it has come, and how many rows a second."""

from time import monotonic
from typing import TextIO

from store.importing import Step
from store.words import _

WIDTH = 30
SECONDS_BETWEEN = 0.1
"""It is drawn so often; a terminal far away takes its time."""


class ImportBar:
    """Draws itself on a line of a terminal, over what stood there."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._deed = ""
        self._begun = self._drawn = monotonic()

    def __call__(self, step: Step) -> bool:
        """Draw a step; go on."""
        now = monotonic()
        if step.deed != self._deed:
            self._deed, self._begun = step.deed, now
        elif now - self._drawn < SECONDS_BETWEEN:
            return True
        self._drawn = now
        self._terminal.write(f"\r\x1b[K{bar(step, now - self._begun)}")
        self._terminal.flush()
        return True


def bar(step: Step, seconds: float) -> str:
    """A step after so many seconds of its deed."""
    done = _("{done} of {total} rows") if step.total else _("{done} rows")
    said = done.format(done=f"{step.done:,}", total=f"{step.total or 0:,}")
    if seconds > 0:
        said += ", " + _("{rate} a second").format(rate=f"{round(step.done / seconds):,}")
    deed = _("reading {file}").format(file=step.file) if step.deed == "read" else _("importing")
    filled = WIDTH * step.done // step.total if step.total else 0
    return f"[{'#' * filled}{'.' * (WIDTH - filled)}] {deed}: {said}"

"""The bar of an import: how far it has come, and how many rows a second."""

import os
from contextlib import suppress
from time import monotonic
from typing import TextIO

from store.importing.report import Step
from tui.progress import Pace, of_import, told
from tui.text import fit

WIDTH = 30
SECONDS_BETWEEN = 0.1
"""It is drawn so often; a terminal far away takes its time."""
COLUMNS = 80


class ImportBar:
    """Draws itself on a line of a terminal, over what stood there."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._pace = Pace()
        self._drawn = monotonic()

    def __call__(self, step: Step) -> bool:
        """Draw a step; go on."""
        now = monotonic()
        is_another = self._pace.comes_to(of_import(step))
        if not is_another and now - self._drawn < SECONDS_BETWEEN:
            return True
        self._drawn = now
        # A line that is wider wraps, and only the last part of it would be taken away again.
        line = fit(bar(step, self._pace.seconds), _columns(self._terminal) - 1).rstrip()
        self._terminal.write(f"\r\x1b[K{line}")
        self._terminal.flush()
        return True


def _columns(terminal: TextIO) -> int:
    """How wide the terminal is; 80 where it does not say."""
    with suppress(OSError):
        return os.get_terminal_size(terminal.fileno()).columns or COLUMNS
    return COLUMNS


def bar(step: Step, seconds: float) -> str:
    """A step after so many seconds of its deed."""
    filled = WIDTH * step.done // step.total if step.total else 0
    said = told(of_import(step), seconds)
    return f"[{'#' * filled}{'.' * (WIDTH - filled)}] {said}"

"""A terminal that notes when everything on it arrived; what it looked like is drawn afterwards.

Drawing while a program writes would slow the reader, and the reader the program.
"""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, cast

from tests.terminal.pty_driver import Desk, _line

COLUMNS, ROWS = 120, 36
NARROW = 80
ASKED = b"\x1b[6n"
"""A program asks where the cursor is."""
PAUSE = 0.03
"""Seconds without a byte after which there is time to look."""
PATIENCE = 900.0
"""Seconds after which a program is taken to hang, however large the store."""


class Arrival(NamedTuple):
    """Some bytes, and when they came."""

    at: float
    data: bytes


class _Later:
    """Stands in for pyte's stream: keeps what comes, and draws it when somebody looks."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.arrivals: list[Arrival] = []
        self.drawn = 0

    def feed(self, data: bytes) -> None:
        self.arrivals.append(Arrival(time.perf_counter(), data))
        # A terminal answers at once; a desk that is starting waits for it.
        while ASKED in data and self.draw_next():
            pass

    def draw_next(self) -> bool:
        """Draw what came next; False when all is drawn."""
        if self.drawn == len(self.arrivals):
            return False
        self._stream.feed(self.arrivals[self.drawn].data)
        self.drawn += 1
        return True


@dataclass(frozen=True)
class Reaction:
    """What a program wrote after a key."""

    begin: float
    arrivals: Sequence[Arrival]
    screens: Sequence[Sequence[str]]
    """The lines of the screen after each arrival."""

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(len(one.data) for one in self.arrivals)

    def size_after(self, seconds: float) -> int:
        """Bytes that came so long after the key or later."""
        return sum(len(one.data) for one in self.arrivals if one.at - self.begin >= seconds)

    def first(self) -> float | None:
        """Seconds from the key until something of the screen changed; None if nothing did."""
        for place, screen in enumerate(self.screens):
            if screen != self.screens[0]:
                return self.arrivals[place - 1].at - self.begin
        return None

    def settled(
        self, first: int = 0, last: int | None = None, columns: int | None = None
    ) -> float | None:
        """Seconds from the key until these lines of the screen were what they stayed.

        None where the key changed nothing of them. With `columns` only so many characters of each
        line count: what stands beside a list comes when the cursor has rested.
        """
        lines = [[line[:columns] for line in screen[first:last]] for screen in self.screens]
        found = None
        for place in range(len(lines) - 1, 0, -1):
            if lines[place - 1] != lines[-1]:
                found = place
                break
        if found is None:
            return None
        return self.arrivals[found - 1].at - self.begin


class Watched(Desk):
    """A program in a terminal; see `Desk` for the arguments."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        columns: int = COLUMNS,
        rows: int = ROWS,
    ) -> None:
        self.begin = time.perf_counter()
        super().__init__(command, columns=columns, rows=rows, env=env)
        self._later = _Later(self._stream)
        self._stream = cast("Any", self._later)

    def screen(self) -> list[str]:
        """The lines of the screen as they are now."""
        self._read(0)
        while self._later.draw_next():
            pass
        return super().screen()

    def first(self, pattern: str) -> float:
        """Wait until it has written this; the seconds from the start of the program to its end."""
        wanted = re.compile(pattern.encode())
        end = time.perf_counter() + PATIENCE
        while not (found := wanted.search(self.raw)):
            lives = self._read(0.1) and time.perf_counter() < end
            assert lives, f"it ended, or {pattern!r} did not come:\n{self.text()}"
        come = 0
        for one in self._later.arrivals:
            come += len(one.data)
            if come >= found.end():
                return one.at - self.begin
        raise AssertionError("what was read did not arrive")

    def seen(self, wanted: str) -> float:
        """Wait until this stands on the screen; when it came, as `time.perf_counter` tells."""
        self.wait_for(wanted, PATIENCE)
        return self._later.arrivals[-1].at

    def last_arrival(self) -> float:
        """Seconds from the start of the program to what it wrote last."""
        return self._later.arrivals[-1].at - self.begin

    def react(self, act: Callable[[], object], quiet: float) -> Reaction:
        """What comes of this, until the screen has been the same for so many seconds."""
        screens = [self.screen()]
        mark = self._later.drawn
        begin = changed = time.perf_counter()
        act()
        while time.perf_counter() - changed < quiet:
            seen = len(self.raw)
            if not self._read(PAUSE):
                break
            if len(self.raw) > seen:
                continue
            # A blinking cursor is no change; what is written in between is not to wait for pyte.
            before = screens[-1]
            screens += self._drawn()
            if screens[-1] != before:
                changed = self._later.arrivals[-1].at
        screens += self._drawn()
        return Reaction(begin, self._later.arrivals[mark:], screens)

    def rest(self, quiet: float) -> str:
        """Wait until the screen has been the same for so many seconds; its text."""
        self.react(lambda: None, quiet)
        return self.text()

    def _drawn(self) -> list[list[str]]:
        screens = []
        while self._later.draw_next():
            screens.append(self._lines())
        return screens

    def _lines(self) -> list[str]:
        return [_line(self._screen, row) for row in range(self._screen.lines)]


def own_memory(pid: int) -> float:
    """USS of a process in MB: what it shares with no other."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()
    private = [line.split() for line in lines if line.startswith(("Private_C", "Private_D"))]
    return sum(int(words[1]) for words in private) / 1024

"""A person at a real terminal: a program in a pty of its own, its screen kept by pyte.

Nothing here sleeps: every wait reads what the program writes until the thing waited for is there.
"""

import contextlib
import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

import pyte
from pyte.screens import wcwidth

from tests.terminal.keys import typed


class Desk:
    """A program in a terminal of `columns` x `rows`; use it as a context manager.

    `env` adds to the environment (None takes a variable away); `before` runs in the child, for a
    redirection or an ignored signal. `raw` is every byte the program wrote. While `is_watched` does
    not hold, its screen is not kept: of a large one that takes longer than the program does.
    """

    most_at_once = 65536
    """Bytes taken from the program in one go."""

    def __init__(  # noqa: PLR0913 - a terminal has that many properties
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str | None] | None = None,
        cwd: Path | None = None,
        before: Callable[[], object] | None = None,
    ) -> None:
        self.raw = bytearray()
        self.is_watched = True
        self._status: int | None = None
        self._screen = pyte.Screen(columns, rows)
        self._screen.write_process_input = self._answer  # type: ignore[method-assign,assignment]
        self._stream = pyte.ByteStream(self._screen)
        surroundings: dict[str, str | None] = {
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "COLORTERM": "truecolor",
            # Textual believes them more than the terminal, and they are the size of another one.
            "COLUMNS": None,
            "LINES": None,
        }
        wanted = os.environ | surroundings | dict(env or {})
        environment = {name: value for name, value in wanted.items() if value is not None}
        self.pid, self._master = self._started(
            command, (columns, rows), environment, cwd or Path.cwd(), before
        )
        # Else the next program started here would keep this terminal open after a hang-up.
        os.set_inheritable(self._master, False)

    def _started(
        self,
        command: Sequence[str],
        size: tuple[int, int],
        environment: Mapping[str, str],
        folder: Path,
        before: Callable[[], object] | None,
    ) -> tuple[int, int]:
        """Start it; its process and our end of the terminal."""
        pid, master = pty.fork()
        if pid == 0:
            try:
                set_size(0, *size)
                os.chdir(folder)
                # Whoever runs the tests may ignore hang-ups (nohup), and a child inherits that.
                signal.signal(signal.SIGHUP, signal.SIG_DFL)
                if before is not None:
                    before()
                os.execvpe(command[0], list(command), environment)
            finally:
                os._exit(127)
        return pid, master

    def _answer(self, text: str) -> None:
        """Where the cursor is, to a program that asks."""
        with contextlib.suppress(OSError):
            os.write(self._master, text.encode())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._status is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self.exit_status()
        self._close()

    @property
    def terminal(self) -> int:
        """Our end of the terminal, for what it is asked itself."""
        return self._master

    @property
    def has_stop_sign(self) -> bool:
        """Does ctrl+s stop what is written to the terminal?"""
        return bool(termios.tcgetattr(self._master)[0] & termios.IXON)

    def write(self, data: bytes) -> None:
        """Exactly these bytes from the keyboard."""
        while data:
            self._read(0)
            data = data[os.write(self._master, data) :]

    def type(self, text: str) -> None:
        """A text, key by key."""
        self.write(text.encode())

    def press(self, *keys: str) -> None:
        """Keys by name: `s`, `enter`, `ctrl+x`, `alt+x`, `f2`."""
        for key in keys:
            self.type(typed(key))

    def paste(self, text: str) -> None:
        """A text as a terminal with bracketed paste gives it."""
        self.write(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def resize(self, columns: int, rows: int) -> None:
        """Make the window so large."""
        self._screen.resize(rows, columns)
        set_size(self._master, columns, rows)

    def screen(self) -> list[str]:
        """The lines of the screen as they are now."""
        self._read(0)
        return [_line(self._screen, row) for row in range(self._screen.lines)]

    def text(self) -> str:
        """The whole screen as one text."""
        return "\n".join(self.screen())

    def wait_until(self, holds: Callable[[str], bool], timeout: float = 15, what: str = "") -> str:
        """Wait until this holds for the screen's text; the text. AssertionError otherwise."""
        end = time.monotonic() + timeout
        lives = True
        while not holds(text := self.text()):
            lives = lives and time.monotonic() < end
            assert lives, f"no {what or 'change'} in {timeout} s:\n{text}"
            lives = self._read(0.1)
        return text

    def wait_for(self, wanted: str, timeout: float = 15) -> str:
        """Wait until this stands on the screen; the whole text."""
        return self.wait_until(lambda text: wanted in text, timeout, repr(wanted))

    def wait_gone(self, unwanted: str, timeout: float = 15) -> str:
        """Wait until this no longer stands on the screen; the whole text."""
        return self.wait_until(lambda text: unwanted not in text, timeout, f"end of {unwanted!r}")

    def settle(self, quiet: float = 0.3, timeout: float = 15) -> str:
        """Wait until nothing has been written for so long; the whole text."""
        end = time.monotonic() + timeout
        seen = -1
        while seen != len(self.raw) and time.monotonic() < end:
            seen = len(self.raw)
            pause = time.monotonic() + quiet
            while (left := pause - time.monotonic()) > 0 and seen == len(self.raw):
                if not self._read(left):
                    return self.text()
        return self.text()

    def clear(self) -> None:
        """Forget what stands on the screen, as whatever else writes there would."""
        self._screen.reset()

    def hangup(self) -> None:
        """Close the window: the terminal is gone."""
        self._close()

    def signal(self, number: int) -> None:
        """Send the program this signal."""
        os.kill(self.pid, number)

    def terminate(self) -> None:
        """Send the program SIGTERM."""
        self.signal(signal.SIGTERM)

    def exit_status(self, timeout: float = 15) -> int:
        """Wait for the end; its status, -N when killed by signal N. AssertionError if it lives."""
        end = time.monotonic() + timeout
        while self._status is None:
            self._read(0.02)
            self._status = self._ended()
            assert self._status is not None or time.monotonic() < end, f"it lives after {timeout} s"
        while self._read(0):
            pass
        return self._status

    def _ended(self) -> int | None:
        """Its status, once it has one."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if pid else None

    def _read(self, timeout: float) -> bool:
        """Take what has been written; False once there will be no more (and, with 0, none now)."""
        if self._master < 0:
            select.select([], [], [], timeout)
            return False
        # Not select: a whole run of tests may hold more than a thousand files.
        waiting = select.poll()
        waiting.register(self._master, select.POLLIN | select.POLLHUP)
        if not waiting.poll(timeout * 1000):
            return timeout > 0
        try:
            data = os.read(self._master, self.most_at_once)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            data = b""
        self.raw += data
        # pyte does not know the question for a mode and would print its last letter.
        if self.is_watched:
            self._stream.feed(re.sub(rb"\x1b\[\?\d+\$p", b"", data))
        return bool(data)

    def _close(self) -> None:
        if self._master >= 0:
            os.close(self._master)
            self._master = -1


def set_size(descriptor: int, columns: int, rows: int) -> None:
    """Tell a terminal how large its window is."""
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _line(screen: pyte.Screen, row: int) -> str:
    """A wide character takes two of pyte's cells, and the second is an empty string."""
    out: list[str] = []
    for column in range(screen.columns):
        data = screen.buffer[row][column].data
        is_half = not data and not (column and out[-1] and wcwidth(out[-1][0]) == 2)
        out.append(" " if is_half else data)
    return "".join(out).rstrip()

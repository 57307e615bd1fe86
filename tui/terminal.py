"""Around the app: what has to be true of the terminal before it runs, and how it ends with it.

Textual alone dies on SIGHUP and SIGTERM without clean-up, spins on a core when the terminal is
gone and nobody says so, and ends on one undecodable byte from the keyboard (`reliability.md` §4).
"""

import asyncio
import contextlib
import os
import re
import select
import selectors
import signal
import sys
import termios
import threading
import tty
from codecs import getincrementaldecoder
from collections.abc import Sequence
from time import monotonic
from types import FrameType
from typing import TYPE_CHECKING, Any, Protocol, TextIO, cast

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual._parser import ParseError
from textual.filter import LineFilter

from store.errors import BadInput
from store.words import _
from tui.drawing.drawn import Drawn, draws_cells
from tui.keyboard.bursts import Typing
from tui.keyboard.typed_keys import TypedKeys
from tui.stop_sign import give_back
from tui.suspending import SuspendedDriver
from tui.text import safe_text

if TYPE_CHECKING:
    from textual.app import App
    from textual.color import Color

HUNG_UP = 128 + signal.SIGHUP
GRACE = 3.0  # seconds to leave in order after a signal
GRACE_ALONE = 1.2  # and when nobody is left to see it
RESTORE = b"\x1b[?2004l\x1b[?7h\x1b[?1049l\x1b[?25h\x1b[?1004l"


def prepare() -> None:
    """Make the process fit for the desk: a terminal on all three ends, private files, no TEXTUAL_*.

    Raises BadInput with the sentence when one end is no terminal: Textual would spin on a core.
    """
    sentences = (
        _("The desk needs a terminal: standard input is not one."),
        _("The desk needs a terminal: standard output is not one."),
        _("The desk needs a terminal: standard error is not one."),  # the one Textual draws on
    )
    for descriptor, sentence in enumerate(sentences):
        if not os.isatty(descriptor):
            raise BadInput(sentence, code="no_terminal")
    if os.environ.get("TERM") == "dumb":
        said = _("The desk needs a terminal whose cursor moves; TERM says “dumb”. Commands do not.")
        raise BadInput(said, code="no_terminal")
    # They switch on logs, screenshots, scripted keys and another driver.
    for name in [name for name in os.environ if name == "TEXTUAL" or name.startswith("TEXTUAL_")]:
        del os.environ[name]
    os.umask(0o077)


SAMPLE = "─▲…"
ANSWER_SECONDS = 0.5
_CURSOR = re.compile(rb"\x1b\[\d+;(\d+)R")
_typed_early: list[bytes] = []
"""What was typed while the terminal was asked; the driver takes it first."""


def draws_boxes() -> bool:
    """Does the terminal draw a frame's line and a sign in one cell each? It is asked where its
    cursor stands behind them; one that does not answer in time is believed to need ASCII.

    Keys that were typed meanwhile are kept for the desk.
    """
    descriptor = sys.__stdin__.fileno() if sys.__stdin__ else 0
    try:
        before = termios.tcgetattr(descriptor)
    except termios.error:
        return False
    try:
        tty.setcbreak(descriptor, termios.TCSANOW)
        os.write(2, b"\x1b[G" + SAMPLE.encode() + b"\x1b[6n")
        answer, end = b"", monotonic() + ANSWER_SECONDS
        while not (said := _CURSOR.search(answer)):
            left = end - monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                break
            answer += os.read(descriptor, 1024)
        os.write(2, b"\x1b[G\x1b[K")
    except (OSError, termios.error):
        return False  # it has gone; the driver will notice
    finally:
        with contextlib.suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSANOW, before)
    if typed := _CURSOR.sub(b"", answer, count=1):
        _typed_early.append(typed)
    return said is not None and int(said[1]) == len(SAMPLE) + 1


class Leaving(Protocol):
    """An app that can be told to end."""

    def leave(self, status: int) -> None:
        """End in order with this status."""


def install_signals(app: Leaving) -> None:
    """On SIGHUP and SIGTERM leave in order with 129 and 143; to be called inside the loop.

    A signal the parent had us ignore (nohup) stays ignored; the driver notices a lost terminal.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGHUP, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:
            loop.add_signal_handler(number, _leave, app, 128 + number)


def _leave(app: Leaving, status: int) -> None:
    end_after(GRACE, status)
    app.leave(status)


def end_after(seconds: float, status: int) -> None:
    """End the process then, if leaving in order has not: a stuck thread must not keep it alive."""

    def end() -> None:
        with contextlib.suppress(OSError):
            if select.select([], [2], [], 0)[1]:
                os.write(2, RESTORE)
        give_back()
        os._exit(status)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()


class _Output:
    """Standard error, unbuffered, that swallows what a lost terminal no longer takes.

    Otherwise Textual's writer thread ends, its queue fills and the app waits on it for ever.
    """

    def __init__(self, file: TextIO) -> None:
        self._fileno = file.fileno()
        self._encoding = file.encoding

    def write(self, text: str) -> int:
        data = text.encode(self._encoding, "backslashreplace")
        while data:
            try:
                data = data[os.write(self._fileno, data) :]
            except BlockingIOError:  # another program left the terminal non-blocking
                select.select([], [self._fileno], [], 1)
            except OSError:
                break
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""

    def fileno(self) -> int:
        return self._fileno


class DeskDriver(SuspendedDriver):
    """Textual's driver, but any byte may be typed, and a lost terminal ends the desk."""

    def __init__(
        self,
        app: "App[Any]",
        *,
        debug: bool = False,
        mouse: bool = False,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._file = cast("Any", _Output(cast("TextIO", sys.__stderr__)))
        self._has_title = False
        self._drawn = Drawn(0, 0)
        self.is_disarranged = False
        """Has the terminal had another size since all of it was drawn?"""

    def write(self, data: str) -> None:
        """As Textual's, of cells only those that change, but no mouse pointer's shape, as there is
        no mouse, and no leaving of the Kitty protocol, which was not entered: that would undo what
        the shell has asked for.
        """
        if data.startswith(("\x1b]22;", "\x1b[<u")):
            return
        if least := self._drawn.least(data) if draws_cells(data) else data:
            super().write(least)

    def draw_anew(self) -> None:
        """Whatever stands on the terminal has to be drawn again.

        GNU screen gives what is erased the colour of its own ground; on another machine that is
        reached from within it, it is known by its kind of terminal alone.
        """
        self.is_disarranged = False
        columns, rows = self._get_terminal_size()
        is_screen = "STY" in os.environ or os.environ.get("TERM", "").startswith("screen")
        self._drawn = Drawn(columns, rows, erases=not is_screen)

    def write_title(self, title: str) -> None:
        """What the window says; taken away again when the desk ends."""
        self._has_title = bool(title)
        self.write(f"\x1b]2;{title}\x07")

    def start_application_mode(self) -> None:
        """As Textual's; nothing that the desk has drawn stands there."""
        self.draw_anew()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        ask_size = signal.getsignal(signal.SIGWINCH)

        def resized(number: int, frame: FrameType | None) -> None:
            self.is_disarranged = True
            if callable(ask_size):
                ask_size(number, frame)

        signal.signal(signal.SIGWINCH, resized)

    def stop_application_mode(self) -> None:
        """As Textual's, and the window says nothing of the desk any more."""
        if self._has_title:
            self.write_title("")
        super().stop_application_mode()

    def run_input_thread(self) -> None:
        """As Textual's own, with a decoder that replaces and a parser that starts afresh."""
        decode = getincrementaldecoder("utf-8")("replace").decode
        typing = Typing(TypedKeys.of(self._app, debug=self._debug))
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                is_typed = bool(_typed_early or selector.select(typing.patience))
                typed = self._read() if is_typed else b""
                if typed is None:
                    self._end_alone()
                    return
                try:
                    for message in typing.fed(decode(typed), rests=not is_typed):
                        self.process_message(message)
                except (ValueError, OverflowError, ParseError):  # no sequence of any terminal
                    typing = Typing(TypedKeys.of(self._app, debug=self._debug))

    def _read(self) -> bytes | None:
        """What was typed; None once the terminal is gone."""
        if _typed_early:
            return _typed_early.pop()
        try:
            typed = os.read(self.fileno, 4096)
            if not typed:
                termios.tcgetattr(self.fileno)
        except BlockingIOError:
            return b""
        except (OSError, termios.error):
            return None
        return typed

    def _end_alone(self) -> None:
        end_after(GRACE_ALONE, HUNG_UP)
        with contextlib.suppress(RuntimeError):  # the loop has ended already
            self._loop.call_soon_threadsafe(cast("Leaving", self._app).leave, HUNG_UP)


class SafetyNet(LineFilter):
    """The last door: whatever a widget draws of data that missed `safe_text`, without changing
    its width. Fields that are typed or pasted into depend on it.
    """

    def __init__(self, above: Sequence[LineFilter] = ()) -> None:
        """What these make of a line falls into it."""
        super().__init__()
        self.above = above

    def apply(self, segments: list[Segment], background: "Color") -> list[Segment]:
        """The segments of one line, each safe to write; no live links."""
        for one in self.above:
            segments = one.apply(segments, background)
        return [segment if segment.is_control else _caught(segment) for segment in segments]


def _caught(segment: Segment) -> Segment:
    text, style, _control = segment
    safe = safe_text(text, max(len(text), 1))
    if style is not None and style.link:
        style = style.update_link(None)
    elif safe == text:
        return segment
    return Segment(safe if safe == text else set_cell_size(safe, cell_len(text)), style)

"""The app under the desk: everything it shows is safe, and however it ends, it ends clean."""

import asyncio
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from traceback import extract_tb

from rich.console import RenderableType
from textual import constants
from textual.app import App, SystemCommand
from textual.driver import Driver
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import WorkerFailed

from store.errors import ShouhouError
from store.words import _, listed
from tui.drawing import (
    grounds,
    line_drawing,
    matched_styles,
    parsed_styles,
    repaints,
    styles_cache,
    wide_characters,
)
from tui.drawing.colourless import Colourless
from tui.glyphs import ASCII, BOXES, draw_with, glyphs
from tui.quiet import new_loop
from tui.terminal import DeskDriver, SafetyNet, draws_boxes, install_signals, prepare
from tui.text import safe_lines, safe_text

CRASHED = 70
SETTLED_SECONDS = 0.5
"""A terminal whose size has not changed for so long has arranged what stands on it."""

# Read from the environment when Textual was imported, which may be before `prepare` cleared it.
_CONSTANTS = {
    "DEBUG": False,
    "LOG_FILE": None,
    "PRESS": "",
    "SCREENSHOT_DELAY": -1,
    "SHOW_RETURN": False,
    "DISABLE_KITTY_KEY": True,
}


grounds.mend()
line_drawing.mend()
matched_styles.mend()
parsed_styles.mend()
repaints.mend()
styles_cache.mend()
wide_characters.mend()
COLOURLESS = Colourless()
_OURS = [Path(__file__).parent, Path(__file__).parents[1] / "store"]


class BoundaryApp(App[int]):
    """A Textual app whose data cannot reach the terminal, whose crash shows no data, and whose
    exit status tells how it ended (`return_code`).
    """

    net = SafetyNet()
    crash = ""  # the sentence to print once the terminal is restored
    crash_status = CRASHED
    _settling: Timer | None = None

    def leave(self, status: int) -> None:
        """End in order with this status; SIGHUP, SIGTERM and a lost terminal come here."""
        self.exit(return_code=status)

    def get_driver_class(self) -> type[Driver]:
        """The driver that survives any byte and a lost terminal."""
        return DeskDriver

    def on_resize(self) -> None:
        """A terminal arranges anew what stands on it when its size changes; it may still do so
        while the first frame comes, and lose cells of that.
        """
        if isinstance(self._driver, DeskDriver) and self._driver.is_disarranged:
            self.draw_anew()
            if self._settling:
                self._settling.stop()
            self._settling = self.set_timer(SETTLED_SECONDS, self.draw_anew)

    def draw_anew(self) -> None:
        """Write all of the screen again, whatever the terminal shows."""
        if isinstance(self._driver, DeskDriver):
            self._driver.draw_anew()
        self.refresh()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters and the net below all widgets, in one: a line is gone through once."""
        given = [COLOURLESS] if self.no_color else super().get_line_filters()
        if self.net.above != given:
            self.net = SafetyNet(given)
        return (self.net,)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """None of Textual's: its Screenshot writes what is on the screen into a file."""
        return ()

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """No picture of personal data, whatever key is bound to it."""

    def action_help_quit(self) -> None:
        """Say what ctrl+c does; Textual's own sentence is markup."""
        self.notify(_("Ctrl+C copies. How to leave stands at the bottom and under ?"))

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """As Textual's, but safe and never markup."""
        message, title = safe_lines(message), safe_text(title)
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=False)

    def copy_to_clipboard(self, text: str) -> None:
        """As Textual's; what is pasted elsewhere carries no control characters."""
        super().copy_to_clipboard(safe_lines(text))

    def validate_title(self, title: object) -> str:
        """The title, safe."""
        return safe_text(str(title))

    def validate_sub_title(self, sub_title: object) -> str:
        """The second title, safe."""
        return safe_text(str(sub_title))

    def panic(self, *renderables: RenderableType) -> None:
        """End as after a crash, without what Textual would have printed."""
        self._return_code = self.crash_status
        self.crash = self.crash or _("The desk has stopped. Nothing that was saved is lost.")
        self._close_messages_no_wait()

    def _handle_exception(self, error: Exception) -> None:
        # Textual prints the local variables of every frame: phones, names, passwords.
        if self._exception is None:
            self._exception = error  # `run_test` raises it again
            self._exception_event.set()
            self.crash = what_broke(error)
            self.crash_status = error.status if isinstance(error, ShouhouError) else CRASHED
        self.panic()


def what_broke(error: BaseException) -> str:
    """One sentence: the kind of the error, our last place in the code and the last; no value."""
    if isinstance(error, WorkerFailed):
        error = error.error
    if isinstance(error, ShouhouError):
        return error.sentence
    paths = [(Path(frame.filename), frame.lineno) for frame in extract_tb(error.__traceback__)]
    ours = [place for place in paths if any(map(place[0].is_relative_to, _OURS))]
    places = [f"{path.parent.name}/{path.name}:{line}" for path, line in ours[-1:] + paths[-1:]]
    place = listed(dict.fromkeys(places)) or "?"
    sentence = _("The desk has stopped: {kind} at {place}. Nothing that was saved is lost.")
    return sentence.format(kind=type(error).__name__, place=place)


async def _run(app: BoundaryApp) -> None:
    # Both would print the text of an exception, which quotes data.
    asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
    threading.excepthook = lambda _args: None
    install_signals(app)
    await app.run_async(mouse=False)


def run_desk(app: BoundaryApp) -> int:
    """Run this app on the terminal; the status to end the process with.

    0 left, 70 crashed, 129 terminal lost, 130 interrupted, 143 terminated. Raises BadInput when
    there is no terminal.
    """
    prepare()
    if glyphs() is BOXES and not draws_boxes():
        draw_with(ASCII)
    for name, value in _CONSTANTS.items():
        setattr(constants, name, value)
    app.features = frozenset()
    try:
        with asyncio.Runner(loop_factory=new_loop) as runner:
            runner.run(_run(app))
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - nothing of it may reach the terminal but this
        app.crash = app.crash or what_broke(error)
    if app.crash:
        print(app.crash, file=sys.stderr)  # noqa: T201 - the terminal is a plain one again
        return app.crash_status
    return app.return_code or 0

"""DeskApp: the places of the desk on one store; it runs nothing itself."""

import asyncio
import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import get_ident
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, TypeVar
from urllib.parse import quote

from platformdirs import user_config_path
from textual.binding import BindingType
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarRender

from store.errors import ShouhouError
from tui.actions import Key, remapped
from tui.base_app import BoundaryApp, run_desk
from tui.drafts import Drafts
from tui.opening import Opening
from tui.screens.base import DeskScreen
from tui.screens.dialogue import Dialogue
from tui.screens.orders import OrdersScreen
from tui.session import data_folder
from tui.type_ahead import TypeAhead

if TYPE_CHECKING:
    from store.lists import Lists
    from store.repository import Repository


class PlainBar(ScrollBarRender):
    """A scrollbar of blanks: its part blocks are two cells wide in some Chinese terminals."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


ScrollBar.renderer = PlainBar

Result = TypeVar("Result")
POLL_SECONDS = 0.5
MINUTE = 60


class DeskApp(TypeAhead, BoundaryApp):
    """One agent's desk."""

    # With the first screen's, which Textual would otherwise parse together with all of it again.
    CSS_PATH = ["app.tcss", "screens/orders.tcss"]
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        opening: Opening,
        keys: tuple[Key, ...],
        drafts: Drafts,
        greeting: str = "",
        chore: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self._opening = opening
        self._is_shown = False
        self.animation_level = "none"  # a scroll is one repaint, also over a slow line
        self._greeting = greeting
        self._chore = chore
        self._trouble = ""
        # Two are enough: a screen waits for one list and its counts, never for a form.
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="read")
        self._reading: set[int] = set()
        """The threads that read just now."""
        self.keys = keys
        self.drafts = drafts

    @property
    def lists(self) -> "Lists":
        """The rows of the store, there at once."""
        return self._opening.lists

    @property
    def repository(self) -> "Repository":
        """The whole store; waits until it is there, which is a moment after the first screen."""
        return self._opening.wait()

    @property
    def who(self) -> str:
        """What the agent is called."""
        return self._opening.who

    def get_default_screen(self) -> OrdersScreen:
        """The list of orders."""
        return OrdersScreen()

    def on_mount(self) -> None:
        self.set_keymap({key.name: key.keys for key in self.keys if key.keys})
        if self._greeting:
            self.notify(self._greeting, timeout=10)
        self.set_interval(POLL_SECONDS, self._poll)
        self.set_interval(MINUTE, self._tick)

    def first_painted(self) -> None:
        """The first rows are on the screen: now the rest of the store is opened."""
        if self._is_shown:
            return
        self._is_shown = True
        if not gc.isenabled():  # as `shouhou` starts the desk
            gc.freeze()
            gc.enable()
        self._opening.begin()
        self._opening.over.add_done_callback(self._tell_opened)

    def _tell_opened(self, _renewed: object) -> None:
        with suppress(RuntimeError):  # the desk was left meanwhile
            self.call_later(self._opened)

    def wait_for_store(self) -> None:
        """Let nothing that rules or documents are needed for be loaded twice at a time."""
        self._opening.wait()

    def _opened(self) -> None:
        """The rest of the store is there; without it there is no desk, and `open_desk` says why."""
        if not self.is_running:
            return
        if not self._opening.is_open:
            self.leave(0)
            return
        trouble = self._opening.over.exception()
        if isinstance(trouble, ShouhouError):
            # The rows are renewed when the desk is opened again; what is on the screen stays.
            self.say_trouble(trouble)
        elif trouble:
            raise trouble
        elif self._opening.over.result():
            self._show_anew()
        if self._chore:
            self.run_worker(self._do_chore(self._chore), exit_on_error=False)

    async def read(self, work: Callable[[], Result]) -> Result:
        """What is read meanwhile, in a thread of the desk's own; keys go on.

        Reading that nobody waits for any more is stopped: InterruptedReading is raised there.
        """
        threads: set[int] = set()

        def worked() -> Result:
            thread = get_ident()
            threads.add(thread)
            self._reading.add(thread)
            try:
                return work()
            finally:
                threads.clear()
                self._reading.discard(thread)

        try:
            return await asyncio.get_running_loop().run_in_executor(self._readers, worked)
        except asyncio.CancelledError:
            self._interrupt(threads)
            raise

    def _interrupt(self, threads: set[int]) -> None:
        for thread in frozenset(threads):
            self.lists.engine.interrupt(thread)

    async def _do_chore(self, chore: Callable[[], object]) -> None:
        """What may take long and nobody waits for; when it fails, that is said."""
        try:
            await asyncio.to_thread(chore)
        except ShouhouError as error:
            self.notify(error.sentence, severity="error", timeout=10)

    def open_order(self, key: str) -> None:
        """One order on a screen of its own."""
        self.wait_for_store()
        from tui.screens.order import OrderScreen

        self.push_screen(OrderScreen(key))

    def leave(self, status: int) -> None:
        """Save what is being typed, however the desk ends, and end."""
        for screen in self.screen_stack:
            if isinstance(screen, Dialogue) and screen.is_mounted:
                screen.keep_draft()
        self._readers.shutdown(wait=False, cancel_futures=True)
        self._interrupt(self._reading)
        super().leave(status)

    async def action_quit(self) -> None:
        """Textual's own ctrl+q leaves like any other way out."""
        self.leave(0)

    def _poll(self) -> None:
        """Trouble with the store is said once, and what is on the screen stays."""
        if not self.is_running:  # leaving: the screens are being taken down
            return
        try:
            self._show_changes()
        except ShouhouError as error:
            self.say_trouble(error)
        else:
            self._trouble = ""

    def say_trouble(self, error: ShouhouError) -> None:
        """Say what is wrong with the store, once."""
        if error.sentence != self._trouble:
            self.notify(error.sentence, severity="error", timeout=MINUTE)
        self._trouble = error.sentence

    def _show_changes(self) -> None:
        """Show what colleagues did; nothing repaints when nothing changed."""
        changed = self.lists.refresh()
        if self._opening.is_open:
            others = self.repository.presence.others()
            present = {one.key: one.who for one in others}
            for screen in self._mounted():
                if isinstance(screen, DeskScreen):
                    screen.show_present(present)
        if changed:
            self._show_anew()

    def _show_anew(self) -> None:
        for screen in self._mounted():
            if isinstance(screen, DeskScreen):
                screen.show_anew()
            elif isinstance(screen, Dialogue):
                screen.show_changes()

    def _mounted(self) -> list[Screen[object]]:
        return [screen for screen in self.screen_stack if screen.is_mounted]

    def _tick(self) -> None:
        if self.is_running and isinstance(self.screen, DeskScreen):
            self.screen.tick()
        if self.is_running and monotonic() - self.typed_at >= MINUTE:
            self._readers.submit(self.lists.engine.rest)


def open_desk(
    opening: Opening, name: str, greeting: str = "", chore: Callable[[], object] | None = None
) -> int:
    """Open the desk, say the greeting, do the chore beside it, and stay until it is left.

    Raises what kept the store from being opened, also where the first rows were shown already.
    """
    try:
        keys = remapped(user_config_path("shouhou", appauthor=False) / "keys.toml")
        # Two agents may share a system user, and each goes on with what they typed themselves.
        file = f"drafts-{quote(name, safe='')}.json" if name else "drafts.json"
        app = DeskApp(opening, keys, Drafts(data_folder() / file), greeting, chore)
        status = run_desk(app)
    finally:
        opening.close()
    trouble = opening.over.exception() if opening.over.done() else None
    if trouble and not app.crash:
        raise trouble
    return status

"""DeskApp: the places of the desk on one store; it runs nothing itself."""

import asyncio
from collections.abc import Callable
from typing import ClassVar
from urllib.parse import quote

from platformdirs import user_config_path
from textual.binding import BindingType
from textual.scrollbar import ScrollBar, ScrollBarRender

from store.errors import ShouhouError
from store.repository import Repository
from tui.actions import Key, remapped
from tui.base_app import BoundaryApp, run_desk
from tui.drafts import Drafts
from tui.screens.base import DeskScreen
from tui.screens.form import FormScreen
from tui.screens.order import OrderScreen
from tui.screens.orders import OrdersScreen
from tui.session import data_folder
from tui.type_ahead import TypeAhead


class PlainBar(ScrollBarRender):
    """A scrollbar of blanks: its part blocks are two cells wide in some Chinese terminals."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


ScrollBar.renderer = PlainBar

POLL_SECONDS = 0.5
MINUTE = 60


class DeskApp(TypeAhead, BoundaryApp):
    """One agent's desk."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        repository: Repository,
        keys: tuple[Key, ...],
        drafts: Drafts,
        greeting: str = "",
        chore: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.animation_level = "none"  # a scroll is one repaint, also over a slow line
        self._greeting = greeting
        self._chore = chore
        self._trouble = ""
        self.repository = repository
        self.keys = keys
        self.drafts = drafts

    def on_mount(self) -> None:
        self.set_keymap({key.name: key.keys for key in self.keys if key.keys})
        self.push_screen(OrdersScreen())
        if self._greeting:
            self.notify(self._greeting, timeout=10)
        if self._chore:
            self.run_worker(self._do_chore(self._chore), exit_on_error=False)
        self.set_interval(POLL_SECONDS, self._poll)
        self.set_interval(MINUTE, self._tick)

    async def _do_chore(self, chore: Callable[[], object]) -> None:
        """What may take long and nobody waits for; when it fails, that is said."""
        try:
            await asyncio.to_thread(chore)
        except ShouhouError as error:
            self.notify(error.sentence, severity="error", timeout=10)

    def open_order(self, key: str) -> None:
        """One order on a screen of its own."""
        self.push_screen(OrderScreen(key))

    def leave(self, status: int) -> None:
        """Save what is being typed, however the desk ends, and end."""
        for screen in self.screen_stack:
            if isinstance(screen, FormScreen) and screen.is_mounted:
                screen.keep_draft()
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
            if error.sentence != self._trouble:
                self.notify(error.sentence, severity="error", timeout=MINUTE)
            self._trouble = error.sentence
        else:
            self._trouble = ""

    def _show_changes(self) -> None:
        """Show what colleagues did; nothing repaints when nothing changed."""
        changed = self.repository.refresh()
        while self.repository.engine.notices:
            self.notify(self.repository.engine.notices.pop(0), severity="warning", timeout=MINUTE)
        present = {one.key: one.who for one in self.repository.presence.others()}
        for screen in self.screen_stack:
            if not screen.is_mounted:
                continue
            if isinstance(screen, DeskScreen):
                screen.show_present(present)
                if changed:
                    screen.show_anew()
            elif changed and isinstance(screen, FormScreen):
                screen.show_changes()

    def _tick(self) -> None:
        if self.is_running and isinstance(self.screen, DeskScreen):
            self.screen.tick()


def open_desk(
    repository: Repository, greeting: str = "", chore: Callable[[], object] | None = None
) -> int:
    """Open the desk, say the greeting, do the chore beside it, and stay until it is left."""
    keys = remapped(user_config_path("shouhou", appauthor=False) / "keys.toml")
    # Two agents may share a system user, and each goes on with what they typed themselves.
    name = quote(repository.actor.name, safe="")
    drafts = Drafts(data_folder() / (f"drafts-{name}.json" if name else "drafts.json"))
    try:
        return run_desk(DeskApp(repository, keys, drafts, greeting, chore))
    finally:
        repository.close()

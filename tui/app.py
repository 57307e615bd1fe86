"""DeskApp: the places of the desk on one store; it runs nothing itself."""

import sys
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import ClassVar

from platformdirs import user_config_path
from textual.binding import BindingType

from store.errors import ShouhouError
from tui.actions import KEYS, Key
from tui.base_app import run_desk
from tui.cycles import RESTED, Cycles
from tui.desk import MINUTE, Desk
from tui.drafts import Drafts, drafts_file
from tui.jobs import Job
from tui.key_file import remapped
from tui.news import News
from tui.opening import Opening
from tui.places.board import BoardPlace
from tui.places.later import cases, data, review, stock
from tui.places.orders import OrdersPlace
from tui.printing import OutputTrouble, say
from tui.screens.answers import begin
from tui.screens.base import DeskScreen
from tui.screens.dialogue import Dialogue
from tui.session import data_folder

POLL_SECONDS = 0.5
SWITCH_SECONDS = 0.0001
"""A thread at work gives way to a key after so long; Python's own 5 ms add up with every row."""


class DeskApp(Desk):
    """One agent's desk."""

    # With the first screen's, which Textual would otherwise parse together with all of it again.
    CSS_PATH = ["app.tcss", "places/list_place.tcss"]
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []
    MODES = {
        "board": BoardPlace,
        "orders": OrdersPlace,
        "cases": cases,
        "stock": stock,
        "review": review,
        "data": data,
    }
    DEFAULT_MODE = "board"

    def __init__(  # noqa: PLR0913 - the last is a name
        self,
        opening: Opening,
        keys: tuple[Key, ...],
        drafts: Drafts,
        greeting: str = "",
        chore: Callable[[], object] | None = None,
        *,
        place: str = DEFAULT_MODE,
    ) -> None:
        self.DEFAULT_MODE = place  # type: ignore[misc] # Textual asks it of the app
        super().__init__(opening, keys, drafts)
        self._is_shown = False
        self.animation_level = "none"  # a scroll is one repaint, also over a slow line
        self._greeting = greeting
        self._chore = chore
        self._unused = ""
        self._news = News(opening, self.jobs.steps)
        self._is_looking = False
        self._cycles = Cycles()

    def on_mount(self) -> None:
        # Of all keys it would be laid over every table of bindings, at every key that is typed.
        usual = {key.name: key.keys for key in KEYS}
        self.set_keymap({key.name: key.keys for key in self.keys if key.keys != usual[key.name]})
        if self._greeting:
            self.notify(self._greeting, timeout=10)
        self.set_interval(POLL_SECONDS, self._poll)
        self.set_interval(MINUTE, self._tick)

    # Opening

    def first_painted(self) -> None:
        """The first rows are on the screen: now the rest of the store is opened."""
        if self._is_shown:
            return
        self._is_shown = True
        self._opening.begin()
        self._opening.over.add_done_callback(self._tell_opened)

    def _tell_opened(self, _renewed: object) -> None:
        with suppress(RuntimeError):  # the desk was left meanwhile
            self.call_later(self._opened)

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
            self.show_anew()
        if self._chore:
            self.jobs.start(Job("copy", "", self._do_chore))
        begin(self, self._tell_left_off, "left-off")

    async def _tell_left_off(self) -> None:
        """Say what was left off when the desk was killed or left: a form, an action on many."""
        from tui.screens.bulk_report import left_off
        from tui.screens.resuming import said_of_drafts

        kept = await self.threads.keep(self.drafts.listed)
        said = await self.read_beside(lambda: said_of_drafts(self, kept)) if kept else ""
        if said and self.is_running:
            self.notify(said, timeout=10)
        said = await self.read_beside(lambda: left_off(self))
        if said and self.is_running:
            self.notify(said, severity="warning", timeout=20)

    def _do_chore(self, _job: Job) -> str:
        """What may take long and nobody waits for; when it fails, that is said."""
        if self._chore:
            self._chore()
        return ""

    # Jobs

    def show_jobs(self) -> None:
        """Say how far the jobs have come."""
        for screen in self.mounted():
            if isinstance(screen, DeskScreen):
                screen.show_jobs(self.jobs.under_way)

    def job_ended(self, job: Job) -> None:
        """In the thread of a job: what came of it is said in the event loop."""
        with suppress(RuntimeError):  # the desk was left meanwhile
            self.call_later(self._tell_job, job)

    def _tell_job(self, job: Job) -> None:
        if not self.is_running or self.jobs.is_left:
            return  # `close` tells it
        self.show_jobs()
        if job.is_awaited:
            return
        said, is_well = self.jobs.told(job)
        if said:
            self.notify(said, severity="information" if is_well else "error", timeout=20)
        if job.kind in ("import", "bulk"):
            self.show_anew()

    # Leaving

    async def action_quit(self) -> None:
        """Textual's own ctrl+q leaves like any other way out."""
        self.leave(0)

    # News

    def _poll(self) -> None:
        """Look for news, unless that is being done, and at the jobs; for cycles once it is quiet.

        Who types evenly, a key a second or two of them, might never rest when it is asked.
        """
        if (left := RESTED - self._rested) > 0:
            self.set_timer(left, self._look_for_cycles)
        else:
            self._look_for_cycles()
        self.show_jobs()
        if self.is_running and not self._is_looking:  # leaving: the screens are being taken down
            self._is_looking = True
            begin(self, self.look_for_news, "news")

    @property
    def _rested(self) -> float:
        """Seconds since the last key."""
        return monotonic() - self.typed_at

    def _look_for_cycles(self) -> None:
        self._cycles.look(self._rested)

    async def look_for_news(self) -> None:
        """Show what others did.

        Trouble with the store is said once, and what is on the screen stays.
        """
        try:
            present = await self.threads.look(self._news.look)
            if self.is_running:
                self._show_present(present)
                self._news.show(self.show_anew)
                self._say_unused()
        except ShouhouError as error:
            self.say_trouble(error)
        else:
            self.trouble_is_over()
        finally:
            self._is_looking = False

    def _show_present(self, present: dict[str, str] | None) -> None:
        """Show who is where, as far as known; nothing repaints when nothing changed."""
        for screen in self.mounted():
            if present is not None and isinstance(screen, DeskScreen | Dialogue):
                screen.show_present(present)

    def _say_unused(self) -> None:
        """Say once which file of the shop's makes no sense and is not used."""
        unused = self.repository.unused if self._opening.is_open else ""
        if unused and unused != self._unused:
            self.notify(unused, severity="warning", timeout=MINUTE)
        self._unused = unused

    def show_anew(self) -> None:
        for screen in self.mounted():
            if isinstance(screen, DeskScreen):
                screen.show_anew()
            elif isinstance(screen, Dialogue):
                screen.show_changes()

    def _tick(self) -> None:
        if self.is_running and isinstance(self.screen, DeskScreen):
            self.screen.tick()
        elif self.is_running:  # its line above is seen beside what lies over it, and has a clock
            for screen in [one for one in self.mounted() if isinstance(one, DeskScreen)][-1:]:
                screen.look_above()
        if self.is_running and self._rested >= MINUTE:
            self.threads.rest(self.lists.engine.rest)
        if self.is_running:
            begin(self, self.ring, "bell", exclusive=True)


def open_desk(
    opening: Opening, name: str, greeting: str = "", chore: Callable[[], object] | None = None
) -> int:
    """Open the desk, say the greeting, do the chore beside it, and stay until it is left.

    Raises what kept the store from being opened, also where the first rows were shown already.
    """
    try:
        keys = remapped(user_config_path("shouhou", appauthor=False) / "keys.toml")
        drafts = Drafts(drafts_file(data_folder(), opening.lists.engine.folder, name))
        sys.setswitchinterval(SWITCH_SECONDS)
        app = DeskApp(opening, keys, drafts, greeting, chore)
        try:
            status = run_desk(app)
        finally:
            said = app.close()
            with suppress(OutputTrouble):  # of a terminal that has gone
                for line in said:
                    say(line)
    finally:
        opening.close()
    trouble = opening.over.exception() if opening.over.done() else None
    trouble = trouble or app.jobs.fault
    if trouble and not app.crash:
        raise trouble
    return status

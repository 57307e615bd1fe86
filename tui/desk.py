"""Desk (工作台): what every screen is handed: the store, the threads, the jobs, keys and drafts.

It knows no place and no screen by name; the app that has them is made of it (`tui.app`).
"""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from textual.events import Key as KeyEvent
from textual.screen import Screen

from store.errors import InterruptedReading, ShouhouError
from store.words import N_, _
from store.words.labels import label
from tui.actions import ELSEWHERE, MOVES, Key
from tui.base_app import BoundaryApp
from tui.being_seen import BeingSeen
from tui.bell import Bell
from tui.drafts import Drafts
from tui.header import Header
from tui.jobs import Job, Jobs, over
from tui.keyboard.waiting import GOING, WaitingApp
from tui.look import Look
from tui.opening import Opening
from tui.screens.dialogue import Dialogue
from tui.screens.giving_way import GivesWay
from tui.telling import Telling
from tui.text import in_short, local_time
from tui.threads import Threads
from tui.undo import DoneHere

if TYPE_CHECKING:
    from store.reading.shop_lists import Lists
    from store.repository import Repository
    from tui.session import Session

MINUTE = 60
BEHIND_SECONDS = 0.05
"""Not longer is the screen left as it was because the next key waits already."""
LOST = N_("Connection lost, retrying; what was typed is kept.")
Read = TypeVar("Read")


class Desk(Look, WaitingApp, BoundaryApp, Telling):
    """One agent's desk, whatever its places are."""

    def __init__(self, opening: Opening, keys: tuple[Key, ...], drafts: Drafts) -> None:
        super().__init__()
        self._opening = opening
        self.who, self.login = opening.who, opening.login
        self.keys = keys
        self.drafts = drafts
        self.threads = Threads(self.lists.engine.interrupt, self.lists.engine.silence)
        self.jobs = Jobs(self.lists.engine.interrupt, self.job_ended)
        self.done_here = DoneHere()
        self.seen = BeingSeen(self, opening, self.threads)
        self._trouble = ""
        self._came_from = ""
        """The place that was gone from last."""
        self.header: Header | None = None
        """What the line above said last."""
        self.bell_of = Bell(opening.login)
        self._take_up()

    @property
    def lists(self) -> "Lists":
        """The rows of the store, there at once."""
        return self._opening.lists

    @property
    def repository(self) -> "Repository":
        """The whole store; waits until it is there, which is a moment after the first screen."""
        return self._kept_to_shop(self._opening.wait())

    @property
    def session(self) -> "Session | None":
        """By which another process opens the same store, where one may."""
        return self._opening.session

    def _kept_to_shop(self, repository: "Repository") -> "Repository":
        repository.shop = self.lists.shop
        return repository

    @property
    def acts_by_letters(self) -> bool:
        """Of what lies over a place letters are typed into all."""
        return super().acts_by_letters and isinstance(self.screen, GivesWay)

    def moves(self, key: KeyEvent) -> bool:
        return self._is_one_of(key, MOVES)

    def opens_other(self, key: KeyEvent) -> bool:
        return self._is_one_of(key, ELSEWHERE)

    def _is_one_of(self, key: KeyEvent, names: Sequence[str]) -> bool:
        return any(key.key in self.key(name).keys.split(",") for name in names)

    def say_forgotten(self, said: str) -> None:
        if isinstance(self.screen, Dialogue):
            self.screen.say_forgotten(said)
        else:
            super().say_forgotten(said)

    def tell_pasted(self) -> None:
        said = _("What was pasted does nothing here; {key} searches.")
        self.notify(said.format(key=self.key("search").shown), severity="warning")

    def said_of_an_empty_store(self) -> str:
        """What every place says as long as nothing came into the store; asked in a thread.

        It names the store: one that was mistyped is empty too.
        """
        if self.lists.shops():
            return ""
        said = _("No orders yet: {key} imports the platform's exports. The store is {store}.")
        return said.format(key=self.key("import").shown, store=self._opening.store_shown)

    # What a person chose

    def _take_up(self) -> None:
        """What was chosen on this desk before, as far as there still is such a thing."""
        kept = self.drafts.kept
        self.theme = next(filter(self.available_themes.get, kept.chosen("theme")), self.theme)
        self.rings = bool(kept.chosen("bell"))
        shop = kept.chosen("shop")
        if shop:
            self.lists.shop = next((one for one in self.lists.shops() if [*one] == shop), None)

    async def choose(self, what: str, value: Sequence[str]) -> None:
        """Choose a shop, a theme or the bell, and remember it; no value takes it back."""
        if what == "shop":
            self.lists.shop = (value[0], value[1]) if value else None
        elif what == "theme":
            self.theme = value[0]
        else:
            self.rings = bool(value)
        try:
            await self.threads.keep(lambda: self.drafts.kept.choose(what, value))
        except ShouhouError as error:
            self.say_trouble(error)

    async def ring(self) -> None:
        """Ring for what of mine has fallen under two hours, if that is wished for."""
        if not self.rings:
            return
        fallen = await self.read_beside(lambda: self.bell_of.fallen(self.lists))
        if fallen:
            from tui.places.board_columns import called

            self.bell()
            said = _("{order}: under two hours").format(order=called(fallen[0]))
            self.notify(said, title=label(fallen[0].kind), severity="warning")

    @property
    def is_open(self) -> bool:
        """Is the whole store there?"""
        return self._opening.is_open

    async def opened(self) -> "Repository":
        """The whole store, as soon as it is there; raises what kept it from being opened."""
        if self._opening.is_open:
            return self.repository
        return self._kept_to_shop(await self._opening.opened())

    async def at_rest(self) -> None:
        """Wait until the store is open, its rows made anew, and no job is under way."""
        await over(self._opening.over)
        await self.jobs.over()

    async def go_to(self, place: str, *, is_back: bool = False) -> None:
        """Another place, as its list was left; it is there when this ends.

        It is drawn once, with what it shows now. What lies over it goes: who asks for this from
        there does it by `Answers.leave_for`. With `is_back` an order that is open there stays.
        """
        left = self.screen_stack[0]
        if isinstance(left, GivesWay):
            left.be_own()
        if place != self.current_mode:
            self._came_from = self.current_mode
        with self.batch_update():
            await self.switch_mode(place)
            while len(self.screen_stack) > 1 and not is_back:
                await self.pop_screen()
            await self.behind(self.screen)
        self.screen.refresh()

    def turn_back(self) -> bool:
        """From a place that shows nothing yet to the one that was gone from; was there one?"""
        self.workers.cancel_group(self, GOING)
        if not self._came_from:
            return False
        self.switch_mode(self._came_from)
        self.call_later(self.screen.refresh)
        self.left_wait(_("Left; nothing was changed."))
        return True

    @property
    def is_held_back(self) -> bool:
        """Nor is anything drawn between keys that were typed faster than they act."""
        is_behind = self.typed_ahead > 0 and monotonic() - self.drawn_at < BEHIND_SECONDS
        return is_behind or super().is_held_back

    def mounted(self) -> list[Screen[object]]:
        """The screens over each other, those that are coming or going left out."""
        return [screen for screen in self.screen_stack if screen.is_mounted]

    async def look_for_news(self) -> None:
        """Show what others did."""
        raise NotImplementedError

    def show_anew(self) -> None:
        """Read all that is shown again."""
        raise NotImplementedError

    def show_jobs(self) -> None:
        """Say how far the jobs have come."""
        raise NotImplementedError

    def job_ended(self, job: Job) -> None:
        """In the thread of a job: what came of it is said in the event loop."""
        raise NotImplementedError

    def key(self, name: str) -> Key:
        """The key of this name, as it is mapped here."""
        return next(key for key in self.keys if key.name == name)

    def how_to_read_all(self) -> str:
        key = self.key("said")
        return f"{key.shown} {key.brief}"

    def as_shown(self, sentence: str) -> str:
        return in_short(sentence, self.lists.now)

    def said_at(self) -> str:
        return local_time(self.lists.now, self.lists.now)

    async def read_beside(self, work: Callable[[], Read]) -> Read | None:
        """What is read though no key asks for it; nothing where another reading took its place, or
        where the store is in trouble, which is said.
        """
        try:
            return await self.threads.read(work)
        except InterruptedReading:
            return None
        except ShouhouError as error:
            self.say_trouble(error)
            return None

    def say_trouble(self, error: ShouhouError) -> None:
        """Say what is wrong with the store, once; on a form, which would cover it, as well."""
        if isinstance(error, InterruptedReading):
            return
        said = _(LOST) if error.code == "lost" else error.sentence
        if said != self._trouble:
            self.notify(said, severity="error", timeout=MINUTE)
            self._say_on_forms(said)
        self._trouble = said

    def trouble_is_over(self) -> None:
        """The store answers; after a lost connection all that is shown is read again."""
        trouble, self._trouble = self._trouble, ""
        if trouble == _(LOST):
            self.clear_notifications()
            said = _("Connected again.")
            self.notify(said)
            self._say_on_forms(said)
            self.show_anew()

    def _say_on_forms(self, said: str) -> None:
        for screen in self.mounted():
            if isinstance(screen, Dialogue):
                screen.show_trouble(said)

    def leave(self, status: int) -> None:
        """Save what is being typed, however the desk ends, and end.

        What is being written comes to its end, what waits for the store's lock is given up, and
        jobs stop where nothing is half done; `open_desk` waits for that.
        """
        self.threads.leave()
        self.jobs.leave()
        for screen in self.screen_stack:
            if isinstance(screen, Dialogue) and screen.is_mounted:
                screen.keep_draft()
        super().leave(status)

    def close(self) -> list[str]:
        """Wait for what is being written; the lines about jobs that nobody was told of."""
        said = self.jobs.close()
        self.threads.close()
        return [line for sentences in said for line in sentences.split("\n")]

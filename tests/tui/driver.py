"""A person at the desk: keys by what they mean, what the screen says, and what the store holds.

Keys are looked up in the live key table, so that a test reads `press("ship")` and not `press("s")`.
Nothing here sleeps for a given time: every wait is for the thing waited for. What nobody looks at
is not drawn, as far as a test does not ask for it: half of what a form takes is the drawing of
frames that no terminal shows. Who reads the screen draws it, and `tests/terminal` draws all of it.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from unittest.mock import patch

from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.events import Key as KeyEvent
from textual.events import Paste
from textual.keys import _character_to_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from store.models.event import Event
from store.models.order import Order
from store.models.row import OrderRow
from store.repository import Repository, open_store
from tests.build import ACTOR, NOW
from tui.actions import KEYS, Key
from tui.app import DeskApp
from tui.drafts import Drafts
from tui.forms.choice import ChoiceEntry
from tui.forms.units import UnitsEntry
from tui.keyboard import behind_refused
from tui.opening import Opening
from tui.places.list_place import ListPlace
from tui.places.orders import OrdersPlace
from tui.screens.base import DeskScreen
from tui.screens.form import FormScreen
from tui.screens.menu import MenuScreen
from tui.widgets.folded import Folded
from tui.widgets.row_table import RowTable
from tui.widgets.said_line import SaidLine

WIDE = (120, 36)
NARROW = (80, 24)
PATIENCE_SECONDS = 60
"""Only what never comes is waited for so long; other work on the machine may take most of it."""
TURNS = 10
"""Of the event loop; what has not come by then waits for another thread."""
DIGITS = "0123456789"
"""The first of them may choose among what a field offers."""
CHARACTERS = {"enter": "\r", "tab": "\t", "escape": "\x1b"}


class Desk:
    """The desk on one store, and the hands on its keyboard."""

    def __init__(self, pilot: Pilot[int], app: DeskApp) -> None:
        self.pilot = pilot
        self.app = app

    # Keys

    async def press(self, *names: str) -> None:
        """Keys of the key table, by their names."""
        table = {key.name: key.keys for key in self.app.keys}
        for name in names:
            await self.keys(table[name].split(",")[0])

    async def act(self, name: str) -> None:
        """An action, as its line of the menu does it."""
        screen = self.screen
        assert isinstance(screen, DeskScreen)
        screen.action_press(name)
        await self.settle()

    async def keys(self, *keys: str) -> None:
        """Keys as Textual names them, sent in one burst."""
        self.send(*keys)
        await self.settle()

    def send(self, *keys: str) -> None:
        """The same, and nothing waits for what they do."""
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 else key
            self.app.post_message(
                KeyEvent(name, CHARACTERS.get(name) or (key if len(key) == 1 else None))
            )

    async def type(self, text: str) -> None:
        """A text, letter by letter."""
        await self.keys(*text)

    async def search(self, query: str) -> None:
        """What stands in the search box from now on."""
        await self.press("search")
        await self.keys("end", "ctrl+u")
        await self.enter(query)
        await self.keys("enter")

    async def at(self, order_no: str) -> None:
        """The cursor on an order of the list."""
        self.table.move(next(i for i, row in enumerate(self.rows) if row == order_no))
        await self.settle()

    async def open(self, order_no: str) -> None:
        """The screen of one order."""
        await self.at(order_no)
        await self.press("open")

    async def fill(self, **values: str) -> None:
        """Type into fields of the form, whatever stood there."""
        for name, text in values.items():
            await self.go_to(name)
            entry = self.app.focused
            if isinstance(entry, ChoiceEntry):
                digits = {one.value: str(n) for n, one in enumerate(entry.choices, start=1)}
                await self.keys(digits[text] if text else "backspace")
            elif isinstance(entry, UnitsEntry):
                units = dict(part.split(":") for part in text.split(",") if part)
                for place, offer in enumerate(entry.offers):
                    away = ["down"] if place else ["home"]
                    await self.keys(*away, "backspace", *units.get(str(offer.line), ""))
            else:
                await self.keys("end", "ctrl+u")
                await self.enter(text)

    async def enter(self, text: str) -> None:
        """A text into a box, at once where that comes to the same as its letters."""
        if len(text) > 1 and text.isprintable() and text == text.strip() and text[0] not in DIGITS:
            await self.paste(text)
        else:
            await self.type(text)

    async def paste(self, text: str) -> None:
        """A text as a terminal that marks it sends it."""
        self.app.post_message(Paste(text))
        await self.settle()

    async def go_to(self, name: str) -> None:
        """Tab to a field of the form, and back from the last where it stays."""
        start, before, key = self.app.focused, None, "tab"
        while self.focus != name:
            if before is self.app.focused:
                start, key = before, "shift+tab"
            before = self.app.focused
            await self.keys(key)
            assert key == "tab" or self.app.focused is not start, f"tab never comes to {name}"

    async def save(self) -> None:
        """Save the form."""
        await self.keys("ctrl+s")

    async def throw_away(self) -> None:
        """Leave the form, and keep nothing of it."""
        form = self.form
        await self.keys("ctrl+x")
        while self.screen is form:
            await self.keys("escape")

    # What is there

    @property
    def screen(self) -> Screen[object]:
        """The screen on top."""
        return self.app.screen

    @property
    def orders(self) -> OrdersPlace:
        """The orders screen, also while it is covered."""
        return next(one for one in self.app.screen_stack if isinstance(one, OrdersPlace))

    @property
    def table(self) -> RowTable[OrderRow]:
        """Its table."""
        return self.orders.table

    @property
    def rows(self) -> list[str]:
        """The order numbers on the list."""
        return [row.order_no for row in map(self.table.row_at, range(self.table.length)) if row]

    @property
    def current(self) -> str | None:
        """The order number under the cursor."""
        return self.table.row.order_no if self.table.row else None

    @property
    def focus(self) -> str:
        """The name of the field of a form, or the id of what else has the focus."""
        return ((self.app.focused and self.app.focused.id) or "").removeprefix("field-")

    @property
    def form(self) -> FormScreen:
        """The form on top."""
        assert isinstance(self.screen, FormScreen), self.text()
        return self.screen

    @property
    def menu(self) -> list[str]:
        """The lines of the menu on top."""
        assert isinstance(self.screen, MenuScreen), self.text()
        return self.screen.options.lines

    @property
    def values(self) -> Mapping[str, str]:
        """What stands in the form's fields."""
        return self.form.values()

    def under(self, name: str) -> str:
        """What stands under a field of the form."""
        return self.screen.query_one(f"#under-{name}", Folded).said

    @property
    def after(self) -> str:
        """What the form says would be so afterwards, its folds taken together."""
        return " ".join(self.part("#after").split())

    def part(self, selector: str) -> str:
        """The text of one part of the screen."""
        return str(self.screen.query_one(selector, Static).render())

    @property
    def trouble(self) -> str:
        """What a form says below its fields, not folded."""
        return self.screen.query_one("#trouble", Folded).said

    def whole_texts(self) -> str:
        """What stands on the screen, no text of it folded."""
        shown = (part for part in self.screen.query(Static) if part.is_on_screen)
        return " ".join(" ".join(str(part.render()) for part in shown).split())

    def said(self) -> list[str]:
        """What the desk says just now: the title, where there is one, and the sentences."""
        return [one.whole for one in self.app.shown] if self.screen.query(SaidLine) else []

    def text(self) -> str:
        """The screen on top, as text; it is drawn now."""
        visible_screen_stack.set(self.app._background_screens)
        lines = self.screen._compositor.render_strips()
        return "\n".join("".join(part.text for part in line).rstrip() for line in lines)

    # Waiting

    async def opened(self) -> None:
        """Until the list is there."""
        await self.until(lambda: self.app.screen_stack, "the first place")
        await self.until(lambda: self.app.screen_stack[0].is_mounted, "the first place")
        await self.settle()

    async def settle(self) -> None:
        """Until every key has been through, every job is done, and it all is drawn."""
        await self._after(self.app.call_later)
        await self.until(lambda: self.has_ended or not self.app._typed, "the keys to be through")
        if self.has_ended:
            return
        await self.until(self._is_idle, "the jobs to be done")
        await self.until(self._is_at_rest, "the widgets to be done")
        for _round in range(2):
            await self._after(self.screen.call_after_refresh)

    async def resize(self, size: tuple[int, int]) -> None:
        """The window made as large, and all of it arranged anew."""
        await self.pilot.resize_terminal(*size)
        await self.settle()
        assert self.app.size == size

    async def rest(self) -> None:
        """Until what follows the cursor of the list has come to it."""
        place = self.app.screen_stack[0]
        assert isinstance(place, ListPlace)
        await self.until(lambda: place._following._resting is None, "the cursor to be followed")
        await self.settle()

    async def _after(self, call: Callable[[Callable[[], None]], object]) -> None:
        called = asyncio.Event()
        call(called.set)
        await asyncio.wait_for(called.wait(), PATIENCE_SECONDS)

    @property
    def has_ended(self) -> bool:
        """Was the desk left?"""
        return self.app._exit

    def _is_idle(self) -> bool:
        is_said = self.app._shown_on is not None  # that something is waited for
        return not is_said and all(worker.is_finished for worker in self.app.workers)

    def _is_at_rest(self) -> bool:
        """Has every widget done what was posted to it, and does it wait for more?"""
        nodes = (self.app, *self.screen.walk_children(with_self=True))
        is_over = self.has_ended or self.app._exception is not None
        return is_over or all(map(waits, nodes))

    async def until(self, holds: Callable[[], object], what: str = "something") -> None:
        """Until this holds; AssertionError with the screen otherwise."""
        end = monotonic() + PATIENCE_SECONDS
        turns = 0
        while not holds():
            assert monotonic() < end, f"waited for {what} in vain:\n{self.text()}"
            turns += 1
            await asyncio.sleep(0 if turns < TURNS else 0.001)


def waits(node: MessagePump) -> bool:
    """Has this one done all that was posted to it?"""
    posted: asyncio.Event = node._message_queue.ready_event
    return not posted.is_set() and bool(posted._waiters)


RENDER_UPDATE: Callable[..., object] = Compositor.render_update


def leave_undrawn(compositor: Compositor, full: bool = False, **given: object) -> object:
    """Of what changed, draw the first line of a new list, which says that it is there; a picture of
    the whole screen is drawn as ever.
    """
    if full:
        assert compositor.root
        given.setdefault("screen_stack", compositor.root.app._background_screens)
        return RENDER_UPDATE(compositor, full, **given)
    compositor._dirty_regions.clear()
    for widget in compositor.widgets:
        if isinstance(widget, RowTable) and not widget._is_drawn:
            widget.render_line(0)
    return None


@asynccontextmanager
async def desk_on(  # noqa: PLR0913 - the last are names
    repository: Repository,
    drafts: Path,
    size: tuple[int, int] = WIDE,
    keys: tuple[Key, ...] = KEYS,
    chore: Callable[[], object] | None = None,
    *,
    place: str = "orders",
    is_drawn: bool = False,
    pause: float = 0,
    reading: float = 0,
) -> AsyncIterator[Desk]:
    """The desk, open on a store; with `is_drawn` every frame of it is, as on a terminal."""
    app = DeskApp(Opening.done(repository), keys, Drafts(drafts), chore=chore, place=place)
    draw = RENDER_UPDATE if is_drawn else leave_undrawn
    try:
        # Nobody types as fast as a test.
        hands = patch.multiple(
            behind_refused, PAUSE_SECONDS=pause, READING_SECONDS=reading or pause
        )
        with hands, patch.object(Compositor, "render_update", draw):
            async with app.run_test(size=size, notifications=True) as pilot:
                desk = Desk(pilot, app)
                await desk.opened()
                yield desk
                if not desk.has_ended:
                    app.leave(0)  # as its user does; Textual takes its widgets first otherwise
    finally:
        app.close()


class Ledger:
    """What another process reads of the store: a second repository, opened for every look."""

    def __init__(self, store: Path) -> None:
        self.store = store

    def open(self) -> Repository:
        """The same store, opened anew."""
        return open_store(str(self.store), ACTOR, lambda: NOW)

    def order(self, order_no: str) -> Order:
        """The order as it is stored."""
        found = self.open().find(order_no)
        assert isinstance(found, Order)
        return found

    def events(self, order_no: str) -> list[Event]:
        """What happened to it, oldest first."""
        return self.open().events(self.order(order_no))


def drafted(drafts: Path, name: str) -> dict[str, str]:
    """What lies in a file of drafts by a name: a subject and an action."""
    kept = json.loads(drafts.read_text("utf-8")) if drafts.exists() else {}
    typed: dict[str, str] = kept.get(name, {}).get("typed", {})
    return typed

"""Palette (命令面板): every place, view, draft, action and command in one list, found by typing."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from store.words import N_, _, readings
from tui.actions import KEYS, OF_KIND, PLACES, Key, keys_of, shown_in, told_once
from tui.kept import View
from tui.screens.answers import Answers
from tui.screens.choices import Choices
from tui.screens.menu import MenuLine, MenuScreen
from tui.screens.menu_groups import MOVING, Group
from tui.screens.resuming import Resuming
from tui.widgets.bars import Hint

if TYPE_CHECKING:
    from tui.screens.answering import Answering
    from tui.screens.offered import Offered

CHORES = {"verify": N_("Verify the store"), "backup": N_("Back the store up")}
"""What is done for the whole store, whichever screen is shown."""
STOCK, OF_STOCK = "stock", "products"
"""The place of the goods, and the menu of what is done with them."""


class CommandMenu(MenuScreen):
    """All of it; of drafts, one may be thrown away from here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+x", "throw_away", show=False, priority=True)
    ]

    def __init__(
        self,
        lines: Sequence[MenuLine],
        throw_away: Callable[[str], Awaitable[Sequence[MenuLine]]],
    ) -> None:
        """`throw_away` does it to the draft of a line, and gives the lines that are left."""
        super().__init__(_("Commands"), lines)
        self._throw_away = throw_away

    def hints(self) -> Iterator[Hint]:
        yield from super().hints()
        if any(line.group == "draft" for line in self._lines):
            yield Hint("ctrl+x", _("throw the draft away"))

    def action_throw_away(self) -> None:
        """Forget the draft under the cursor; the others stay, and so does the cursor."""
        place = self.options.cursor
        if place is None or self._shown[place].group != "draft":
            said = _("ctrl+x throws a draft away, and this line is none.")
            self.app.notify(said, severity="warning")
            return
        answers = Answers(self, lambda error: self.app.notify(error.sentence, severity="error"))
        answers.wait_for(partial(self._throw, place))

    async def _throw(self, place: int) -> None:
        self.show_lines(await self._throw_away(self._shown[place].name))
        if self._shown:
            self.options.cursor = min(place, len(self._shown) - 1)


class Palette:
    """What can be done from one screen."""

    def __init__(self, screen: "Answering") -> None:
        self._screen = screen
        self._desk = screen.desk
        self._choices = Choices(self._desk)
        self._drafts = Resuming(screen)
        self._views: dict[str, tuple[str, View]] = {}

    async def ask(self) -> None:
        """Show all of it, and do what is chosen."""
        offered = await self._offered()
        kept = self._desk.drafts.kept
        own = {place: partial(kept.views, place) for place in PLACES}
        views = await self._desk.threads.keep(
            lambda: {place: look() for place, look in own.items()}
        )
        shops = await self._desk.threads.read(
            lambda: {place: self._desk.lists.shop_views(place) for place in PLACES}
        )
        for place, found in shops.items():
            views[place] = [*(View(*one) for one in found), *views[place]]
        shops_known = await self._desk.threads.read(self._desk.lists.shops)
        lines = [
            *self._commands(offered),
            *self._view_lines(views),
            *self._choices.lines(shops_known),
        ]

        async def throw_away(draft: str) -> Sequence[MenuLine]:
            await self._drafts.throw_away(draft)
            return [*await self._drafts.lines(), *lines]

        menu = CommandMenu([*await self._drafts.lines(), *lines], throw_away)
        self._desk.push_screen(menu, self._chosen)

    async def _offered(self) -> "Offered | None":
        """The actions on what the screen is about; none while the store is being opened."""
        subject = self._screen.subject
        if subject is None or not self._desk.is_open:
            return None
        from tui.screens.acting import Acting

        return await Acting(self._screen).offered(subject)

    def _commands(self, offered: "Offered | None") -> Iterator[MenuLine]:
        place = self._screen.place
        here = [*keys_of(place, tuple(shown_in(place, self._desk.keys)))]
        for key in told_once(here):
            if offered and key.name in offered.why_not:
                yield offered.line(key)
            elif key.starts:
                yield _line(key, "command")
            elif key.where not in OF_KIND and key.name != "palette":
                yield _line(key, _group(key.name))
        yield from (
            MenuLine(name, _(text), group="command", readings=readings(text))
            for name, text in CHORES.items()
        )
        names = {key.name for key in here}
        for key in self._desk.keys:
            if key.from_anywhere and key.name not in names:
                yield _line(key, "elsewhere", _(PLACES[_home_of(key)]))
            elif key.where == OF_STOCK and key.footer and self._screen.place != STOCK:
                yield _line(key, "elsewhere", _(PLACES[STOCK]))

    def _view_lines(self, own: dict[str, list[View]]) -> Iterator[MenuLine]:
        for place, title in PLACES.items():
            ready = [View(text, query) for query, text in _views_of(self._desk.MODES[place])]
            for view in (*ready, *own[place]):
                name = f"view {len(self._views)}"
                self._views[name] = place, view
                said = readings(view.name)
                yield MenuLine(name, _(view.name), group="view", note=_(title), readings=said)

    def _chosen(self, name: str | None) -> None:
        screen = self._screen
        if name in self._views:
            screen.answers.leave_for(partial(self._view, *self._views[name]))
        elif name and self._choices.has(name):
            screen.answers.wait_for(partial(self._choices.choose, name))
        elif name and self._drafts.has(name):
            self._drafts.choose(name)
        elif name == "verify":
            screen.answers.wait_for(self._verify)
        elif name == "backup":
            screen.answers.wait_for(self._back_up)
        elif name:
            key = next(key for key in KEYS if key.name == name)
            if key.where == OF_STOCK and screen.place != STOCK:
                screen.answers.leave_for(partial(self._choose_there, self._desk.key(name)))
            elif key.from_anywhere and screen.place not in key.where.split():
                screen.answers.leave_for(partial(self._press_in, _home_of(key), name))
            else:
                screen.action_press(name)

    async def _press_in(self, place: str, name: str) -> None:
        """Do what a key does in another place."""
        await self._desk.go_to(place)
        await self._desk.screen.run_action(f"press({name!r})")

    async def _choose_there(self, key: Key) -> None:
        """Where the goods are, of which one has to be chosen first."""
        await self._desk.go_to(STOCK)
        said = _("Choose the goods, then {key}: {action}.").format(key=key.shown, action=key.title)
        self._desk.notify(said)

    async def _view(self, place: str, view: View) -> None:
        await self._desk.go_to(place)
        from tui.screens.listing import Listing

        if isinstance(self._desk.screen, Listing):
            self._desk.screen.ask(view.query, view.sort)

    async def _verify(self) -> None:
        from tui.screens.chores import verify

        await verify(self._screen)

    async def _back_up(self) -> None:
        await self._desk.opened()
        from tui.screens.chores import BackupDialogue

        await BackupDialogue(self._screen).ask()


def _home_of(key: Key) -> str:
    """The place where a key is pressed from anywhere else."""
    return key.where.split()[0]


def _group(name: str) -> Group:
    """Where what a key does stands among all there is."""
    if name in PLACES:
        return "place"
    return "moving" if name in MOVING else "command"


def _line(key: Key, group: Group, note: str = "") -> MenuLine:
    return MenuLine(key.name, key.title, key.shown, group=group, note=note, readings=key.readings)


def _views_of(place: object) -> Sequence[tuple[str, str]]:
    return getattr(place, "views", ())

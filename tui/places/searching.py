"""Searching (搜索): what is typed, pasted, completed and remembered above a list, and its views."""

from abc import abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any, ClassVar, TypeVar

from textual.widgets import Input
from textual.worker import Worker, WorkerError

from store.errors import BadInput
from store.search.completing import Completions, completions
from store.search.keeping import names_somebody, tells_of_nobody
from store.search.people import OWNERS
from store.search.table import ListTable
from store.words import N_, _, readings
from tui.kept import View
from tui.places.column_keys import ColumnKeys
from tui.places.pausing import Pausing
from tui.places.view_counts import counted_each
from tui.places.view_keeping import keep_view
from tui.screens.answers import begin
from tui.widgets.search_box import SearchBox

Row = TypeVar("Row", bound=Any)
SAVE, FORGET = "save", "forget"
BY_HEART = 6
"""Ready views whose digits never move; one's own have the next ones."""


class Searching(ColumnKeys[Row]):
    """A list with a query."""

    example: ClassVar[str]
    """What the empty search box says."""
    begins: ClassVar[str] = ""
    """What is searched for at first."""

    def __init__(self) -> None:
        super().__init__()
        self.search_box = SearchBox(_(self.example), lambda: self.searched)
        self._query = self.begins
        self._unclear = ""
        self._pausing = Pausing(self, self._is_typed, self._look_ahead, self._search)
        self._looking: Worker[None] | None = None
        """Reads what the query finds."""
        self._people: Sequence[str] = ()
        self.view_named: dict[str, str] = {}
        """The titles of one's own views by their queries, as far as they were looked at."""

    @abstractmethod
    def _search(self, text: str, *, is_news: bool = False, cursor: str = "") -> None:
        """Show what a query finds, the cursor on the row with this key where it is among that."""

    @abstractmethod
    def _look_ahead(self, text: str) -> None:
        """Read what a query will find."""

    # The search box

    def press_search(self) -> None:
        """Type a query."""
        self.search_box.focus()
        begin(self, self._look_up, "known", exclusive=True)

    async def _look_up(self) -> None:
        """What was searched for, and who may own something: the box offers them."""
        kept, place = self.desk.drafts.kept, self.place
        self.search_box.searches = await self.desk.threads.keep(lambda: kept.searches(place))
        if set(OWNERS) & set(self.listed.field_names):
            known = await self.desk.read_beside(self.desk.lists.names_by_login) or {}
            self._people = [one for login, names in known.items() for one in (login, *names[-1:])]
        self.show_keys()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search as somebody types, at the next pause, and say how the word may go on."""
        self._pausing.stop()
        if event.value != self._query:  # as it is told of what stood there at first
            self._pausing.wait(event.value)
        box = self.search_box
        if box.has_focus and event.value == box.value:
            typed = box.value[: box.cursor_position]
            box.offer(completions(typed, self.listed, self._people))

    def _is_typed(self, query: str) -> bool:
        """Does it stand in the box, and was not searched for?"""
        return query == self.search_box.value != self._query

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.search_box.offer(Completions(0))
        self._search_at_once(event.value.rstrip())
        self.answers.wait_for(self._leave_box)

    async def _leave_box(self) -> None:
        """To the list, once it shows what was found.

        After a query nobody understood, what is typed next mends it and moves no cursor.
        """
        await self._looked()
        if not self._unclear:
            self.search_box.put(self._query)
            self._remember()
            self.table.focus()

    async def _looked(self) -> None:
        """Until what the query finds is shown, or why it is not."""
        while self.is_looking and (looking := self._looking):
            with suppress(WorkerError):
                await looking.wait()

    def _search_at_once(self, query: str, cursor: str = "") -> None:
        """Search without the pause, which would move the cursor once more at its end.

        The keys behind it are for what is found.
        """
        self._pausing.stop()
        self._search(query, cursor=cursor)
        self.hold_for_rows()

    @property
    def is_looking(self) -> bool:
        """Is what was asked for last still being read?"""
        looking = self._looking
        return looking is not None and not (looking.is_finished or looking.is_cancelled)

    def hold_for_rows(self) -> None:
        """Let the next keys wait for what is being read: they are for that."""
        if self._looking:
            self.desk.hold(self._looking)

    def ask(self, query: str, sort: str = "") -> None:
        """Search for this instead, whatever is typed."""
        if sort in {way + name for name in self.sorts for way in ("", "-")}:
            self._sort = sort
        self._put(query)

    def _put(self, query: str, cursor: str = "") -> None:
        self.search_box.put(query)
        self._search_at_once(query, cursor)
        self.table.focus()

    def _ask_less(self, query: str) -> None:
        """Search for this, of which less is asked: the cursor stays on the row that it is on."""
        self._put(query, self.row_key)

    @property
    def is_searched(self) -> bool:
        """Is something else searched for than at first, or being typed?"""
        is_other = {self._query, self.search_box.asked} != {self.begins}
        return is_other or self.search_box.has_focus

    def press_back(self) -> None:
        """Out of the search box; again, take the query away: what was shown at first is back."""
        if self.search_box.leave(self._query, self._search_at_once):
            self.answers.wait_for(self._leave_box)
            self.table.focus()
        elif self.is_searched:
            self._ask_less(self.begins)

    def press_take_off(self) -> None:
        """Take the last word off the query."""
        if self._query:
            self._ask_less(self.search_box.without_last(self._query).rstrip())

    def _remember(self) -> None:
        if query := self._query.strip():
            begin(self, partial(self._keep, partial(self._keep_search, query)), "remembered")

    def _keep_search(self, query: str) -> None:
        for_good = tells_of_nobody(self.desk.lists.parsed(query, self.listed))
        self.desk.drafts.kept.remember(self.place, query, for_good=for_good)

    @property
    def searched(self) -> ListTable:
        return self.listed

    def chosen_in_help(self, name: str | None) -> None:
        """Do what the key does that was chosen, or go on with a word of the search."""
        from tui.screens.help import WORD

        if name is None or not name.startswith(WORD):
            super().chosen_in_help(name)
            return
        self.press_search()
        box = self.search_box
        box.value = f"{box.asked} {name.removeprefix(WORD)}".lstrip()
        box.cursor_position = len(box.value)

    # Views

    def press_views(self) -> None:
        """The ready queries, one's own among them, and the shop's, each with its count."""
        self.answers.wait_for(self._show_views)

    async def _show_views(self) -> None:
        kept, place = self.desk.drafts.kept, self.place
        own = await self.desk.threads.keep(lambda: kept.views(place))
        ready = [View(title, query) for query, title in self.views]
        shops, views, counts = await self.desk.threads.read(lambda: self._views_counted(ready, own))
        self.view_named = {view.query: view.name for view in (*shops, *own)}
        from tui.screens.menu import MenuLine, MenuScreen

        lines = [
            MenuLine(str(place), _(view.name), note=count, readings=readings(view.name))
            for place, (view, count) in enumerate(zip(views, counts, strict=True))
        ]
        lines.append(MenuLine(SAVE, _("Save this search as a view"), readings=readings(_SAVES)))
        if own or shops:
            lines.append(MenuLine(FORGET, _("Take a view away"), readings=readings(_FORGETS)))

        def chosen(name: str | None) -> None:
            if name == SAVE:
                self.press_save_view()
            elif name == FORGET:
                self._offer_to_forget(shops, own)
            elif name:
                self.ask(views[int(name)].query, views[int(name)].sort)

        self.desk.push_screen(MenuScreen(_("Views"), lines), chosen)

    def _shop_views(self) -> list[View]:
        return [View(*one) for one in self.desk.lists.shop_views(self.place)]

    def _views_counted(
        self, ready: Sequence[View], own: Sequence[View]
    ) -> tuple[list[View], list[View], list[str]]:
        """The shop's views, all of them, and how many each finds now. What is kept under a name
        moves no digit that is known by heart; what a colleague keeps for the shop moves none.
        """
        shops = self._shop_views()
        views = [*ready[:BY_HEART], *own, *ready[BY_HEART:], *shops]
        found = counted_each(self.counts_of, [self.asked(view.query) for view in views])
        return shops, views, ["!" if count is None else str(count) for count in found]

    def press_save_view(self) -> None:
        """Keep the query and the sort under a name."""
        if not self._query.strip():
            self.notify(_("Nothing is searched for; a view is a search with a name."))
            return
        self.answers.wait_for(self._ask_for_name)

    async def _ask_for_name(self) -> None:
        await self.desk.opened()
        from tui.screens.form import FormScreen
        from tui.screens.view_form import asking_for_view

        save = partial(self._save_view, self._query, self._sort)
        asking = asking_for_view(self.search_box.shown(self._query), save)
        self.desk.push_screen(FormScreen(asking), self.done)

    def _save_view(self, query: str, sort: str, name: str, is_shops: bool) -> str:
        if names_somebody(self.desk.lists.parsed(query, self.listed)):
            said = _("A view is kept in a file and names no buyer and no phone.")
            raise BadInput(said, field="name")
        keep_view(self.desk, self.place, View(name, query, sort), is_shops=is_shops)
        self.view_named[query] = name
        return _("The view {name} is kept; it stands among the views.").format(name=name)

    def _offer_to_forget(self, shops: Sequence[View], own: Sequence[View]) -> None:
        from tui.screens.menu import MenuLine, MenuScreen

        lines = [MenuLine(f"shop {view.name}", view.name, note=_("the shop's")) for view in shops]
        lines += [MenuLine(f"own {view.name}", view.name, note=_("mine")) for view in own]

        def chosen(name: str | None) -> None:
            if name:
                self.answers.wait_for(partial(self._forget, *name.split(" ", 1)))

        self.desk.push_screen(MenuScreen(_("Take a view away"), lines), chosen)

    async def _forget(self, whose: str, name: str) -> None:
        await self.desk.opened()
        view, is_shops = View(name, ""), whose != "own"
        await self.write(partial(keep_view, self.desk, self.place, view, is_shops=is_shops))
        self.view_named = {query: one for query, one in self.view_named.items() if one != name}


_SAVES, _FORGETS = N_("Save this search as a view"), N_("Take a view away")

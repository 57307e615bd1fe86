"""OrdersScreen (订单, place 2): the list, its search box, marks, and what is done with many."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Input, Static

from store.errors import InterruptedReading, ShouhouError
from store.models.row import OrderRow
from store.search.selection import Selection
from store.words import _, listed
from tui.actions import bindings
from tui.screens.answers import begin
from tui.screens.base import header_of
from tui.screens.orders_menus import OrdersMenus
from tui.screens.views import SORT_TITLES
from tui.text import content
from tui.widgets.bars import KeyBar, TopBar
from tui.widgets.columns import heading
from tui.widgets.order_table import SCROLLBAR, OrderTable
from tui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from tui.jobs import Job

TYPING_SECONDS = 0.2


class OrdersScreen(OrdersMenus):
    """All orders that a query finds."""

    CSS_PATH = "orders.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("orders"),
        Binding("escape", "press('back')", show=False),
    ]
    place = "orders"

    table = getters.query_one(OrderTable)
    search_box = getters.query_one("#search", Input)

    def __init__(self) -> None:
        super().__init__()
        self._query = ""
        self._unclear = ""
        self._sort = "due"
        self._typing: Timer | None = None
        self._jobs = ""

    def compose(self) -> ComposeResult:
        yield TopBar(id="top")
        yield Static(content(" " + _("2 Orders")), id="places")
        yield SearchBox(placeholder=_("/ search: to-ship due:<24h"), id="search", compact=True)
        yield Static(id="found")
        yield Static(id="heading")
        yield OrderTable()
        yield Static(id="status")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        self.table.focus()

    @property
    def subject(self) -> str | None:
        return self.table.row.key if self.table.row else None

    def chosen_rows(self) -> Callable[[], Selection[OrderRow] | list[OrderRow]]:
        """What reads the marked orders, else all that are shown."""
        lists, marked, query, sort = self.desk.lists, self.table.marked, self._query, self._sort
        if not marked:
            return lambda: lists.search(query, sort)
        return lambda: lists.rows_with_keys(marked)

    def show_anew(self) -> None:
        self.show_bars(header_of(self.desk.lists))
        self._search(self._query, is_news=True)
        self.call_after_refresh(self.desk.first_painted)

    def show_present(self, present: dict[str, str]) -> None:
        self.table.show_present(present)

    def show_jobs(self, jobs: "Sequence[Job]") -> None:
        said = "   ".join(job.line for job in jobs if job.title)
        if said != self._jobs:
            self._jobs = said
            self.show_status()

    def _search(self, text: str, *, is_news: bool = False) -> None:
        """Show what a query finds; one that is unclear finds nothing, and why is said."""
        lists = self.desk.lists
        try:
            selection = lists.search(text, self._sort)
        except ShouhouError as error:
            self._unclear = error.sentence
            self.table.show_why_not(f"! {error.sentence}")
            self._show_around()
            return
        finally:
            self._query = text
        self._unclear = ""
        self.table.show(selection, lists.now, is_news=is_news)
        if selection.count is None:
            begin(self, partial(self._count, selection), "count", exclusive=True)
        self._show_around()

    async def _count(self, selection: Selection[OrderRow]) -> None:
        """Count the rows while the first of them are shown already."""
        try:
            await self.desk.threads.read(
                lambda: (selection.counted(), selection.total, selection.misses)
            )
            if self.is_mounted and self.table.selection is selection:
                self.table.counted()
                self._show_found(selection)
        except ShouhouError as error:
            if not isinstance(error, InterruptedReading):  # another search took its place
                self.desk.say_trouble(error)

    def tick(self) -> None:
        if not self.is_mounted:
            return
        self.show_bars(header_of(self.desk.lists))
        self.table.tick(self.desk.lists.now)
        self._show_around()

    def _show_around(self) -> None:
        """What stands around the rows."""
        self._say("#heading", heading(self.size.width - SCROLLBAR))
        if self.table.selection is None:
            self._say("#found", "")
        else:
            self._show_found(self.table.selection)
        self.show_status()

    def _show_found(self, selection: Selection[OrderRow]) -> None:
        way = _("{field}, downwards") if self._sort.startswith("-") else _("{field}, upwards")
        found = _("{count} of {total} orders   by {sort}").format(
            count="…" if selection.count is None else selection.count,
            total="…" if selection.count is None else selection.total,
            sort=way.format(field=_(SORT_TITLES[self._sort.removeprefix("-")])),
        )
        if selection.misses:
            found += "   " + _("not in this store: {numbers}").format(
                numbers=listed(selection.misses)
            )
        self._say("#found", f" {found}")

    def hide_wait(self) -> None:
        self.show_status()

    def show_status(self) -> None:
        """How far jobs have come, else what is marked, and how many of them are not on the list."""
        marked = self.table.marked
        text = self._jobs
        if text:
            pass
        elif marked and not self._unclear:
            shown = self.desk.lists.count_among(self._query, marked)
            text = _("{count} marked ({hidden} hidden)").format(
                count=len(marked), hidden=len(marked) - shown
            )
        elif not self._unclear and not self.table.length:
            text = _("No order fits; esc in the search box takes the query away.")
        self._say("#status", f" {text}")

    def _say(self, line: str, text: str) -> None:
        """Write one of the lines around the rows, which is one line high whatever it says."""
        self.query_one(line, Static).update(content(text), layout=False)

    # The search box

    def press_search(self) -> None:
        """Type a query."""
        self.search_box.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search as somebody types, at the next pause."""
        if self._typing:
            self._typing.stop()
        self._typing = self.set_timer(TYPING_SECONDS, lambda: self._search(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._search_at_once(event.value)
        # After a query nobody understood, what is typed next mends it and moves no cursor.
        if not self._unclear:
            self.table.focus()

    def _search_at_once(self, query: str) -> None:
        """Search without the pause, which would move the cursor once more at its end."""
        if self._typing:
            self._typing.stop()
        self._search(query)

    def press_back(self) -> None:
        """Out of the search box; again, take the query away."""
        if self.search_box.has_focus:
            if self.search_box.value != self._query:
                self._search_at_once(self.search_box.value)
            self.table.focus()
        else:
            self.search_box.value = ""

    # The list

    def press_open(self) -> None:
        """One order on a screen of its own."""
        if self.subject:
            self.answers.wait_for(partial(self._open, self.subject))

    async def _open(self, key: str) -> None:
        repository = await self.desk.opened()
        from tui.screens.order import OrderScreen, page_of

        page = await self.desk.threads.read(lambda: page_of(repository, key))
        self.desk.push_screen(OrderScreen(key, page))

    def press_mark(self) -> None:
        """Mark the order under the cursor, or take its mark away, and go one down."""
        row = self.table.row
        if row:
            self.table.mark(self.table.marked ^ {row.key})
            self.table.move(self.table.cursor + 1)
            self.show_status()

    def press_unmark(self) -> None:
        """Take all marks away."""
        self.table.mark(frozenset())
        self.show_status()

    def press_down(self) -> None:
        """One row down."""
        self.table.move(self.table.cursor + 1)

    def press_up(self) -> None:
        """One row up."""
        self.table.move(self.table.cursor - 1)

    def press_top(self) -> None:
        """The first row."""
        self.table.move(0)

    def press_bottom(self) -> None:
        """The last row."""
        self.table.move(self.table.length)

    def press_page_down(self) -> None:
        """Half a page down."""
        self.table.move(self.table.cursor + max(1, self.table.size.height // 2))

    def press_page_up(self) -> None:
        """Half a page up."""
        self.table.move(self.table.cursor - max(1, self.table.size.height // 2))

    # Chosen in a menu

    def show_view(self, query: str) -> None:
        self.search_box.value = query
        self.table.focus()

    def sort_by(self, name: str) -> None:
        self._sort = name
        self._search(self._query)

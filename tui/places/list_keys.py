"""ListKeys: what the keys of any list do: moving, marking, ready queries and sorts."""

from abc import abstractmethod
from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from store.models.subject import WHOLE, Part
from store.search.table import ListTable
from store.words import _
from tui.places.filing import Filing
from tui.screens.listing import Listing
from tui.widgets.row_table import RowTable
from tui.widgets.search_box import SearchBox

Row = TypeVar("Row", bound=Any)


class ListKeys(Filing, Listing, Generic[Row]):
    """A list of rows under a cursor."""

    listed: ClassVar[ListTable]
    views: ClassVar[Sequence[tuple[str, str]]]
    """Ready queries with their titles, the usual one first."""
    sorts: ClassVar[dict[str, str]]
    """What it can be sorted by, with titles, the usual one first."""

    table: RowTable[Row]
    search_box: SearchBox

    def asked(self, query: str) -> str:
        """What a query means in this place."""
        return query

    @abstractmethod
    def show_marks(self) -> None:
        """Say how many rows are marked."""

    @abstractmethod
    def show_status(self) -> None:
        """Say what stands in the line below the list."""

    @abstractmethod
    def sort_by(self, name: str) -> None:
        """Show the same rows in another order."""

    @property
    def row_key(self) -> str:
        """The key of the row under the cursor; empty where none is."""
        return self.table.row.key if self.table.row else ""

    def press_down(self) -> None:
        """One row down."""
        self.step(1)

    def press_up(self) -> None:
        """One row up."""
        self.step(-1)

    def step(self, by: int) -> None:
        """So many rows down."""
        self.table.move(self.table.cursor + by)

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

    def press_open(self) -> None:
        """An order on a screen of its own; of anything else, what may be done with it."""
        if self.subject and self.subject.is_order:
            self.press_order()
        elif self.subject:
            self.press_menu()

    def press_order(self) -> None:
        """The page of the order that the row is about."""
        if subject := self.order_meant():
            self.answers.wait_for(partial(self.open_order, subject.key, Part("", self.part.record)))

    async def open_order(self, key: str, part: Part = WHOLE) -> None:
        """The page of an order, over the list, its cursor on a part of it: one of its records, or
        something owed.
        """
        repository = await self.desk.opened()
        from tui.screens.order import OrderScreen
        from tui.screens.order_page import page_of

        page = await self.desk.threads.read(lambda: page_of(repository, key, self.desk.keys))
        self.desk.push_screen(OrderScreen(key, page, part))

    def counts_of(self, queries: Sequence[str]) -> Sequence[int]:
        """How many rows each query finds; asked in a thread."""
        return self.desk.lists.counts(queries, self.listed)

    def press_next(self) -> None:
        """What is the most urgent of all that is nobody's becomes mine, and is opened."""
        self.answers.wait_for(self._take_next)

    async def _take_next(self) -> None:
        await self.desk.opened()
        from tui.screens.taking import take_next

        taken = await take_next(self)
        if taken is None:
            return
        subject, part = taken
        if subject.is_order:
            await self.open_order(subject.key, part)
        else:
            self.show_anew()
            await (await self.acting()).offer_of(subject)

    # Sorts

    def press_sort(self) -> None:
        """Sort by another field, or the other way round."""
        from tui.screens.menu import MenuLine, MenuScreen

        lines = [
            MenuLine(sign + name, way.format(field=_(self.sorts[name])))
            for name in self.sorts
            for sign, way in (("", _("{field}, upwards")), ("-", _("{field}, downwards")))
        ]
        self.desk.push_screen(MenuScreen(_("Sort by"), lines), self._sorted)

    def _sorted(self, name: str | None) -> None:
        if name:
            self.sort_by(name)

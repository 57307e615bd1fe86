"""Data (数据, place 6): the files that came in, what the platforms are to be told and paid."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from store.search.language import IN_PLACES, words_of
from store.search.lists import CASES, ORDERS
from store.search.names import query_word_shown
from store.search.table import ListTable
from store.words import _
from tui.actions import PLACES, bindings
from tui.kept import View
from tui.place_text.coverage import Missing, export_asked_for
from tui.place_text.data import NAMES, data_sections, files_asked_for
from tui.place_text.gathered import Data, NamedView, read_data
from tui.places.filing import Filing
from tui.places.orders import OrdersPlace
from tui.places.panels_place import PanelsPlace
from tui.places.view_counts import counted_each
from tui.said import Finds, Section
from tui.screens.panelled import TO_SECTIONS

if TYPE_CHECKING:
    from tui.file_work import Rows

COUNTED: dict[str, ListTable] = {"orders": ORDERS, "cases": CASES}
"""The places whose search finds the rows of one list as it is typed."""


class DataPlace(PanelsPlace[Data], Filing):
    """Imports, platform tasks, payments, views."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("data"), *TO_SECTIONS]
    AUTO_FOCUS = "#coverage"
    place = "data"
    kind = "coverage"
    names = NAMES
    left = len(NAMES)

    def on_mount(self) -> None:
        self.say_keys(("#coverage", "import"), ("#tasks", "batch-ship"), ("#views", "export"))

    def reading(self) -> Callable[[], Data]:
        repository = self.desk.repository
        return lambda: read_data(repository, self._views())

    def sections(self, page: Data | None, widths: tuple[int, int]) -> Sequence[Section]:
        return data_sections(page, widths[0])

    # Views

    def _views(self) -> list[NamedView]:
        """The ready views of the orders that find something, the shop's and one's own."""
        desk = self.desk
        ready = [View(name, query) for query, name in OrdersPlace.views if query]
        found = [one for one in self._counted("orders", ready) if one.found]
        for place in PLACES:
            shops = [View(*one) for one in desk.lists.shop_views(place)]
            found += self._counted(place, [*shops, *desk.drafts.kept.views(place)])
        return found

    def _counted(self, place: str, views: Sequence[View]) -> Iterator[NamedView]:
        """Views of a place, with how many each finds where that is a plain list."""
        found: list[int | None] = [None] * len(views)
        if table := COUNTED.get(place):
            lists = self.desk.lists
            found = counted_each(
                lambda some: lists.counts(some, table), [view.query for view in views]
            )
        for view, count in zip(views, found, strict=True):
            finds = Finds(view.query, place, view.sort)
            shown = _shown(view.query, place)
            yield NamedView(_(PLACES[place]), view.name, finds, shown, count)

    # Files

    def chosen_rows(self) -> "Callable[[], Rows]":
        """The orders of the view under the cursor, else all of them."""
        lists, finds = self.desk.lists, self.panels.current.row.finds
        if finds is None or finds.place != "orders":
            return lists.search
        return lambda: lists.search(finds.query, finds.sort or "due")

    def press_open(self) -> None:
        """Of days that are missing, take their file in; else what the row tells of."""
        if self.panels.current.id != "coverage" or self.page is None:
            super().press_open()
            return
        asked = files_asked_for(self.page)
        if asked:
            missing = asked[self.panels.current.cursor]
            self.answers.wait_for(partial(self._take_in, missing))
        else:
            self.press_import()

    async def _take_in(self, missing: Missing) -> None:
        await self.desk.opened()
        from tui.screens.files import ImportDialogue

        await ImportDialogue(self, list, missing.shop, export_asked_for(missing)).ask()


def _shown(query: str, place: str) -> str:
    """A query of a place as its chips say it; the review searches orders."""
    table = next((one for one in IN_PLACES if one.place == PLACES[place]), ORDERS)
    return " ".join(query_word_shown(word, table) for word in words_of(query, table))

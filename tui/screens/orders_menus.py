"""OrdersMenus: what the list asks before it does it: which view, which sort, which file."""

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from store.models.row import OrderRow
from store.search.selection import Selection
from store.words import _
from tui.screens.base import DeskScreen
from tui.screens.views import SORT_TITLES, VIEWS

if TYPE_CHECKING:
    from tui.screens.files import FileDialogue


class OrdersMenus(DeskScreen):
    """A list of orders whose views, sorts and files are chosen."""

    @abstractmethod
    def chosen_rows(self) -> Callable[[], Selection[OrderRow] | list[OrderRow]]:
        """What reads the marked orders, else all that are shown."""

    @abstractmethod
    def show_view(self, query: str) -> None:
        """Show what a ready query finds."""

    @abstractmethod
    def sort_by(self, name: str) -> None:
        """Show the same orders in another order."""

    def press_views(self) -> None:
        """Ready queries, each with its count."""
        self.answers.wait_for(self._show_views)

    async def _show_views(self) -> None:
        queries = [query for query, _text in VIEWS]
        counts = await self.desk.threads.read(lambda: self.desk.lists.counts(queries))
        from tui.screens.menu import MenuLine, MenuScreen

        lines = [
            MenuLine(query or " ", _(text), str(count))
            for (query, text), count in zip(VIEWS, counts, strict=True)
        ]
        self.desk.push_screen(MenuScreen(_("Views"), lines), self._viewed)

    def _viewed(self, query: str | None) -> None:
        if query is not None:
            self.show_view(query.strip())

    def press_sort(self) -> None:
        """Sort by another field, or the other way round."""
        from tui.screens.menu import MenuLine, MenuScreen

        lines = [
            MenuLine(sign + name, way.format(field=_(SORT_TITLES[name])))
            for name in SORT_TITLES
            for sign, way in (("", _("{field}, upwards")), ("-", _("{field}, downwards")))
        ]
        self.desk.push_screen(MenuScreen(_("Sort by"), lines), self._sorted)

    def _sorted(self, name: str | None) -> None:
        if name:
            self.sort_by(name)

    # Files

    def press_export(self) -> None:
        """Write the marked orders, else the shown ones, to a file."""
        self.answers.wait_for(partial(self._ask_about_files, "ExportDialogue"))

    def press_batch_ship(self) -> None:
        """Write the upload file for the shipments the platform has not been told of."""
        self.answers.wait_for(partial(self._ask_about_files, "BatchShipDialogue"))

    def press_import(self) -> None:
        """Take in files of the platform."""
        self.answers.wait_for(partial(self._ask_about_files, "ImportDialogue"))

    async def _ask_about_files(self, name: str) -> None:
        """Ask with the dialogue of this name, which is loaded with the rest of the store."""
        await self.desk.opened()
        from tui.screens import files

        dialogue: type[FileDialogue] = getattr(files, name)
        await dialogue(self, self.chosen_rows()).ask()

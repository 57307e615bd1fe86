"""ColumnKeys (列): which columns a list shows; that is kept."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any, ClassVar, TypeVar

from store.errors import ShouhouError
from tui.kept import Chosen
from tui.places.list_keys import ListKeys
from tui.screens.answers import begin
from tui.widgets.columns import Columns
from tui.widgets.heading import Heading

Row = TypeVar("Row", bound=Any)


class ColumnKeys(ListKeys[Row]):
    """A list whose columns may be left out."""

    columns: ClassVar[Columns[Any]]

    def __init__(self) -> None:
        super().__init__()
        self._sort = ""

    def show_columns(self, chosen: Chosen) -> None:
        """Show the list with these columns, in this order."""
        self.table.show_columns(self.columns.chosen(*chosen))
        self.query_one(Heading).show(self.table.columns, self._sort)

    def press_columns(self) -> None:
        """Leave columns out or show them again, and move them; that is kept."""
        from tui.screens.column_menu import ColumnMenu

        chosen = self.desk.drafts.kept.columns(self.place)

        def change(chosen: Chosen) -> Collection[str]:
            self.show_columns(chosen)
            keep = partial(self.desk.drafts.kept.choose_columns, self.place, chosen)
            begin(self, partial(self._keep, keep), "columns")
            return self.table.without_room

        titles = [column.title for column in self.columns.chosen((), chosen.order).all[1:]]
        without_room = self.table.without_room
        self.desk.push_screen(ColumnMenu(titles, chosen.left_out, without_room, change))

    async def _keep(self, deed: Callable[[], None]) -> None:
        """Do what writes a file of the agent's, in a thread."""
        try:
            await self.desk.threads.keep(deed)
        except ShouhouError as error:
            self.desk.say_trouble(error)

"""ColumnKeys (列): which columns a list shows; that is kept."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar, TypeVar

from store.errors import ShouhouError
from store.words import _, readings
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

    def show_columns(self, left_out: Sequence[str]) -> None:
        """Show the list without these columns."""
        self.table.show_columns(self.columns.without(left_out))
        self.query_one(Heading).show(self.table.columns, self._sort)

    def press_columns(self) -> None:
        """Leave columns out, or show them again; that is kept."""
        from tui.screens.menu import MenuLine, MenuScreen

        shown = {column.title for column in self.table.columns.all}
        lines = [
            MenuLine(
                column.title,
                f"[{'x' if column.title in shown else ' '}] {_(column.title)}",
                note=_("no room for it now") if column.title in self.table.without_room else "",
                readings=readings(column.title),
            )
            for column in self.columns.all[1:]
        ]

        def chosen(title: str | None) -> None:
            if not title:
                return
            here = shown ^ {title}
            left_out = [one.title for one in self.columns.all[1:] if one.title not in here]
            self.show_columns(left_out)
            keep = partial(self.desk.drafts.kept.leave_out, self.place, left_out)
            begin(self, partial(self._keep, keep), "columns")
            self.press_columns()

        self.desk.push_screen(MenuScreen(_("Columns"), lines), chosen)

    async def _keep(self, deed: Callable[[], None]) -> None:
        """Do what writes a file of the agent's, in a thread."""
        try:
            await self.desk.threads.keep(deed)
        except ShouhouError as error:
            self.desk.say_trouble(error)

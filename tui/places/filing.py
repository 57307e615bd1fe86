"""Filing (文件): the keys that write files about orders, or take files of the platform in."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from store.models.row import OrderRow
from store.search.selection import Selection
from tui.screens.base import DeskScreen

if TYPE_CHECKING:
    from tui.screens.files import FileDialogue

Rows = Callable[[], Selection[OrderRow] | Sequence[OrderRow]]
"""What reads the orders that a file is about."""


class Filing(DeskScreen):
    """A place with files; it says about which orders they are.

    Stands last among the bases of a place: Textual takes the styles of the first alone.
    """

    def chosen_rows(self) -> Rows:
        """What reads the orders that are exported."""
        raise NotImplementedError

    def untold_rows(self) -> Rows:
        """What reads the orders whose shipments the platform may have to be told of."""
        return self.chosen_rows()

    def press_export(self) -> None:
        """Write the chosen orders to a file."""
        self.answers.wait_for(partial(self.ask_about_files, "ExportDialogue", self.chosen_rows()))

    def press_batch_ship(self) -> None:
        """Write the upload file for the shipments the platform has not been told of."""
        rows = self.untold_rows()
        self.answers.wait_for(partial(self.ask_about_files, "BatchShipDialogue", rows))

    def press_import(self) -> None:
        """Take in files of the platform."""
        self.answers.wait_for(partial(self.ask_about_files, "ImportDialogue", list))

    async def ask_about_files(self, name: str, rows: Rows) -> None:
        """Ask with the dialogue of this name, which is loaded with the rest of the store."""
        await self.desk.opened()
        from tui.screens import files

        dialogue: type[FileDialogue] = getattr(files, name)
        await dialogue(self, rows).ask()

"""Filing (文件): the keys that write files about orders, or take files of the platform in."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tui.screens.base import DeskScreen

if TYPE_CHECKING:
    from tui.file_work import Rows
    from tui.screens.files import FileDialogue


class Filing(DeskScreen):
    """A place with files; it says about which orders they are.

    Where a place has another base it stands behind that: Textual takes the styles of the first.
    """

    def chosen_rows(self) -> "Callable[[], Rows]":
        """What reads the orders that are exported: all, where no other are meant."""
        return self.desk.lists.search

    def rows_to_tell(self) -> "Callable[[], Rows]":
        """What reads the orders that upload files are written of: all, where no other are meant."""
        lists = self.desk.lists
        return lambda: lists.search("task")

    @property
    def tells_only_marked(self) -> bool:
        """Are these orders that were marked?"""
        return False

    def rows_to_pack(self) -> "Callable[[], Rows]":
        """What reads the orders that may be packed: all, where no other are meant."""
        lists = self.desk.lists
        return lambda: lists.search("to-ship")

    def press_export(self) -> None:
        """Write the chosen orders to a file."""
        self.answers.wait_for(partial(self._ask_about_files, "ExportDialogue"))

    def press_import(self) -> None:
        """Take in files of the platform."""
        self.answers.wait_for(partial(self._ask_about_files, "ImportDialogue"))

    async def _ask_about_files(self, name: str) -> None:
        """Ask with the dialogue of this name, which is loaded with the rest of the store."""
        await self.desk.opened()
        from tui.screens import files

        dialogue: type[FileDialogue] = getattr(files, name)
        await dialogue(self, self.chosen_rows()).ask()

    def press_batch_ship(self) -> None:
        """Write the upload files for what was shipped, or say that they are uploaded."""
        self.answers.wait_for(self._batch_ship)

    async def _batch_ship(self) -> None:
        await self.desk.opened()
        from tui.screens.shipping import batch_ship

        await batch_ship(self, self.rows_to_tell(), are_marked=self.tells_only_marked)

    def press_pack(self) -> None:
        """What to take from the shelves now, by SKU."""
        self.answers.wait_for(self._pack)

    async def _pack(self) -> None:
        await self.desk.opened()
        from tui.screens.packing import pack

        await pack(self, self.rows_to_pack())

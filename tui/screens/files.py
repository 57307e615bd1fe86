"""The dialogues about files: each asks for a path and a few words with the form of the actions."""

import asyncio
from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import BadInput
from store.exchange.batch_ship import write_batch_ship
from store.exchange.export import export_orders
from store.importing import import_files
from store.models.row import OrderRow
from store.rules.base import AskedField
from store.rules.references import Choice
from store.search.selection import Selection
from store.times import SHOP_TIME
from store.words import _
from tui.import_text import counted, told
from tui.reveal import reveal
from tui.screens.form import Asking, FormScreen

if TYPE_CHECKING:
    from tui.screens.base import DeskScreen


def _field(name: str, title: str, help_text: str = "", *, required: bool = False) -> AskedField:
    return AskedField(name, title, help_text, required, (), str)


def _path(text: str) -> Path:
    if not text.strip():
        raise BadInput(_("A file name is needed."), field="file")
    return Path(text.strip()).expanduser()


SHOWN_REJECTED = 10
"""As many rejected rows as a toast can hold."""


Rows = Selection[OrderRow] | Sequence[OrderRow]


class FileDialogue:
    """Asks, and does it when the form is saved."""

    def __init__(self, screen: "DeskScreen", rows: Rows = ()) -> None:
        self.screen = screen
        self.repository = screen.desk.repository
        self.rows = rows

    def ask(self) -> None:
        """Show the form."""
        self.screen.desk.push_screen(FormScreen(self.asking()), self._done)

    @abstractmethod
    def asking(self) -> Asking:
        """What is asked."""

    def _done(self, said: str | None) -> None:
        if said:
            self.screen.notify(said, timeout=20)
            self.screen.show_anew()

    def stamp(self) -> str:
        """A part of a file name that says when."""
        return f"{self.repository.now.astimezone(SHOP_TIME):%Y%m%d-%H%M}"


class ExportDialogue(FileDialogue):
    """Orders into a CSV, Excel or JSON file."""

    def asking(self) -> Asking:
        encodings = tuple(Choice(name, name) for name in ("utf-8-sig", "gb18030"))
        fields = (
            _field("file", _("File"), _("a .csv, .xlsx or .json file"), required=True),
            _field("columns", _("Columns"), _("left out, all; names with commas between")),
            AskedField("encoding", _("Encoding"), _("of a CSV file"), False, encodings, str),
            _field("reason", _("Reveal, because"), _("left out, personal data stays masked")),
        )
        return Asking(
            title=_("Export {count} orders").format(count=len(self.rows)),
            fields=fields,
            suggested={"file": f"orders-{self.stamp()}.xlsx", "encoding": "utf-8-sig"},
            save=self._save,
        )

    def _save(self, values: dict[str, str]) -> str:
        if values["reason"].strip():
            reveal(self.repository, self.repository.orders(self.rows), values["reason"])
        path = _path(values["file"])
        summary = export_orders(
            self.repository.orders(self.rows),
            path,
            columns=values["columns"].split(",") if values["columns"].strip() else None,
            encoding=values["encoding"],
            reveal=bool(values["reason"].strip()),
        )
        said = _("{orders} orders, {rows} rows written to {file}").format(
            orders=summary.orders, rows=summary.rows, file=path
        )
        if summary.unwritable:
            said += "\n" + _("{count} cells hold characters this encoding does not have.").format(
                count=len(summary.unwritable)
            )
        return said


class BatchShipDialogue(FileDialogue):
    """The shipments that the platform has not been told of, as its upload file."""

    def asking(self) -> Asking:
        return Asking(
            title=_("Write the batch-ship file"),
            fields=(_field("file", _("File"), _("a .csv or .xlsx file"), required=True),),
            suggested={"file": f"batch-ship-{self.stamp()}.xlsx"},
            save=self._save,
        )

    def _save(self, values: dict[str, str]) -> str:
        path = _path(values["file"])
        rows = (row for row in self.rows if row.open_tasks)
        count = write_batch_ship(self.repository.orders(rows), path)
        return _("{count} parcels written to {file}").format(count=count, file=path)


class ImportDialogue(FileDialogue):
    """Files of the platform into the store."""

    def asking(self) -> Asking:
        shops = {name for _platform, name in self.repository.shops()}
        return Asking(
            title=_("Import files of the platform"),
            fields=(
                _field("file", _("File"), _("CSV or xlsx; several with ; between"), required=True),
                _field("shop", _("Shop"), required=True),
            ),
            suggested={"shop": next(iter(shops)) if len(shops) == 1 else "shop"},
            save=self._save,
        )

    async def _save(self, values: dict[str, str]) -> str:
        from store.exchange.reader import read_export

        paths = [_path(part) for part in values["file"].split(";") if part.strip()]
        if not paths:
            raise BadInput(_("A file name is needed."), field="file")
        shop = values["shop"].strip()
        if not shop:
            raise BadInput(_("A value is needed here."), field="shop")
        # Reading is pure and may take long; the store is met afterwards, in the desk's own thread.
        exports = await asyncio.to_thread(lambda: [read_export(path) for path in paths])
        reports = import_files(self.repository, exports, shop)
        if sum(len(report.rejected) for report in reports) <= SHOWN_REJECTED:
            return "\n".join(line for report in reports for line in told(report))
        advice = _("`shouhou import --rejected FILE` writes the rejected rows to a file.")
        return "\n".join((counted(reports), advice))

"""Export (导出): orders as a table for people and programs, private and masked unless asked.

The suffix says the format. A .csv (CRLF; UTF-8 with a byte order mark, or GB18030) has every text
guarded against being run as a formula. In its columns for people a number of many digits is kept
from being rounded; in the others, which programs read, a spreadsheet shows one of 19 rounded. In an
.xlsx every text is typed as text, every amount is a number and, in the columns for people, every
time a date, so that one opens exactly. A .json holds the values as programs want them and is always
UTF-8.

One row of the file is one line of an order, or one order where no column is of a line.
"""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from store.errors import BadInput
from store.exchange.desk_columns import Column
from store.exchange.desk_values import as_json, serial, texts, yuan
from store.exchange.incoming.workbook_xml import LONGEST
from store.exchange.outgoing.csv_text import csv_lines
from store.exchange.outgoing.export_pages import How, Page, Whole, pages
from store.exchange.outgoing.list_columns import PEOPLE, columns_named
from store.exchange.outgoing.pages_aside import ReadKept, pages_aside
from store.exchange.outgoing.pages_child import ExportTerms
from store.exchange.outgoing.safe_cells import CONTROLS, digits_kept, escaped, safe_all
from store.exchange.outgoing.workbook_out import Cell, SheetColumn, fits, write_workbook
from store.files.handed_out import hand_out
from store.models.row import OrderRow
from store.reading.without_collector import without_collector
from store.rules.timing.policy import Policy
from store.words import _, listed

ENCODINGS = ("utf-8-sig", "gb18030")
_TYPED = ("text", "list", "data")
"""What a column holds that somebody typed; the others are words and digits of ours."""
_SHOWN = {"moment": "yyyy-mm-dd hh:mm", "hours": "0.0;[Red]-0.0"}
"""How a spreadsheet shows the numbers of a kind of column, where not by what each of them is."""
_IN_JSON = re.compile(CONTROLS)


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """How much an export wrote, and what of it the file could not hold."""

    rows: int
    orders: int
    unwritable: tuple[tuple[str, str, str], ...] = ()
    r"""Order number, column and the characters that the file cannot hold, in the escaped form
    (`\ud83d`) in which they stand in it. GB18030 and UTF-8 hold all of Unicode but lone
    surrogates."""


@without_collector()
def export_rows(  # noqa: PLR0913 - what is written, where, and how
    rows: Iterable[OrderRow],
    whole: Whole,
    to: Path,
    *,
    now: datetime,
    policy: Policy,
    columns: Sequence[str] = (PEOPLE,),
    encoding: str = "utf-8-sig",
    reveal: bool = False,
    replaces: bool = False,
    kept: ReadKept | None = None,
) -> ExportSummary:
    """Write the orders of these rows as the columns asked for (keys, headers, or a form's name:
    `list_columns`) as of `now`; `whole` reads the orders, and is not asked where the rows know it.
    `kept` reads them for a second process, which takes part where there are many.

    With the columns `full` and `reveal` the file can be imported again (`incoming.desk_file`);
    without `reveal` the buyer is masked. BadInput: an unknown suffix, column or encoding, a text
    that no cell holds, or a target that is there or cannot be written; nothing is written then.
    """
    write = _WRITERS.get(to.suffix.lower())
    if write is None:
        said = _("{name}: an export is a {formats} file; choose one of these endings.")
        formats = listed(_WRITERS)
        raise BadInput(said.format(name=to.name, formats=formats), field="to")
    if encoding not in ENCODINGS:
        said = _("There is no encoding {encoding}; choose one of {known}.")
        known = listed(ENCODINGS)
        raise BadInput(said.format(encoding=encoding, known=known), field="encoding")
    wanted = columns_named(columns, reveal=reveal)
    how = How(now, policy, reveal)
    with pages_aside(ExportTerms(columns, how), kept) if kept else nullcontext() as aside:
        coming = pages(rows, whole, wanted, how, aside.pages if aside else None)
        sheet = _Sheet(coming, wanted, encoding, to)
        hand_out(to, lambda file: write(sheet, file), replaces=replaces)
    return ExportSummary(sheet.rows_written, sheet.orders_written, tuple(sheet.unwritable))


@dataclass(slots=True)
class _Sheet:
    """The pages to come, their rows and orders counted as they go."""

    coming: Iterator[tuple[int, Page]]
    columns: tuple[Column, ...]
    encoding: str
    to: Path
    rows_written: int = 0
    orders_written: int = 0
    unwritable: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def header(self) -> list[str]:
        return [column.header for column in self.columns]

    def pages(self) -> Iterator[Page]:
        for orders, page in self.coming:
            self.orders_written += orders
            self.rows_written += len(page.order_nos)
            yield page

    def texts(self, page: Page, column: Column, *, guarded: bool = False) -> Sequence[str]:
        """The cells of a column, without anything that the file cannot hold."""
        plain = texts(column.kind, page.values(column), column.states)
        if column.kind not in _TYPED:
            return plain
        safe = safe_all(plain, guarded=guarded)
        if safe is not plain:
            for order_no, text in zip(page.order_nos, plain, strict=True):
                self._note_unwritable(order_no, column, text)
        return digits_kept(safe) if guarded and column.is_said else safe

    def _note_unwritable(self, order_no: str, column: Column, text: str) -> None:
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            codec = self.encoding.removesuffix("-sig")
            lost = (sign for sign in text if not sign.encode(codec, "ignore"))
            self.unwritable.append((order_no, column.key, "".join(map(escaped, lost))))


def _write_csv(sheet: _Sheet, file: BinaryIO) -> None:
    # Python's own encoder with the mark is a slow one, and writes it once all the same.
    mark, codec = sheet.encoding.endswith("-sig"), sheet.encoding.removesuffix("-sig")
    file.write(BOM_UTF8 if mark else b"")
    file.write(csv_lines([[header] for header in sheet.header]).encode(codec))
    for page in sheet.pages():
        cells = [sheet.texts(page, column, guarded=True) for column in sheet.columns]
        file.write(csv_lines(cells).encode(codec))


def _write_xlsx(sheet: _Sheet, file: BinaryIO) -> None:
    rows = (
        row
        for page in sheet.pages()
        for row in zip(*(_xlsx_cells(sheet, page, each) for each in sheet.columns), strict=True)
    )
    columns = [
        SheetColumn(each.header, each.width, _SHOWN.get(each.kind, "")) for each in sheet.columns
    ]
    write_workbook(file, columns, rows, sheet.to.parent, _("Orders"))


def _xlsx_cells(sheet: _Sheet, page: Page, column: Column) -> Sequence[Cell]:
    if column.kind == "number":
        return page.values(column)
    if column.kind == "hours":
        return page.values(column)
    if column.kind == "moment":
        return list(map(serial, page.values(column)))
    if column.kind == "money":
        return [None if fen is None else yuan(fen) for fen in page.values(column)]
    cells = sheet.texts(page, column)
    for order_no, text in zip(page.order_nos, cells, strict=True):
        if not fits(text):
            said = _(
                "Order {order}: {column} is longer than the {most} characters that a cell of an"
                " .xlsx file holds; export to a .csv or .json file, or leave the column out."
            )
            said = said.format(order=order_no, column=column.key, most=LONGEST)
            raise BadInput(said, field="to")
    return cells


def _write_json(sheet: _Sheet, file: BinaryIO) -> None:
    start = "[\n"
    keys = [column.json_key for column in sheet.columns]
    for page in sheet.pages():
        values = (
            [as_json(column.kind, value) for value in page.values(column)]
            for column in sheet.columns
        )
        for row in zip(*values, strict=True):
            text = json.dumps(dict(zip(keys, row, strict=True)), ensure_ascii=False)
            # What is left of them stands inside strings, where JSON's own escape says the same.
            safe = _IN_JSON.sub(lambda found: escaped(found[0]), text)
            file.write(f"{start}{safe}".encode())
            start = ",\n"
    file.write(b"\n]\n" if sheet.rows_written else b"[]\n")


_WRITERS: dict[str, Callable[[_Sheet, BinaryIO], None]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".json": _write_json,
}

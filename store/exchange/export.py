"""Export (导出): orders as a table for people and programs, private and masked unless asked.

The suffix says the format. A .csv (CRLF; UTF-8 with a byte order mark, or GB18030) has every text
guarded against being run as a formula; a spreadsheet program that opens it shows a 19-digit number
rounded all the same. In an .xlsx every text is typed as text and every amount is a number, so that
one opens exactly. A .json holds the values as programs want them and is always UTF-8.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from store.errors import BadInput
from store.exchange.desk_columns import Column, columns_named, order_lines
from store.exchange.desk_values import Value, as_json, as_text, yuan
from store.exchange.files import write_private
from store.exchange.safe_cells import CONTROLS, escape_controls, escaped, guard
from store.exchange.workbook_out import LONGEST, Cell, fits, write_workbook
from store.models.order import Order
from store.rules.masking import hidden, masked
from store.words import _

ENCODINGS = ("utf-8-sig", "gb18030")
_NUMBERS = ("number", "money")
_IN_JSON = re.compile(CONTROLS)


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What was written."""

    rows: int
    orders: int
    unwritable: tuple[tuple[str, str, str], ...] = ()
    r"""Order number, column and the characters that the file cannot hold, in the escaped form
    (`\ud83d`) in which they stand in it. GB18030 and UTF-8 hold all of Unicode but lone
    surrogates."""


def export_orders(
    orders: Iterable[Order],
    to: Path,
    *,
    columns: Sequence[str] | None = None,
    encoding: str = "utf-8-sig",
    reveal: bool = False,
) -> ExportSummary:
    """Write the orders, one row a line, as the columns asked for (keys or headers; None: all).

    With all columns and `reveal` the file can be imported again (`store.exchange.desk_file`);
    without `reveal` the buyer is masked. BadInput: an unknown suffix, column or encoding, a text
    that no cell holds, or a target that cannot be written; nothing is written then.
    """
    write = _WRITERS.get(to.suffix.lower())
    if write is None:
        said = _("{name}: an export is a {formats} file; choose one of these endings.")
        formats = ", ".join(_WRITERS)
        raise BadInput(said.format(name=to.name, formats=formats), field="to")
    if encoding not in ENCODINGS:
        said = _("There is no encoding {encoding}; choose one of {known}.")
        known = ", ".join(ENCODINGS)
        raise BadInput(said.format(encoding=encoding, known=known), field="encoding")
    sheet = _Sheet(orders, columns_named(columns), encoding, reveal)
    write_private(to, lambda file: write(sheet, file))
    return ExportSummary(sheet.rows_written, sheet.orders_written, tuple(sheet.unwritable))


@dataclass(slots=True)
class _Sheet:
    """The rows to come, counted as they go."""

    orders: Iterable[Order]
    columns: tuple[Column, ...]
    encoding: str
    reveal: bool
    rows_written: int = 0
    orders_written: int = 0
    unwritable: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def header(self) -> list[str]:
        return [column.label for column in self.columns]

    def rows(self) -> Iterator[tuple[str, list[tuple[Column, Value]]]]:
        """The order number of each row and its values."""
        for order in self.orders:
            self.orders_written += 1
            shown = order if self.reveal else masked(order)
            for row in order_lines(shown, hidden(order, shown)):
                self.rows_written += 1
                yield order.order_no, [(column, column.value(row)) for column in self.columns]

    def text(self, order_no: str, column: Column, value: Value) -> str:
        """A value as the text of a cell, without anything that the file cannot hold."""
        text = as_text(column.kind, value)
        if not text:
            return text
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            codec = self.encoding.removesuffix("-sig")
            lost = (one for one in text if not one.encode(codec, "ignore"))
            self.unwritable.append((order_no, column.key, "".join(map(escaped, lost))))
        return escape_controls(text)


def _write_csv(sheet: _Sheet, file: BinaryIO) -> None:
    lines = io.TextIOWrapper(file, sheet.encoding, newline="")
    table = csv.writer(lines, lineterminator="\r\n")
    table.writerow(sheet.header)
    for order_no, values in sheet.rows():
        table.writerow([_csv_cell(sheet, order_no, *value) for value in values])
    lines.flush()
    lines.detach()


def _csv_cell(sheet: _Sheet, order_no: str, column: Column, value: Value) -> str:
    if column.kind in _NUMBERS:
        return as_text(column.kind, value)
    return guard(sheet.text(order_no, column, value))


def _write_xlsx(sheet: _Sheet, file: BinaryIO) -> None:
    rows = (
        [_xlsx_cell(sheet, order_no, *value) for value in values]
        for order_no, values in sheet.rows()
    )
    write_workbook(file, sheet.header, rows)


def _xlsx_cell(sheet: _Sheet, order_no: str, column: Column, value: Value) -> Cell:
    if isinstance(value, int) and column.kind in _NUMBERS:
        return yuan(value) if column.kind == "money" else value
    text = sheet.text(order_no, column, value)
    if not fits(text):
        said = _(
            "Order {order}: {column} is longer than the {most} characters that a cell of an .xlsx"
            " file holds; export to a .csv or .json file, or leave the column out."
        )
        raise BadInput(said.format(order=order_no, column=column.key, most=LONGEST), field="to")
    return text


def _write_json(sheet: _Sheet, file: BinaryIO) -> None:
    start = "[\n"
    for _order_no, values in sheet.rows():
        row = {column.json_key: as_json(value) for column, value in values}
        text = json.dumps(row, ensure_ascii=False)
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

"""Plain tables: a few columns for people or an upload page, as .csv or .xlsx, private and whole."""

from codecs import BOM_UTF8
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from store.exchange.outgoing.csv_text import csv_row
from store.exchange.outgoing.safe_cells import escape_controls, guard
from store.exchange.outgoing.workbook_out import SheetColumn, write_workbook
from store.files.handed_out import hand_out

ENDINGS = (".csv", ".xlsx")


def write_table(
    to: Path,
    columns: Sequence[SheetColumn],
    rows: Sequence[Sequence[str | int]],
    *,
    sheet: str,
    replaces: bool,
) -> None:
    """Write it; the ending, one of `ENDINGS`, says as what. Raises as `hand_out` does."""
    safe = [[escape_controls(one) if isinstance(one, str) else one for one in row] for row in rows]

    def write(file: BinaryIO) -> None:
        if to.suffix.lower() == ".xlsx":
            write_workbook(file, columns, safe, to.parent, sheet)
        else:
            _write_csv(file, columns, safe)

    hand_out(to, write, replaces=replaces)


def _write_csv(
    file: BinaryIO, columns: Sequence[SheetColumn], rows: Sequence[Sequence[str | int]]
) -> None:
    file.write(BOM_UTF8 + csv_row(column.header for column in columns).encode())
    for row in rows:
        cells = (guard(one) if isinstance(one, str) else str(one) for one in row)
        file.write(csv_row(cells).encode())

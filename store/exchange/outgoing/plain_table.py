"""Plain tables: a few columns for people or an upload page, as .csv or .xlsx, private and whole."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from store.exchange.outgoing.files import hand_out
from store.exchange.outgoing.safe_cells import escape_controls, guard
from store.exchange.outgoing.workbook_out import SheetColumn, write_workbook

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
    lines = io.TextIOWrapper(file, "utf-8-sig", newline="")
    table = csv.writer(lines, lineterminator="\r\n")
    table.writerow(column.header for column in columns)
    table.writerows([guard(one) if isinstance(one, str) else one for one in row] for row in rows)
    lines.flush()
    lines.detach()

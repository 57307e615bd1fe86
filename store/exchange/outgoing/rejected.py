"""Rejected rows: what an import could not read, as a file to mend and import again."""

from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from store.exchange.incoming.columns import REJECTED_COLUMNS
from store.exchange.outgoing.csv_text import csv_row
from store.exchange.outgoing.safe_cells import guard
from store.files.handed_out import hand_out
from store.models.facts import RejectedRow


class RejectedRows(NamedTuple):
    """What was not taken of one file, and what its columns are called."""

    columns: Sequence[str]
    rows: Iterable[RejectedRow]


def write_rejected(path: Path, files: Iterable[RejectedRows], *, replaces: bool = False) -> None:
    """Write a CSV (UTF-8 with a byte order mark): where, which field, why, and the cells.

    The file is 0600 and appears whole or not at all. Raises as `hand_out` does.
    """
    given = tuple(files)
    columns = tuple(dict.fromkeys(column for one in given for column in one.columns))

    def write(file: BinaryIO) -> None:
        header = csv_row((*REJECTED_COLUMNS, *map(guard, columns)))
        file.write(BOM_UTF8 + header.encode())
        for one in given:
            for row in one.rows:
                where = (row.file, str(row.row), row.field, row.reason)
                cells = _cells(row, one.columns, columns)
                file.write(csv_row(map(guard, (*where, *cells))).encode())

    hand_out(path, write, replaces=replaces)


def _cells(row: RejectedRow, own: Sequence[str], columns: Sequence[str]) -> list[str]:
    """The cells of a row, as many as it had: filled up it would be taken when nobody mended it."""
    cells = [row.cells.get(column, "") for column in columns]
    had = row.as_found
    if not had:
        return cells
    known = set(own[: len(had)])
    last = max(place for place, column in enumerate(columns, 1) if column in known)
    short = cells[: min(last, len(columns) - 1)]
    return short if len(had) < len(own) else [*cells, *had[len(own) :]]

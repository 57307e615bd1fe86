"""Rejected rows: what an import could not read, as a file to mend and import again."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from store.exchange.columns import REJECTED_COLUMNS
from store.exchange.files import write_private
from store.exchange.safe_cells import guard
from store.models.facts import RejectedRow


def write_rejected(path: Path, rejected: Iterable[RejectedRow]) -> None:
    """Write a CSV (UTF-8 with a byte order mark): where, which field, why, and the cells.

    The file is 0600 and appears whole or not at all. Raises `BadInput` or `StoreTrouble`.
    """
    rows = tuple(rejected)
    columns = tuple(dict.fromkeys(column for row in rows for column in row.cells))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow((*REJECTED_COLUMNS, *map(guard, columns)))
    for row in rows:
        cells = (row.cells.get(column, "") for column in columns)
        where = (row.file, str(row.row), row.field, row.reason)
        writer.writerow([guard(cell) for cell in (*where, *cells)])

    def write(file: BinaryIO) -> None:
        file.write(text.getvalue().encode("utf-8-sig"))

    write_private(path, write)

"""Table: the rows of a spreadsheet file under their header, as text without meaning yet."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path

from store.errors import BadInput
from store.exchange.clean import clean, distinct
from store.exchange.source import Source, open_source
from store.exchange.text_file import Record
from store.words import _

HEADER_ROWS = 10
"""The header stands in one of the first so many rows; a title may stand above it."""

IsHeader = Callable[[Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One data row; `number` counts as a spreadsheet does (the first row of the file is 1)."""

    number: int
    cells: dict[str, str]
    """By column name as the header spells it (trimmed); every cell as text, cleaned of the
    platforms' TABs, `="…"` and one protecting apostrophe."""


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row whose cells cannot be told apart, and why."""

    number: int
    reason: str
    cells: dict[str, str]
    cut: bool = False
    """The file ends in the middle of it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file's header and rows."""

    name: str
    digest: str
    encoding: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    broken: tuple[BrokenRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be that somebody wants read."""

    file_bytes: int = 200_000_000
    rows: int = 1_000_000
    columns: int = 200


def read_table(path: Path, limits: Limits = Limits(), is_header: IsHeader | None = None) -> Table:
    """The first table of a CSV or xlsx file; `is_header` says which row is its header.

    Without `is_header` the first row that is not empty is taken. Raises `BadInput` with a sentence
    that names the file.
    """
    source = open_source(path, limits.file_bytes)
    for records in source.candidates:
        header = _header(records, is_header or any)
        if header:
            return _table(source, header, records, limits)
    raise BadInput(
        _(
            "{file}: not an export, none of its first ten rows is a header with "
            "an order number, a status and an amount."
        ).format(file=source.name)
    )


def _header(records: Iterator[Record], is_header: IsHeader) -> list[str] | None:
    for record in islice(records, HEADER_ROWS):
        columns = [clean(cell.removeprefix("\ufeff")) for cell in record.cells]
        if is_header(columns):
            return columns
    return None


def _table(source: Source, header: list[str], records: Iterator[Record], limits: Limits) -> Table:
    columns = distinct(header)
    if len(columns) > limits.columns:
        said = _("{file}: more than {count} columns, which no export has.")
        raise BadInput(said.format(file=source.name, count=limits.columns))
    rows: list[TableRow] = []
    broken: list[BrokenRow] = []
    short: list[Record] = []
    record = None
    for record in records:
        if len(rows) >= limits.rows:
            said = _("{file}: more than {count} rows, which no export has.")
            raise BadInput(said.format(file=source.name, count=limits.rows))
        row = _row(record, columns)
        if isinstance(row, TableRow):
            rows.append(row)
            if len(record.cells) < len(columns):
                short.append(record)
        elif row:
            broken.append(row)
    if source.is_text and short and short[-1] is record and (record.last or len(short) == 1):
        # Excel leaves out empty cells at the end of every row; a cut file, of its last row only.
        broken.append(_cut(record, rows.pop().cells, columns))
    return Table(source.name, source.digest, source.encoding, columns, tuple(rows), tuple(broken))


def _row(record: Record, columns: tuple[str, ...]) -> TableRow | BrokenRow | None:
    cells = [clean(cell) for cell in record.cells]
    if not any(cells):
        return None
    while len(cells) > len(columns) and not cells[-1]:
        cells.pop()
    named = dict(zip_longest(columns, cells[: len(columns)], fillvalue=""))
    if not record.whole:
        return _cut(record, named, columns)
    if len(cells) > len(columns):
        reason = _("{expected} cells were expected, {found} were found").format(
            expected=len(columns), found=len(cells)
        )
        return BrokenRow(record.number, reason, named)
    return TableRow(record.number, named)


def _cut(record: Record, cells: dict[str, str], columns: tuple[str, ...]) -> BrokenRow:
    reason = _(
        "the file was cut in the middle of this row: "
        "{expected} cells were expected, {found} were found"
    ).format(expected=len(columns), found=len(record.cells))
    return BrokenRow(record.number, reason, cells, cut=True)

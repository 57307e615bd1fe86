"""Table: the rows of a spreadsheet file under their header, as text, before anybody gives them meaning."""

import hashlib
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path

from store.errors import BadInput
from store.exchange.safe_cells import unguard
from store.exchange.text_file import Record, read_text, split_records
from store.exchange.workbook import is_workbook, refuse_old_workbook, sheets
from store.words import _

HEADER_ROWS = 10
"""The header stands in one of the first so many rows; a title may stand above it."""

_PROTECTING = frozenset("='")
_FORMULA_TEXT = re.compile(r'="(.*)"', re.DOTALL)

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
    data = _bytes_of(path, limits)
    asked = is_header or any
    refuse_old_workbook(data, path.name)
    if is_workbook(data):
        encoding = "xlsx"
        candidates: Iterable[Iterable[Record]] = sheets(data, path.name)
    else:
        text = read_text(data, path.name)
        encoding = text.encoding
        candidates = (split_records(text, delimiter) for delimiter in _delimiters(text.text))
    for records in candidates:
        found = _under_header(iter(records), asked)
        if found:
            header, rest = found
            digest = hashlib.sha256(data).hexdigest()
            return _table(path.name, digest, encoding, header, rest, limits)
    raise BadInput(
        _(
            "{file}: not an export, none of its first ten rows is a header with "
            "an order number, a status and an amount."
        ).format(file=path.name)
    )


def _bytes_of(path: Path, limits: Limits) -> bytes:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise BadInput(_("{file}: not a file that can be read.").format(file=path.name))
        if found.st_size > limits.file_bytes:
            raise BadInput(
                _("{file}: larger than {megabytes} MB, which no export is.").format(
                    file=path.name, megabytes=limits.file_bytes // 1_000_000
                )
            )
        return path.read_bytes()
    except FileNotFoundError as trouble:
        raise BadInput(_("{file}: there is no such file.").format(file=path.name)) from trouble
    except (OSError, ValueError) as trouble:
        raise BadInput(
            _("{file}: it cannot be read ({reason}).").format(
                file=path.name, reason=getattr(trouble, "strerror", None) or trouble
            )
        ) from trouble


def _delimiters(text: str) -> str:
    first = text.partition("\n")[0]
    return ",\t" if first.count(",") >= first.count("\t") else "\t,"


def _under_header(
    records: Iterator[Record], is_header: IsHeader
) -> tuple[list[str], Iterator[Record]] | None:
    for record in islice(records, HEADER_ROWS):
        columns = [clean(cell).strip("\ufeff") for cell in record.cells]
        if is_header(columns):
            return columns, records
    return None


def _table(
    name: str,
    digest: str,
    encoding: str,
    header: list[str],
    records: Iterator[Record],
    limits: Limits,
) -> Table:
    columns = _distinct(header)
    if len(columns) > limits.columns:
        raise BadInput(
            _("{file}: more than {count} columns, which no export has.").format(
                file=name, count=limits.columns
            )
        )
    rows: list[TableRow] = []
    broken: list[BrokenRow] = []
    short = 0
    record = None
    for record in records:
        if len(rows) >= limits.rows:
            raise BadInput(
                _("{file}: more than {count} rows, which no export has.").format(
                    file=name, count=limits.rows
                )
            )
        row = _row(record, columns)
        if isinstance(row, TableRow):
            rows.append(row)
            short += len(record.cells) < len(columns)
        elif row:
            broken.append(row)
    if encoding != "xlsx" and record and rows and _is_cut(record, rows[-1], columns, short):
        broken.append(_cut(record, rows.pop().cells, columns))
    return Table(name, digest, encoding, columns, tuple(rows), tuple(broken))


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


def _is_cut(record: Record, row: TableRow, columns: tuple[str, ...], short: int) -> bool:
    # Excel leaves out empty cells at the end of every row; a file that is cut, of its last one only.
    if row.number != record.number or len(record.cells) >= len(columns):
        return False
    return record.last or short == 1


def _cut(record: Record, cells: dict[str, str], columns: tuple[str, ...]) -> BrokenRow:
    reason = _(
        "the file was cut in the middle of this row: "
        "{expected} cells were expected, {found} were found"
    ).format(expected=len(columns), found=len(record.cells))
    return BrokenRow(record.number, reason, cells, cut=True)


def clean(cell: str) -> str:
    """A cell without what platforms and spreadsheets put around a text to protect it."""
    text = cell.strip()
    if text[:1] not in _PROTECTING:
        return text
    found = _FORMULA_TEXT.fullmatch(text)
    return (found[1].replace('""', '"') if found else unguard(text)).strip()


def _distinct(header: list[str]) -> tuple[str, ...]:
    """The names of the columns: a second of one name gets " (2)", one without a name its number."""
    while header and not header[-1]:
        header.pop()
    names: dict[str, None] = {}
    for place, name in enumerate(header, 1):
        wanted = stem = name or f"#{place}"
        count = 1
        while wanted in names:
            count += 1
            wanted = f"{stem} ({count})"
        names[wanted] = None
    return tuple(names)

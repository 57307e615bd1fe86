"""Table: the rows of a spreadsheet file under their header, as text without meaning yet."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from store.errors import BadInput
from store.exchange.incoming.clean import clean, distinct
from store.exchange.incoming.columns import REJECTED_COLUMNS
from store.exchange.incoming.source import Source, open_source
from store.exchange.incoming.text_file import UNDECODED, Record
from store.exchange.incoming.workbook import Sheet
from store.exchange.incoming.workbook_messages import MERGED
from store.words import N_, _, listed

HEADER_ROWS = 10
"""The header stands in one of the first so many rows; a title may stand above it."""
BETWEEN = "\0"
"""Divides the cells of a row, none of which holds it."""
_FAULTS = {
    "cut": N_(
        "the file was cut in the middle of this row: "
        "{expected} cells were expected, {found} were found"
    ),
    "quote": N_('a quote (") is opened in this row and never closed'),
    "long": N_("a cell of this row is longer than any text"),
    "undecoded": N_("it holds bytes that are no character in {encoding}, shown as \ufffd"),
    "cells": N_("{expected} cells were expected, {found} were found"),
}
_PROTECTED = (f"{BETWEEN}=", f"{BETWEEN}'")

IsHeader = Callable[[Sequence[str]], bool]


class TableRow(NamedTuple):
    """One row; `number` counts as a spreadsheet does (the first row of the file is 1)."""

    number: int
    text: str
    """A cell for each column, cleaned of the platforms' TABs, `="…"` and one protecting
    apostrophe, with BETWEEN between them. One that only repeats the merged cell above begins with
    MERGED."""
    fault: str = ""
    """Why its cells cannot be told apart, where they cannot."""
    is_cut: bool = False
    """The file ends in the middle of it."""
    as_found: str = ""
    """The cells that it had, in the same way, where they are not as many as the columns; of a cut
    row without one that may have been cut."""

    @property
    def cells(self) -> list[str]:
        """The cells in the order of the columns."""
        return self.text.replace(MERGED, "").split(BETWEEN)


class Header(NamedTuple):
    """The row that names the columns, and what stands above it."""

    place: int
    """How many rows it ends."""
    columns: list[str]
    above: tuple[str, ...]


class Limits(NamedTuple):
    """How large a file may be that somebody wants read."""

    file_bytes: int = 200_000_000
    rows: int = 1_000_000
    columns: int = 200


DEFAULT_LIMITS = Limits()


class Table:
    """The table of a file that is open; its rows are read once, as they are asked for."""

    def __init__(
        self,
        source: Source,
        header: Header,
        sheet: Sheet,
        limits: Limits,
        *,
        is_first: bool,
    ) -> None:
        """Raises `BadInput` for more columns than any export has."""
        self.columns = distinct(header.columns)
        self.above = header.above
        if len(self.columns) > limits.columns:
            said = _("{file}: more than {count} columns, which no export has.")
            raise BadInput(said.format(file=source.name, count=limits.columns))
        self.name = source.name if is_first else f"{source.name} ({sheet.title})"
        self.title = sheet.title
        """What its sheet is called; nothing of a text."""
        self.has_rows = False
        """Is there one below its header? Known once they were read."""
        self.encoding = source.encoding
        self._source = source
        self._records = sheet.records
        self._is_first = is_first
        self._most = limits.rows
        is_of_rejected = self.columns[: len(REJECTED_COLUMNS)] == REJECTED_COLUMNS
        self._of_whole_row = REJECTED_COLUMNS.index("field") if is_of_rejected else None
        """Where a file of rejected rows is empty for one of which no single field was at fault."""

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes of the file, once all rows were read; of another sheet than the
        first, of that and its name.
        """
        if self._is_first:
            return self._source.digest
        return sha256(f"{self._source.digest}\n{self.name}".encode()).hexdigest()

    def rows(self) -> Iterator[TableRow]:
        """Every row that is not empty. Raises `BadInput` where it turns out not to be a file of
        orders, or to be written by somebody else at the same time.
        """
        short = count = 0
        width = len(self.columns)
        last: tuple[Record, TableRow] | None = None
        record = None
        for record in self._records:
            # Of the last row alone it depends on what follows whether it is whole.
            if last:
                yield last[1]
                last = None
            row = self._row(record)
            if row is None:
                continue
            self.has_rows = True
            if not row.fault:
                if count >= self._most:
                    said = _("{file}: more than {count} rows, which no export has.")
                    raise BadInput(said.format(file=self.name, count=self._most))
                count += 1
                if len(record.cells) < width:
                    short += 1
                    last = record, row
                    continue
            yield row
        if last and self._source.is_text and (last[0].last or short == 1):
            # Excel leaves out empty cells at the end of every row; a cut file, of its last row
            # only.
            record, row = last
            last = record, self._spoiled(record, row.text.split(BETWEEN), "cut")
        if last:
            yield last[1]
        self._source.ensure_same()

    def _row(self, record: Record) -> TableRow | None:
        cells = [cell.strip() for cell in record.cells]
        text = BETWEEN.join(cells)
        if text.count(BETWEEN) >= len(cells) or text[:1] in "='" or _is_protected(text):
            cells = [clean(cell.replace(BETWEEN, "")) for cell in cells]
            text = BETWEEN.join(cells)
        if not text or not text.strip(BETWEEN):
            return None
        if MERGED in text:
            cells = [MERGED * cell.startswith(MERGED) + clean(cell.strip(MERGED)) for cell in cells]
            text = BETWEEN.join(cells)
        width = len(self.columns)
        fault: str = record.fault
        if UNDECODED in text:
            cells = [cell.replace(UNDECODED, "\ufffd") for cell in cells]
            text = BETWEEN.join(cells)
            fault = fault or "undecoded"
        if len(cells) == width and not fault:
            return TableRow(record.number, text)
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if not fault and len(cells) > width:
            fault = "cells"
        # Spreadsheets leave out empty cells at the end of a row; a row that was cut once is written
        # with the cells that it had, and is to be mended first.
        at = self._of_whole_row
        if not fault and at is not None and not any(cells[at : at + 1]):
            fault = "cut"
        if fault:
            return self._spoiled(record, cells, fault)
        return TableRow(record.number, _filled(cells, width))

    def _spoiled(self, record: Record, cells: list[str], fault: str) -> TableRow:
        width, found = len(self.columns), len(record.cells)
        said = _(_FAULTS[fault]).format(expected=width, found=found, encoding=self.encoding)
        had = cells[: width - 1 if fault == "cut" and found >= width else found]
        return TableRow(
            record.number,
            _filled(cells, width),
            fault=said,
            is_cut=fault == "cut",
            as_found="" if len(had) == width else BETWEEN.join(had),
        )


def _filled(cells: list[str], width: int) -> str:
    """The text of a row with a cell for each column."""
    return BETWEEN.join((*cells[:width], *[""] * (width - len(cells))))


def _is_protected(text: str) -> bool:
    return _PROTECTED[0] in text or _PROTECTED[1] in text


class Tables:
    """The tables of a file that is open: of a workbook every sheet that is seen and is one."""

    def __init__(self, source: Source, limits: Limits, is_header: IsHeader) -> None:
        self.left_out: list[str] = []
        """Sheets with something in them that is no table, and hidden ones; once all were read."""
        self._hidden: list[str] = []
        self._source = source
        self._limits = limits
        self._is_header = is_header

    def __iter__(self) -> Iterator[Table]:
        """Each is read before the next is asked for. Raises `BadInput` where there is none."""
        is_first = True
        for sheet in self._source.candidates():
            begin = list(islice(sheet.records, HEADER_ROWS))
            header = _header(begin, self._is_header)
            if header:
                rest = sheet._replace(records=chain(begin[header.place :], sheet.records))
                yield Table(self._source, header, rest, self._limits, is_first=is_first)
                is_first = False
                if self._source.is_text:
                    return
            elif sheet.is_hidden:
                self._hidden.append(sheet.title)
            elif begin and sheet.title:
                self.left_out.append(sheet.title)
        if is_first:
            raise BadInput(self._none())
        self.left_out += self._hidden

    def _none(self) -> str:
        said = _(
            "{file}: not an export, none of its first ten rows is a header with "
            "an order number, a status and an amount."
        ).format(file=self._source.name)
        if self._hidden:
            hidden = _("Hidden sheets are not read ({sheets}); show the one that is meant.")
            said += " " + hidden.format(sheets=listed(self._hidden))
        return said


@contextmanager
def open_tables(
    path: Path, limits: Limits = DEFAULT_LIMITS, is_header: IsHeader | None = None
) -> Iterator[Tables]:
    """The tables of a CSV or xlsx file; `is_header` says which row is the header of one.

    Without `is_header` the first row that is not empty is taken. Raises `BadInput` with a sentence
    that names the file.
    """
    with open_source(path, limits.file_bytes) as source:
        yield Tables(source, limits, is_header or any)


def _header(records: list[Record], is_header: IsHeader) -> Header | None:
    """The header, where one of these rows is one."""
    for place, record in enumerate(records, 1):
        columns = [clean(_name(cell)) for cell in record.cells]
        if is_header(columns):
            above = tuple(" ".join(one.cells) for one in records[: place - 1])
            return Header(place, columns, above)
    return None


def _name(cell: str) -> str:
    return cell.removeprefix("\ufeff").removeprefix(MERGED).replace(UNDECODED, "\ufffd")

"""Files read (读入): every row of the files of an import, kept, before anything is written.

What is wrong with a file as a whole is known once it was read to its end.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from store.errors import BadInput, Problem
from store.exchange.incoming.reader import nothing_in, open_export, reading_of, unreadable
from store.exchange.incoming.reading import Reading
from store.exchange.incoming.stock_file import StockReading
from store.exchange.incoming.tables import Table, TableRow, Tables
from store.exchange.outgoing.rejected import RejectedRows
from store.importing.bundles import ImportedFile, OpenFile
from store.importing.covering import days_of
from store.importing.own_shops import ShopOfRows
from store.importing.read_rows import FUNDS, Entry, ReadRows
from store.importing.report import KEPT_REJECTED, ImportReport, Step, Watch
from store.importing.stock import StockFile
from store.models.facts import RejectedRow
from store.words import _

AT_ONCE = 1000
"""Rows that are kept together."""
TURNS = {"orders": 0, "insurance": 1, "after_sales": 2, "traces": 3, "funds": FUNDS}
"""What is met with an order first: its own facts, its insurance, its cases, then its traces."""


class _KeptRows(NamedTuple):
    """What the rows of a table were."""

    broken: TableRow | None
    """The first whose cells cannot be told apart."""
    has_whole: bool
    """Is there one whose cells can?"""


class FilesRead:
    """The files of one import, and what becomes of their rows."""

    def __init__(self, rows: ReadRows, of: ShopOfRows, watch: Watch, now: datetime) -> None:
        self.watch = watch
        self.files: list[OpenFile] = []
        self.stock: list[StockFile] = []
        """Those of them that say what there is of each SKU."""
        self.is_stopped = False
        """Did the watcher stop the import?"""
        self._rows = rows
        self._of = of
        self._now = now

    @property
    def funds(self) -> list[OpenFile]:
        """Those about money."""
        return [one for one in self.files if one.reading.kind == "funds"]

    @property
    def but_funds(self) -> list[OpenFile]:
        """The others, which are about orders or what they take."""
        return [one for one in self.files if one.reading.kind != "funds"]

    def read(self, paths: Sequence[Path]) -> None:
        """Keep all rows of all files; raise BadInput with the sentences about all that are none."""
        problems = []
        for path in paths:
            try:
                with open_export(path) as tables:
                    self._read_all(tables)
            except BadInput as error:
                problems.append(Problem("", error.sentence))
            if self.is_stopped:
                return
        if problems and len(paths) > 1:
            problems.append(Problem("", _("Nothing was imported, of the other files either.")))
        if problems:
            raise BadInput(problems[0].sentence, problems=tuple(problems))

    def refuse_unreadable(self, unreadable_rows: Mapping[int, RejectedRow]) -> None:
        """A file of the desk's own of which nothing can be understood is none."""
        for at, (given, reading) in enumerate(self.files):
            if reading.platform is None and reading.kind == "orders" and not given.report.platform:
                rejected = self._rows.rejected(at, reading.file, reading.columns, 1)
                found = (*rejected, *filter(None, [unreadable_rows.get(at)]))
                first = min(found, key=attrgetter("row"))
                raise unreadable(reading.file, first.reason)

    def reject(self, file: ImportedFile, row: RejectedRow) -> None:
        """Keep a row that is not taken."""
        file.report.add_rejected(row)
        self._rows.reject(file.number, row)

    def rejected(self) -> Iterator[RejectedRows]:
        """The rows of all files that were not taken."""
        taken_out = [at for at, one in enumerate(self.files) if one.given.report.rejected_count]
        return map(self._rejected, taken_out)

    def reports(self) -> list[ImportReport]:
        """What came of each file."""
        for at, (given, reading) in enumerate(self.files):
            report = given.report
            kept = self._rows.rejected(at, reading.file, reading.columns, KEPT_REJECTED)
            report.rejected = tuple(kept)
            report.left_off = self.is_stopped
        return [one.given.report for one in self.files]

    def _rejected(self, at: int) -> RejectedRows:
        reading = self.files[at].reading
        return RejectedRows(reading.columns, self._rows.rejected(at, reading.file, reading.columns))

    def _read_all(self, tables: Tables) -> None:
        """Keep the rows of all tables of one file; raise BadInput where none has a whole row."""
        first = len(self.files)
        troubles: list[BadInput | None] = []
        empty: list[str] = []
        for table in tables:
            troubles.append(self._read(table, reading_of(table)))
            if self.is_stopped:
                return
            if not table.has_rows:
                empty.append(table.title)
        if all(troubles) and troubles[0]:
            raise troubles[0]
        self.files[first].given.report.left_out = (*empty, *tables.left_out)

    def _read(self, table: Table, reading: Reading) -> BadInput | None:
        """Keep the rows of a table; the sentence for one that has no whole row."""
        given = self._given(table, reading)
        if isinstance(reading, StockReading):
            return self._read_stock(table, given, reading)
        kept = self._keep_rows(table, given, reading)
        if not self.is_stopped:
            reading.finish()
        given.span = reading.span
        given.covers = days_of(reading) or given.covers
        given.latest_at = reading.latest.at if reading.latest else None
        is_empty = not given.report.rows
        if is_empty and not reading.is_whole_without_rows:
            return nothing_in(table, None)
        given.digest = self._of.digest(table.digest)
        self.files.append(OpenFile(given, reading))
        is_whole = is_empty or kept.has_whole or self.is_stopped
        return None if is_whole else nothing_in(table, kept.broken)

    def _given(self, table: Table, reading: Reading) -> ImportedFile:
        """The next file, with all that its header says."""
        report = ImportReport(
            file=self._of.called(table.name),
            platform=reading.platform or "",
            kind=reading.kind,
            variant=reading.variant,
            encoding=table.encoding,
            unknown_columns=reading.unknown_columns,
        )
        return ImportedFile(len(self.files), report, exported_at=reading.exported_at)

    def _keep_rows(self, table: Table, given: ImportedFile, reading: Reading) -> _KeptRows:
        """Keep the rows of a table, some at a time, until the watcher stops it."""
        entries: list[Entry] = []
        report = given.report
        broken: TableRow | None = None
        has_whole = False
        for row in table.rows():
            if reading.is_note(row) or not self._of.takes(reading, row):
                continue
            report.rows += 1
            given.cover(reading.day(row), self._now)
            if reading.latest and not row.fault:
                reading.latest.note(row, self._now)
            if row.fault:
                broken = broken or row
            else:
                has_whole = True
            # A row without a number is about an order of its own, until it is rejected.
            order_no = reading.order_no(row)
            reading.notice(order_no)
            order_no = order_no or f"?{given.number}:{row.number}"
            entries.append(Entry(order_no, TURNS[reading.kind], given.number, row))
            if len(entries) == AT_ONCE:
                self._rows.add(entries)
                entries.clear()
                if not self.watch(Step(table.name, "read", report.rows, None)):
                    self.is_stopped = True
                    break
        self._rows.add(entries)
        return _KeptRows(broken, has_whole)

    def _read_stock(
        self, table: Table, given: ImportedFile, reading: StockReading
    ) -> BadInput | None:
        """The same of a file of stock, which has one row a SKU and none about an order."""
        rows = [row for row in table.rows() if any(row.cells)]
        given.report.rows = len(rows)
        given.digest = table.digest
        if rows:
            self.files.append(OpenFile(given, reading))
            self.stock.append(StockFile(given, reading, rows))
        broken = next((row for row in rows if row.fault), None)
        return None if any(not row.fault for row in rows) else nothing_in(table, broken)

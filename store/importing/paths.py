"""Importing files (导入): all of them are read to their end first, then met with the store.

What is wrong with a file as a whole is known before anything is written, and a file that is
refused has changed nothing. Then one order after the other is met with all that is said about it,
in batches; one order is never split over two commits. An import that was broken off anywhere is
completed by importing the file again, which changes nothing twice.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain
from operator import attrgetter
from pathlib import Path

from store.acting import Store
from store.errors import BadInput, Problem
from store.exchange.incoming.reader import nothing_in, open_export, reading_of, unreadable
from store.exchange.incoming.reading import Reading
from store.exchange.incoming.stock_file import StockReading
from store.exchange.incoming.tables import Table, TableRow, Tables
from store.exchange.outgoing.files import ensure_free
from store.exchange.outgoing.rejected import RejectedRows, write_rejected
from store.files.places import prepare
from store.importing.batches import Batches
from store.importing.covering import days_of
from store.importing.funds import FundsImport
from store.importing.inquiries import meet_inquiries
from store.importing.left import Left
from store.importing.looking import Looking
from store.importing.making_aside import MakingAside, making_aside
from store.importing.own_shops import ShopOfRows, shops_meant
from store.importing.read_rows import FUNDS, Entry, ReadRows, read_rows
from store.importing.report import KEPT_REJECTED, ImportReport, Step, Watch, unwatched
from store.importing.said import GivenFile, OpenFile
from store.importing.shared import tell_others
from store.importing.stock import StockFile
from store.importing.units import Units
from store.importing.unpaid import note_unpaid
from store.models.facts import RejectedRow
from store.reading.without_collector import without_collector
from store.words import _

AT_ONCE = 1000
"""Rows that are kept together."""
MANY = 3000
"""Where more rows have to be met with the store, a second process pays for its start."""
TURNS = {"orders": 0, "insurance": 1, "after_sales": 2, "traces": 3, "funds": FUNDS}
"""What is met with an order first: its own facts, its insurance, its cases, then its traces."""


@without_collector()
def import_paths(  # noqa: PLR0913 - each is an option of the command
    repository: Store,
    paths: Sequence[Path],
    shop: str | None = None,
    *,
    dry_run: bool = False,
    watch: Watch = unwatched,
    rejected_to: Path | None = None,
    replaces: bool = False,
) -> list[ImportReport]:
    """Meet everything the files say with the store.

    Without a `shop` those that rows of the desk's own exports say are meant, one after the other,
    else the only one there is. With `dry_run` only say what would come of it.
    With `rejected_to` every row that was not taken is written there, to be mended; over a file that
    is there only where it `replaces` that. Raises BadInput, and has changed nothing, for such a
    file, and for files that are no exports, or of another shop. Where somebody gives
    an order to another shop meanwhile it stops there with the same sentence: what was committed
    stays, and the records say how far it came.
    """
    if rejected_to:
        ensure_free(rejected_to, "rejected", replaces=replaces)
    shops = shops_meant(repository, paths, shop)
    with _folder(repository, dry_run=dry_run) as folder, ExitStack() as stack:
        imports = []
        for name in shops:
            rows = stack.enter_context(read_rows(folder))
            imports.append(_Importing(repository, rows, ShopOfRows(name, shops), watch))
            imports[-1].read(paths)
        for importing in imports:
            importing.meet(dry_run=dry_run)
        if rejected_to:
            rejected = chain.from_iterable(importing.rejected() for importing in imports)
            write_rejected(rejected_to, rejected, replaces=replaces)
        return [report for importing in imports for report in importing.reports()]


class _Importing:
    """Several files on their way into the store."""

    def __init__(self, repository: Store, rows: ReadRows, of: ShopOfRows, watch: Watch) -> None:
        self._repository = repository
        self._rows = rows
        self._of = of
        self._shop = of.shop
        self._watch = watch
        self._files: list[OpenFile] = []
        self._stock: list[StockFile] = []
        self._is_stopped = False
        self._left = Left(watch)

    def read(self, paths: Sequence[Path]) -> None:
        """Keep all rows of all files; raise BadInput with the sentences about all that are none."""
        problems = []
        for path in paths:
            try:
                with open_export(path) as tables:
                    self._read_all(tables)
            except BadInput as error:
                problems.append(Problem("", error.sentence))
            if self._is_stopped:
                return
        if problems and len(paths) > 1:
            problems.append(Problem("", _("Nothing was imported, of the other files either.")))
        if problems:
            raise BadInput(problems[0].sentence, problems=tuple(problems))

    def meet(self, *, dry_run: bool) -> None:
        """Meet what was read with the store.

        Raises StoreTrouble that says how much of it is there, where the store fails.
        """
        if self._is_stopped:
            return
        total = sum(one.given.report.rows for one in self._files)
        with self._left.told(total, dry_run=dry_run):
            self._meet(dry_run=dry_run)

    def _meet(self, *, dry_run: bool) -> None:
        self._meet_orders(dry_run=dry_run)
        if not self._is_stopped and any(one.reading.kind == "funds" for one in self._files):
            funds = FundsImport(self._repository, self._files, self._shop, self._reject)
            self._is_stopped = not funds.run(self._rows, self._left.telling(0), dry_run=dry_run)
        if not self._is_stopped and not dry_run:
            note_unpaid(self._repository, self._shop)

    def _meet_orders(self, *, dry_run: bool) -> None:
        """What is said about orders, which come before their money."""
        files = [one.given for one in self._files if one.reading.kind != "funds"]
        if not files:
            return
        with making_aside() as aside:
            self._meet_with(aside, files, dry_run=dry_run)

    def _meet_with(self, aside: MakingAside, files: Sequence[GivenFile], *, dry_run: bool) -> None:
        units = Units(self._files, self._shop, self._repository.now)
        looking = Looking(self._repository, self._rows, units, self._shop, self._reject)
        total = sum(one.report.rows for one in files)
        later = sum(one.given.report.rows for one in self._files) - total
        for done in looking.look():
            if not self._watch(Step(files[-1].report.file, "look", done, total)):
                self._is_stopped = True
                return
            if looking.wanted_rows > MANY and not aside.is_there:
                aside.start()
        self._refuse_unreadable(looking.unreadable)
        counted = 0
        for stock in self._stock:
            counted += stock.rows
            watch = self._left.telling(later + total - counted)
            if not stock.meet(self._repository, self._shop, self._reject, watch, dry_run=dry_run):
                self._is_stopped = True
                return
        # Stock notes by itself how far it came.
        noted = [one for one in files if one.report.kind != StockReading.kind]
        batches = Batches(self._repository, self._files, noted, self._shop, self._reject, aside)
        act = batches.only_count if dry_run else batches.run
        watch = self._left.telling(later)
        self._is_stopped = not act(self._rows.wanted_orders(), watch, looking.wanted_rows)
        if not dry_run:
            files[-1].report.inquiries = tuple(meet_inquiries(self._repository))
            for one in files:
                one.report.shared = tuple(tell_others(self._repository, one.turned))

    def rejected(self) -> Iterator[RejectedRows]:
        """The rows of all files that were not taken."""
        taken_out = [at for at, one in enumerate(self._files) if one.given.report.rejected_count]
        return map(self._rejected, taken_out)

    def reports(self) -> list[ImportReport]:
        """What came of each file."""
        for at, (given, reading) in enumerate(self._files):
            report = given.report
            kept = self._rows.rejected(at, reading.file, reading.columns, KEPT_REJECTED)
            report.rejected = tuple(kept)
            report.left_off = self._is_stopped
        return [one.given.report for one in self._files]

    # Beneath

    def _read_all(self, tables: Tables) -> None:
        """Keep the rows of all tables of one file; raise BadInput where none has a whole row."""
        first = len(self._files)
        troubles: list[BadInput | None] = []
        for table in tables:
            troubles.append(self._read(table, reading_of(table)))
            if self._is_stopped:
                return
        if all(troubles) and troubles[0]:
            raise troubles[0]
        self._files[first].given.report.left_out = tuple(tables.left_out)

    def _read(self, table: Table, reading: Reading) -> BadInput | None:
        """Keep the rows of a table; the sentence for one that has no whole row."""
        file = len(self._files)
        report = ImportReport(
            file=self._of.called(table.name),
            platform=reading.platform or "",
            kind=reading.kind,
            variant=reading.variant,
            encoding=table.encoding,
            unknown_columns=reading.unknown_columns,
        )
        given = GivenFile(file, report, exported_at=reading.exported_at)
        if isinstance(reading, StockReading):
            return self._read_stock(table, given, reading)
        entries: list[Entry] = []
        broken: TableRow | None = None
        is_whole = False
        for row in table.rows():
            if reading.is_note(row) or not self._of.takes(reading, row):
                continue
            report.rows += 1
            given.cover(reading.day(row), self._repository.now)
            if row.fault:
                broken = broken or row
            else:
                is_whole = True
            # A row without a number is about an order of its own, until it is rejected.
            order_no = reading.order_no(row)
            reading.notice(order_no)
            order_no = order_no or f"?{file}:{row.number}"
            entries.append(Entry(order_no, TURNS[reading.kind], file, row))
            if len(entries) == AT_ONCE:
                self._rows.add(entries)
                entries.clear()
                if not self._watch(Step(table.name, "read", report.rows, None)):
                    self._is_stopped = True
                    break
        self._rows.add(entries)
        if not self._is_stopped:
            reading.finish()
        given.span = reading.span
        given.covers = days_of(reading) or given.covers
        if report.rows or reading.is_whole_without_rows:
            given.digest = self._of.digest(table.digest)
            self._files.append(OpenFile(given, reading))
        is_whole = (
            is_whole or self._is_stopped or (not report.rows and reading.is_whole_without_rows)
        )
        return None if is_whole else nothing_in(table, broken)

    def _read_stock(self, table: Table, given: GivenFile, reading: StockReading) -> BadInput | None:
        """The same of a file of stock, which has one row a SKU and none about an order."""
        rows = [row for row in table.rows() if any(row.cells)]
        given.report.rows = len(rows)
        given.digest = table.digest
        if rows:
            self._files.append(OpenFile(given, reading))
            self._stock.append(StockFile(given, reading, rows))
        broken = next((row for row in rows if row.fault), None)
        return None if any(not row.fault for row in rows) else nothing_in(table, broken)

    def _refuse_unreadable(self, unreadable_rows: Mapping[int, RejectedRow]) -> None:
        """A file of the desk's own of which nothing can be understood is none."""
        for at, (given, reading) in enumerate(self._files):
            if reading.platform is None and reading.kind == "orders" and not given.report.platform:
                rejected = self._rows.rejected(at, reading.file, reading.columns, 1)
                found = (*rejected, *filter(None, [unreadable_rows.get(at)]))
                first = min(found, key=attrgetter("row"))
                raise unreadable(reading.file, first.reason)

    def _reject(self, file: GivenFile, row: RejectedRow) -> None:
        file.report.add_rejected(row)
        self._rows.reject(file.number, row)

    def _rejected(self, at: int) -> RejectedRows:
        reading = self._files[at].reading
        return RejectedRows(reading.columns, self._rows.rejected(at, reading.file, reading.columns))


@contextmanager
def _folder(repository: Store, *, dry_run: bool) -> Iterator[Path]:
    """Where the rows may lie meanwhile: in the store's folder, where that is not to be made."""
    folder = repository.engine.folder
    is_there = folder.is_dir()
    if dry_run and not is_there:
        with tempfile.TemporaryDirectory(prefix="shouhou-") as own:
            yield Path(own)
        return
    prepare(folder)
    try:
        yield folder
    finally:
        # Nothing was imported into a store that was not there before.
        if not is_there:
            with suppress(OSError):
                folder.rmdir()

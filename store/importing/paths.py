"""Importing files (导入): all of them are read to their end first, then met with the store.

What is wrong with a file as a whole is known before anything is written, and a file that is
refused has changed nothing. Then one order after the other is met with all that is said about it,
in batches; one order is never split over two commits. An import that was broken off anywhere is
completed by importing the file again, which changes nothing twice.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain
from pathlib import Path

from store.acting import Store
from store.exchange.incoming.stock_file import StockReading
from store.exchange.outgoing.rejected import write_rejected
from store.files.handed_out import ensure_free
from store.files.places import prepare
from store.importing.batches import Batches
from store.importing.bundles import OpenFile
from store.importing.files_read import FilesRead
from store.importing.funds import FundsImport
from store.importing.inquiries import meet_inquiries
from store.importing.left import Left
from store.importing.looking import Looking
from store.importing.making_aside import BILLS, ORDERS, MakingAside, making_aside
from store.importing.own_shops import ShopOfRows, shops_meant
from store.importing.read_rows import ReadRows, read_rows
from store.importing.records import note_first_imports
from store.importing.report import ImportReport, Step, Watch, unwatched
from store.importing.shared import tell_others
from store.importing.succession import succession
from store.importing.units import Units
from store.importing.unpaid import note_unpaid
from store.reading.without_collector import without_collector

MANY = 3000
"""Where more rows have to be met with the store, a second process pays for its start."""
MANY_OF_FUNDS = 20_000
"""The same of rows about money, each of which takes a seventh of the time."""


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
    as_new: bool = False,
) -> list[ImportReport]:
    """Meet everything the files say with the store.

    Without a `shop` those that rows of the desk's own exports say are meant, one after the other,
    else the only one there is. With `dry_run` only say what would come of it.
    With `rejected_to` every row that was not taken is written there, to be mended; over a file that
    is there only where it `replaces` that. With `as_new` somebody says that the platform shows just
    this again: files that came before count as new ones. Raises BadInput, and has changed nothing,
    for such a file, and for files that are no exports, or of another shop. Where somebody gives an
    order to another shop meanwhile it stops there with the same sentence: what was committed stays,
    and the records say how far it came.
    """
    if rejected_to:
        ensure_free(rejected_to, "rejected", replaces=replaces)
    shops = shops_meant(repository, paths, shop)
    with _folder(repository, dry_run=dry_run) as folder, ExitStack() as stack:
        imports: list[_Importing] = []
        read: list[FilesRead] = []
        for name in shops:
            rows = stack.enter_context(read_rows(folder))
            read.append(FilesRead(rows, ShopOfRows(name, shops), watch, repository.now))
            read[-1].read(paths)
            imports.append(_Importing(repository, rows, read[-1], name, is_dry=dry_run))
        for importing in imports:
            importing.meet(as_new=as_new)
        if rejected_to:
            rejected = chain.from_iterable(one.rejected() for one in read)
            write_rejected(rejected_to, rejected, replaces=replaces)
        return [report for one in read for report in one.reports()]


class _Importing:
    """Several files of one shop on their way into the store."""

    def __init__(
        self, repository: Store, rows: ReadRows, read: FilesRead, shop: str, *, is_dry: bool
    ) -> None:
        """With `is_dry` it is only said what would come of them."""
        self._repository = repository
        self._rows = rows
        self._read = read
        self._shop = shop
        self._is_dry = is_dry
        self._left = Left(read.watch, is_dry=is_dry)

    def meet(self, *, as_new: bool) -> None:
        """Meet what was read with the store.

        Raises StoreTrouble that says how much of it is there, where the store fails.
        """
        if self._read.is_stopped:
            return
        files = [one.given for one in self._read.files]
        note_first_imports(self._repository, files, self._shop, as_new=as_new)
        self._rows.meet_in(succession(self._read.files))
        with self._left.told(_rows_of(self._read.files)):
            is_whole = self._meet_orders() and self._meet_funds()
            self._read.is_stopped = not is_whole
            if is_whole and not self._is_dry:
                note_unpaid(self._repository, self._shop)

    def _meet_funds(self) -> bool:
        """What is said about money; False where the watcher stopped it, here and below."""
        if not self._read.funds:
            return True
        files = self._read.funds
        with making_aside(BILLS) as aside:
            if _rows_of(files) > MANY_OF_FUNDS:
                aside.start()
            funds = FundsImport(self._repository, files, self._shop, self._read.reject, aside)
            return funds.run(self._rows, self._left.telling(0), dry_run=self._is_dry)

    def _meet_orders(self) -> bool:
        """What is said about orders, which come before their money."""
        if not self._read.but_funds:
            return True
        with making_aside(ORDERS) as aside:
            looking = self._looked(aside)
            if looking is None:
                return False
            self._read.refuse_unreadable(looking.unreadable)
            return self._set_stock() and self._write(looking, aside)

    def _looked(self, aside: MakingAside) -> Looking | None:
        """What of it is new; a second process is started where that is much. None where it was
        stopped.
        """
        files = self._read.but_funds
        units = Units(self._read.files, self._shop, self._repository.now)
        looking = Looking(self._repository, self._rows, units, self._shop, self._read.reject)
        name, total = files[-1].given.report.file, _rows_of(files)
        for done in looking.look():
            if not self._read.watch(Step(name, "look", done, total)):
                return None
            if looking.wanted_rows > MANY and not aside.is_there:
                aside.start()
        return looking

    def _set_stock(self) -> bool:
        """What files say there is of each SKU, before the orders that take of it."""
        coming = _rows_of(self._read.files)
        for stock in self._read.stock:
            coming -= stock.rows
            watch = self._left.telling(coming)
            about = self._repository, self._shop, self._read.reject
            if not stock.meet(*about, watch, dry_run=self._is_dry):
                return False
        return True

    def _write(self, looking: Looking, aside: MakingAside) -> bool:
        """The orders of which something is new, and what is said once all of them are there."""
        files = [one.given for one in self._read.but_funds]
        # Stock notes by itself how far it came.
        noted = [one for one in files if one.report.kind != StockReading.kind]
        given = self._read.files, noted, self._shop, self._read.reject
        batches = Batches(self._repository, *given, aside)
        act = batches.only_count if self._is_dry else batches.run
        watch = self._left.telling(_rows_of(self._read.funds))
        is_whole = act(self._rows.wanted_orders(), watch, looking.wanted_rows)
        if not self._is_dry:
            files[-1].report.inquiries = tuple(meet_inquiries(self._repository))
            for one in files:
                one.report.shared = tuple(tell_others(self._repository, one.turned))
        return is_whole


def _rows_of(files: Iterable[OpenFile]) -> int:
    return sum(one.given.report.rows for one in files)


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

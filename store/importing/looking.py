"""Looking (先看): which rows say nothing new, before anything is written."""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from store.acting import Store
from store.documents.kinds import KINDS
from store.exchange.incoming.reading import ORDER, UnreadableRows
from store.importing.bundles import ImportedFile, Reject
from store.importing.read_rows import Entry, ReadRows, some_of
from store.importing.shops import refuse_other_shops
from store.importing.units import FileUnit, Units
from store.models.after_sales_case import WaitingCase
from store.models.facts import RejectedRow, TraceFacts
from store.models.order import Order

AT_ONCE = 500
"""Orders that are looked up together."""


class _Known(NamedTuple):
    """What is noted of the digests of some orders and of the cases that wait for them."""

    orders: dict[str, dict[str, bytes]]
    waiting: dict[str, dict[str, bytes]]


class Looking:
    """What of the rows of all files is new, order by order."""

    def __init__(
        self, repository: Store, rows: ReadRows, units: Units, shop: str, reject: Reject
    ) -> None:
        self._repository = repository
        self._rows = rows
        self._units = units
        self._shop = shop
        self._reject = reject
        self.wanted_rows = 0
        """So many rows have to be met with the store, as far as it has been looked."""
        self.unreadable: dict[int, RejectedRow] = {}
        """The first row that cannot be read of files, by number, whose rows name the platform and
        none of which could be read so far."""

    def look(self) -> Iterator[int]:
        """Count what is known, note what has to be met with the store, and reject rows whose cells
        cannot be told apart.

        Gives the count of rows that were looked at, now and then. Raises BadInput where an order is
        another shop's.
        """
        done = 0
        orders = self._rows.orders()
        while some := some_of(orders, AT_ONCE):
            meant = (one for entries in some for one in self._units.meant(entries))
            refuse_other_shops(self._repository, self._shop, meant)
            units = [list(self._units.of(entries)) for entries in some]
            known = self._known(units)
            wanted: list[str] = []
            for entries, of_order in zip(some, units, strict=True):
                if rows := self._wanted(entries, of_order, known):
                    wanted.append(entries[0].order_no)
                    self.wanted_rows += rows
            self._rows.want(wanted)
            done += sum(map(len, some))
            yield done

    def _wanted(self, entries: list[Entry], units: list[FileUnit], known: _Known) -> int:
        """How many rows about an order have to be met with the store; the others are counted.

        Of an order all or nothing is known: what comes first may change what follows it.
        """
        if any(entry.row.fault for entry in entries):
            for file, rows in self._units.by_file(entries):
                self._take_out(file.given, list(file.reading.broken(rows)))
        if all(_is_known(one, known) for one in units):
            for one in units:
                given = one.file.given
                given.report.counts["same"] += 1
                given.report.waiting += one.key not in known.orders
                given.done += len(one.unit.rows)
            return 0
        for one in units:
            if one.file.reading.platform is None:
                self._ask_platform(one)
        return sum(len(one.unit.rows) for one in units)

    def _ask_platform(self, one: FileUnit) -> None:
        """Note which platform a file is of whose rows say it, once one of them can be read."""
        given = one.file.given
        if given.report.platform or one.file.reading.kind != "orders":
            return
        try:
            first = one.file.reading.facts(one.unit)[0]
        except UnreadableRows as fault:
            before = self.unreadable.get(given.number)
            found = (*fault.rejected, *((before,) if before else ()))
            self.unreadable[given.number] = min(found, key=attrgetter("row"))
            return
        if not isinstance(first, TraceFacts):
            given.report.platform = str(first.platform)
            self.unreadable.pop(given.number, None)

    def _take_out(self, file: ImportedFile, rejected: Sequence[RejectedRow]) -> None:
        file.done += len(rejected)
        for row in rejected:
            self._reject(file, row)

    def _known(self, units: list[list[FileUnit]]) -> _Known:
        engine = self._repository.engine
        keyed = [one for of_order in units for one in of_order if one.key]
        keys = {one.key for one in keyed}
        cases = {one.waiting_key for one in keyed if one.unit.about != ORDER}
        return _Known(
            engine.digests(KINDS[Order], keys) if keys else {},
            engine.digests(KINDS[WaitingCase], cases) if cases else {},
        )


def _is_known(one: FileUnit, known: _Known) -> bool:
    """Would the order, or the case that waits for it, be made the same of it once more?"""
    about = one.unit.about
    if not one.key:
        return False
    if one.key in known.orders:
        return known.orders[one.key].get(about) == one.digest
    return about != ORDER and known.waiting.get(one.waiting_key, {}).get(about) == one.digest

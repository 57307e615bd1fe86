"""Looking (先看): which rows can be read, and which say nothing new, before anything is written."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from itertools import groupby, islice
from operator import attrgetter
from typing import NamedTuple

from store.change import Store
from store.documents.kinds import KINDS
from store.exchange.incoming.reading import ORDER, Reading, Unit, UnreadableRows
from store.exchange.incoming.tables import TableRow
from store.importing.merging import FORM
from store.importing.read_rows import Entry, ReadRows
from store.importing.said import Bundle, GivenFile, Meant, Part, Reject
from store.importing.shops import refuse_other_shops
from store.models.after_sales_case import WaitingCase
from store.models.axes import Platform
from store.models.facts import RejectedRow, TraceFacts
from store.models.keys import order_key, waiting_key
from store.models.order import Order

AT_ONCE = 500
"""Orders that are looked up together."""
DIGEST_BYTES = 12


class OpenFile(NamedTuple):
    """One file with the way it is to be understood."""

    given: GivenFile
    reading: Reading


class _Known(NamedTuple):
    """What is noted of the digests of some orders and of the cases that wait for them."""

    orders: dict[str, dict[str, bytes]]
    waiting: dict[str, dict[str, bytes]]


class _Unit(NamedTuple):
    unit: Unit
    file: OpenFile
    key: str
    """The key of its order, where a digest is kept; else empty."""
    digest: bytes

    @property
    def waiting_key(self) -> str:
        """The key that its case has while it waits; it is about one, and has a key."""
        return waiting_key(self.key, self.unit.about)


class Looking:
    """What the rows of all files say, order by order."""

    def __init__(
        self,
        repository: Store,
        rows: ReadRows,
        files: Sequence[OpenFile],
        shop: str,
        reject: Reject,
    ) -> None:
        self._repository = repository
        self._rows = rows
        self._files = files
        self._shop = shop
        self._reject = reject
        self.wanted_rows = 0
        """So many rows are in the bundles, as far as it has been looked."""
        self._seeds = [blake2b(self._form(file), digest_size=DIGEST_BYTES) for file in files]

    def look(self) -> Iterator[int]:
        """Reject what cannot be read, count what is known, note what has to be met with the store.

        Gives the count of rows that were looked at, now and then. Raises BadInput where an order is
        another shop's.
        """
        done = 0
        orders = self._rows.orders()
        while some := list(islice(orders, AT_ONCE)):
            refuse_other_shops(self._repository, self._shop, self._meant(some))
            units = [list(self._units(entries)) for entries in some]
            known = self._known(units)
            wanted: list[str] = []
            for entries, of_order in zip(some, units, strict=True):
                if rows := self._wanted(entries, of_order, known):
                    wanted.append(entries[0].order_no)
                    self.wanted_rows += rows
            self._rows.want(wanted)
            done += sum(map(len, some))
            yield done

    def bundles(self) -> Iterator[Bundle]:
        """What has to be met with the store, order by order."""
        for entries in self._rows.wanted_orders():
            parts = [part for one in self._units(entries) for part in self._part(one)]
            if parts:
                yield Bundle(parts)

    def _wanted(self, entries: list[Entry], units: list[_Unit], known: _Known) -> int:
        """How many rows about an order have to be met with the store; the others are counted.

        Of an order all or nothing is known: what comes first may change what follows it.
        """
        for file, rows in self._by_file(entries):
            self._take_out(file.given, list(file.reading.broken(rows)))
        if all(_is_known(one, known) for one in units):
            for one in units:
                given = one.file.given
                given.report.counts["same"] += 1
                given.report.waiting += one.key not in known.orders
                given.done += len(one.unit.rows)
            return 0
        return sum(len(one.unit.rows) for one in units if self._is_readable(one))

    def _is_readable(self, one: _Unit) -> bool:
        if one.file.reading.is_plain(one.unit):
            return True
        try:
            facts = one.file.reading.facts(one.unit)
        except UnreadableRows as fault:
            self._take_out(one.file.given, fault.rejected)
            return False
        if not one.file.given.report.platform and not isinstance(facts[0], TraceFacts):
            one.file.given.report.platform = str(facts[0].platform)
        return True

    def _part(self, one: _Unit) -> Iterator[Part]:
        with suppress(UnreadableRows):
            facts = one.file.reading.facts(one.unit)
            about = one.unit.about if one.key else ""
            yield Part(one.file.given, len(one.unit.rows), facts, about, one.digest)

    def _take_out(self, file: GivenFile, rejected: Sequence[RejectedRow]) -> None:
        file.done += len(rejected)
        for row in rejected:
            self._reject(file, row)

    def _units(self, entries: list[Entry]) -> Iterator[_Unit]:
        for file, rows in self._by_file(entries):
            reading = file.reading
            whole = [row for row in rows if not row.fault]
            if reading.is_of_lines and len(whole) < len(rows):
                continue
            for unit in reading.units(whole) if whole else ():
                key, digest = "", b""
                if unit.about and reading.platform:
                    key = order_key(reading.platform, self._shop, entries[0].order_no)
                    digest = self._digest(file, unit)
                yield _Unit(unit, file, key, digest)

    def _by_file(self, entries: list[Entry]) -> Iterator[tuple[OpenFile, list[TableRow]]]:
        for number, of_file in groupby(entries, attrgetter("file")):
            yield self._files[number], [entry.row for entry in of_file]

    def _digest(self, file: OpenFile, unit: Unit) -> bytes:
        """Of the cells, and of all else that the facts depend on."""
        digest = self._seeds[file.given.number].copy()
        for row in unit.rows:
            digest.update(row.text.encode())
            digest.update(b"\n")
        return digest.digest()

    def _form(self, file: OpenFile) -> bytes:
        return f"{FORM}\n{self._shop}\n{file.reading.platform}\n{file.reading.form}".encode()

    def _known(self, units: list[list[_Unit]]) -> _Known:
        engine = self._repository.engine
        keyed = [one for of_order in units for one in of_order if one.key]
        keys = {one.key for one in keyed}
        cases = {one.waiting_key for one in keyed if one.unit.about != ORDER}
        return _Known(
            engine.digests(KINDS[Order], keys) if keys else {},
            engine.digests(KINDS[WaitingCase], cases) if cases else {},
        )

    def _meant(self, some: list[list[Entry]]) -> Iterator[Meant]:
        """Every order that the files say something about; a scan of a parcel names no platform."""
        for entries in some:
            for entry in entries:
                platform = self._files[entry.file].reading.platform
                yield entry.order_no, (platform,) if platform else tuple(Platform)


def _is_known(one: _Unit, known: _Known) -> bool:
    """Would the order, or the case that waits for it, be made the same of it once more?"""
    about = one.unit.about
    if not one.key:
        return False
    if one.key in known.orders:
        return known.orders[one.key].get(about) == one.digest
    return about != ORDER and known.waiting.get(one.waiting_key, {}).get(about) == one.digest

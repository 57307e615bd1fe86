"""Units (一行一事): the rows about one order as what they say together, with a digest of each."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import groupby, product
from operator import attrgetter
from typing import NamedTuple, TypeGuard

from store.exchange.incoming.reading import Facts, Unit, UnreadableRows
from store.exchange.incoming.tables import TableRow
from store.importing.bundles import Bundle, Meant, OpenFile, Part, keys_of
from store.importing.merging import FORM
from store.importing.read_rows import Entry
from store.importing.succession import first_due_last
from store.models.axes import Platform
from store.models.facts import CaseFacts, RejectedRow
from store.models.keys import order_key, waiting_key
from store.words import _

DIGEST_BYTES = 12


CLOCKS_DIFFER = timedelta(minutes=10)
"""By so much a platform's clock may go before ours."""


class FileUnit(NamedTuple):
    """What some rows of one file say together."""

    unit: Unit
    file: OpenFile
    key: str
    """The key of its order, where a digest is kept; else empty."""
    digest: bytes

    @property
    def waiting_key(self) -> str:
        """The key that its case has while it waits; it is about one, and has a key."""
        return waiting_key(self.key, self.unit.about)


class Units:
    """How the rows of all files of an import are understood; it knows no store."""

    def __init__(self, files: Sequence[OpenFile], shop: str, now: datetime) -> None:
        """`files` are all of the import, so that a row finds its own by number."""
        self._files = files
        self._shop = shop
        self._latest = now + CLOCKS_DIFFER
        self._seeds = [blake2b(self._form(file), digest_size=DIGEST_BYTES) for file in files]

    def of(self, entries: Sequence[Entry]) -> Iterator[FileUnit]:
        """What the rows about one order say, apart from those whose cells cannot be told apart."""
        for file, rows in self.by_file(entries):
            reading = file.reading
            whole = [row for row in rows if not row.fault]
            if reading.is_of_lines and len(whole) < len(rows):
                continue
            for unit in reading.units(whole) if whole else ():
                key, digest = "", b""
                if unit.about and reading.platform:
                    key = order_key(reading.platform, self._shop, entries[0].order_no)
                    digest = self._digest(file, unit)
                yield FileUnit(unit, file, key, digest)

    def by_file(self, entries: Sequence[Entry]) -> Iterator[tuple[OpenFile, list[TableRow]]]:
        """The rows about one order, file by file."""
        for number, of_file in groupby(entries, attrgetter("file")):
            yield self._files[number], [entry.row for entry in of_file]

    def meant(self, entries: Sequence[Entry]) -> Iterator[Meant]:
        """Every order that rows say something about; a scan of a parcel names no platform."""
        for entry in entries:
            platform = self._files[entry.file].reading.platform
            yield entry.order_no, (platform,) if platform else tuple(Platform)

    def keys(self, entries: Sequence[Entry]) -> list[str]:
        """The keys of all orders that rows say something about."""
        return keys_of(self.meant(entries), self._shop)

    def bundle(self, entries: Sequence[Entry], taken: Mapping[str, str]) -> Bundle:
        """What the rows about one order say, read; not of cases whose numbers other orders have.

        `taken` has these numbers, each with the number of its order.
        """
        parts = [(one.file, self._part(one, taken)) for one in self.of(entries)]
        return Bundle([*first_due_last(parts)])

    def _part(self, one: FileUnit, taken: Mapping[str, str]) -> Part:
        part = self._whole_part(one)
        others = [fact for fact in part.facts if _is_case_of(fact, taken)]
        if not others:
            return part
        facts = [fact for fact in part.facts if fact not in others]
        unread = [*self._of_another(one, others, taken)]
        return part._replace(facts=facts, unread=unread, about="", digest=b"")

    @staticmethod
    def _of_another(
        one: FileUnit, cases: Sequence[CaseFacts], taken: Mapping[str, str]
    ) -> Iterator[RejectedRow]:
        reading = one.file.reading
        for fact, row in product(cases, one.unit.rows):
            said = _(
                "case {case} is of order {order} here, and cannot be of order {other} too; look it"
                " up on the platform"
            )
            about = {
                "case": fact.case.platform_no,
                "order": taken[fact.case.id],
                "other": fact.order_no,
            }
            yield reading.rejected(row, reading.case_column, said.format(**about))

    def _whole_part(self, one: FileUnit) -> Part:
        given, rows = one.file.given, len(one.unit.rows)
        try:
            facts = one.file.reading.past_facts(one.unit, self._latest)
        except UnreadableRows as fault:
            return Part(given, rows, (), unread=fault.rejected)
        return Part(given, rows, facts, one.unit.about if one.key else "", one.digest)

    def _digest(self, file: OpenFile, unit: Unit) -> bytes:
        """Of the cells, and of all else that the facts depend on."""
        digest = self._seeds[file.given.number].copy()
        for row in unit.rows:
            digest.update(row.text.encode())
            digest.update(b"\n")
        return digest.digest()

    def _form(self, file: OpenFile) -> bytes:
        return f"{FORM}\n{self._shop}\n{file.reading.platform}\n{file.reading.form}".encode()


def _is_case_of(fact: Facts, numbers: Mapping[str, str]) -> TypeGuard[CaseFacts]:
    return isinstance(fact, CaseFacts) and fact.case.id in numbers

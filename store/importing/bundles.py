"""Bundles: what the files of an import say, order by order, and what is known of each file."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from store.exchange.incoming.reading import Facts, Reading
from store.importing.case_news import case_doubted
from store.importing.report import ImportReport
from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Platform
from store.models.facts import Doubt, OrderFacts, RejectedRow, TraceFacts
from store.models.first_import import FirstImport
from store.models.keys import order_key
from store.rules.platform.two_sources import Verdict
from store.words.times import shop_day


@dataclass(eq=False)
class ImportedFile:
    """One file of an import."""

    number: int
    """Its place among them, from 0."""
    report: ImportReport
    digest: str = ""
    """SHA-256 of its bytes."""
    exported_at: datetime | None = None
    done: int = 0
    """Rows that were met with the store, in this import, or rejected."""
    first: FirstImport | None = None
    """By which import its bytes came to the shop first."""
    latest_at: datetime | None = None
    """The latest time at which something had happened by any of its rows."""
    span: tuple[datetime, datetime] | None = None
    """From when until when it says everything, where that is known."""
    covers: tuple[date, date] | None = None
    """The first and the last day that it tells of."""
    turned: list[str] = field(default_factory=list)
    """Numbers of parcels that came back, or were stopped, by it, or are not so any more."""

    @property
    def made_after(self) -> datetime | None:
        """It was made no earlier; now, where somebody says that the platform shows just this."""
        return self.first.at if self.first and self.report.is_as_new else self.latest_at

    def of_order(self, said: OrderFacts) -> OrderFacts:
        """What it says of an order, with the import by which it came first, and how new it is."""
        came = {"imported": self.first, "made_after": self.made_after}
        return said.model_copy(update={"knowledge": said.knowledge.model_copy(update=came)})

    def of_case(self, said: AfterSalesCase) -> AfterSalesCase:
        """The same of a case."""
        came = {"imported": self.first, "made_after": self.made_after}
        return said.model_copy(update=came)

    def cover(self, day: date | None, now: datetime) -> None:
        """Note the day of a row, where it says one; a day to come is a slip, and covers nothing."""
        if day and day <= shop_day(now):
            first, last = self.covers or (day, day)
            self.covers = min(first, day), max(last, day)


class OpenFile(NamedTuple):
    """One file with the way it is to be understood."""

    given: ImportedFile
    reading: Reading


Meant = tuple[str, Collection[Platform]]
"""An order by its number, and all platforms whose it may be."""
Reject = Callable[[ImportedFile, RejectedRow], None]
"""Keeps a row of a file that was not taken."""


class Part(NamedTuple):
    """What some rows of one file say together about one order."""

    file: ImportedFile
    rows: int
    """How many."""
    facts: Sequence[Facts]
    about: str = ""
    """What of the order it is about, where a digest of it is to be kept."""
    digest: bytes = b""
    unread: Sequence[RejectedRow] = ()
    """The rows, where they say nothing that could be understood."""


class Bundle(NamedTuple):
    """All there is to be met with one order: its own facts, its cases, its traces, in this turn.

    Files may name orders of two platforms by one number; each part knows which one it means.
    """

    parts: Sequence[Part]

    def meant(self) -> Iterator[Meant]:
        """All orders that may be meant; a scan of a parcel names no platform."""
        for part in self.parts:
            for facts in part.facts:
                if isinstance(facts, TraceFacts):
                    yield facts.order_no, tuple(Platform)
                else:
                    yield facts.order_no, (facts.platform,)

    def keys(self, shop: str) -> list[str]:
        """The keys of all orders that may be meant, each once."""
        return keys_of(self.meant(), shop)


def keys_of(meant: Iterable[Meant], shop: str) -> list[str]:
    """The keys of orders of a shop, each once."""
    keys = (
        order_key(platform, shop, number) for number, platforms in meant for platform in platforms
    )
    return list(dict.fromkeys(keys))


@dataclass
class Tally:
    """What the reports are to tell of one order once it is written; files by their number."""

    counts: list[tuple[int, Verdict, int]] = field(default_factory=list)
    """What each part was to what was known."""
    rejected: list[tuple[int, RejectedRow]] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    """A file for each case whose order is not there yet, and below for each that found its own."""
    attached: list[int] = field(default_factory=list)
    discrepancies: list[tuple[int, int]] = field(default_factory=list)
    words: list[tuple[int, str]] = field(default_factory=list)
    doubts: list[tuple[int, Doubt, str]] = field(default_factory=list)
    """Cases of which nobody can tell what the file means."""
    taken: list[tuple[int, str]] = field(default_factory=list)
    """A sentence for each offer that the buyer had taken when a case ended without anything."""
    replaced: list[tuple[int, int]] = field(default_factory=list)
    """How many rows of files that were imported before say what another has changed since."""
    turned: list[tuple[int, str]] = field(default_factory=list)
    """Numbers of parcels of whose end something else is known since they were looked for."""
    new_parcels: list[tuple[int, str]] = field(default_factory=list)
    """Numbers of the parcels of orders that nobody knew."""
    done: list[tuple[int, int]] = field(default_factory=list)
    """How many rows of each file were met."""

    @property
    def rows(self) -> int:
        """How many rows of all files were met."""
        return sum(rows for _file, rows in self.done)

    def doubt(
        self, file: ImportedFile, shown: AfterSalesCase, doubts: Iterable[Doubt], now: datetime
    ) -> None:
        """Note what is in doubt of a case as a row of the file shows it."""
        self.doubts += ((file.number, one, case_doubted(one, shown, now)) for one in doubts)

    def count(self, files: Sequence[ImportedFile], reject: Reject) -> None:
        """Add it to the reports of all files of the import."""
        for file, verdict, number in self.counts:
            files[file].report.counts[verdict] += number
        for file, row in self.rejected:
            reject(files[file], row)
        for file in self.waiting:
            files[file].report.waiting += 1
        for file in self.attached:
            files[file].report.attached += 1
        for file, number in self.discrepancies:
            files[file].report.discrepancies += number
        for file, tracking_no in self.turned:
            files[file].turned.append(tracking_no)
        for file, rows in self.done:
            files[file].done += rows
        for file, rows in self.replaced:
            files[file].report.replaced += rows
        self._say(files)

    def _say(self, files: Sequence[ImportedFile]) -> None:
        """Add what the reports say in words."""
        for file, words in self.words:
            files[file].report.add_word(words)
        for file, doubt, case in self.doubts:
            files[file].report.add_doubt(doubt, case)
        for file, sentence in self.taken:
            files[file].report.add_taken(sentence)

"""ImportReport: what came of each file of an import, and how far one has come meanwhile."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Literal, NamedTuple

from store.models.facts import Doubt, RejectedRow
from store.rules.platform.two_sources import Verdict

VERDICTS: tuple[Verdict, ...] = ("new", "changed", "same", "older")
KEPT_REJECTED = 50
"""So many rejected rows of a file are in its report, and in the record of its import; all of them
can be written to a file."""
KEPT_WORDS = KEPT_OFF_SALE = KEPT_DOUBTS = KEPT_TAKEN = KEPT_COUNTS = 50


class Step(NamedTuple):
    """How far an import has come."""

    file: str
    """The name of the file."""
    deed: Literal["read", "look", "merge"]
    done: int
    """Rows of the file when it is read, of all files when they are looked at or merged."""
    total: int | None
    """All there are, as far as known."""


Watch = Callable[[Step], bool]
"""Is told between batches; with False the import stops after what is committed."""


def unwatched(_step: Step) -> bool:
    """Watch nothing, and let it go on."""
    return True


@dataclass(frozen=True)
class SoldOffSale:
    """A new order that waits for a SKU which is off sale here."""

    order_no: str
    sku: str
    since: datetime
    by: str


@dataclass
class ImportReport:
    """What came of one file: how much of it was new, changed, same, older, rejected."""

    file: str
    platform: str
    kind: str
    variant: str
    encoding: str
    rows: int = 0
    counts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(VERDICTS, 0))
    waiting: int = 0
    """Cases whose order is not there yet."""
    discrepancies: int = 0
    rejected_count: int = 0
    rejected: tuple[RejectedRow, ...] = ()
    """The first of them, by row; until the import has ended fewer, of those that were met."""
    unknown_columns: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    """Sheets of the workbook of which nothing was read: a header alone, no exports, or hidden."""
    unknown_words: tuple[str, ...] = ()
    """Words for a status that the desk does not know; kept and shown. The first of them."""
    off_sale: tuple[SoldOffSale, ...] = ()
    """New orders of what is off sale here. The first of them."""
    off_sale_count: int = 0
    doubts: dict[Doubt, tuple[str, ...]] = field(default_factory=dict)
    """Cases of which nobody can tell what the file means, by what is in doubt. The first of each.
    """
    taken: tuple[str, ...] = ()
    """A sentence for each offer that the buyer had taken when the file showed its case as ended
    without anything. The first of them; what stays owed is owed all the same."""
    other_counts: tuple[str, ...] = ()
    """SKUs of a stock file that was imported before, of which another number is known now. The
    first of them."""
    attached: int = 0
    """Cases that had waited and have found their order."""
    inquiries: tuple[str, ...] = ()
    """Of the last file of an import: a sentence for each inquiry whose order may be here now."""
    shared: tuple[str, ...] = ()
    """A sentence for each other order in such a parcel of which the file does not say it."""
    imported_before: datetime | None = None
    """When these very bytes were imported first, where that was another time."""
    is_as_new: bool = False
    """They were, and somebody says that the platform shows just this again."""
    replaced: int = 0
    """Rows of such a file that say what another file has changed since; they change nothing."""
    left_off: bool = False
    """It was stopped; importing the file again completes it."""

    @property
    def keeps_unknown_columns(self) -> bool:
        """Does an order, or a case, keep what stands in columns that nobody knows? Of other files
        only what they are for is read.
        """
        return self.kind in ("orders", "after_sales") and self.variant != "shouhou"

    def add_rejected(self, row: RejectedRow) -> None:
        """Note a row that was not taken."""
        self.rejected_count += 1
        first = sorted((*self.rejected, row), key=attrgetter("row"))
        self.rejected = tuple(first[:KEPT_REJECTED])

    def add_word(self, word: str) -> None:
        """Note a word for a status that nobody knows."""
        if word not in self.unknown_words and len(self.unknown_words) < KEPT_WORDS:
            self.unknown_words = tuple(sorted((*self.unknown_words, word)))

    def add_doubt(self, doubt: Doubt, case: str) -> None:
        """Note a case of which this is in doubt."""
        known = self.doubts.get(doubt, ())
        if case not in known and len(known) < KEPT_DOUBTS:
            self.doubts[doubt] = (*known, case)

    def add_taken(self, sentence: str) -> None:
        """Note what the buyer had taken of us when a case ended without anything."""
        if len(self.taken) < KEPT_TAKEN:
            self.taken = (*self.taken, sentence)

    def add_other_count(self, sku: str) -> None:
        """Note a SKU that was counted otherwise in a file of before."""
        if len(self.other_counts) < KEPT_COUNTS:
            self.other_counts = (*self.other_counts, sku)

    def add_off_sale(self, sold: SoldOffSale) -> None:
        """Note a new order of what is off sale."""
        self.off_sale_count += 1
        if len(self.off_sale) < KEPT_OFF_SALE:
            self.off_sale = (*self.off_sale, sold)


def total(reports: Iterable[ImportReport]) -> dict[str, int]:
    """The counts of several files together."""
    reports = list(reports)
    counts: dict[str, int] = {
        verdict: sum(report.counts[verdict] for report in reports) for verdict in VERDICTS
    }
    return {**counts, "rejected": sum(report.rejected_count for report in reports)}

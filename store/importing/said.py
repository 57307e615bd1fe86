"""What the files of an import say, order by order, and what is known of each file."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from store.importing.report import ImportReport
from store.models.axes import Platform
from store.models.facts import CaseFacts, InsuranceFacts, OrderFacts, RejectedRow, TraceFacts
from store.models.keys import order_key

Facts = OrderFacts | CaseFacts | InsuranceFacts | TraceFacts


@dataclass(eq=False)
class GivenFile:
    """One file of an import."""

    number: int
    """Its place among them, from 0."""
    report: ImportReport
    digest: str = ""
    """SHA-256 of its bytes."""
    exported_at: datetime | None = None
    done: int = 0
    """Rows that were met with the store, in this import, or rejected."""
    span: tuple[datetime, datetime] | None = None
    """From when until when it says everything, where that is known."""
    covers: tuple[date, date] | None = None
    """The first and the last day that it tells of."""

    def cover(self, day: date | None) -> None:
        """Note the day of a row, where it says one."""
        if day:
            first, last = self.covers or (day, day)
            self.covers = min(first, day), max(last, day)


Meant = tuple[str, Collection[Platform]]
"""An order by its number, and all platforms whose it may be."""
Reject = Callable[[GivenFile, RejectedRow], None]
"""Keeps a row of a file that was not taken."""


class Part(NamedTuple):
    """What some rows of one file say together about one order."""

    file: GivenFile
    rows: int
    """How many."""
    facts: Sequence[Facts]
    about: str = ""
    """What of the order it is about, where a digest of it is to be kept."""
    digest: bytes = b""


class Bundle(NamedTuple):
    """All there is to be met with one order: its own facts, its cases, its traces, in this turn.

    Files may name orders of two platforms by one number; each part knows which one it means.
    """

    parts: Sequence[Part]

    @property
    def rows(self) -> int:
        """How many rows of files it is."""
        return sum(part.rows for part in self.parts)

    def meant(self) -> Iterator[Meant]:
        """All orders that may be meant; a scan of a parcel names no platform."""
        for part in self.parts:
            for facts in part.facts:
                if isinstance(facts, TraceFacts):
                    yield facts.order_no, tuple(Platform)
                else:
                    yield facts.order_no, (facts.platform,)

    def keys(self, shop: str) -> list[str]:
        """Their keys."""
        keys = (
            order_key(platform, shop, number)
            for number, platforms in self.meant()
            for platform in platforms
        )
        return list(dict.fromkeys(keys))

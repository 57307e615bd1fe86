"""What the files of an import say, order by order, and what is known of each file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from store.importing.report import ImportReport
from store.models.axes import Platform
from store.models.facts import CaseFacts, OrderFacts, RejectedRow, TraceFacts

Facts = OrderFacts | CaseFacts | TraceFacts


@dataclass(eq=False)
class GivenFile:
    """One file of an import."""

    report: ImportReport
    digest: str = ""
    """SHA-256 of its bytes."""
    exported_at: datetime | None = None
    done: int = 0
    """Rows that were met with the store, in this import, or rejected."""

    @property
    def is_done(self) -> bool:
        """Was all of it?"""
        return self.done >= self.report.rows


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

    def keys(self, shop: str) -> list[str]:
        """The keys of all orders that may be meant; a scan of a parcel names no platform."""
        found: dict[str, None] = {}
        for part in self.parts:
            for facts in part.facts:
                platforms = tuple(Platform) if isinstance(facts, TraceFacts) else (facts.platform,)
                for platform in platforms:
                    found[f"{platform}:{shop}:{facts.order_no}"] = None
        return list(found)


def order_key(facts: OrderFacts | CaseFacts, shop: str) -> str:
    """The key of the order that facts are about."""
    return f"{facts.platform}:{shop}:{facts.order_no}"

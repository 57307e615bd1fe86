"""Coverage (导入覆盖): which days of a shop the imported files of one kind tell of."""

from datetime import date

from store.models.base import Document, Instant, Record
from store.models.payment import ToldSpan

COVERED = ("orders", "after_sales", "funds")
"""The kinds of files of which each day is wanted, in the order in which they are shown."""


class Span(Record):
    """Days from the first to the last, both of them."""

    first: date
    last: date


class EmptyDays(Record):
    """Days of which a person said that there is nothing to export."""

    first: date
    last: date
    reason: str
    at: Instant
    by: str


class BrokenOff(Record):
    """A file whose import was broken off."""

    digest: str
    """The key of its import record."""
    file: str
    first: date | None = None
    last: date | None = None
    """The days that it tells of, where it tells of any."""
    left: int
    """Rows that have not been met with the store."""
    at: Instant


class Coverage(Document):
    """What is known of one shop on one platform, of orders, cases or money."""

    platform: str
    shop: str
    kind: str
    """The kind of the files, one of those that are `COVERED`."""
    spans: tuple[Span, ...] = ()
    """Whole days, in order; between two of them at least one day is missing."""
    empty: tuple[EmptyDays, ...] = ()
    """What of these days no file tells of, because there was nothing to tell."""
    broken_off: tuple[BrokenOff, ...] = ()
    """Files of which only the first rows are here."""
    told: tuple[ToldSpan, ...] = ()
    """Of money: the time of which whole files say everything, to the second."""
    judged: tuple[ToldSpan, ...] = ()
    """Of money: the time of which is noted what was never paid out (`store.importing.unpaid`)."""
    judged_by: str = ""
    """By which rules: by others it is judged anew."""

    @property
    def key(self) -> str:
        return coverage_key(self.platform, self.shop, self.kind)


def coverage_key(platform: str, shop: str, kind: str) -> str:
    """The key of the coverage of one kind of files."""
    return f"{platform}:{shop}:{kind}"

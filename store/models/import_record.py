"""ImportRecord (导入记录): which file was imported, and what came of it."""

from datetime import date

from store.models.base import Document, Instant, Record
from store.models.first_import import FirstImport


class Rejection(Record):
    """A row that was not taken, and why; its cells stay in the file."""

    row: int
    field: str
    """The column that was wrong; empty where it was the row as a whole."""
    reason: str
    """What was expected, and what was found."""


class ImportRecord(Document):
    """One file by the hash of its content."""

    digest: str
    file: str
    platform: str
    kind: str = ""
    """Of what it tells: orders, after_sales, insurance, traces, funds, stock."""
    variant: str
    shop: str
    imported_at: Instant
    exported_at: Instant | None = None
    covers_from: date | None = None
    covers_to: date | None = None
    """The first and the last day that it tells of; none where it covers no span."""
    first: FirstImport | None = None
    """When these bytes came to the shop first: what another import brought since is newer."""
    told_until: Instant | None = None
    """Until when it says everything, where that is known to the second."""
    rows: int
    left: int = 0
    """Rows that have not been met with the store, where the import was broken off; importing the
    file again completes it."""
    new: int
    changed: int
    rejected: int
    rejections: tuple[Rejection, ...] = ()
    """The first of them, by row."""

    @property
    def key(self) -> str:
        return self.digest

    @property
    def is_whole(self) -> bool:
        """Has all of the file been met with the store?"""
        return self.left == 0

"""Shown (显示): a word of the platform's, by the file that showed it first."""

from store.models.base import Instant, Record
from store.models.first_import import FirstImport


class Shown(Record):
    """When the file was made is what it says of that itself; else it lies between both others."""

    exported_at: Instant | None = None
    """The export's own time."""
    made_after: Instant | None = None
    """It was surely made no earlier: something in it, of whatever order, had happened by then."""
    imported: FirstImport | None = None
    """By which import the file came first."""

    @property
    def earliest(self) -> Instant | None:
        """The file was surely made no earlier."""
        return self.exported_at or self.made_after

    @property
    def latest(self) -> Instant | None:
        """The file was surely made no later."""
        return self.exported_at or (self.imported.at if self.imported else None)

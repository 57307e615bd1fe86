"""DocumentView (文书视图): what views share of whatever document they show."""

from store.models.base import Document
from store.models.event import Event
from store.reading.records import Records


class DocumentView:
    """One version of a document at one time, the buyer hidden unless that was revealed."""

    _kept: Document

    def __init__(self, records: Records, kept: Document, *, revealed: bool) -> None:
        """`kept` is the document as it is kept."""
        self._records = records
        self._kept = kept
        self._is_revealed = revealed
        self.now = records.now

    @property
    def events(self) -> list[Event]:
        """What happened to it, the oldest first; raises StoreTrouble for a broken history."""
        return self._records.events_shown(self._kept, revealed=self._is_revealed)

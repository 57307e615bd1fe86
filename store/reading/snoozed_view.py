"""SnoozedView (暂缓视图): what views share of documents of which something may be put off."""

from datetime import datetime

from store.models.event import Event
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.reading.records import Records
from store.rules.obligations import Obligation
from store.rules.obligations.snoozing import snoozed_until, woken_from


class SnoozedView:
    """One version of an order or an inquiry at one time."""

    _kept: Order | Inquiry

    def __init__(self, records: Records, kept: Order | Inquiry, *, revealed: bool) -> None:
        """`kept` is the document as it is kept."""
        self._records = records
        self._kept = kept
        self.now = records.now
        self._is_revealed = revealed

    @property
    def events(self) -> list[Event]:
        """What happened to it, the oldest first; raises StoreTrouble for a broken history."""
        return self._records.events_shown(self._kept, revealed=self._is_revealed)

    def snoozed_until(self, duty: Obligation) -> datetime | None:
        """Until when something of it is put off; None where it is not, or not any more."""
        until = snoozed_until(duty, self._kept.snoozes)
        return until if until and self.now < until else None

    def woken_from(self, duty: Obligation) -> datetime | None:
        """Until when it was put off, where an earlier deadline woke it before that."""
        until = woken_from(duty, self._kept.snoozes)
        return until if until and self.now < until else None

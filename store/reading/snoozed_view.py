"""SnoozedView (暂缓视图): what views share of documents of which something may be put off."""

from datetime import datetime

from store.models.inquiry import Inquiry
from store.models.order import Order
from store.reading.document_view import DocumentView
from store.rules.obligations import Obligation
from store.rules.obligations.snoozing import snoozed_until, woken_from


class SnoozedView(DocumentView):
    """One version of an order or an inquiry at one time."""

    _kept: Order | Inquiry

    def snoozed_until(self, duty: Obligation) -> datetime | None:
        """Until when something of it is put off; None where it is not, or not any more."""
        until = snoozed_until(duty, self._kept.snoozes)
        return until if until and self.now < until else None

    def woken_from(self, duty: Obligation) -> datetime | None:
        """Until when it was put off, where an earlier deadline woke it before that."""
        until = woken_from(duty, self._kept.snoozes)
        return until if until and self.now < until else None

"""SnoozedView (暂缓视图): what views share of documents of which something may be put off."""

from datetime import datetime

from store.models.inquiry import Inquiry
from store.models.order import Order
from store.reading.document_view import DocumentView
from store.rules.obligations import Obligation
from store.rules.obligations.snoozing import begins_at, woken_from


class SnoozedView(DocumentView):
    """One version of an order or an inquiry at one time."""

    _kept: Order | Inquiry

    def begins_at(self, duty: Obligation) -> datetime | None:
        """Before when nobody is to begin with something of it, which is put off or held back; None
        where it is not, or not any more.
        """
        hold = self._kept.hold if isinstance(self._kept, Order) else None
        until = begins_at(duty, self._kept.snoozes, hold.until if hold else None)
        return until if until and self.now < until else None

    def woken_from(self, duty: Obligation) -> datetime | None:
        """Until when it was put off, where an earlier deadline woke it before that."""
        until = woken_from(duty, self._kept.snoozes)
        return until if until and self.now < until else None

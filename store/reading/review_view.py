"""ReviewView (复盘视图): a review, or an improvement, as it may be shown, with what is of it."""

from typing import Generic, TypeVar

from store.models.improvement import Improvement
from store.models.review import Review
from store.reading.document_view import DocumentView
from store.reading.lookups import Lookups
from store.reading.records import Records
from store.rules.obligations import Obligation, in_turn
from store.rules.obligations.improvement import owed_for_improvement
from store.rules.order.veil import veil_of

Reviewed = TypeVar("Reviewed", bound=Review | Improvement)


class ReviewView(DocumentView, Generic[Reviewed]):
    """One version of it at one time, phone numbers hidden unless that was revealed."""

    _kept: Reviewed

    def __init__(self, records: Records, kept: Reviewed, *, revealed: bool = False) -> None:
        """`kept` is the document as it is kept."""
        super().__init__(records, kept, revealed=revealed)
        self.document: Reviewed = self._shown(kept)

    def _shown(self, document: Reviewed) -> Reviewed:
        return document if self._is_revealed else veil_of(document).record(document)

    @property
    def improvements(self) -> tuple[Improvement, ...]:
        """Those of a review, in the order they were made; an improvement itself."""
        if isinstance(self._kept, Improvement):
            return (self._kept if self._is_revealed else veil_of(self._kept).record(self._kept),)
        found = Lookups(self._records).improvements_of(self._kept.number)
        in_turn = sorted(found, key=lambda one: (one.opened_at, one.number))
        return tuple(one if self._is_revealed else veil_of(one).record(one) for one in in_turn)

    @property
    def owed(self) -> list[Obligation]:
        """What is owed for it as it stands now, the most urgent first."""
        owed = (duty for one in self.improvements for duty in owed_for_improvement(one))
        return in_turn(owed, self.now)

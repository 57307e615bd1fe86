"""RecordView (记录视图): what files alone tell of, as it may be shown: payments and coverage."""

from store.documents.rows import rows_of
from store.models.base import Document
from store.models.payment import Payments
from store.models.row import ObligationRow
from store.reading.lookups import Lookups
from store.reading.records import Records
from store.rules.action.context import Lookup
from store.rules.money.candidates import candidates
from store.rules.obligations import Obligation, in_turn, unpacked
from store.search.lists import OBLIGATIONS


class RecordView:
    """One version of such a document at one time."""

    def __init__(self, records: Records, document: Document) -> None:
        self.now = records.now
        self._records = records
        self._document = document
        self._policy = records.policy
        self.rows = rows_of(document, self._policy)
        """What lists show of it, by the list."""

    @property
    def owed(self) -> list[Obligation]:
        """What is owed for it as it stands now, the most urgent first."""
        rows = (row for row in self.rows[OBLIGATIONS.name] if isinstance(row, ObligationRow))
        return in_turn((unpacked(row, self._policy) for row in rows), self.now)

    @property
    def candidates(self) -> tuple[str, ...]:
        """The numbers of the orders that a row of funds may be about which names none."""
        if not isinstance(self._document, Payments):
            return ()
        lookup: Lookup = Lookups(self._records)
        found = candidates(self._document, lookup, self._policy)
        return tuple(order.order_no for order in found)

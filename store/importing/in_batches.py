"""In batches (分批): how what files say is met with the store, some hundred documents at a time.

What can be made before the lock is taken is made before. Under it only what somebody changed
meanwhile is made once more; a batch of which nothing is to be kept is no commit. After each one
whoever waits has the turn, and whoever watches may stop the import.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from time import perf_counter
from typing import Generic, TypeVar

from store.acting import Store
from store.documents.kinds import KINDS, encode
from store.importing.bundles import ImportedFile, Reject
from store.importing.pace import Pace
from store.importing.records import ImportRecords
from store.importing.report import Step, Watch
from store.models.order import Order
from store.shopdb import ShopDB

Prepared = TypeVar("Prepared")
"""What is to be written of one order, or of its payments, and what it was made from."""


class InBatches(ABC, Generic[Prepared]):
    """Meets some of an import with the store."""

    def __init__(
        self, store: Store, noted: Iterable[ImportedFile], shop: str, reject: Reject, pace: Pace
    ) -> None:
        """Of the files `noted` it is written how far they came."""
        self._repository = store
        self._engine = store.engine
        self._policy = store.policy
        # A table of the repository's looks at the shop's rules for every document that it encodes.
        self._db = ShopDB(
            engine=store.engine, encode=lambda document: encode(document, self._policy)
        )
        self._orders = self._db.kind(KINDS[Order])
        self._shop = shop
        self._reject = reject
        self._records = ImportRecords(store, noted, shop, store.now)
        self._pace = pace

    @abstractmethod
    def _is_to_keep(self, one: Prepared) -> bool:
        """Is there anything to write?"""

    @abstractmethod
    def _count(self, batch: Sequence[Prepared]) -> None:
        """Add to the reports what comes of a batch that is not written."""

    @abstractmethod
    def _write(self, batch: Sequence[Prepared]) -> None:
        """Write what comes of a batch by now, and add that to the reports; under the lock."""

    @abstractmethod
    def _step(self, batch: Sequence[Prepared]) -> Step:
        """How far the import has come with a batch."""

    def _meet(
        self, batches: Iterable[Sequence[Prepared]], watch: Watch, *, dry_run: bool = False
    ) -> bool:
        """Write batches, or only count them; False where the watcher stopped it before the end."""
        for batch in batches:
            self._take(batch, dry_run=dry_run)
            step = self._step(batch)
            if not watch(step):
                return step.done >= (step.total or 0)
        return True

    def _take(self, batch: Sequence[Prepared], *, dry_run: bool = False) -> None:
        """Write a batch; one of which nothing is to be kept is counted without a commit."""
        held = 0.0
        if not dry_run and any(map(self._is_to_keep, batch)):
            held = self._commit(batch)
            self._engine.write_back()
        else:
            self._count(batch)
        self._pace.took(held, len(batch))

    def _commit(self, batch: Sequence[Prepared]) -> float:
        """Write a batch; for how many seconds the lock was held."""
        with self._repository.db.writing():
            begin = perf_counter()
            self._write(batch)
            self._records.put()
        return perf_counter() - begin

    def _note_rest(self) -> None:
        """Say of files how far they came of which the last batches, or all, kept nothing."""
        if self._records.is_to_write:
            with self._repository.db.writing():
                self._records.put()

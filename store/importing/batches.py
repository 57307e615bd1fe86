"""Batches (分批): bundles are met with the store a few hundred at a time.

What can be made before the lock is taken is made before: orders are read, merged and encoded
against the versions they have. Under the lock only those that moved since are done once more. Then
whoever waits has the turn.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from time import perf_counter

from store.change import Store
from store.documents.kinds import KINDS, decode, encode, subject_of
from store.documents.shop_storage import Ready
from store.engines.protocol import Digest, Kept, KeptEvent
from store.importing.merging import Known, Merging, Outcome
from store.importing.products import Products
from store.importing.records import ImportRecords
from store.importing.report import Step, Watch
from store.importing.said import Bundle, GivenFile, Reject
from store.importing.shops import refuse_other_shops
from store.importing.telling import Chain, Telling, chain_of
from store.models.after_sales_case import WaitingCase
from store.models.order import Order
from store.shopdb import ShopDB, ShopTable

FIRST = 50
"""So many orders are in the first batch, which has the shop's products to write as well."""
FEWEST, MOST = 10, 300
HELD_SECONDS = 0.025
"""A batch is to hold the lock for about so long; 40 ms are the most that others should wait."""

Seen = dict[str, tuple[int, str]]
"""Version and head of documents by key."""


@dataclass
class _Documents:
    """What is to be written of one kind."""

    ready: list[Ready]
    before: Iterable[Kept]
    """What the store has of it."""
    digests: Mapping[tuple[str, str], bytes]
    """By key and what it is about, also of what is not written anew."""


@dataclass
class _Prepared:
    """What is to be written of one bundle, and what it was made from."""

    outcome: Outcome
    keys: Collection[str]
    orders: _Documents
    waiting: _Documents
    events: list[KeptEvent]


@dataclass
class _Found:
    """What the store has of the orders with some keys."""

    orders: dict[str, Kept]
    waiting: dict[str, list[tuple[Kept, WaitingCase]]]
    """By the key of the order."""
    seen: Seen
    """Of both."""

    def known(self, keys: Collection[str]) -> Known:
        """As much of it as one bundle may ask for."""
        orders = {key: decode(Order, self.orders[key]) for key in keys if key in self.orders}
        waiting = {
            key: tuple(case for _kept, case in self.waiting[key])
            for key in keys
            if key in self.waiting
        }
        return Known(orders, waiting)


class Batches:
    """Meets the bundles of one import with the store."""

    def __init__(
        self, repository: Store, files: Sequence[GivenFile], shop: str, reject: Reject
    ) -> None:
        self._repository = repository
        self._engine = repository.engine
        self._policy = repository.policy
        # A table of the repository's looks at the shop's rules for every document that it encodes.
        db = ShopDB(
            engine=repository.engine, encode=lambda document: encode(document, self._policy)
        )
        self._orders = db.kind(KINDS[Order])
        self._waiting = db.kind(KINDS[WaitingCase])
        self._shop = shop
        self._reject = reject
        self._context = repository.context()
        self._telling = Telling(repository.actor, self._context.now)
        self._products = Products(repository, shop)
        self._records = ImportRecords(repository, files, shop, self._context.now)

    def run(self, bundles: Iterable[Bundle], watch: Watch, total: int) -> bool:
        """Write what comes of the bundles, whole ones always; False where the watcher stopped it.

        `total` is how many rows they have.
        """
        with self._engine.following():
            return self._run(iter(bundles), watch, total)

    def _run(self, stream: Iterator[Bundle], watch: Watch, total: int) -> bool:
        done, size = 0, FIRST
        while batch := list(islice(stream, size)):
            held = self._commit(self._prepared(batch))
            self._engine.write_back()
            wanted = size * HELD_SECONDS / max(held, HELD_SECONDS / 4)
            size = round(max(FEWEST, min(MOST, size * 2, wanted)))
            done += sum(bundle.rows for bundle in batch)
            if not watch(_step(batch, done, total)):
                return done >= total
        self._finish()
        return True

    def only_count(self, bundles: Iterable[Bundle], watch: Watch, total: int) -> bool:
        """Say what would come of them, and write nothing."""
        done, stream = 0, iter(bundles)
        while batch := list(islice(stream, FIRST)):
            for outcome in (one.outcome for one in self._prepared(batch)):
                outcome.count(self._reject)
            done += sum(bundle.rows for bundle in batch)
            if not watch(_step(batch, done, total)):
                return done >= total
        return True

    # Before the lock

    def _prepared(self, batch: Sequence[Bundle]) -> list[_Prepared]:
        self._policy = self._repository.policy
        keys = [bundle.keys(self._shop) for bundle in batch]
        found = self._find([key for of_bundle in keys for key in of_bundle])
        self._seen = found.seen
        return [
            self._made(bundle, of_bundle, found)
            for bundle, of_bundle in zip(batch, keys, strict=True)
        ]

    def _find(self, keys: Collection[str]) -> _Found:
        with self._engine.moment():
            orders = self._orders.get_keys(keys)
            cases = self._waiting.get_under(keys)
        seen = {key: (kept.version, kept.head) for key, kept in orders.items()}
        seen |= {str(kept.key): (kept.version, kept.head) for kept in cases}
        waiting: dict[str, list[tuple[Kept, WaitingCase]]] = {}
        for kept in cases:
            case = decode(WaitingCase, kept)
            waiting.setdefault(case.order_key, []).append((kept, case))
        return _Found(orders, waiting, seen)

    def _made(self, bundle: Bundle, keys: Collection[str], found: _Found) -> _Prepared:
        outcome = Merging(bundle, found.known(keys), self._shop, self._context).run()
        events: list[KeptEvent] = []
        chains: dict[str, Chain] = {}
        for key, file in outcome.told:
            chain = chains.get(key)
            if chain is None:
                subject = subject_of(outcome.orders[key])
                known = key in found.orders
                chain = chains[key] = chain_of(self._engine, subject) if known else Chain(subject)
            events.append(self._telling.event(chain, file.report.file))
        orders = _Documents(
            [
                self._orders.ready(order, order.version, chains[key].head)
                for key, order in outcome.orders.items()
            ],
            [found.orders[key] for key in keys if key in found.orders],
            outcome.order_digests,
        )
        waiting = _Documents(
            [self._waiting.ready(one, one.version, "") for one in outcome.waits.values()],
            [kept for key in keys for kept, _case in found.waiting.get(key, ())],
            outcome.waiting_digests,
        )
        return _Prepared(outcome, keys, orders, waiting, events)

    # Under the lock

    def _commit(self, prepared: list[_Prepared]) -> float:
        """Write a batch; for how many seconds the lock was held."""
        with self._repository.db.writing():
            begin = perf_counter()
            # Somebody may have imported into another shop since these orders were looked at.
            meant = (order for one in prepared for order in one.outcome.bundle.meant())
            refuse_other_shops(self._repository, self._shop, meant)
            prepared = list(self._as_it_is_now(prepared))
            # Counted before the commit, because the records tell of it: where that fails, the whole
            # import ends, and nobody sees a report.
            for one in prepared:
                one.outcome.count(self._reject)
            self._write(prepared)
            self._repository.know_actor()
            self._records.put()
        return perf_counter() - begin

    def _as_it_is_now(self, prepared: list[_Prepared]) -> Iterator[_Prepared]:
        """The same, but what somebody changed meanwhile is made of how it is now."""
        keys = [key for one in prepared for key in one.keys]
        now: Seen = self._engine.versions(KINDS[Order], keys)
        waiting = self._engine.documents_under(KINDS[WaitingCase], keys)
        now |= {str(kept.key): (kept.version, kept.head) for kept in waiting}
        moved = {key for key, _seen in self._seen.items() ^ now.items()}
        policy, self._policy = self._policy, self._repository.policy
        for one in prepared:
            if policy is not self._policy or any(self._is_about(key, one.keys) for key in moved):
                yield self._made(one.outcome.bundle, one.keys, self._find(one.keys))
            else:
                yield one

    @staticmethod
    def _is_about(moved: str, keys: Collection[str]) -> bool:
        return any(moved == key or moved.startswith(f"{key}:") for key in keys)

    def _write(self, prepared: list[_Prepared]) -> None:
        self._put(self._orders, [one.orders for one in prepared])
        self._put(self._waiting, [one.waiting for one in prepared])
        self._products.put(order for one in prepared for order in one.outcome.orders.values())
        self._engine.add_events([event for one in prepared for event in one.events])

    def _put(self, table: ShopTable, documents: Sequence[_Documents]) -> None:
        """Write the documents of one kind, and of what each of them was made."""
        ready = [document for one in documents for document in one.ready]
        ids = table.put_many(ready) if ready else []
        places = {kept.key: (kept.id, kept.version) for one in documents for kept in one.before}
        for document, number in zip(ready, ids, strict=True):
            places[document.kept.key] = number, document.kept.version
        made = [
            Digest(places[key][0], about, places[key][1], digest)
            for one in documents
            for (key, about), digest in one.digests.items()
        ]
        if made:
            self._engine.put_digests(table.name, made)

    def _finish(self) -> None:
        """Say of files without anything new that they are here."""
        if self._records.is_to_write:
            with self._repository.db.writing():
                self._records.put()


def _step(batch: Sequence[Bundle], done: int, total: int) -> Step:
    """How far the import has come with a batch."""
    return Step(batch[-1].parts[-1].file.report.file, "merge", done, total)

"""Batches (分批): bundles are met with the store a few hundred at a time.

What can be made before the lock is taken is made before: orders are read, merged and encoded
against the versions they have. Under the lock only those that moved since are done once more. Then
whoever waits has the turn.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from time import perf_counter
from typing import NamedTuple

from store.acting import Store
from store.documents.kinds import KINDS, decode, encode
from store.documents.rematching import rematch
from store.engines.protocol import Kept
from store.errors import StoreTrouble
from store.importing.bundles import ImportedFile, OpenFile, Reject
from store.importing.making import NOTHING, Found, ImportTerms, Made, Maker
from store.importing.making_aside import MakingAside
from store.importing.making_child import Asked
from store.importing.off_sale import OffSale
from store.importing.own_cases import OwnCases
from store.importing.pace import Pace
from store.importing.products import Products
from store.importing.putting import put_documents
from store.importing.read_rows import Entry, some_of
from store.importing.records import ImportRecords
from store.importing.report import Step, Watch
from store.importing.shared import in_parcels_here
from store.importing.shops import refuse_other_shops
from store.importing.telling import Chain, chain_of
from store.importing.units import Units
from store.models.after_sales_case import WaitingCase
from store.models.keys import order_waited_for
from store.models.order import Order
from store.rules.stock.left_there import ShelfMoves
from store.rules.timing.policy import Policy
from store.shopdb import ShopDB

FIRST = 50
"""So many orders are in the first batch, which has the shop's products to write as well."""
FEWEST, MOST = 10, 300

Rows = Sequence[Entry]
"""All rows about one order."""


class _Looked(NamedTuple):
    """All rows about one order, and what the store has of the orders that they name."""

    rows: Rows
    found: Found


class _Prepared(NamedTuple):
    """What is to be written of one order, and what it was made from."""

    rows: Rows
    found: Found
    policy: Policy
    made: Made


_Take = Callable[[list[_Prepared]], None]


class Batches:
    """Meets the bundles of one import with the store."""

    def __init__(  # noqa: PLR0913, PLR0917 - what one import is about
        self,
        repository: Store,
        files: Sequence[OpenFile],
        noted: Sequence[ImportedFile],
        shop: str,
        reject: Reject,
        aside: MakingAside,
    ) -> None:
        """`files` are all of the import; of those `noted` it is written how far they came.

        `aside` makes orders (`MAKING`), where it was started.
        """
        self._repository = repository
        self._engine = repository.engine
        self._policy = repository.policy
        # A table of the repository's looks at the shop's rules for every document that it encodes.
        self._db = ShopDB(
            engine=repository.engine, encode=lambda document: encode(document, self._policy)
        )
        self._orders = self._db.kind(KINDS[Order])
        self._waiting = self._db.kind(KINDS[WaitingCase])
        self._files = [one.given for one in files]
        self._units = Units(files, shop, repository.now)
        self._shop = shop
        self._reject = reject
        self._off_sale = OffSale(repository, shop)
        now, actor = repository.now, repository.actor
        self._terms = ImportTerms(files, shop, now, actor, self._policy, self._off_sale.skus)
        self._maker = Maker(self._terms)
        self._products = Products(repository, shop)
        self._records = ImportRecords(repository, noted, shop, now)
        self._numbers = OwnCases(repository)
        self._aside = aside
        self._pace = Pace(FIRST, FEWEST, MOST)

    def run(self, orders: Iterable[Rows], watch: Watch, total: int) -> bool:
        """Write what comes of orders, whole ones always; False where the watcher stopped it.

        `total` is how many rows they have.
        """
        with self._engine.following():
            is_whole = self._meet(orders, self._take, watch, total)
            self._finish()
        return is_whole

    def only_count(self, orders: Iterable[Rows], watch: Watch, total: int) -> bool:
        """Say what would come of them, and write nothing."""
        return self._meet(orders, self._count_own, watch, total)

    def _meet(self, orders: Iterable[Rows], take: _Take, watch: Watch, total: int) -> bool:
        done = 0
        for prepared in self._prepared(iter(orders)):
            take(prepared)
            done += sum(one.made.tally.rows for one in prepared)
            if not watch(self._step(prepared, done, total)):
                return done >= total
        return True

    def _take(self, prepared: list[_Prepared]) -> None:
        """Write a batch; one of which nothing is to be kept is counted without a commit."""
        held = 0.0
        if any(one.made.is_to_keep for one in prepared):
            held = self._commit(prepared)
            self._engine.write_back()
        else:
            self._count_all(prepared)
        self._pace.took(held, len(prepared))

    def _step(self, prepared: Sequence[_Prepared], done: int, total: int) -> Step:
        """How far the import has come with a batch."""
        file = self._files[prepared[-1].rows[-1].file]
        return Step(file.report.file, "merge", done, total)

    def _count_all(self, prepared: Iterable[_Prepared]) -> None:
        for one in prepared:
            one.made.tally.count(self._files, self._reject)
            for file, order_no, sku in one.made.off_sale:
                self._off_sale.note(self._files[file].report, order_no, sku)

    def _count_own(self, prepared: list[_Prepared]) -> None:
        self._count_all(self._with_own_cases(prepared))

    # Before the lock

    def _prepared(self, orders: Iterator[Rows]) -> Iterator[list[_Prepared]]:
        batches = iter(partial(self._looked_for, orders), [])
        return self._aside.made(self._terms, batches, self._question, self._made, self._taken)

    def _question(self, looked: _Looked) -> Asked:
        """What the other process needs to make an order."""
        chains: dict[str, Chain] = {}
        for key in looked.found.orders:
            # Whoever makes the order here is told of a history that is not whole, if it is needed.
            with suppress(StoreTrouble):
                chains[key] = self._chain(key)
        return Asked(*looked, chains)

    def _taken(self, looked: _Looked, made: Made) -> _Prepared:
        """An order that the other process made."""
        return _Prepared(*looked, self._terms.policy, made)

    def _looked_for(self, orders: Iterator[Rows]) -> list[_Looked]:
        """The rows of a batch with what the store has of the orders that they name."""
        batch = some_of(orders, self._pace.size)
        keys = [self._units.keys(rows) for rows in batch]
        found = self._find([key for of_order in keys for key in of_order])
        waiting: dict[str, list[Kept]] = {}
        for kept in found.waiting:
            waiting.setdefault(order_waited_for(str(kept.key)), []).append(kept)
        looked_for: list[_Looked] = []
        for rows, names in zip(batch, keys, strict=True):
            known = {key: found.orders[key] for key in names if key in found.orders}
            cases = [kept for key in names for kept in waiting.get(key, ())]
            looked_for.append(_Looked(rows, Found(names, known, cases)))
        return looked_for

    def _find(self, keys: Sequence[str]) -> Found:
        with self._engine.moment():
            return Found(keys, self._orders.get_keys(keys), self._waiting.get_under(keys))

    def _made(self, looked: _Looked) -> _Prepared:
        made = self._maker.made(*looked, self._chain)
        if made is None:
            return self._made_anew(looked.rows)
        return _Prepared(*looked, self._policy, made)

    def _made_anew(self, rows: Rows, taken: Mapping[str, str] = NOTHING) -> _Prepared:
        """What comes of rows and of all the orders that they name as these are now.

        Not of cases whose numbers other orders have.
        """
        bundle = self._maker.read(rows, taken)
        found = self._find(bundle.keys(self._shop))
        made = self._maker.met(bundle, found, self._chain)
        return _Prepared(rows, found, self._policy, made)

    def _with_own_cases(self, prepared: Sequence[_Prepared]) -> list[_Prepared]:
        taken = self._numbers.taken([one.made.cases for one in prepared])
        return [
            self._made_anew(one.rows, others) if others else one
            for one, others in zip(prepared, taken, strict=True)
        ]

    def _chain(self, key: str) -> Chain:
        return chain_of(self._engine, f"{KINDS[Order]}/{key}")

    # Under the lock

    def _commit(self, prepared: list[_Prepared]) -> float:
        """Write a batch; for how many seconds the lock was held."""
        with self._repository.db.writing():
            begin = perf_counter()
            # Somebody may have imported into another shop since these orders were looked at.
            meant = (order for one in prepared for order in self._units.meant(one.rows))
            refuse_other_shops(self._repository, self._shop, meant)
            prepared = self._with_own_cases(list(self._as_it_is_now(prepared)))
            brought = [one.made.tally.new_parcels for one in prepared]
            for file, number in in_parcels_here(self._repository, brought):
                self._files[file].turned.append(number)
            # Counted before the commit, because the records tell of it: where that fails, the whole
            # import ends, and nobody sees a report.
            self._count_all(prepared)
            self._write(prepared)
            written = {
                str(ready.kept.key): ready.kept
                for one in prepared
                for ready in one.made.orders.ready
            }
            rematch(self._db, written, lambda key: decode(Order, written[key]), self._policy)
            self._repository.know_actor()
            self._records.put()
        self._numbers.written()
        return perf_counter() - begin

    def _as_it_is_now(self, prepared: list[_Prepared]) -> Iterator[_Prepared]:
        """The same, but what somebody changed meanwhile is made of how it is now."""
        keys = [key for one in prepared for key in one.found.keys]
        now = self._engine.versions(KINDS[Order], keys)
        waiting = self._engine.documents_under(KINDS[WaitingCase], keys)
        now |= {str(kept.key): (kept.version, kept.head) for kept in waiting}
        seen = {key: of for one in prepared for key, of in one.found.seen.items()}
        moved = {key for key, _of in seen.items() ^ now.items()}
        if self._policy is not self._repository.policy:
            self._policy = self._repository.policy
            self._maker = Maker(self._terms._replace(policy=self._policy))
        for one in prepared:
            if one.policy is not self._policy or any(
                self._is_about(key, one.found.keys) for key in moved
            ):
                yield self._made_anew(one.rows)
            else:
                yield one

    @staticmethod
    def _is_about(moved: str, keys: Collection[str]) -> bool:
        return any(moved == key or moved.startswith(f"{key}:") for key in keys)

    def _write(self, prepared: list[_Prepared]) -> None:
        made = [one.made for one in prepared]
        places = {
            str(kept.key): (kept.id, kept.version)
            for one in prepared
            for kept in (*one.found.orders.values(), *one.found.waiting)
        }
        put_documents(self._engine, self._orders, [one.orders for one in made], dict(places))
        put_documents(self._engine, self._waiting, [one.waiting for one in made], places)
        moved = ShelfMoves()
        for one in made:
            moved.update(one.moved)
        self._products.put((sold for one in made for sold in one.sold), moved)
        self._engine.add_events([event for one in made for event in one.events])

    def _finish(self) -> None:
        """Say of files how far they came of which the last batches, or all, kept nothing."""
        if self._records.is_to_write:
            with self._repository.db.writing():
                self._records.put()

"""Batches (订单分批): bundles are met with the store, and make its orders.

Orders are read, merged and encoded against the versions they have; those that moved since are made
once more.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from store.acting import Store
from store.documents.chains import Chain, chain_of
from store.documents.kinds import KINDS, decode
from store.documents.rematching import rematch
from store.engines.protocol import Kept
from store.errors import StoreTrouble
from store.importing.bundles import ImportedFile, OpenFile, Reject
from store.importing.in_batches import InBatches
from store.importing.making import NOTHING, Found, ImportTerms, Made, Maker
from store.importing.making_aside import MakingAside
from store.importing.making_child import Asked
from store.importing.off_sale import OffSale
from store.importing.own_cases import OwnCases
from store.importing.pace import Pace
from store.importing.products import Products
from store.importing.putting import put_documents
from store.importing.read_rows import Entry, some_of
from store.importing.report import Step, Watch
from store.importing.shared import in_parcels_here
from store.importing.shops import refuse_other_shops
from store.importing.units import Units
from store.models.after_sales_case import WaitingCase
from store.models.keys import order_waited_for
from store.models.order import Order
from store.rules.stock.stock import ShelfMoves
from store.rules.timing.policy import Policy

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


class Batches(InBatches[_Prepared]):
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

        `aside` makes orders, where it was started.
        """
        super().__init__(repository, noted, shop, reject, Pace(FIRST, FEWEST, MOST))
        self._waiting = self._db.kind(KINDS[WaitingCase])
        self._files = [one.given for one in files]
        self._units = Units(files, shop, repository.now)
        self._off_sale = OffSale(repository, shop)
        now, actor = repository.now, repository.actor
        self._terms = ImportTerms(files, shop, now, actor, self._policy, self._off_sale.skus)
        self._maker = Maker(self._terms)
        self._products = Products(repository, shop)
        self._numbers = OwnCases(repository)
        self._aside = aside
        self._done = self._total = 0

    def run(self, orders: Iterable[Rows], watch: Watch, total: int) -> bool:
        """Write what comes of orders, whole ones always; False where the watcher stopped it.

        `total` is how many rows they have.
        """
        self._total = total
        with self._engine.following():
            is_whole = self._meet(self._prepared(iter(orders)), watch)
            self._note_rest()
        return is_whole

    def only_count(self, orders: Iterable[Rows], watch: Watch, total: int) -> bool:
        """Say what would come of them, and write nothing."""
        self._total = total
        return self._meet(self._prepared(iter(orders)), watch, dry_run=True)

    def _is_to_keep(self, one: _Prepared) -> bool:
        return one.made.is_to_keep

    def _step(self, batch: Sequence[_Prepared]) -> Step:
        file = self._files[batch[-1].rows[-1].file]
        return Step(file.report.file, "merge", self._done, self._total)

    def _count(self, batch: Sequence[_Prepared]) -> None:
        self._count_all(self._with_own_cases(batch))

    def _count_all(self, prepared: Iterable[_Prepared]) -> None:
        for one in prepared:
            self._done += one.made.tally.rows
            one.made.tally.count(self._files, self._reject)
            for file, order_no, sku in one.made.off_sale:
                self._off_sale.note(self._files[file].report, order_no, sku)

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

    def _commit(self, batch: Sequence[_Prepared]) -> float:
        held = super()._commit(batch)
        self._numbers.written()
        return held

    def _write(self, batch: Sequence[_Prepared]) -> None:
        # Somebody may have imported into another shop since these orders were looked at.
        meant = (order for one in batch for order in self._units.meant(one.rows))
        refuse_other_shops(self._repository, self._shop, meant)
        prepared = self._with_own_cases(list(self._as_it_is_now(batch)))
        brought = [one.made.tally.new_parcels for one in prepared]
        for file, number in in_parcels_here(self._repository, brought):
            self._files[file].turned.append(number)
        # Counted before the commit, because the records tell of it: where that fails, the whole
        # import ends, and nobody sees a report.
        self._count_all(prepared)
        self._put(prepared)
        written = {
            str(ready.kept.key): ready.kept for one in prepared for ready in one.made.orders.ready
        }
        rematch(self._db, written, lambda key: decode(Order, written[key]), self._policy)
        self._repository.know_actor()

    def _as_it_is_now(self, prepared: Sequence[_Prepared]) -> Iterator[_Prepared]:
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

    def _put(self, prepared: Sequence[_Prepared]) -> None:
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

"""Funds (账务): what funds files say is kept beside the orders, and compared with them.

The rows of one order are one document, so that a month of a shop is some ten thousand documents
and not a hundred thousand. No order is opened where its row says all that is compared.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from store.acting import Store
from store.documents.kinds import KINDS
from store.exchange.incoming.funds import FundsReading
from store.importing.bills import Bill
from store.importing.bundles import OpenFile, Reject
from store.importing.funds_making import (
    FoundOfBill,
    FundsMaker,
    FundsTerms,
    MadeOfRows,
    OrderNeeded,
)
from store.importing.in_batches import InBatches
from store.importing.making import Seen
from store.importing.making_aside import MakingAside
from store.importing.pace import Pace
from store.importing.paid_tasks import complete_paid
from store.importing.read_rows import Entry, ReadRows, some_of
from store.importing.report import Step, Watch
from store.importing.shops import refuse_other_shops
from store.importing.unpaid import Spans, told_spans
from store.models.keys import order_key, payments_key
from store.models.order import Order
from store.models.payment import Payments, ToldSpan
from store.pages import in_pages
from store.rules.timing.policy import Policy
from store.search.conditions import Between, Is
from store.search.lists import PAYMENTS

FEWEST, MOST = 100, 400
"""Documents of one commit: the fewest hold the lock for some 10 ms, and where others keep the
processor busy a commit of less would take most of its time for itself."""


class _Looked(NamedTuple):
    """Rows about one order, or alike and without one, and what the store has of their bills."""

    rows: Sequence[Entry]
    found: dict[Bill, FoundOfBill]
    seen: Seen


class _Prepared(NamedTuple):
    """What is to be written of some rows, and what it was made from."""

    looked: _Looked
    policy: Policy
    made: MadeOfRows


class FundsImport(InBatches[_Prepared]):
    """Meets the funds files of one import with the store."""

    def __init__(
        self,
        repository: Store,
        files: Sequence[OpenFile],
        shop: str,
        reject: Reject,
        aside: MakingAside,
    ) -> None:
        """`files` are those of the import that are about money; `aside` makes what comes of them
        (`funds_making`), where it was started.
        """
        self._given = {one.given.number: one.given for one in files}
        pace = Pace(MOST // 4, FEWEST, MOST)
        super().__init__(repository, self._given.values(), shop, reject, pace)
        self._payments = self._db.kind(KINDS[Payments])
        readings = {
            one.given.number: one.reading for one in files if isinstance(one.reading, FundsReading)
        }
        told = self._spans(readings.values())
        self._terms = FundsTerms(readings, shop, self._policy, told)
        self._maker = FundsMaker(self._terms)
        self._aside = aside
        self._paid: dict[str, str] = {}
        """The bills that show a task as done, and the file that said so."""

    def run(self, rows: ReadRows, watch: Watch, *, dry_run: bool = False) -> bool:
        """Write what comes of the rows; False where the watcher stopped it."""
        with self._engine.following():
            is_whole = self._meet(self._prepared(rows.funds()), watch, dry_run=dry_run)
            if not dry_run:
                self._finish(is_whole=is_whole)
            return is_whole

    def _finish(self, *, is_whole: bool) -> None:
        """What follows once all that is written is there."""
        if is_whole:
            self._look_again()
        complete_paid(self._repository, self._paid)
        self._note_rest()

    def _is_to_keep(self, one: _Prepared) -> bool:
        return any(bill.ready for bill in one.made.bills)

    def _step(self, batch: Sequence[_Prepared]) -> Step:
        done = sum(one.done for one in self._given.values())
        total = sum(one.report.rows for one in self._given.values())
        last = self._given[batch[-1].looked.rows[-1].file]
        return Step(last.report.file, "merge", done, total)

    def _look_again(self) -> None:
        """Judge what no file names, but these reach beyond: what the platform never shows of it."""
        for platform, told in self._terms.told.items():
            reached = Between("awaited", None, int(told[-1].end.timestamp()) + 1)
            meant = Is("platform", (platform,)), Is("shop", (self._shop,))
            rows = list(self._repository.rows_where(PAYMENTS, reached, *meant))
            bills = [Bill(platform, row.name, row.order_no) for row in rows]
            for some in in_pages(bills, MOST // 4):
                prepared = [self._made(one) for one in self._found([((), [one]) for one in some])]
                self._take(prepared)

    def _spans(self, readings: Iterable[FundsReading]) -> Spans:
        """Of which time the funds of each platform are known, with these files."""
        here = [
            (str(one.platform), ToldSpan(begin=one.span[0], end=one.span[1]))
            for one in readings
            if one.platform and one.span
        ]
        return told_spans(self._repository, self._shop, here)

    # Before the lock

    def _prepared(self, orders: Iterator[list[Entry]]) -> Iterator[list[_Prepared]]:
        batches = iter(partial(self._looked_for, orders), [])
        return self._aside.made(self._terms, batches, _question, self._made, self._taken)

    def _looked_for(self, orders: Iterator[list[Entry]]) -> list[_Looked]:
        """The rows of a batch with what the store has of their bills."""
        batch = some_of(orders, self._pace.size)
        return self._found([(rows, self._maker.meant(rows)) for rows in batch])

    def _found(self, of: Sequence[tuple[Sequence[Entry], Sequence[Bill]]]) -> list[_Looked]:
        bills = [bill for _rows, meant in of for bill in meant]
        orders = [self._order_key(bill) for bill in bills if bill.order_no]
        with self._engine.moment():
            known = self._payments.get_keys([self._key(bill) for bill in bills])
            rows_of = {row.key: row for row in self._repository.rows_with_keys(orders)}
            versions = self._engine.versions(KINDS[Order], rows_of.keys())
        looked: list[_Looked] = []
        for rows, meant in of:
            found: dict[Bill, FoundOfBill] = {}
            seen: Seen = {}
            for bill in meant:
                key, order = self._key(bill), self._order_key(bill)
                kept = known.get(key)
                found[bill] = FoundOfBill(kept, rows_of.get(order) if bill.order_no else None)
                if kept:
                    seen[key] = kept.version, kept.head
                if order in versions:
                    seen[order] = versions[order]
            looked.append(_Looked(rows, found, seen))
        return looked

    def _key(self, bill: Bill) -> str:
        return payments_key(bill.platform, self._shop, bill.name)

    def _order_key(self, bill: Bill) -> str:
        return order_key(bill.platform, self._shop, bill.order_no)

    def _made(self, looked: _Looked) -> _Prepared:
        found = looked.found
        while True:
            try:
                return _Prepared(looked, self._policy, self._made_of(looked.rows, found))
            except OrderNeeded as needed:
                of = found[needed.bill]
                order = self._orders.get_key(self._order_key(needed.bill))
                # It is gone where somebody just forgot it.
                now = of._replace(order=order) if order else of._replace(row=None)
                found = {**found, needed.bill: now}

    def _made_of(self, rows: Sequence[Entry], found: dict[Bill, FoundOfBill]) -> MadeOfRows:
        """What comes of rows; of bills of which no row says anything, what time makes of them."""
        if rows:
            return self._maker.made(rows, found)
        return MadeOfRows([self._maker.met(bill, (), of) for bill, of in found.items()])

    def _taken(self, looked: _Looked, made: MadeOfRows) -> _Prepared:
        """Rows of which the other process made something."""
        return _Prepared(looked, self._terms.policy, made)

    # Under the lock

    def _write(self, batch: Sequence[_Prepared]) -> None:
        bills = [made.bill for one in batch for made in one.made.bills]
        meant = ((one.order_no, (one.platform,)) for one in bills if one.order_no)
        refuse_other_shops(self._repository, self._shop, meant)
        prepared = self._as_they_are_now(batch)
        if ready := [bill.ready for one in prepared for bill in one.made.bills if bill.ready]:
            self._payments.put_many(ready)
        self._count(prepared)

    def _as_they_are_now(self, prepared: Sequence[_Prepared]) -> Sequence[_Prepared]:
        """The same, but what somebody changed meanwhile is made of how it is now."""
        if self._policy is not self._repository.policy:
            self._policy = self._repository.policy
            self._maker = FundsMaker(self._terms._replace(policy=self._policy))
        bills = [bill for one in prepared for bill in one.looked.found]
        orders = [self._order_key(bill) for bill in bills if bill.order_no]
        now = self._engine.versions(KINDS[Payments], list(map(self._key, bills)))
        now |= self._engine.versions(KINDS[Order], orders)
        seen = {key: of for one in prepared for key, of in one.looked.seen.items()}
        if now == seen and all(one.policy is self._policy for one in prepared):
            return prepared
        again = self._found([(one.looked.rows, list(one.looked.found)) for one in prepared])
        return [self._made(one) for one in again]

    def _count(self, batch: Sequence[_Prepared]) -> None:
        for one in batch:
            for file, text in one.made.words:
                self._given[file].report.add_word(text)
            for file, row in one.made.rejected:
                self._given[file].done += 1
                self._reject(self._given[file], row)
            for made in one.made.bills:
                for file, rows, new in made.said:
                    given = self._given[file]
                    given.done += rows
                    given.report.counts["new"] += new
                    given.report.counts["same"] += rows - new
                if made.said and made.shows_paid:
                    last, _rows, _new = made.said[-1]
                    self._paid[self._key(made.bill)] = self._given[last].report.file


def _question(looked: _Looked) -> tuple[Sequence[Entry], dict[Bill, FoundOfBill]]:
    return looked.rows, looked.found

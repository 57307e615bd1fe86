"""Funds (账务): what funds files say is kept beside the orders, and compared with them.

The rows of one order are one document, so that a month of a shop is some ten thousand documents
and not a hundred thousand. No order is opened where its row says all that is compared.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice
from operator import attrgetter
from typing import NamedTuple

from store.acting import Store
from store.documents.kinds import KINDS, decode
from store.documents.shop_storage import Ready
from store.engines.protocol import Kept
from store.exchange.incoming.funds import NAMELESS, FundsReading, Told
from store.exchange.incoming.reading import UnreadableRows
from store.importing.bills import Bill, Row, bills_of_each
from store.importing.bundles import ImportedFile, OpenFile, Reject
from store.importing.in_batches import InBatches
from store.importing.making import Seen
from store.importing.pace import Pace
from store.importing.paid_tasks import complete_paid
from store.importing.read_rows import Entry, ReadRows
from store.importing.report import Step, Watch
from store.importing.shops import refuse_other_shops
from store.importing.unpaid import Spans, told_spans
from store.models.axes import Platform
from store.models.base import remember
from store.models.keys import BILL, order_key, payments_key
from store.models.made import made
from store.models.order import Order
from store.models.payment import OrderSide, Payment, Payments, ToldSpan
from store.models.row import OrderRow
from store.rules.money.alike_rows import added
from store.rules.money.beside import side_of, side_of_row
from store.rules.money.funds_sums import Sums, sums, sums_of
from store.search.conditions import Between, Is
from store.search.lists import PAYMENTS

FEWEST, MOST = 100, 400
"""Documents of one commit: the fewest hold the lock for some 10 ms, and where others keep the
processor busy a commit of less would take most of its time for itself."""


class _Made(NamedTuple):
    """What is to be written of it, and what it was made from."""

    bill: Bill
    key: str
    ready: Ready | None
    """None where it says nothing new."""
    new: Sequence[int]
    """So many rows of each file are new."""


class FundsImport(InBatches[_Made]):
    """Meets the funds files of one import with the store."""

    def __init__(
        self, repository: Store, files: Sequence[OpenFile], shop: str, reject: Reject
    ) -> None:
        """`files` are those of the import that are about money."""
        self._funds = {
            one.given.number: (one.given, one.reading)
            for one in files
            if isinstance(one.reading, FundsReading)
        }
        self._given = [given for given, _reading in self._funds.values()]
        super().__init__(repository, self._given, shop, reject, Pace(MOST // 4, FEWEST, MOST))
        self._payments = self._db.kind(KINDS[Payments])
        self._seen: Seen = {}
        """What the batch at hand was made from."""
        self._told = self._spans()
        self._paid: dict[str, str] = {}
        """The bills that show a task as done, and the file that said so."""

    def run(self, rows: ReadRows, watch: Watch, *, dry_run: bool = False) -> bool:
        """Write what comes of the rows; False where the watcher stopped it."""
        with self._engine.following():
            batches = self._in_batches(self._bills(rows.funds()))
            is_whole = self._meet(batches, watch, dry_run=dry_run)
            if not dry_run:
                self._finish(is_whole=is_whole)
            return is_whole

    def _finish(self, *, is_whole: bool) -> None:
        """What follows once all that is written is there."""
        if is_whole:
            self._look_again()
        complete_paid(self._repository, self._paid)
        self._note_rest()

    def _in_batches(self, bills: Iterator[Bill]) -> Iterator[list[_Made]]:
        while batch := list(islice(bills, self._pace.size)):
            yield self._prepared(batch)

    def _is_to_keep(self, one: _Made) -> bool:
        return one.ready is not None

    def _step(self, batch: Sequence[_Made]) -> Step:
        done = sum(one.done for one in self._given)
        total = sum(one.report.rows for one in self._given)
        return Step(batch[-1].bill.told[-1][0].report.file, "merge", done, total)

    def _look_again(self) -> None:
        """Judge what no file names, but these reach beyond: what the platform never shows of it."""
        for platform, told in self._told.items():
            reached = Between("awaited", None, int(told[-1].end.timestamp()) + 1)
            meant = Is("platform", (platform,)), Is("shop", (self._shop,))
            rows = list(self._repository.rows_where(PAYMENTS, reached, *meant))
            bills = (Bill(platform, row.name, row.order_no, ()) for row in rows)
            for batch in self._in_batches(bills):
                self._take(batch)

    def _spans(self) -> Spans:
        """Of which time the funds of each platform are known, with these files."""
        here = [
            (str(one.platform), ToldSpan(begin=one.span[0], end=one.span[1]))
            for _given, one in self._funds.values()
            if one.platform and one.span
        ]
        return told_spans(self._repository, self._shop, here)

    # What the rows say

    def _bills(self, groups: Iterable[list[Entry]]) -> Iterator[Bill]:
        for entries in groups:
            told: dict[Platform, list[tuple[ImportedFile, list[Row]]]] = {}
            order_no = ""
            for number, of_file in groupby(entries, attrgetter("file")):
                given, reading = self._funds[number]
                for said in self._said(of_file, given, reading):
                    for payment in said.payments:
                        if payment.kind == "unknown":
                            given.report.add_word(payment.text)
                    order_no = said.order_no
                    parts = told.setdefault(said.platform, [])
                    if not parts or parts[-1][0] is not given:
                        parts.append((given, []))
                    parts[-1][1].append(said.payments)
            for platform, parts in told.items():
                if order_no:
                    yield Bill(platform, f"{BILL}{order_no}", order_no, parts)
                else:
                    yield from bills_of_each(
                        platform, entries[0].order_no.removeprefix(NAMELESS), parts
                    )

    def _said(
        self, entries: Iterable[Entry], given: ImportedFile, reading: FundsReading
    ) -> Iterator[Told]:
        for entry in entries:
            given.done += 1
            try:
                yield reading.told(entry.row)
            except UnreadableRows as fault:
                for row in fault.rejected:
                    self._reject(given, row)

    # Before the lock

    def _prepared(self, batch: Sequence[Bill]) -> list[_Made]:
        self._policy = self._repository.policy
        keys = [payments_key(one.platform, self._shop, one.name) for one in batch]
        orders = {
            order_key(one.platform, self._shop, one.order_no): one.order_no
            for one in batch
            if one.order_no
        }
        with self._engine.moment():
            known = self._payments.get_keys(keys)
            rows = {row.key: row for row in self._repository.rows_with_keys(orders)}
            self._seen = {key: (one.version, one.head) for key, one in known.items()}
            self._seen |= self._engine.versions(KINDS[Order], orders.keys())
            bills = zip(batch, keys, strict=True)
            return [self._made(one, key, known.get(key), rows) for one, key in bills]

    def _made(self, bill: Bill, key: str, kept: Kept | None, rows: dict[str, OrderRow]) -> _Made:
        before = decode(Payments, kept) if kept else None
        payments: list[Payment] = list(before.payments) if before else []
        new: list[int] = []
        for _given, told in bill.told:
            fresh = added(payments, list(chain.from_iterable(told)))
            payments += fresh
            are_new = set(map(id, fresh))
            new.append(sum(any(id(one) in are_new for one in row) for row in told))
        told_of = self._told.get(bill.platform, ())
        moved = before is not None and before.told != told_of
        if before and not any(new) and not (moved and _is_open(before)):
            return _Made(bill, key, None, new)
        payments.sort(key=attrgetter("at"))
        row, found = rows.get(order_key(bill.platform, self._shop, bill.order_no)), sums(payments)
        document = made(
            Payments,
            version=kept.version if kept else 0,
            platform=bill.platform,
            shop=self._shop,
            name=bill.name,
            order_no=bill.order_no,
            payments=tuple(payments),
            beside=self._beside(row, found) if row else None,
            told=told_of,
            moved_to=before.moved_to if before else "",
            asides=before.asides if before else (),
        )
        remember(sums_of, document, found)
        if bill.told and (found.given > 0 or (row and row.going_back_fen)):
            self._paid[document.key] = bill.told[-1][0].report.file
        head = kept.head if kept else ""
        return _Made(bill, key, self._payments.ready(document, document.version, head), new)

    def _beside(self, row: OrderRow, found: Sums) -> OrderSide | None:
        """What of the order is compared; the order is opened only where its row says too little."""
        side = side_of_row(row, found)
        if side:
            return side
        kept = self._orders.get_key(row.key)
        return side_of(decode(Order, kept)) if kept else None

    # Under the lock

    def _write(self, batch: Sequence[_Made]) -> None:
        bills = [one.bill for one in batch]
        meant = ((one.order_no, (one.platform,)) for one in bills if one.order_no)
        refuse_other_shops(self._repository, self._shop, meant)
        orders = [
            order_key(one.platform, self._shop, one.order_no) for one in bills if one.order_no
        ]
        now = self._engine.versions(KINDS[Payments], [one.key for one in batch])
        now |= self._engine.versions(KINDS[Order], orders)
        if now != self._seen or self._policy is not self._repository.policy:
            batch = self._prepared(bills)
        ready = [one.ready for one in batch if one.ready]
        if ready:
            self._payments.put_many(ready)
        self._count(batch)

    def _count(self, batch: Sequence[_Made]) -> None:
        for one in batch:
            for (given, told), new in zip(one.bill.told, one.new, strict=True):
                given.report.counts["new"] += new
                given.report.counts["same"] += len(told) - new


def _is_open(payments: Payments) -> bool:
    """Might later files say more about it than these did?"""
    return bool(payments.order_no) and payments.beside is not None

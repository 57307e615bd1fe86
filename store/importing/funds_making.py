"""Making of funds (账务备好): what is to be written of bills, made before the lock is taken.

It asks no store, so that another process may do it as well.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from operator import attrgetter
from typing import NamedTuple

from store.aside import answer_all
from store.documents.kinds import KINDS, decode, encode
from store.documents.shop_storage import Ready, ready_of
from store.engines.protocol import Kept
from store.exchange.incoming.funds import FundsReading
from store.exchange.incoming.reading import UnreadableRows
from store.importing.bills import Bill, Said, bills_meant, bills_said
from store.importing.read_rows import Entry
from store.importing.unpaid import Spans
from store.models.axes import Platform
from store.models.base import remember
from store.models.facts import RejectedRow
from store.models.made import made
from store.models.order import Order
from store.models.payment import OrderSide, Payment, Payments
from store.models.row import OrderRow
from store.rules.money.alike_rows import added
from store.rules.money.beside import side_of, side_of_row
from store.rules.money.funds_sums import Sums, sums, sums_of
from store.rules.timing.policy import Policy


class FundsTerms(NamedTuple):
    """What all bills of one import are made by."""

    readings: Mapping[int, FundsReading]
    """By the numbers of the files."""
    shop: str
    policy: Policy
    told: Spans
    """Of which time the funds of each platform are known, with these files."""


class FoundOfBill(NamedTuple):
    """What the store has of one bill."""

    payments: Kept | None
    row: OrderRow | None
    """Its order's."""
    order: Kept | None = None
    """The order itself, where its row says too little."""


class MadeOfBill(NamedTuple):
    """What is to be written of one bill."""

    bill: Bill
    said: Sequence[tuple[int, int, int]]
    """Of each file its number, how many rows it has, and how many of them are new."""
    ready: Ready | None
    """None where they say nothing new."""
    shows_paid: bool = False
    """May it show that money went, or was asked back, so that a task is done or a doubt over?"""


class MadeOfRows(NamedTuple):
    """What is to be written, and said, of rows about one order, or alike and without one."""

    bills: Sequence[MadeOfBill]
    words: Sequence[tuple[int, str]] = ()
    """What the desk does not know for what it was, with the file that says it."""
    rejected: Sequence[tuple[int, RejectedRow]] = ()


class OrderNeeded(Exception):
    """The order itself has to be seen."""

    def __init__(self, bill: Bill) -> None:
        super().__init__()
        self.bill = bill


class FundsMaker:
    """Makes what is to be written of the bills of one import."""

    def __init__(self, terms: FundsTerms) -> None:
        self.terms = terms

    def meant(self, entries: Sequence[Entry]) -> list[Bill]:
        """All bills that rows may be about."""
        platforms = dict.fromkeys(
            platform
            for number in dict.fromkeys(one.file for one in entries)
            for platform in self._platforms(number)
        )
        return list(bills_meant(entries, platforms))

    def _platforms(self, file: int) -> Iterable[Platform]:
        platform = self.terms.readings[file].platform
        return (platform,) if platform else Platform

    def made(self, entries: Sequence[Entry], found: Mapping[Bill, FoundOfBill]) -> MadeOfRows:
        """What comes of rows; `found` has all bills that they may be about.

        Raises OrderNeeded where the order of one has to be seen.
        """
        words: list[tuple[int, str]] = []
        rejected: list[tuple[int, RejectedRow]] = []
        said = self._said(entries, words, rejected)
        bills = [
            self.met(bill, parts, found[bill])
            for platform, of_platform in said.items()
            for bill, parts in bills_said(entries, platform, of_platform)
        ]
        return MadeOfRows(bills, words, rejected)

    def _said(
        self,
        entries: Sequence[Entry],
        words: list[tuple[int, str]],
        rejected: list[tuple[int, RejectedRow]],
    ) -> dict[Platform, list[Said]]:
        said: dict[Platform, list[Said]] = {}
        for number, of_file in groupby(entries, attrgetter("file")):
            for entry in of_file:
                try:
                    told = self.terms.readings[number].told(entry.row)
                except UnreadableRows as fault:
                    rejected += ((number, row) for row in fault.rejected)
                    continue
                words += ((number, one.text) for one in told.payments if one.kind == "unknown")
                parts = said.setdefault(told.platform, [])
                if not parts or parts[-1].file != number:
                    parts.append(Said(number, []))
                parts[-1].rows.append(told.payments)
        return said

    def met(self, bill: Bill, parts: Sequence[Said], found: FoundOfBill) -> MadeOfBill:
        """What comes of what files say of one bill, met with what the store has of it."""
        kept = found.payments
        before = decode(Payments, kept) if kept else None
        payments: list[Payment] = list(before.payments) if before else []
        said: list[tuple[int, int, int]] = []
        for file, rows in parts:
            fresh = added(payments, list(chain.from_iterable(rows)))
            payments += fresh
            are_new = set(map(id, fresh))
            new = sum(any(id(one) in are_new for one in row) for row in rows)
            said.append((file, len(rows), new))
        told = self.terms.told.get(bill.platform, ())
        moved = before is not None and before.told != told
        is_new = any(new for _file, _rows, new in said)
        if before and not is_new and not (moved and _is_open(before)):
            in_doubt = found.row is not None and found.row.open_discrepancies > 0
            return MadeOfBill(bill, said, None, in_doubt)
        payments.sort(key=attrgetter("at"))
        of_all = sums(payments)
        document = made(
            Payments,
            version=kept.version if kept else 0,
            platform=bill.platform,
            shop=self.terms.shop,
            name=bill.name,
            order_no=bill.order_no,
            payments=tuple(payments),
            beside=_beside(bill, found, of_all),
            told=told,
            moved_to=before.moved_to if before else "",
            asides=before.asides if before else (),
        )
        remember(sums_of, document, of_all)
        encoded = encode(document, self.terms.policy)
        ready = ready_of(KINDS[Payments], encoded, document.version, kept.head if kept else "")
        pays = of_all.given > 0 or (found.row is not None and _may_pay(found.row, of_all))
        return MadeOfBill(bill, said, ready, pays)


def _beside(bill: Bill, found: FoundOfBill, of_all: Sums) -> OrderSide | None:
    """What of the order is compared; the order is opened only where its row says too little."""
    if found.row is None:
        return None
    if side := side_of_row(found.row, of_all):
        return side
    if found.order is None:
        raise OrderNeeded(bill)
    return side_of(decode(Order, found.order))


def _may_pay(row: OrderRow, of_all: Sums) -> bool:
    """May what went back be a refund that waits here, is owed still, or is said not to be shown?"""
    in_doubt = row.open_discrepancies and of_all.refunded
    is_owed = row.next_kind and of_all.refunded > row.refunded_fen
    return bool(row.going_back_fen or in_doubt or is_owed)


def _is_open(payments: Payments) -> bool:
    """Might later files say more about it than these did?"""
    return bool(payments.order_no) and payments.beside is not None


# In the second process


def main() -> None:
    """Answer what is asked until nobody asks any more."""
    answer_all(lambda terms: partial(_all_made, FundsMaker(terms)))


_Asked = tuple[Sequence[Entry], Mapping[Bill, FoundOfBill]]


def _all_made(maker: FundsMaker, asked: Sequence[_Asked]) -> list[MadeOfRows | None]:
    return [_made(maker, *one) for one in asked]


def _made(
    maker: FundsMaker, entries: Sequence[Entry], found: Mapping[Bill, FoundOfBill]
) -> MadeOfRows | None:
    """What comes of rows; none for what the parent has to see to itself.

    That is an order that has to be seen, what goes wrong, and a row that is not taken: the parent
    says why in its own language.
    """
    try:
        made_of_rows = maker.made(entries, found)
    except Exception:  # noqa: BLE001 - the parent meets it as well, where it can be told
        return None
    return None if made_of_rows.rejected else made_of_rows

"""Lookups: what rules across orders may ask of the store, answered under the lock.

Each is an indexed query. What is found folds upper and lower case together, so that the exact
spelling is compared once more.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from heapq import nlargest
from itertools import islice
from operator import attrgetter
from typing import Any, Protocol

from store.documents.kinds import KINDS, Kind
from store.models.axes import Platform
from store.models.base import Document
from store.models.improvement import Improvement, Measured, RateName
from store.models.inquiry import Inquiry
from store.models.keys import may_be_one_shop
from store.models.order import Order
from store.models.payment import Payments
from store.models.person import Person
from store.models.product import Product
from store.models.review import Review
from store.models.row import OrderRow
from store.reading.case_numbers import cases_numbered
from store.reading.rate_source import RateSource
from store.rules.action.context import SOME, PaidAs, Wanted
from store.rules.timing.policy import Policy
from store.search.conditions import Between, Condition, Holds, Is, State
from store.search.folding import folded
from store.search.lists import CASES, IMPROVEMENTS, INQUIRIES, LISTS, ORDERS, PRODUCTS
from store.search.table import ListTable


class Readable(RateSource, Protocol):
    """As much of the repository as the answers need."""

    @property
    def policy(self) -> Policy:
        """The platforms' rules in force."""

    def rows_where(self, table: ListTable, *conditions: Condition) -> Iterator[Any]:
        """The rows of a list for which all of these conditions hold."""

    def orders(self, rows: Iterable[OrderRow]) -> Iterator[Order]:
        """The whole orders behind rows."""

    def product(self, shop: str, sku: str) -> Product | None:
        """The product with this SKU."""

    def shops(self) -> list[tuple[str, str]]:
        """Platform and name of every shop."""

    def get(self, kind: type[Kind], key: str) -> Kind | None:
        """A document by its kind and key."""

    def people(self) -> list[Person]:
        """Everybody who did something here, by login."""

    def person(self, text: str) -> Person:
        """Who is meant by a login or a name."""


MANY = 500
"""So many late orders of a month are opened to find the one that was charged for."""


def _seconds(first: datetime, last: datetime) -> tuple[int, int]:
    return int(first.timestamp()), int(last.timestamp())


class Lookups:
    """The answers; `store.rules.action.context.Lookup` says what may be asked."""

    def __init__(self, store: Readable) -> None:
        self._store = store

    def parcels_with(self, tracking_no: str) -> Iterable[Order]:
        """The orders one of whose parcels has this number."""
        rows = self._store.rows_where(ORDERS, Is("tracking", (tracking_no,)))
        return self._store.orders(row for row in rows if tracking_no in row.tracking_nos)

    def orders_with_case(self, platform: Platform, number: str) -> Iterable[str]:
        """The numbers of the orders that have the platform's case of this number."""
        found = cases_numbered(self._store, (number,))
        return (one.order_no for one in found if one.platform == platform)

    def product(self, shop: str, sku: str) -> Product | None:
        """The product with this SKU."""
        return self._store.product(shop, sku)

    def orders_with_sku(self, shop: str, sku: str) -> Iterable[Order]:
        """The orders of the shop with this SKU that have goods to ship or a task open."""
        rows = self._store.rows_where(ORDERS, Is("sku", (sku,)), Is("shop", (shop,)))
        return self._store.orders(
            row
            for row in rows
            if sku in row.skus and row.shop == shop and (row.to_ship or row.open_tasks)
        )

    def products_of(self, shop: str, product_id: str) -> Iterable[Product]:
        """Every SKU of one of the platform's products."""
        if not product_id:
            return
        meant = (Is("product", (product_id,)), Is("shop", (shop,)))
        for row in self._store.rows_where(PRODUCTS, *meant):
            product = self._store.product(shop, row.sku)
            if product and (row.shop, row.product_id) == (shop, product_id):
                yield product

    def products_named(self, shop: str, names: Collection[str]) -> Iterable[Product]:
        """Every SKU of the shop whose goods have one of these names, in whatever specification."""
        wanted = {*names} - {""}
        meant = (Holds("name", tuple(map(folded, wanted))), Is("shop", (shop,)))
        for row in self._store.rows_where(PRODUCTS, *meant) if wanted else ():
            product = self._store.product(shop, row.sku)
            if product and row.shop == shop and product.name in wanted:
                yield product

    def order(self, key: str) -> Order | None:
        """The order with this key."""
        return self._store.get(Order, key)

    def payments(self, key: str) -> Payments | None:
        """The payments with this key."""
        return self._store.get(Payments, key)

    def shops(self) -> list[tuple[str, str]]:
        """Platform and name of every shop that is known."""
        return self._store.shops()

    def orders_numbered(self, order_no: str) -> Iterable[Order]:
        """The orders with this number, of whichever shop."""
        rows = self._store.rows_where(ORDERS, Is("order", (order_no,)))
        return self._store.orders(row for row in rows if row.order_no == order_no)

    def orders_like(self, wanted: Wanted) -> Iterable[Order]:
        """The orders that fit all that is known, some of them where there are many."""
        asked: list[Condition] = []
        if wanted.phone_tail:
            asked.append(Is("phone", (wanted.phone_tail,)))
        if wanted.amount_fen is not None:
            asked.append(Between("amount", wanted.amount_fen, wanted.amount_fen + 1))
        if wanted.first and wanted.last:
            asked.append(Between("ordered", *_seconds(wanted.first, wanted.last)))
        fitting = (
            row
            for row in self._store.rows_where(ORDERS, *asked)
            if may_be_one_shop(wanted.shop, row.shop)
            and wanted.phone_tail in (None, row.phone_tail)
        )
        return self._store.orders(islice(fitting, SOME))

    def orders_paid(self, wanted: PaidAs) -> Iterable[Order]:
        """The orders that were paid so, some of them where there are many."""
        rows = self._store.rows_where(
            ORDERS,
            Between("amount", wanted.amount_fen, wanted.amount_fen + 1),
            Between("paid", *_seconds(wanted.first, wanted.last)),
            Is("platform", (wanted.platform,)),
        )
        return self._store.orders(islice((one for one in rows if one.shop == wanted.shop), SOME))

    def orders_refunded(self, wanted: PaidAs) -> Iterable[Order]:
        """The orders paid in that time of which this amount went back, or is asked back by a case;
        some of them where there are many.
        """
        begin, end = _seconds(wanted.first, wanted.last)
        fen = wanted.amount_fen, wanted.amount_fen + 1
        of_shop = Is("platform", (wanted.platform,)), Is("shop", (wanted.shop,))
        rows = self._store.rows_where(
            ORDERS, Between("refunded", *fen), Between("paid", begin, end), *of_shop
        )
        keys = {row.key for row in rows}
        applied = Between("applied", begin, end)
        for amount in ("amount", "agreed", "refunded"):
            cases = self._store.rows_where(CASES, Between(amount, *fen), applied, *of_shop)
            keys |= {case.of_key for case in cases if case.of_kind == KINDS[Order]}
        found = filter(None, (self._store.get(Order, key) for key in sorted(keys)))
        fitting = (one for one in found if one.paid_at and wanted.first <= one.paid_at)
        return islice((one for one in fitting if one.shop == wanted.shop), SOME)

    def orders_deducted(
        self, platform: Platform, shop: str, first: datetime, last: datetime
    ) -> Iterable[Order]:
        """The late orders for which something is deducted by the rules since an instant within."""
        within = Between("deducted", *_seconds(first, last))
        rows = self._store.rows_where(ORDERS, within, Is("platform", (platform,)))
        return self._store.orders(islice((one for one in rows if one.shop == shop), MANY))

    def return_address(self, platform: Platform, shop: str, first: datetime, last: datetime) -> str:
        """Where goods were told to come back to last, by the cases asked for in that time."""
        rows = self._store.rows_where(
            CASES,
            Between("applied", *_seconds(first, last)),
            Is("platform", (platform,)),
            Is("shop", (shop,)),
        )
        agreed = [row for row in rows if row.shop == shop and row.agreed_at]
        for row in nlargest(SOME, agreed, key=attrgetter("agreed_at")):
            order = self._store.get(Order, row.of_key)
            case = order.case_named(row.case) if order else None
            if case and case.return_address:
                return case.return_address
        return ""

    def opened(self, kind: type[Document], first: datetime, last: datetime) -> int:
        """How many of a kind were begun from the one instant on and before the other."""
        table = LISTS[KINDS[kind]]
        return sum(
            1 for _row in self._store.rows_where(table, Between("opened", *_seconds(first, last)))
        )

    def open_inquiries(self, phone_tail: str, amount_fen: int | None) -> Iterable[Inquiry]:
        """The open inquiries with this end of a phone, or with this amount, of whichever shop."""
        asked: list[Condition] = [Is("phone", (phone_tail,))] if phone_tail else []
        if amount_fen is not None:
            asked.append(Between("amount", amount_fen, amount_fen + 1))
        found = {
            row.key
            for condition in asked
            for row in self._store.rows_where(INQUIRIES, State("open"), condition)
        }
        known = (self._store.get(Inquiry, key) for key in sorted(found))
        return filter(None, known)

    def inquiries_about(self, order_no: str) -> Iterable[Inquiry]:
        """The inquiries that name this order and are not tied to any."""
        named = (State("untied"), Holds("order", (folded(order_no),)))
        for row in self._store.rows_where(INQUIRIES, *named):
            inquiry = self._store.get(Inquiry, row.key)
            if inquiry and inquiry.order_no == order_no:
                yield inquiry

    def review(self, number: str) -> Review | None:
        """The review with this number."""
        return self._store.get(Review, number)

    def improvements_of(self, review: str) -> Iterable[Improvement]:
        """The improvements of the review with this number."""
        for row in self._store.rows_where(IMPROVEMENTS, Is("review", (review,))):
            found = self._store.get(Improvement, row.key)
            if found and found.review == review:
                yield found

    def measured(self, rate: RateName, scope: str, since: datetime) -> Measured:
        """A rate of the orders that a query finds, from then until now."""
        from store.reading.rates import measured

        return measured(self._store, self._store.policy, rate, scope, since)

    def people(self) -> Iterable[Person]:
        """Everybody who did something here, by login."""
        return self._store.people()

    def person(self, text: str) -> Person:
        """Who is meant by a login or a name."""
        return self._store.person(text)

"""What the funds come to (账务汇总): sums by day, month or state, and what was never paid out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from msgspec.structs import replace

from store.models.keys import bill_key
from store.models.money import Fen
from store.models.order import Order
from store.models.payment import Payments
from store.models.payment_row import PaymentRow
from store.reading.records import Records
from store.reading.shop_lists import Lists
from store.rules.money.matching import differences, state
from store.search.conditions import Is, Query
from store.search.lists import PAYMENTS
from store.search.vocabularies import PAYMENT_STATES
from store.words.times import SHOP_TIME

Period = Literal["day", "month"]
_FORMS: dict[Period, str] = {"day": "%Y-%m-%d", "month": "%Y-%m"}
EVERY = Query()


@dataclass(slots=True)
class FundsTotal:
    """What moved in a day or a month; in and out are what the four others come to.

    The money of a payment is in one of these alone, however many things it differs in; of one that
    fits, what rows in unknown words moved stands apart.
    """

    name: str
    rows: int = 0
    in_fen: Fen = 0
    out_fen: Fen = 0
    matched_fen: Fen = 0
    """Of payments that fit their order, or were set aside whole: in less out."""
    open_fen: Fen = 0
    """Of payments of which anything is open."""
    general_fen: Fen = 0
    """Of what is no order's."""
    unknown_fen: Fen = 0
    """Of rows whose words nobody knows, so that it is compared with nothing."""
    words: tuple[str, ...] = ()
    """These words."""


@dataclass(slots=True)
class StateTotal:
    """What the payments in one state come to, and by how much they differ in it.

    A payment that differs in several things is in each of their totals, with all of its money.
    """

    name: str
    payments: int = 0
    in_fen: Fen = 0
    out_fen: Fen = 0
    ours_fen: Fen = 0
    theirs_fen: Fen = 0
    """What the orders say, and what the platform says, of what differs."""


def funds_totals(records: Records, by: Period, query: Query = EVERY) -> list[FundsTotal]:
    """The totals by period of the payments that a query finds.

    A settlement bill tells of the same money and is not added.
    """
    totals: dict[str, FundsTotal] = {}
    for of in _found(records, query):
        if of.moved_to:
            # It is among the payments of its order.
            continue
        found = state(of, differences(of, records.policy))
        for one in of.payments:
            if one.settled:
                continue
            name = one.at.astimezone(SHOP_TIME).strftime(_FORMS[by])
            total = totals.setdefault(name, FundsTotal(name))
            net = one.in_fen - one.out_fen
            total.rows += 1
            total.in_fen += one.in_fen
            total.out_fen += one.out_fen
            if found == "general":
                total.general_fen += net
            elif found not in ("matched", "unknown_words", "aside"):
                total.open_fen += net
            elif one.kind == "unknown":
                total.unknown_fen += net
                total.words = tuple(dict.fromkeys(filter(None, (*total.words, one.text))))
            else:
                total.matched_fen += net
    return [totals[name] for name in sorted(totals)]


def _found(records: Records, query: Query) -> Iterable[Payments]:
    every = records.all(Payments)
    if not query.conditions:
        return every
    keys = {row.key for row in records.select(PAYMENTS, query)}
    return (of for of in every if of.key in keys)


def state_totals(rows: Iterable[PaymentRow]) -> list[StateTotal]:
    """The totals of each state that any of these rows has."""
    totals: dict[str, StateTotal] = {}
    for row in rows:
        for name in row.states:
            total = totals.setdefault(name, StateTotal(name))
            total.payments += 1
            total.in_fen += row.in_fen
            total.out_fen += row.out_fen
        for one in row.differing:
            totals[one.state].ours_fen += one.ours_fen
            totals[one.state].theirs_fen += one.theirs_fen
    return [totals[name] for name in PAYMENT_STATES if name in totals]


def states_of_payments(lists: Lists) -> dict[str, int]:
    """How many payments there are in each state, those that have none left out.

    One that differs in several things counts in each.
    """
    found = lists.counts([f"state:{one}" for one in PAYMENT_STATES], PAYMENTS)
    return {state: count for state, count in zip(PAYMENT_STATES, found, strict=True) if count}


def charged_of(lists: Lists, orders: Iterable[Order]) -> set[str]:
    """The keys of those of these orders for which the funds show more than is recorded."""
    charged = lists.rows_where(PAYMENTS, Is("state", ("penalty_there",)))
    return {bill_key(one.key) for one in orders} & {row.key for row in charged}


def never_paid(lists: Lists, query: Query = EVERY) -> Iterator[PaymentRow]:
    """Of the payments that a query finds, those of orders received and never paid out."""
    meant = (*query.conditions, Is("state", ("no_payment",)))
    return iter(lists.select(PAYMENTS, replace(query, conditions=meant)))

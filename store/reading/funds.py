"""What the funds come to (账务汇总): sums by day or month, and orders that were never paid out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from store.models.money import Fen
from store.models.payment import Payments
from store.models.payment_row import PaymentRow
from store.reading.records import Records
from store.reading.shop_lists import Lists
from store.rules.money.matching import differences, state
from store.search.conditions import Is
from store.search.lists import PAYMENTS
from store.search.vocabularies import PAYMENT_STATES
from store.words.times import SHOP_TIME

Period = Literal["day", "month"]
_FORMS: dict[Period, str] = {"day": "%Y-%m-%d", "month": "%Y-%m"}


@dataclass(slots=True)
class FundsTotal:
    """What moved in a day or a month; in and out are what matched, open and general come to."""

    name: str
    rows: int = 0
    in_fen: Fen = 0
    out_fen: Fen = 0
    matched_fen: Fen = 0
    """Of documents that fit their order, or were set aside: in less out."""
    open_fen: Fen = 0
    general_fen: Fen = 0
    """Of what is no order's."""


def funds_totals(records: Records, by: Period) -> list[FundsTotal]:
    """The totals by period; a settlement bill tells of the same money and is not added."""
    totals: dict[str, FundsTotal] = {}
    for of in records.all(Payments):
        if of.moved_to:
            # It is among the payments of its order.
            continue
        found = state(of, differences(of))
        for one in of.payments:
            if one.settled:
                continue
            name = one.at.astimezone(SHOP_TIME).strftime(_FORMS[by])
            total = totals.setdefault(name, FundsTotal(name))
            net = one.in_fen - one.out_fen
            total.rows += 1
            total.in_fen += one.in_fen
            total.out_fen += one.out_fen
            if found in ("matched", "aside"):
                total.matched_fen += net
            elif found == "general":
                total.general_fen += net
            else:
                total.open_fen += net
    return [totals[name] for name in sorted(totals)]


def states_of_payments(lists: Lists) -> dict[str, int]:
    """How many payments there are in each state, those that have none left out."""
    found = lists.counts([f"state:{one}" for one in PAYMENT_STATES], PAYMENTS)
    return {state: count for state, count in zip(PAYMENT_STATES, found, strict=True) if count}


def never_paid(lists: Lists) -> Iterator[PaymentRow]:
    """The payments of orders that were received and never paid out by the platform."""
    return lists.rows_where(PAYMENTS, Is("state", ("no_payment",)))

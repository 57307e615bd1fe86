"""What happened to each order of a shop, platform by platform the same: bought, shipped, received.

A larger shop sells more a day and has been there longer, so that what is open grows slower than
what there is: 100 orders are of 20 days, 1,000,000 of two years. All times are told from REFERENCE,
the instant at which the bench looks at the shop.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from store.words.times import SHOP_TIME
from tests.bench.shop_texts import (
    BUYER_NOTES,
    CARRIERS,
    GOODS,
    REASONS,
    SELLER_NOTES,
    Good,
    Person,
    note,
    person,
    scattered,
)

REFERENCE = datetime(2026, 11, 22, 9, 0, tzinfo=SHOP_TIME)
HOUR = 60.0
DAY = 24 * HOUR
PROMISED, PROMISED_LATER = 2 * DAY, 15 * DAY
"""An order is shipped within two days, one sold before it is ripe within fifteen."""

DOUYIN, PRESALE, UNPAID, CANCELLED, LATE, STOCK_OUT, CASE = 0.1, 0.12, 0.06, 0.015, 0.04, 0.06, 0.05
"""Shares of the orders: of one platform, sold in advance, waiting for payment (of the last day's),
cancelled, shipped too late, out of stock (of those to ship), with an after-sales case (some of them
are asked for only later)."""


class Case(NamedTuple):
    """An after-sales case; minutes before REFERENCE."""

    number: int
    asked: float
    is_open: bool
    kind: str
    """Pinduoduo's word."""
    reason: str
    refunded: bool
    before_shipping: bool
    returned: str
    """The number of the parcel that comes back."""


class Sold(NamedTuple):
    """One order; times are minutes before REFERENCE, None for what has not happened."""

    number: int
    is_douyin: bool
    paid: float
    promised: float
    state: str
    """unpaid, cancelled, to ship, stock-out, shipped or received."""
    shipped: float | None
    received: float | None
    lines: tuple[tuple[Good, int], ...]
    person: Person
    carrier: tuple[str, str]
    buyer_note: str
    seller_note: str
    case: Case | None

    @property
    def order_no(self) -> str:
        """As the platform writes it: Pinduoduo's begins with the day, Douyin's with 69."""
        digits = scattered(self.number, 618_033_988_749_897, 15)
        return f"69{digits}00" if self.is_douyin else f"{at(self.paid):%y%m%d}-{digits}"

    @property
    def tracking_no(self) -> str:
        """The number of its parcel, once there is one."""
        if self.shipped is None:
            return ""
        return self.carrier[1] + scattered(self.number, 618_033_988_751, 12)

    @property
    def fen(self) -> int:
        """What all its goods cost."""
        return sum(good.fen * units for good, units in self.lines)


def at(ago: float) -> datetime:
    """So many minutes before REFERENCE."""
    return REFERENCE - timedelta(minutes=ago)


def days(count: int) -> float:
    """How long a shop of so many orders has been selling."""
    return float(20 * (count / 100) ** 0.39)


def orders(count: int) -> Iterator[Sold]:
    """So many orders, the oldest first; the same ones whenever they are asked for."""
    luck = Random(count)
    minutes = days(count) * DAY
    for number in range(count):
        yield _sold(number, minutes * (1 - (number + luck.random()) / count), luck)


def _sold(number: int, paid: float, luck: Random) -> Sold:
    presale = luck.random() < PRESALE
    promise = PROMISED_LATER if presale else PROMISED
    is_late = luck.random() < LATE
    took = promise * luck.uniform(1.0, 2.2) if is_late else promise * luck.uniform(0.1, 0.9)
    shipped = paid - took if paid > took else None
    there = None if shipped is None else shipped - luck.uniform(2 * DAY, 11 * DAY)
    received = there if there is not None and there > 0 else None
    state = _state(paid, shipped, received, luck)
    if state in {"unpaid", "cancelled"}:
        shipped = received = None
    case = None
    if state not in {"unpaid", "cancelled", "stock-out"} and luck.random() < CASE:
        case = _case(number, paid, shipped, luck)
    if case and case.before_shipping:  # nobody ships what somebody no longer wants
        state, shipped, received = "to ship", None, None
    return Sold(
        number,
        luck.random() < DOUYIN,
        paid,
        paid - promise,
        state,
        shipped,
        received,
        _lines(luck),
        person(number, luck),
        luck.choice(CARRIERS),
        note(BUYER_NOTES, 0.25, luck),
        note(SELLER_NOTES, 0.15, luck),
        case,
    )


def _state(paid: float, shipped: float | None, received: float | None, luck: Random) -> str:
    chance = luck.random()
    if paid < DAY and chance < UNPAID:
        return "unpaid"
    if chance > 1 - CANCELLED:
        return "cancelled"
    if shipped is None:
        return "stock-out" if luck.random() < STOCK_OUT else "to ship"
    return "shipped" if received is None else "received"


def _lines(luck: Random) -> tuple[tuple[Good, int], ...]:
    units = luck.choice((1, 1, 1, 1, 2, 2, 3))
    return ((luck.choice(luck.choice(GOODS)), units),)


def _case(number: int, paid: float, shipped: float | None, luck: Random) -> Case | None:
    """A case of this order, if it has been asked for by now."""
    before = luck.random() < 0.3
    start = paid if before or shipped is None else shipped
    asked = start - luck.uniform(2 * HOUR, 30 * HOUR if before else 12 * DAY)
    if asked <= 0 or (shipped is None and not before):
        return None
    is_open = asked - luck.uniform(6 * HOUR, 6 * DAY) < 0
    kinds = ("退款",) if before else ("退款", "退款", "退货退款", "退货退款", "换货", "补寄")
    kind = luck.choice(kinds)
    fulfilled = kind in {"换货", "补寄"}
    refunded = not is_open and not fulfilled and (before or luck.random() < 0.7)
    back = "" if kind != "退货退款" or is_open else f"YT7{scattered(number, 618_033_988_751, 12)}"
    return Case(
        number,
        asked,
        is_open,
        kind,
        luck.choice(REASONS),
        refunded,
        before,
        back if refunded else "",
    )

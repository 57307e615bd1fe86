"""Held (买家手上): what the buyer was sent last of a line, which may be no more what was bought."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from store.models.after_sales_case import CaseKind, ReturnedUnits
from store.models.order import Order
from store.models.parcel import Parcel
from store.rules.parcels.articles_sent import sku_bought, sku_sent
from store.rules.parcels.whereabouts import came_back
from store.rules.timing.clocks import LAST


def sku_held(order: Order, line: int, case: str = "", at: datetime = LAST) -> str:
    """What the buyer holds of a line at a time, beside what this case sent them; where nothing was
    sent, what was bought.
    """
    for parcel in sent_last_first(order, case, at):
        if any(part.line == line for part in parcel.lines):
            return sku_sent(order, parcel, line)
    return sku_bought(order, line)


def sent_last_first(order: Order, case_id: str, at: datetime) -> list[Parcel]:
    """The parcels from which a return of the case may be, received at this time: not what went for
    it in its place, and what the carrier brought back only where no other is left.
    """
    sent = (
        one
        for one in order.parcels
        if one.kind != "repaired"
        and (not case_id or one.case != case_id)
        and (one.shipped_at is None or one.shipped_at <= at)
    )
    return sorted(
        sent,
        key=lambda one: (not came_back(one), one.shipped_at is not None, one.shipped_at or at),
        reverse=True,
    )


class ArticlesBack(NamedTuple):
    """What units of a line were that a return brought."""

    case: str
    goods_return: str
    found: ReturnedUnits
    articles: tuple[tuple[str, int], ...]
    """So many of each SKU."""


def articles_back(order: Order) -> Iterator[ArticlesBack]:
    """What the returns brought, each unit once: what the buyer was sent last before each of them.

    Who asks again after an exchange, or a substitute, asks about what they hold since. What is to
    be repaired is the buyer's own.
    """
    taken: Counter[tuple[str, int]] = Counter()
    received = [
        (one.received_at or LAST, case.id, one.id, part)
        for case in order.cases
        if case.kind is not CaseKind.REPAIR
        for one in case.returns
        for part in one.units
    ]
    for at, case_id, number, found in sorted(received, key=lambda one: one[0]):
        articles, left = list[tuple[str, int]](), found.came_back
        for parcel in sent_last_first(order, case_id, at):
            there = sum(part.quantity for part in parcel.lines if part.line == found.line)
            many = min(left, there - taken[parcel.id, found.line])
            taken[parcel.id, found.line] += many
            if many > 0:
                articles.append((sku_sent(order, parcel, found.line), many))
                left -= many
        if left > 0:
            articles.append((_sku_sent_first(order, found.line), left))
        yield ArticlesBack(case_id, number, found, tuple(articles))


def _sku_sent_first(order: Order, line: int) -> str:
    """What the buyer was sent of a line at first: the substitute, where it was one."""
    for parcel in order.parcels:
        if parcel.kind == "shipment" and any(part.line == line for part in parcel.lines):
            return sku_sent(order, parcel, line)
    return sku_bought(order, line)

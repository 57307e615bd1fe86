"""Wanted (需求统计): what is asked of each SKU, counted over orders in one statement."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from math import floor
from typing import NamedTuple

from store.search.folding import folded
from store.search.lists import ORDERS
from store.search.order_list import WAITING
from store.search.reading import Fetch
from store.search.sql import ours, term_text

Sku = tuple[str, str]
"""A shop, folded, and one of its SKUs, its blanks taken together."""


@dataclass(slots=True)
class Wanted:
    """What is asked of one SKU."""

    units: int = 0
    """Units that orders wait for."""
    orders: int = 0
    """Orders that wait."""
    platforms: set[str] = field(default_factory=set)
    """Of these orders."""


class Asked(NamedTuple):
    """What is asked of every SKU."""

    wanted: dict[Sku, Wanted]
    sold: Counter[Sku]
    """Units that were paid for since then."""


def asked_since(fetch: Fetch, since: datetime) -> Asked:
    """What orders wait for, and what was sold since an instant."""
    rows = ours(f"{ORDERS.name}_row", "r")
    sql = (
        f"select 1, r.shop, r.waits, r.platform, count(*) from {rows}"
        f" where {term_text(WAITING, 'r.')} group by r.shop, r.waits, r.platform"
        f" union all select 0, r.shop, r.bought, '', count(*) from {rows}"
        " where r.bought <> '' and r.ordered_at >= ? group by r.shop, r.bought"
    )
    asked = Asked({}, Counter())
    for is_waiting, shop, text, platform, orders in fetch(sql, (floor(since.timestamp()),)):
        for sku, units in units_said(text.splitlines()):
            key = shop, sku
            if is_waiting:
                wanted = asked.wanted.setdefault(key, Wanted())
                wanted.units += units * orders
                wanted.orders += orders
                wanted.platforms.add(platform)
            else:
                asked.sold[key] += units * orders
    return asked


def sku_key(shop: str, sku: str) -> Sku:
    """The SKU of a shop as it is counted."""
    return folded(shop), " ".join(sku.split())


def first_ordered(fetch: Fetch) -> int | None:
    """When the first order was placed that is known here."""
    rows = ours(f"{ORDERS.name}_row", "r")
    sql = f"select min(ordered_at) from {rows} where ordered_at is not null"
    ((first,),) = fetch(sql, ())
    return None if first is None else int(first)


def units_said(texts: Iterable[str]) -> Iterator[tuple[str, int]]:
    """SKU and units that the texts of a row say: `3 FLW-10`."""
    for text in texts:
        units, _blank, sku = text.partition(" ")
        yield sku, int(units)

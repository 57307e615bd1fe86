"""Review (复盘), read: what went wrong with the orders that a query finds, added up in groups.

A statement a platform adds up the orders; the cases, of which there are few, come row by row. All
of them read narrow columns only.
"""

from datetime import datetime
from math import floor
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from store.search.conditions import Condition, Query
from store.search.lists import CASES, ORDERS
from store.search.reading import Fetch
from store.search.sql import Sql, ours
from store.search.where import Where
from store.words.times import SHOP_TIME

By = Literal["sku", "cause", "carrier", "agent", "agreed", "region", "week"]
BYS: tuple[By, ...] = get_args(By)
MONDAY = 3 * 86_400
"""The epoch began on a Thursday: so many seconds after a Monday."""
SHOP_OFFSET = 8 * 3_600
WEEK = 7 * 86_400
WEEK_OF = f"(coalesce(r.paid_at, r.ordered_at) + {SHOP_OFFSET + MONDAY}) / {WEEK}"
KEYS = MappingProxyType(
    {
        "sku": "r.skus",
        "cause": "r.causes",
        "carrier": "r.carriers",
        "agent": "r.owner",
        "agreed": "r.agreers",
        "region": "r.region",
        "week": f"coalesce(cast({WEEK_OF} as text), '')",
    }
)
"""What orders are grouped by: a text with a line for each group that an order is in."""
_DUE = "r.promised_at is not null and (r.promised_at <= ?1 or r.left_at is not null)"
_LATE = "r.promised_at < coalesce(r.left_at, ?1)"


def _within(column: str) -> str:
    """Is an instant within the window of the platform?"""
    return f"r.{column} > ?2 and r.{column} <= ?1"


def _count(condition: str) -> str:
    return f"count(*) filter (where {condition})"


def _sum(column: str) -> str:
    # Most orders cost nothing: what is left out need not be added.
    return f"coalesce(sum(r.{column}) filter (where r.{column} <> 0), 0)"


SUMS = (
    "count(*)",
    _count(_DUE),
    _count(_LATE),
    _count("r.lacked > 0"),
    _sum("penalty_fen"),
    # What an appeal brought back of it cost nothing.
    "coalesce(sum(r.refunded_fen - r.won_back_fen) filter (where r.refunded_fen <> 0), 0)",
    _sum("again_parcels"),
    _sum("again_fen"),
    # As of now: what is late and has not left costs it once its time is over.
    (
        "coalesce(sum(r.deducted_fen) filter (where r.deducted_at <= ?1), 0)"
        " + coalesce(sum(r.deducted_more_fen) filter (where r.deducted_more_at <= ?1), 0)"
    ),
    _count(_within("promised_at")),
    _count(f"{_LATE} and {_within('promised_at')}"),
    _count(_within("paid_at")),
    _count(f"r.lacked > 0 and {_within('paid_at')}"),
    _count(_within("signed_at")),
)


class Added(NamedTuple):
    """What the orders of one group come to."""

    group: str
    """A line for each group they are in; of weeks, the number of the week."""
    platform: str
    orders: int
    due: int
    """Had to leave by now, or have left, and when is known."""
    late: int
    lacked: int
    penalty_fen: int
    refunded_fen: int
    again_parcels: int
    again_fen: int
    computed_fen: int
    """What late goods cost by the rules that no penalty says yet."""
    promised: int
    """Of the platform's window, and below: the promised time ended within it."""
    promised_late: int
    paid: int
    paid_lacked: int
    signed: int

    @property
    def figures(self) -> tuple[int, ...]:
        """What is added up of all its orders, in this order."""
        return (
            *(self.orders, self.due, self.late, self.lacked, self.penalty_fen),
            *(self.refunded_fen, self.again_parcels, self.again_fen, self.computed_fen),
        )

    @property
    def of_window(self) -> tuple[int, ...]:
        """The same of those within the platform's window."""
        return self.promised, self.promised_late, self.paid, self.paid_lacked, self.signed


class Told(NamedTuple):
    """What a review reads of one case."""

    group: str
    order: int
    platform: str
    kind: str
    outcome: str
    reason: str
    """The one stated first, folded."""
    unshipped: bool
    applied_at: int | None
    agreed_at: int | None
    received_at: int | None
    refunded_at: int | None
    agreed_by: str
    """Who agreed to the refund on the platform (同意退款人); empty where it names nobody."""
    signed_at: int | None
    """When the goods of its order were signed for (签收)."""


class Windows(NamedTuple):
    """From when on each platform's own rates count."""

    douyin: datetime
    pinduoduo: datetime


def added(query: Query, by: By, now: datetime, windows: Windows, fetch: Fetch) -> list[Added]:
    """The orders that a query finds, added up by platform and group.

    Each platform is a statement of its own: to sort by two texts takes longer than to read
    the orders twice.
    """
    source, matching = _matching(query, now)
    # No index of platforms, which would look up every order by itself.
    sql = (
        f"select {KEYS[by]}, ?3, {', '.join(SUMS)} from {source}"
        f" where @unindexed(r.platform) = ?3 and ({matching.text}) group by 1"
    )
    found: list[Added] = []
    for platform, since in zip(windows._fields, windows, strict=True):
        instants = floor(now.timestamp()), floor(since.timestamp())
        rows = fetch(sql, (*instants, platform, *matching.parameters))
        found += [Added(str(row[0]), *row[1:]) for row in rows]
    return found


def told(query: Query, by: By, now: datetime, fetch: Fetch) -> list[Told]:
    """The cases of the orders that a query finds."""
    where = Where(ORDERS, now)
    matching = where.matching(query.conditions, row_by_row=True)
    columns = (
        "c.kind, c.outcome, c.reason, c.unshipped, c.applied_at, c.agreed_at, c.received_at,"
        " c.refunded_at, c.agreer, r.signed_at"
    )
    sql = (
        f"select cast({KEYS[by]} as text), c.of, r.platform, {columns}"
        f" from {ours(f'{CASES.name}_row', 'c')} @join {ours(f'{ORDERS.name}_row', 'r')}"
        f" on c.of_kind = '{ORDERS.name}' and r.id = c.of"
        f" where {matching.text}"
    )
    return [Told._make(row) for row in fetch(sql, matching.parameters)]


def _matching(query: Query, now: datetime) -> tuple[str, Sql]:
    where = Where(ORDERS, now)
    conditions: tuple[Condition, ...] = query.conditions
    words, _rest = where.bare_words(conditions)
    source = where.source(() if words else conditions)
    return source, where.matching(conditions, row_by_row=bool(words))


def applied(fetch: Fetch) -> dict[int, int]:
    """How many cases of orders were asked for in each week of the shop's that has any."""
    week = f"(c.applied_at + {SHOP_OFFSET + MONDAY}) / {WEEK}"
    sql = (
        f"select {week}, count(*) from {ours(f'{CASES.name}_row', 'c')}"
        f" where c.of_kind = '{ORDERS.name}' and c.applied_at is not null group by 1"
    )
    return dict(fetch(sql, ()))


def week_start(group: str | int) -> datetime:
    """The Monday of a week by its number, at midnight of the shop's time."""
    return datetime.fromtimestamp(int(group) * WEEK - MONDAY - SHOP_OFFSET, SHOP_TIME)

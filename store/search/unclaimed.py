"""Unclaimed (无人认领): what of ours nobody has taken on, the next in turn first.

Read along indexes of the obligations alone, for it is asked while the lock is held.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from math import floor
from typing import Any, Literal

from store.models.row import ObligationRow
from store.search.conditions import Condition
from store.search.folding import folded
from store.search.lists import COST, DEARER, OBLIGATIONS
from store.search.reading import Fetch, read
from store.search.sql import Replaced, Sql, both, ours, replaced
from store.search.where import Where

Turn = Literal["time", "money"]
"""The next in turn: what is due first, or what costs most."""
_OWED = ours(f"{OBLIGATIONS.name}_row", "r")
_IN_TIME = (
    "r.due_at is not null order by r.due_at, r.order_no, r.id",
    "r.due_at is null order by r.order_no, r.id",
)
"""What has a deadline comes before what has none."""


def unclaimed(
    fetch: Fetch,
    now: datetime,
    turn: Turn,
    kinds: Sequence[str],
    kept: Sequence[Condition],
) -> Iterator[ObligationRow]:
    """The first rows of ours of documents of these kinds that are nobody's: of each part the first.

    What is put off, held back with its goods, or a mere chance is left out; so is what is not
    `kept` by these conditions.
    """
    seconds = floor(now.timestamp())
    only = both(map(Where(OBLIGATIONS, now).condition, kept))
    where = (
        "r.owner = '' and (r.who = 'us' or (r.becomes <> '' and r.due_at <= ?)) and r.lapses = 0"
        " and (r.begins_at is null or r.begins_at <= ?)"
        f" and r.of_kind in ({', '.join('?' * len(kinds))}) and {only.text}"
    )
    asked = Sql(where, (seconds, seconds, *kinds, *only.parameters))
    for part in _parts(turn, asked, seconds):
        ids = [number for (number,) in fetch(*part)]
        found = read(fetch, OBLIGATIONS, ids)
        yield from (found[number] for number in ids if number in found)


def _parts(turn: Turn, asked: Sql, seconds: int) -> Iterator[Sql]:
    """The first of what is asked, a part after the other; each is read along indexes."""
    if turn == "money":
        cost = replaced(COST, DEARER, seconds)
        yield _dearest(cost, asked)
        free = Sql(f"coalesce({cost.value.text}, 0) = 0", cost.value.parameters)
        asked = both((asked, free))
    for ordered in _IN_TIME:
        sql = f"select r.id from {_OWED} where ({asked.text}) and {ordered} limit 1"
        yield Sql(sql, asked.parameters)


def _dearest(cost: Replaced, asked: Sql) -> Sql:
    """What of it costs most by now, if any costs something.

    Each of the two amounts has an index of its own: the first along either is looked for.
    """
    by_time = "{0}due_at is null, {0}due_at, {0}order_no, {0}id limit 1"
    legs: list[Sql] = []
    for index, column, is_there in (
        ("free_cost", cost.column, cost.still),
        ("free_later_cost", cost.then, cost.over),
    ):
        costly = both((asked, is_there, Sql(f"{column} > 0")))
        legs.append(
            Sql(
                f"select {column} as cost, r.due_at, r.order_no, r.id from {_OWED}"
                f" @along({OBLIGATIONS.name}_{index}) where {costly.text}"
                f" order by {column} desc, {by_time.format('r.')}",
                costly.parameters,
            )
        )
    first, then = legs
    return Sql(
        f"select id from (select * from ({first.text}) one union all"
        f" select * from ({then.text}) other) found order by cost desc, {by_time.format('')}",
        (*first.parameters, *then.parameters),
    )


def taken_before(fetch: Fetch, at: datetime) -> list[ObligationRow]:
    """What somebody has had as the next in turn since then or longer."""
    return _rows(fetch, "r.taken_at <= ?", (floor(at.timestamp()),))


def owned_by(
    fetch: Fetch, now: datetime, login: str, kept: Sequence[Condition]
) -> list[ObligationRow]:
    """What is owed for what somebody has taken on, the most urgent first; what is not `kept` by
    these conditions is left out.
    """
    only = both(map(Where(OBLIGATIONS, now).condition, kept))
    found = _rows(fetch, f"r.owner = ? and {only.text}", (folded(login), *only.parameters))
    return sorted(found, key=lambda row: (row.due_at is None, row.due_at or 0, row.key))


def _rows(fetch: Fetch, where: str, parameters: Sequence[Any]) -> list[ObligationRow]:
    sql = f"select r.id from {_OWED} where {where} order by r.id"
    ids = [number for (number,) in fetch(sql, parameters)]
    return list(read(fetch, OBLIGATIONS, ids).values())

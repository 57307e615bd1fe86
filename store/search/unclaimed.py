"""Unclaimed (无人认领): what of ours nobody has taken on, the next in turn first.

Read along indexes of the obligations alone, for it is asked while the lock is held.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from math import floor
from typing import Any, Literal

from store.engines.sql import both, ours
from store.engines.where import Where
from store.models.row import ObligationRow
from store.search.conditions import Condition
from store.search.folding import folded
from store.search.lists import OBLIGATIONS
from store.search.reading import Fetch, read

Turn = Literal["time", "money"]
"""The next in turn: what is due first, or what costs most."""
_OWED = ours(f"{OBLIGATIONS.name}_row", "r")
_FREE = "coalesce(r.cost_fen, 0) = 0"
_BY_TIME = "r.due_at is not null order by r.due_at, r.order_no, r.id"
_WITHOUT_TIME = "r.due_at is null order by r.order_no, r.id"
_ORDERS: dict[Turn, tuple[str, ...]] = {
    "time": (_BY_TIME, _WITHOUT_TIME),
    "money": (
        "r.cost_fen > 0 order by r.cost_fen desc, r.due_at is null, r.due_at, r.order_no, r.id",
        f"{_FREE} and {_BY_TIME}",
        f"{_FREE} and {_WITHOUT_TIME}",
    ),
}
"""Each part comes after the ones before it, and is read along an index."""


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
    parameters = (seconds, seconds, *kinds, *only.parameters)
    for part in _ORDERS[turn]:
        sql = f"select r.id from {_OWED} where {where} and {part} limit 1"
        ids = [number for (number,) in fetch(sql, parameters)]
        found = read(fetch, OBLIGATIONS, ids)
        yield from (found[number] for number in ids if number in found)


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

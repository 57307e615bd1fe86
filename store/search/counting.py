"""Counting (计数): how many rows queries find, views among them, and the clocks of the header.

However many are asked for, it is one statement over ranges of indexes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil, floor

from msgspec import Struct

from store.engines.sql import Sql
from store.engines.where import Where
from store.search.conditions import Between, Query, State
from store.search.lists import OBLIGATIONS, ORDERS
from store.search.reading import Fetch
from store.search.table import ListTable

SOON, TODAY = timedelta(hours=2), timedelta(hours=24)


class Clocks(Struct, frozen=True):
    """How many orders are late, how many will be soon, and what that costs."""

    late: int
    two_hours: int
    """Due within two hours, and not late."""
    day: int
    """Due within a day, and not late."""
    at_risk_fen: int
    """What our obligations that end within 24 hours cost at zero, as far as that is known; no mere
    chance.
    """


def count(table: ListTable, query: Query, now: datetime, fetch: Fetch) -> int:
    """How many rows of a list a query finds."""
    return counts(table, [query], now, fetch)[0]


def counts(
    table: ListTable, queries: Sequence[Query], now: datetime, fetch: Fetch
) -> tuple[int, ...]:
    """How many rows of a list each query finds."""
    return _each([_count(table, query, now) for query in queries], fetch)


def clocks(now: datetime, fetch: Fetch) -> Clocks:
    """The clocks of the header."""
    reached = floor(now.timestamp()) + 1
    soon, today = (ceil((now + span).timestamp()) for span in (SOON, TODAY))
    queries = (
        Query(conditions=(State("late"),)),
        Query(conditions=(Between("due", reached, soon),)),
        Query(conditions=(Between("due", reached, today),)),
    )
    at_risk = Sql(
        # What ends at one instant of one order is one failure, whatever has to be done about it.
        f"(select ifnull(sum(cost), 0) from (select max(cost_fen) as cost from"
        f" {OBLIGATIONS.name}_row where who = 'us' and due_at >= ? and due_at < ? and lapses = 0"
        " group by of_kind, of, due_at))",
        (reached, today),
    )
    return Clocks(*_each([*(_count(ORDERS, query, now) for query in queries), at_risk], fetch))


def _count(table: ListTable, query: Query, now: datetime) -> Sql:
    """How many rows a query finds, as an expression."""
    where = Where(table, now)
    words, rest = where.bare_words(query.conditions)
    if words and not any(isinstance(condition, State) for condition in rest):
        # The texts are read to their end, and only the rows of those found are asked.
        found = where.ids_with(words, rest)
        parts = [f"(select count(*) from ({ids.text}))" for ids in found]
        return Sql(" + ".join(parts), tuple(value for ids in found for value in ids.parameters))
    if len(rest) == 1 and not words and table.parent is None:
        ids = where.ids_of(rest[0])
        if ids:
            return Sql(f"(select count(distinct id) from ({ids.text}))", ids.parameters)
    if words:
        source, matching = where.source(), where.matching(query.conditions, row_by_row=True)
        return Sql(f"(select count(*) from {source} where {matching.text})", matching.parameters)
    source, ways = where.source(query.conditions), where.alternatives(query.conditions)
    parts = [f"(select count(*) from {source} where {way.text})" for way in ways]
    return Sql(" + ".join(parts), tuple(value for way in ways for value in way.parameters))


def _each(expressions: Sequence[Sql], fetch: Fetch) -> tuple[int, ...]:
    if not expressions:
        return ()
    text = ", ".join(f"({sql.text})" for sql in expressions)
    parameters = tuple(value for sql in expressions for value in sql.parameters)
    (row,) = fetch(f"select {text}", parameters)
    return tuple(row)

"""Counting (计数): how many rows queries find, views among them.

However many are asked for, it is one statement over ranges of indexes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from store.search.conditions import Query, State
from store.search.reading import Fetch
from store.search.sql import Sql
from store.search.table import ListTable
from store.search.where import Where

SOON = timedelta(hours=2)
"""What is due so soon is shown in its own colour, and counted beside what is late."""


def count(table: ListTable, query: Query, now: datetime, fetch: Fetch) -> int:
    """How many rows of a list a query finds."""
    return counts(table, [query], now, fetch)[0]


def counts(
    table: ListTable, queries: Sequence[Query], now: datetime, fetch: Fetch
) -> tuple[int, ...]:
    """How many rows of a list each query finds."""
    return _each([_count(table, query, now) for query in queries], fetch)


def _count(table: ListTable, query: Query, now: datetime) -> Sql:
    """How many rows a query finds, as an expression."""
    where = Where(table, now)
    words, rest = where.bare_words(query.conditions)
    if words and not any(isinstance(condition, State) for condition in rest):
        # The texts are read to their end, and only the rows of those found are asked.
        found = where.ids_with(words, rest)
        parts = [f"(select count(*) from ({ids.text}) found)" for ids in found]
        return Sql(" + ".join(parts), tuple(value for ids in found for value in ids.parameters))
    if len(rest) == 1 and not words and table.parent is None:
        ids = where.ids_of(rest[0])
        if ids:
            return Sql(f"(select count(distinct id) from ({ids.text}) found)", ids.parameters)
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

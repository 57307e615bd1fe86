"""Walking (遍历): a whole list in order, in pages, with nothing left open in between."""

from collections.abc import Iterator, Sequence

from store.engines.ordering import Ordering, Place
from store.engines.sql import Sql, listed
from store.search.reading import Fetch

PAGE = 20_000
"""Rows of a page: some two megabytes while it is read."""


def walk(
    fetch: Fetch, ordering: Ordering, source: str, where: Sql, *, page: int = PAGE
) -> Iterator[tuple[list[int], Place]]:
    """The ids of the whole list in order, in pages, each with the place of its last."""
    after: Place | None = None
    while True:
        for piece in ordering.pieces(after, backwards=False):
            sql = ordering.statement(piece, source, where, backwards=False, limit=page)
            ids = ids_of(fetch, sql)
            if ids:
                (after,) = places_of(fetch, ordering, ids[-1:])
                yield ids, after
            if len(ids) == page:
                break
        else:
            return


def ids_of(fetch: Fetch, places: Sql) -> list[int]:
    """Of places the ids alone: to make the values and ties of them takes four times as long."""
    return [found for (found,) in fetch(f"select id from ({places.text})", places.parameters)]


def places_of(fetch: Fetch, ordering: Ordering, ids: Sequence[int]) -> list[Place]:
    """Where rows stand, in the order they are given in."""
    value, chosen = ordering.value, listed("r.id", ids)
    rows = f"{ordering.table.name}_row r"
    sql = f"select {ordering.columns(value.text)} from {rows} where {chosen.text}"
    found = {row[2]: Place(*row) for row in fetch(sql, (*value.parameters, *chosen.parameters))}
    return [found[given] for given in ids if given in found]


def number(fetch: Fetch, sql: Sql) -> int:
    """The one number that a statement finds."""
    ((found,),) = fetch(*sql)
    return int(found)

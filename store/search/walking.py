"""Walking (遍历): a whole list in order, in pages, with nothing left open in between."""

from collections.abc import Iterator, Sequence

import msgspec

from store.search.ordering import Ordering, Place
from store.search.reading import Fetch
from store.search.sql import Sql, joined_ids, listed, ours

PAGE = 20_000
"""Rows of a page."""
PART = 200_000
"""Letters of ids that are made numbers at once."""
_numbers = msgspec.json.Decoder(list[int])


def walk(fetch: Fetch, ordering: Ordering, source: str, where: Sql) -> Iterator[list[int]]:
    """The ids of the whole list in order, in pages."""
    after: Place | None = None
    while True:
        for piece in ordering.pieces(after, backwards=False):
            sql = ordering.statement(piece, source, where, backwards=False, limit=PAGE)
            ids = ids_of(fetch, sql)
            if ids:
                (after,) = places_of(fetch, ordering, ids[-1:])
                yield ids
            if len(ids) == PAGE:
                break
        else:
            return


def ids_of(fetch: Fetch, found: Sql) -> list[int]:
    """The ids alone that a statement of ids or places finds, in its order."""
    return [number for page in pages_of_ids(fetch, found) for number in page]


def pages_of_ids(fetch: Fetch, found: Sql) -> Iterator[list[int]]:
    """The same, a part at a time.

    They come as one value: each row of its own would ask for the interpreter's lock, which the
    thread that draws has, and make numbers of a million rows before the first is looked at.
    """
    ((text,),) = fetch(*joined_ids(found))
    start, size = 0, len(text or "")
    while start < size:
        end = text.find(",", start + PART)
        end = size if end < 0 else end
        yield _numbers.decode(f"[{text[start:end]}]")
        start = end + 1


def places_of(fetch: Fetch, ordering: Ordering, ids: Sequence[int]) -> list[Place]:
    """Where rows stand, in the order they are given in."""
    value, chosen = ordering.value, listed("r.id", ids)
    rows = ours(f"{ordering.table.name}_row", "r")
    sql = f"select {ordering.columns(value.text)} from {rows} where {chosen.text}"
    found = {row[2]: Place(*row) for row in fetch(sql, (*value.parameters, *chosen.parameters))}
    return [found[given] for given in ids if given in found]


def number(fetch: Fetch, sql: Sql) -> int:
    """The one number that a statement finds."""
    ((found,),) = fetch(*sql)
    return int(found)

"""Rows of lists (列表行): their tables, and writing them, on a connection inside a transaction.

A list L has four tables: `L_row`, narrow, to filter and sort; `L_body`, the whole row as JSON with
its crc and the words it is found by; `L_find`, what a bare word looks in; `L_word`, words of
fields. The last two only where the list is not of another list's documents. Where it is, a row has
an id of its own, and `of` is the document's; else the document's id is the row's.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from store.engines.row_writer import AT_ONCE, Given, RowWriter
from store.engines.sql import term_text
from store.search.fields import Found
from store.search.lists import LISTS
from store.search.table import ListTable, Term


def create(connection: sqlite3.Connection) -> None:
    """Make the tables and indexes of every list."""
    for table in LISTS.values():
        for statement in (*_tables(table), *_indexes(table)):
            connection.execute(statement)


def drop(connection: sqlite3.Connection) -> None:
    """Take the tables of every list away, with all rows."""
    for table in LISTS.values():
        for part in ("row", "body", "find", "word"):
            connection.execute(f"drop table if exists {table.name}_{part}")


def put(
    connection: sqlite3.Connection,
    name: str,
    of: int,
    rows: Sequence[msgspec.Struct],
    words: Sequence[Found] = (),
) -> bool:
    """Make these the rows of a document; was anything else before?

    `words` are found besides, of what no row shows.
    """
    return put_many(connection, name, [(of, rows, words)]) > 0


def put_many(
    connection: sqlite3.Connection,
    name: str,
    documents: Iterable[Given],
) -> int:
    """The same of many documents, each once; how many rows were written or taken away."""
    writer = RowWriter(connection, LISTS[name])
    page: list[Given] = []
    for document in documents:
        page.append(document)
        if len(page) == AT_ONCE:
            writer.write(page)
            page = []
    writer.write(page)
    return writer.changed


def remove(connection: sqlite3.Connection, name: str, ids: Sequence[int]) -> None:
    """Take away the rows of documents."""
    put_many(connection, name, ((number, (), ()) for number in ids))


def empty(connection: sqlite3.Connection, name: str) -> None:
    """Take away every row of a list."""
    table = LISTS[name]
    for part in _parts(table):
        connection.execute(f"delete from {name}_{part}")


def stale(
    connection: sqlite3.Connection,
    name: str,
    form: int,
    digests: Mapping[str, int],
    at_once: int = AT_ONCE,
) -> Iterator[list[int]]:
    """Ids of documents whose rows are of another form, or were made by other rules than today's.

    A batch at a time; a platform's rules are known by their digest, and 0 means that no rule had a
    say. Rows may be written between two batches.
    """
    table = LISTS[name]
    for kept in _kinds_of_rows(connection, table):
        found = dict(zip(table.fresh, kept, strict=True))
        policy = found.get("policy", 0)
        if found["form"] == form and policy in (0, digests.get(found.get("platform", ""), policy)):
            continue
        same = " and ".join(f"{column} = ?" for column in table.fresh)
        last = -(2**63)
        while True:
            ids = [
                number
                for (number,) in connection.execute(
                    f"select id from {name}_row where {same} and id > ? order by id limit ?",
                    (*kept, last, at_once),
                )
            ]
            if ids:
                yield ids
            if len(ids) < at_once:
                break
            last = ids[-1]


def _kinds_of_rows(connection: sqlite3.Connection, table: ListTable) -> list[tuple[Any, ...]]:
    """Each combination of form and rules there is, by jumps along an index."""
    columns = ", ".join(table.fresh)
    marks = ", ".join("?" * len(table.fresh))
    found: list[tuple[Any, ...]] = []
    while True:
        after = f"where ({columns}) > ({marks})" if found else ""
        following = connection.execute(
            f"select {columns} from {table.name}_row {after} order by {columns} limit 1",
            found[-1] if found else (),
        ).fetchone()
        if following is None:
            return found
        found.append(tuple(following))


def _parts(table: ListTable) -> tuple[str, ...]:
    return ("row", "body") if table.parent else ("row", "body", "find", "word")


def _tables(table: ListTable) -> Iterator[str]:
    name = table.name
    of = "of integer not null, " if table.parent else ""
    columns = ", ".join(
        f"{column.name} {column.type}{'' if column.nullable else ' not null'}"
        for column in table.columns
    )
    yield f"create table {name}_row (id integer primary key, {of}{columns}) strict"
    yield (
        f"create table {name}_body (id integer primary key, row text not null,"
        " words text not null, crc integer not null) strict"
    )
    if table.parent is None:
        yield f"create table {name}_find (id integer primary key, text text not null) strict"
        yield (
            f"create table {name}_word (field text not null, word text not null,"
            " id integer not null, primary key (field, word, id)) strict, without rowid"
        )


def _indexes(table: ListTable) -> Iterator[str]:
    for index in table.indexes:
        terms = table.states.get(index.state, ())
        limits = [term_text(term) for term in terms if isinstance(term, Term)]
        # SQLite looks at the limiting columns once more: without them in it, it reads the table.
        columns = dict.fromkeys((*index.columns, *(t.column for t in terms if isinstance(t, Term))))
        if index.known:
            limits.append(f"{index.known} is not null")
        if index.unknown:
            limits.append(f"{index.unknown} is null")
        where = f" where {' and '.join(limits)}" if limits else ""
        yield (
            f"create index {table.name}_{index.name} on {table.name}_row"
            f" ({', '.join(columns)}){where}"
        )


__all__ = [
    "AT_ONCE",
    "Given",
    "create",
    "drop",
    "empty",
    "put",
    "put_many",
    "remove",
    "stale",
]

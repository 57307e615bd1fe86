"""Schema (结构): the tables of every shop in one database, and the statements that make them.

The form stands in a table of one row, whose lock makes everybody who makes the tables wait for the
first; it is counted up with every change of them (`tests/engines/test_form_of_tables.py`). A
statement only ever adds, and says so (`if not exists`), so that a making that was broken off on a
database whose tables are not part of a transaction is simply done again.
"""

import re
import time
from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import uuid4

import psycopg
from psycopg import Connection, errors

from store.engines.dialect import START
from store.engines.postgres.trouble import (
    NO_TABLES,
    TABLES_DAMAGED,
    no_tables,
    reason_of,
    tables_damaged,
)
from store.engines.rows import indexes_of
from store.engines.trouble import other_form
from store.search.lists import LISTS
from store.search.table import ListTable
from store.words import _

FORM = 9
TRIES = 20
PAUSE_SECONDS = 0.05
TEXT = 'text collate "C"'
"""Compared by its bytes, as SQLite does, whatever the language of the database."""
SHOP = f"of_shop {TEXT} not null"
INDEXED = 150
"""Signs of a text that an index has; of three such texts an entry still fits into its page."""
BASE = (
    # `commits` is also the lock: a change begins by holding its shop's row.
    ("store", "commits bigint not null, primary key (of_shop)"),
    ("made", f"number bigint not null, id {TEXT} not null, primary key (of_shop, number)"),
    (
        "document",
        (
            f"kind {TEXT} not null, id bigint not null, key {TEXT}, version bigint not null,"
            f" head {TEXT} not null, body {TEXT} not null, crc bigint not null,"
            " primary key (of_shop, kind, id), unique (of_shop, kind, key)"
        ),
    ),
    (
        "digest",
        (
            f"kind {TEXT} not null, id bigint not null, about {TEXT} not null,"
            " version bigint not null, digest bytea not null,"
            " primary key (of_shop, kind, id, about)"
        ),
    ),
    ("next_id", f"kind {TEXT} not null, id bigint not null, primary key (of_shop, kind)"),
    (
        "event",
        (
            f"id {TEXT} not null, subject {TEXT} not null, number bigint not null,"
            f" at bigint not null, action {TEXT} not null, key {TEXT}, body {TEXT} not null,"
            f" hash {TEXT} not null, primary key (of_shop, id),"
            " unique (of_shop, subject, number), unique (of_shop, key)"
        ),
    ),
)
"""The tables besides those of lists, and what is in them besides the shop."""
OF_FORM = f"id bigint primary key, form bigint not null, database {TEXT}"
"""What is in the table of the form."""


class Made(NamedTuple):
    """What says of a database that its tables were made."""

    form: int
    """In which they were made; 0 where there are none."""
    database: str
    """Its identity, a UUID that was given to it then: the same by whichever host it is reached."""


def made_in(connection: Connection[Any]) -> Made:
    """What was made in a database."""
    try:
        # A table of an earlier form has fewer columns.
        found = connection.execute("select to_jsonb(f) from desk_form f where id = 1").fetchall()
    except psycopg.Error as error:
        if error.sqlstate in NO_TABLES:
            return Made(0, "")
        raise
    said = found[0][0] if found else {}
    return Made(int(said.get("form") or 0), said.get("database") or "")


def database_of(connection: Connection[Any], store: str) -> str:
    """Its identity; raises StoreTrouble for tables of another form than ours."""
    form, database = made_in(connection)
    if not form:
        raise no_tables(store)
    _refuse_other(form, store)
    return database


def _refuse_other(form: int, store: str) -> None:
    if form != FORM:
        anew = _(
            "Make it anew: who owns it makes the tables in a new database (migrate-schema), into"
            " which the platforms' files are imported; the program that made this one still reads"
            " it."
        )
        raise other_form(store, form, FORM, anew)


_MAKES = re.compile(r"create table if not exists (\w+) (.*)")
_COLUMN = re.compile(r"(\w+) (?:bigint|text|bytea)\b")
AT_ONCE = (
    *(errors.UniqueViolation, errors.DuplicateTable, errors.DuplicateObject),
    errors.SerializationFailure,
)
"""Two made the same table, or its type, in the same moment, which `if not exists` does not know."""


def make(connection: Connection[Any], store: str) -> bool:
    """Make the tables; were they there already?

    Several may do it at once; who may not make tables is only told where that is needed. Raises
    StoreTrouble where they are of another form, or where some are missing of this one.
    """
    form, _database = made_in(connection)
    if form:
        _refuse_other(form, store)
        _ensure_there(connection, store)
        return True
    for left in range(TRIES, 0, -1):
        try:
            return _made(connection, store)
        except AT_ONCE:
            if left == 1:
                raise
            time.sleep(PAUSE_SECONDS)
    raise AssertionError


def _made(connection: Connection[Any], store: str) -> bool:
    of_form, *others = statements()
    connection.execute(of_form.encode())
    connection.execute("insert into desk_form (id, form) values (1, 0) on conflict do nothing")
    with connection.transaction():
        ((form,),) = connection.execute(
            "select form from desk_form where id = 1 for update"
        ).fetchall()
        if form:
            _refuse_other(int(form), store)
            return True
        for statement in others:
            connection.execute(statement.encode())
        connection.execute(
            b"update desk_form set form = $1, database = $2 where id = 1", (FORM, str(uuid4()))
        )
    return False


def tables() -> list[str]:
    """The name of every table that is a shop's."""
    return [made[1] for made in filter(None, map(_MAKES.match, _of_shops()))]


def _ensure_there(connection: Connection[Any], store: str) -> None:
    """Raise StoreTrouble for a table or a column that is gone: made anew it would be empty."""
    for made in filter(None, map(_MAKES.match, _of_shops())):
        columns = ", ".join(_COLUMN.findall(made[2]))
        try:
            connection.execute(f"select {columns} from {made[1]} where false".encode())
        except psycopg.Error as error:
            if error.sqlstate not in TABLES_DAMAGED:
                raise
            raise tables_damaged(store, reason_of(error)) from error


def statements() -> Iterator[str]:
    """What makes every table; the first is that of the form."""
    yield f"create table if not exists desk_form ({OF_FORM})"
    yield from _of_shops()


def _of_shops() -> Iterator[str]:
    for name, parts in BASE:
        yield f"create table if not exists {name} ({SHOP}, {parts})"
    for table in LISTS.values():
        yield from _tables(table)
        for index in indexes_of(table):
            columns = ", ".join(["of_shop", *(_indexed(table, one) for one in index.columns)])
            where = f" where {' and '.join(index.limits)}" if index.limits else ""
            yield (
                f"create index if not exists {index.name} on {table.name}_row ({columns}){where}"
            )


def _tables(table: ListTable) -> Iterator[str]:
    name = table.name
    of = "of bigint not null, " if table.parent else ""
    types = {"integer": "bigint", "text": TEXT}
    columns = ", ".join(
        f"{column.name} {types[column.type]}{'' if column.nullable else ' not null'}"
        for column in table.columns
    )
    begin = f"({SHOP}, id bigint not null,"
    key = "primary key (of_shop, id))"
    yield f"create table if not exists {name}_row {begin} {of}{columns}, {key}"
    yield (
        f"create table if not exists {name}_body {begin} row {TEXT} not null,"
        f" words {TEXT} not null, crc bigint not null, {key}"
    )
    if table.parent is None:
        yield f"create table if not exists {name}_find {begin} text {TEXT} not null, {key}"
        # A word may be longer than an entry of an index, so that it can be in no key.
        yield (
            f"create table if not exists {name}_word ({SHOP}, field {TEXT} not null,"
            f" word {TEXT} not null, id bigint not null)"
        )
        yield (
            f"create index if not exists {name}_word_start on {name}_word"
            f" (of_shop, field, left(word, {START}), id)"
        )


def _indexed(table: ListTable, name: str) -> str:
    """A column as an index has it: of a text of any length only its beginning."""
    columns = {column.name: column for column in table.columns}
    column = columns.get(name)
    if column is None or column.type != "text" or not (column.folded or column.joined):
        return name
    return f"left({name}, {INDEXED})"

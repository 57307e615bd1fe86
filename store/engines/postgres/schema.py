"""Schema (结构): the tables of every shop in one database, and the steps that make them.

The form stands in a table of one row, whose lock makes everybody who brings it forward wait for the
first. A step only ever adds, and says so (`if not exists`), so that one that was broken off on a
database whose tables are not part of a transaction is simply done again.
"""

import time
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import Connection, errors

from store.engines.dialect import START
from store.engines.postgres.trouble import NO_TABLES, no_tables
from store.engines.rows import indexes_of
from store.errors import StoreTrouble
from store.search.lists import LISTS
from store.search.table import ListTable
from store.words import _

FORM = 1
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


def form_of(connection: Connection[Any]) -> int:
    """The form that the tables were made in, or brought to; 0 where there are none."""
    try:
        found = connection.execute("select form from desk_form").fetchall()
    except psycopg.Error as error:
        if error.sqlstate in NO_TABLES:
            return 0
        raise
    return int(found[0][0]) if found else 0


def refuse_other(connection: Connection[Any], store: str) -> None:
    """Raise StoreTrouble for tables of another form than this program knows, or for none."""
    form = form_of(connection)
    if not form:
        raise no_tables(store)
    if form < FORM:
        said = _(
            "The database {store} is of form {form}, this program needs form {known}. Who owns it"
            " brings it forward: migrate-schema."
        )
        raise StoreTrouble(said.format(store=store, form=form, known=FORM), code="other_form")
    if form > FORM:
        said = _("The store {store} is of form {form}; this program reads form {known}.")
        raise StoreTrouble(said.format(store=store, form=form, known=FORM), code="other_form")


AT_ONCE = (
    *(errors.UniqueViolation, errors.DuplicateTable, errors.DuplicateObject),
    errors.SerializationFailure,
)
"""Two made the same table, or its type, in the same moment, which `if not exists` does not know."""


def bring_forward(connection: Connection[Any]) -> tuple[int, int]:
    """Make the tables, or bring those of an earlier form to this one; from and to which form.

    Several may do it at once; who may not make tables is only told where that is needed.
    """
    form = form_of(connection)
    if form >= FORM:
        return form, form
    for left in range(TRIES, 0, -1):
        try:
            return _step(connection)
        except AT_ONCE:
            if left == 1:
                raise
            time.sleep(PAUSE_SECONDS)
    raise AssertionError


def _step(connection: Connection[Any]) -> tuple[int, int]:
    connection.execute(
        "create table if not exists desk_form (id bigint primary key, form bigint not null)"
    )
    connection.execute("insert into desk_form (id, form) values (1, 0) on conflict do nothing")
    with connection.transaction():
        ((form,),) = connection.execute(
            "select form from desk_form where id = 1 for update"
        ).fetchall()
        before = int(form)
        if before < FORM:
            for statement in _statements():
                connection.execute(statement.encode())
            connection.execute(b"update desk_form set form = $1 where id = 1", (FORM,))
    return before, max(before, FORM)


def _statements() -> Iterator[str]:
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

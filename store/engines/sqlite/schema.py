"""Schema (结构): the tables of a store.

Their form stands in `user_version` and is counted up with every change of them
(`tests/engines/test_form_of_tables.py`); a store of another one is refused.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from store.engines.rows import statements as of_lists
from store.engines.trouble import other_form
from store.words import _

FORM = 8
TABLES = """
create table store (
    commits integer not null
) strict;
create table document (
    id integer not null,
    kind text not null,
    key text,
    version integer not null,
    head text not null,
    body text not null,
    crc integer not null,
    primary key (kind, id),
    unique (kind, key)
) strict;
create table digest (
    kind text not null,
    id integer not null,
    about text not null,
    version integer not null,
    digest blob not null,
    primary key (kind, id, about)
) strict, without rowid;
create table next_id (
    kind text primary key,
    id integer not null
) strict, without rowid;
create table event (
    id text primary key,
    subject text not null,
    number integer not null,
    at integer not null,
    action text not null,
    key text unique,
    body text not null,
    hash text not null,
    unique (subject, number)
) strict;
insert into store (commits) values (0);
"""


def statements() -> Iterator[str]:
    """What makes every table."""
    yield from filter(None, map(str.strip, TABLES.split(";")))
    yield from of_lists()


def make(connection: sqlite3.Connection) -> None:
    """Make every table, inside a transaction of the caller's."""
    for statement in statements():
        connection.execute(statement)
    connection.execute(f"pragma user_version = {FORM}")


def form_of(connection: sqlite3.Connection) -> int:
    """The form that the store was made in; 0 where it was not finished."""
    (form,) = connection.execute("pragma user_version").fetchone()
    return int(form)


def refuse_other(connection: sqlite3.Connection, store: Path) -> None:
    """Raise StoreTrouble for another form than ours; one that was not finished has none yet."""
    form = form_of(connection)
    if form not in (0, FORM):
        anew = _(
            "Make it anew: import the platforms' files into a new folder; the program that made"
            " this one still reads it."
        )
        raise other_form(store, form, FORM, anew)

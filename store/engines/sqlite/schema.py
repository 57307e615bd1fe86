"""Schema (结构): the tables of a store, and the steps from an earlier form to this one.

The form stands in `user_version`. A later form adds a step to `STEPS`; every store that was ever
made is brought forward by them, under the lock, before anything of it is read.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from store.engines.rows import create
from store.errors import StoreTrouble
from store.words import _

FORM = 1
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
STEPS: dict[int, Callable[[sqlite3.Connection], None]] = {}
"""What brings a store of the form before to this one: `STEPS[2]` makes form 2 of form 1."""


def make(connection: sqlite3.Connection) -> None:
    """Make every table, inside a transaction of the caller's."""
    for statement in TABLES.split(";"):
        if statement.strip():
            connection.execute(statement)
    create(connection)
    connection.execute(f"pragma user_version = {FORM}")


def form_of(connection: sqlite3.Connection) -> int:
    """The form that the store was made in, or brought to; 0 where it was not finished."""
    (form,) = connection.execute("pragma user_version").fetchone()
    return int(form)


def refuse_other(connection: sqlite3.Connection, store: Path, least: int = 0) -> None:
    """Raise StoreTrouble for a form that only a later version of the program knows.

    With `least=1` also for a store that was not finished.
    """
    form = form_of(connection)
    if not least <= form <= FORM:
        said = _("The store {store} is of form {form}; this program reads form {known}.")
        raise StoreTrouble(said.format(store=store, form=form, known=FORM), code="other_form")


def step_forward(connection: sqlite3.Connection) -> None:
    """Bring an earlier form to this one, inside a transaction of the caller's."""
    for form in range(form_of(connection) + 1, FORM + 1):
        STEPS[form](connection)
        connection.execute(f"pragma user_version = {form}")
        # A change of tables alone counts as none, and what changes nothing is no commit.
        connection.execute("update store set commits = commits")

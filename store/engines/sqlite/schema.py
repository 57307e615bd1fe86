"""Schema (结构): the tables of a store, and the steps from an earlier form to this one.

The form stands in `user_version` and is counted up with every change of the tables
(`tests/engines/test_form_of_tables.py`). A form to which a step leads (`STEPS`) takes in the stores
of the one before, under the lock, before anything of them is read; every other one is refused.
"""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from store.engines.rows import statements as of_lists
from store.errors import StoreTrouble
from store.words import N_, _

FORM = 2
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


EARLIER = N_(
    "The store {store} is of another form than this program reads (its form {form}, ours {known})."
    " Nothing was changed. Make it anew: import the platforms' files into a new folder; the program"
    " that made this one still reads it."
)
LATER = N_(
    "The store {store} is of another form than this program reads (its form {form}, ours {known})."
    " Nothing was changed. Open it with the newer program that made it."
)


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
    """The form that the store was made in, or brought to; 0 where it was not finished."""
    (form,) = connection.execute("pragma user_version").fetchone()
    return int(form)


def refuse_other(connection: sqlite3.Connection, store: Path, least: int = 0) -> None:
    """Raise StoreTrouble for a form that this program neither reads nor brings forward.

    With `least=1` also for a store that was not finished.
    """
    form = form_of(connection)
    if form < least or (form and not _is_taken_in(form)):
        said = _(EARLIER) if form < FORM else _(LATER)
        raise StoreTrouble(said.format(store=store, form=form, known=FORM), code="other_form")


def _is_taken_in(form: int) -> bool:
    """Is this our form, or do steps lead from it to ours?"""
    return form <= FORM and all(step in STEPS for step in range(form + 1, FORM + 1))


def step_forward(connection: sqlite3.Connection) -> None:
    """Bring an earlier form to this one, inside a transaction of the caller's."""
    for form in range(form_of(connection) + 1, FORM + 1):
        STEPS[form](connection)
        connection.execute(f"pragma user_version = {form}")
        # A change of tables alone counts as none, and what changes nothing is no commit.
        connection.execute("update store set commits = commits")

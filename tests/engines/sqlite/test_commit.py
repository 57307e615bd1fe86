"""A COMMIT that raises is no answer: a fresh connection says whether the change is there."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.engines.sqlite import connections
from store.engines.sqlite.engine import SqliteEngine
from store.engines.sqlite.head import acknowledged
from store.files.trouble import unreadable
from tests.engines.facts import KIND, event, kept, trouble_of, write

BROKEN = "disk I/O error"
Execute = Callable[..., Any]


class Failing:
    """A connection one of whose statements fails, once: before it is done, or after."""

    def __init__(self, real: sqlite3.Connection, statement: str, *, done: bool) -> None:
        self._real = real
        self._statement = statement
        self._done = done

    def execute(self, sql: str, *parameters: Any) -> Any:
        if self._statement and sql.startswith(self._statement):
            self._statement = ""
            if self._done:
                self._real.execute(sql, *parameters)
            raise sqlite3.OperationalError(BROKEN)
        return self._real.execute(sql, *parameters)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


@pytest.fixture
def engine(quick: Path) -> SqliteEngine:
    """A store of one commit."""
    made = SqliteEngine(quick / "store")
    write(made, kept(1))
    return made


def fail(engine: SqliteEngine, statement: str, *, done: bool = False) -> None:
    """Have the next such statement of this thread fail."""
    own: Any = engine._connections._mine()
    own.connection = Failing(own.connection, statement, done=done)


def unwritten(engine: SqliteEngine, what: str = "written") -> str:
    return (
        f"{engine.folder / 'shop.db'} could not be {what} ({BROKEN}); nothing was changed."
        " Try again."
    )


def works(engine: SqliteEngine, commits: int) -> None:
    """The same engine and another write on; nobody waits for a lock that was left behind."""
    other = SqliteEngine(engine.folder)
    write(other, kept(10, "other"))
    write(engine, kept(11, "same"))
    assert (engine.commits(), other.commits()) == (commits + 2, commits + 2)
    assert acknowledged(engine.folder) == commits + 2
    assert engine.changed()


@pytest.mark.parametrize("statement", ["commit", "update store", "select commits", "begin"])
def test_a_commit_that_was_not_made_is_told_and_the_next_one_works(
    engine: SqliteEngine, statement: str
) -> None:
    fail(engine, statement)
    said = trouble_of(lambda: write(engine, kept(2, "b"), events=[event()])).sentence
    assert said == unwritten(engine, "read" if statement.startswith("select") else "written")
    assert (engine.count(KIND), engine.commits(), acknowledged(engine.folder)) == (1, 1, 1)
    assert engine.event_with("orders/a-1") is None
    works(engine, 1)


def test_a_commit_that_was_made_is_saved_although_it_raised(engine: SqliteEngine) -> None:
    fail(engine, "commit", done=True)
    write(engine, kept(2, "b"), events=[event()])
    assert (engine.count(KIND), engine.events("orders/a")) == (2, [event()])
    assert (engine.commits(), acknowledged(engine.folder), engine.changed()) == (2, 2, False)
    works(engine, 2)


@pytest.mark.parametrize("done", [False, True])
def test_where_no_fresh_connection_answers_it_is_said_that_nobody_knows(
    engine: SqliteEngine, done: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path) -> sqlite3.Connection:
        raise unreadable(path, BROKEN)

    fail(engine, "commit", done=done)
    with monkeypatch.context() as patch:
        patch.setattr(connections, "open_database", broken)
        found = trouble_of(lambda: write(engine, kept(2, "b")))
    assert found.code == "uncertain"
    assert found.sentence == (
        f"{engine.folder / 'shop.db'} could not be written ({BROKEN}), and the disk does not say"
        " whether the change is there. Look before you repeat it."
    )
    assert engine.count(KIND) == (2 if done else 1)
    works(engine, 2 if done else 1)


@pytest.mark.parametrize("statement", ["insert into document", "insert into next_id"])
def test_a_statement_that_fails_dooms_the_change_also_where_that_is_caught(
    engine: SqliteEngine, statement: str
) -> None:
    fail(engine, statement)

    def change() -> None:
        with engine.writing():
            trouble_of(lambda: engine.add(KIND, kept(2, "b")))
            engine.add(KIND, kept(3, "c"))

    assert trouble_of(change).sentence == "The change was broken off; nothing was written."
    assert (engine.count(KIND), engine.commits()) == (1, 1)
    works(engine, 1)


def test_what_follows_a_transaction_that_sqlite_undid_itself_is_not_written(
    engine: SqliteEngine,
) -> None:
    def change() -> None:
        with engine.writing():
            engine.add(KIND, kept(2, "b"))
            engine._connections.mine().execute("rollback")
            engine.add(KIND, kept(3, "c"))

    assert trouble_of(change).code == "doomed"
    assert (engine.count(KIND), SqliteEngine(engine.folder).count(KIND)) == (1, 1)
    works(engine, 1)


def test_a_note_that_cannot_be_written_makes_no_commit_undone(engine: SqliteEngine) -> None:
    (engine.folder / "head").unlink()
    (engine.folder / "head").mkdir()
    with pytest.raises(Exception, match="head is damaged"):
        write(engine, kept(2, "b"))
    (engine.folder / "head").rmdir()
    works(engine, 1)

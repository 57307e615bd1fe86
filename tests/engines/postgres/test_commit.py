"""A commit whose answer is lost: whether it was made is found out before anything is said."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from store.engines.postgres import committing
from store.engines.postgres.connections import Connections
from store.engines.postgres.engine import PostgresEngine
from store.engines.postgres.session import PostgresSession
from store.search.sql import ours
from tests.engines.facts import KIND, event, kept, trouble_of, write
from tests.postgres import store_url

LOST = "the connection is lost"


@pytest.fixture
def engine(quick: Path) -> Iterator[PostgresEngine]:
    """An order is there."""
    made = PostgresEngine(store_url(quick / "store"))
    write(made, kept())
    yield made
    made.close()


def lose_the_answer(patch: pytest.MonkeyPatch, *, done: bool) -> None:
    """The connection ends at the next commit, before or after the server has done it."""
    real = PostgresSession.commit

    def commit(session: PostgresSession) -> None:
        patch.setattr(PostgresSession, "commit", real)
        if done:
            real(session)
        session.connection.close()
        raise psycopg.OperationalError(LOST)

    patch.setattr(PostgresSession, "commit", commit)


def works(engine: PostgresEngine, documents: int) -> None:
    write(engine, kept(9, "z"))
    assert (engine.count(KIND), engine.changed()) == (documents + 1, False)


def test_a_commit_that_was_made_is_saved_although_its_answer_was_lost(
    engine: PostgresEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_the_answer(monkeypatch, done=True)
    write(engine, kept(2, "b"), events=[event()])
    assert (engine.count(KIND), engine.events("orders/a")) == (2, [event()])
    assert (engine.commits(), engine.changed()) == (2, False)
    works(engine, 2)


def test_a_commit_that_was_not_made_is_not_saved(
    engine: PostgresEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_the_answer(monkeypatch, done=False)
    found = trouble_of(lambda: write(engine, kept(2, "b"), events=[event()]))
    assert found.code == "unwritten"
    assert found.sentence.endswith(
        f"could not be written ({LOST}); nothing was changed. Try again."
    )
    assert (engine.count(KIND), engine.events("orders/a"), engine.commits()) == (1, [], 1)
    works(engine, 1)


@pytest.mark.parametrize("done", [False, True])
def test_another_s_commit_of_the_same_number_is_not_taken_for_it(
    engine: PostgresEngine, quick: Path, done: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = PostgresEngine(store_url(quick / "store"))
    fresh = Connections.fresh

    def after_another(connections: Connections) -> psycopg.Connection[tuple[object, ...]]:
        monkeypatch.setattr(Connections, "fresh", fresh)
        write(other, kept(3, "c"))
        return fresh(connections)

    lose_the_answer(monkeypatch, done=done)
    other.count(KIND)  # its connection is open already
    monkeypatch.setattr(Connections, "fresh", after_another)
    if done:
        write(engine, kept(2, "b"))
    else:
        assert trouble_of(lambda: write(engine, kept(2, "b"))).code == "unwritten"
    assert (engine.document(KIND, 2) is not None) is done
    assert engine.document(KIND, 3) is not None
    other.close()


@pytest.mark.parametrize("done", [False, True])
def test_where_nobody_answers_it_is_said_that_nobody_knows(
    engine: PostgresEngine, done: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_connections: Connections) -> None:
        raise psycopg.OperationalError(LOST)

    monkeypatch.setattr(committing, "PAUSE_SECONDS", 0)
    with monkeypatch.context() as patch:
        lose_the_answer(patch, done=done)
        patch.setattr(Connections, "fresh", gone)
        found = trouble_of(lambda: write(engine, kept(2, "b")))
    assert found.code == "uncertain"
    assert found.sentence.endswith(
        f"cannot be reached ({LOST}), and nobody knows yet whether the change is there. Look"
        " before you repeat it."
    )
    assert engine.count(KIND) == (2 if done else 1)
    # Nobody was told that it is there, so it is news where it is.
    assert engine.changed() is done
    works(engine, 2 if done else 1)


def end_of(engine: PostgresEngine, process: int) -> None:
    engine.fetch("select pg_terminate_backend(cast(? as int))", (process,))


def test_a_connection_that_ends_inside_a_change_changes_nothing(
    engine: PostgresEngine, quick: Path
) -> None:
    other = PostgresEngine(store_url(quick / "store"))

    def change() -> None:
        with engine.writing():
            engine.add(KIND, kept(2, "b"))
            ((process,),) = engine.fetch("select pg_backend_pid()", ())
            end_of(other, process)
            engine.add(KIND, kept(3, "c"))
            engine.count(KIND)

    found = trouble_of(change)
    assert found.code == "lost"
    assert found.sentence.startswith("The database postgresql://")
    assert found.sentence.endswith("nothing was changed. Try again.")
    other.close()
    works(engine, 1)


def test_what_is_only_read_is_read_again_where_the_connection_had_ended(
    engine: PostgresEngine, quick: Path
) -> None:
    other = PostgresEngine(store_url(quick / "store"))
    ((process,),) = engine.fetch("select pg_backend_pid()", ())
    end_of(other, process)
    assert engine.document(KIND, 1) == kept()
    other.close()


def test_at_rest_the_names_of_commits_that_nobody_asks_for_are_forgotten_of_this_shop_alone(
    engine: PostgresEngine, quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def names(of: PostgresEngine) -> list[int]:
        return [number for (number,) in of.fetch(f"select number from {ours('made', 'm')}", ())]

    other = PostgresEngine(store_url(quick / "other"))
    for version in (2, 3, 4):
        write(engine, kept(version=version))
    write(other, kept())
    engine.rest()
    assert sorted(names(engine)) == [1, 2, 3, 4]

    monkeypatch.setattr(committing, "KEPT", 2)
    engine.rest()
    assert sorted(names(engine)) == [3, 4]
    assert names(other) == [1]
    other.close()
    lose_the_answer(monkeypatch, done=True)
    write(engine, kept(version=5))
    assert (engine.commits(), engine.changed()) == (5, False)

"""Checking a shop in a database: the numbers of its commits, and in time whatever is known."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store.engines.postgres import checking, committing
from store.engines.postgres.engine import PostgresEngine
from store.engines.protocol import PAGE
from store.engines.sealing import sealed
from tests.engines.facts import KIND, event, kept, trouble_of, write
from tests.postgres import store_url


@pytest.fixture
def engine(quick: Path) -> Iterator[PostgresEngine]:
    """Three commits are there."""
    made = PostgresEngine(store_url(quick / "store"))
    for version in (1, 2, 3):
        write(made, kept(version=version))
    yield made
    made.close()


def past_the_desk(engine: PostgresEngine, statement: str, *values: object) -> None:
    with closing(engine._connections.fresh()) as connection:
        connection.execute(statement.encode(), (engine._shop, *values))


def fill(engine: PostgresEngine, first: int = 1) -> None:
    """A page of documents, each with an event."""
    told = [event(1, f"{KIND}/{number}") for number in range(first, first + PAGE)]
    with engine.writing():
        engine.add_all(
            KIND,
            [
                sealed(KIND, kept(number, str(number))._replace(head=one.hash))
                for number, one in enumerate(told, start=first)
            ],
        )
        engine.add_events(told)


def test_heads_are_never_looked_for_one_after_the_other(
    engine: PostgresEngine, quick: Path
) -> None:
    fill(engine, 2)
    engine.note_many()
    # The server has counted one shop and takes another one, which came since, for a row.
    with closing(PostgresEngine(store_url(quick / "other"))) as other:
        fill(other)
        other.check()
        plan = "\n".join(line for (line,) in other.fetch(f"explain {checking.HEADS}", ()))
    assert "Full Join" in plan
    assert "SubPlan" not in plan
    assert "Nested Loop" not in plan


def test_much_that_is_new_is_counted_by_the_server(engine: PostgresEngine) -> None:
    asked = "select max(reltuples)::bigint from pg_class where relname = 'event'"
    ((before,),) = engine.fetch(asked, ())
    fill(engine, 2)
    engine.note_many()
    ((after,),) = engine.fetch(asked, ())
    assert after - max(before, 0) >= PAGE


@pytest.mark.parametrize("commits", [0, 2, 10_000, 2**63 - 1])
def test_a_number_of_commits_that_was_set_by_hand_is_found(
    engine: PostgresEngine, commits: int
) -> None:
    engine.check()
    past_the_desk(engine, "update store set commits = $2 where of_shop = $1", commits)
    found = trouble_of(engine.check)
    assert (found.code, found.status) == ("damaged", 3)
    assert f"it counts {commits}, and the last one that was made is 3" in found.sentence
    engine.rest()
    past_the_desk(
        engine,
        "update store set commits = (select max(number) from made where of_shop = $1)"
        " where of_shop = $1",
    )
    engine.check()
    write(engine, kept(version=4))


@pytest.mark.parametrize("commits", [0, 2, 2**63 - 1])
def test_a_save_says_that_the_number_of_commits_is_wrong(
    engine: PostgresEngine, commits: int
) -> None:
    past_the_desk(engine, "update store set commits = $2 where of_shop = $1", commits)
    found = trouble_of(lambda: write(engine, kept(version=4)))
    assert f"it counts {commits}, and the last one that was made is 3" in found.sentence
    assert engine.document(KIND, 1) == kept(version=3)


def test_a_save_says_that_the_row_of_its_shop_is_gone(engine: PostgresEngine) -> None:
    past_the_desk(engine, "delete from store where of_shop = $1")
    found = trouble_of(lambda: write(engine, kept(version=4)))
    assert "it counts 0, and the last one that was made is 3" in found.sentence


@pytest.mark.parametrize("number", [2, 3])
def test_the_name_of_a_commit_that_is_gone_is_found(engine: PostgresEngine, number: int) -> None:
    past_the_desk(engine, "delete from made where of_shop = $1 and number = $2", number)
    assert "were numbered by hand" in trouble_of(engine.check).sentence


def test_names_that_were_forgotten_are_not_missed(
    engine: PostgresEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committing, "KEPT", 1)
    engine.rest()
    engine.check()

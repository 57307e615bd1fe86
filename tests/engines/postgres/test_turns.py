"""Turns to the server: a change takes two, one that asks and one that writes and commits."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg
import pytest
from psycopg.pq import PipelineStatus

from store.errors import StoreTrouble, TryAgain
from store.models.order import Order
from store.repository import Repository, open_store
from store.rules.action.catalogue import all_actions
from tests.build import ACTOR, NOW, keep, order
from tests.engines.facts import event, trouble_of
from tests.postgres import store_url

HELD, COMMITTED = range(2)


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    """An order with a note, so that its agent is known."""
    with closing(open_store(store_url(tmp_path / "store"), ACTOR, lambda: NOW)) as opened:
        keep(opened, order())
        note(opened, "first")
        yield opened


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The statements of each turn to the server; the last turn is still gathered."""
    found: list[list[str]] = [[]]
    wait, execute = psycopg.Connection.wait, psycopg.Cursor.execute

    def waited(connection: Any, given: Any, *rest: Any, **named: Any) -> Any:
        is_plain = connection.pgconn.pipeline_status == PipelineStatus.OFF
        done = wait(connection, given, *rest, **named)
        ends = given.__qualname__.endswith("_exit_gen")
        if ends or (is_plain and "_enter_gen" not in given.__qualname__):
            found.append([])
        return done

    def executed(cursor: Any, sql: Any, *rest: Any, **named: Any) -> Any:
        found[-1].append(f"{sql if isinstance(sql, str) else sql.decode()} {rest}")
        return execute(cursor, sql, *rest, **named)

    monkeypatch.setattr(psycopg.Connection, "wait", waited)
    monkeypatch.setattr(psycopg.RawCursor, "execute", executed)
    return found


def note(repository: Repository, text: str, key: str = "") -> None:
    (known,) = repository.all(Order)
    repository.run(all_actions()["note"], known, {"text": text}, key)


@pytest.mark.parametrize("key", ["", "k1"])
def test_a_note_takes_two_turns_and_asks_nothing_twice(
    repository: Repository, turns: list[list[str]], key: str
) -> None:
    (known,) = repository.all(Order)
    turns[:] = [[]]
    repository.run(all_actions()["note"], known, {"text": "second"}, key)

    *taken, after = turns
    assert len(taken) == COMMITTED + 1
    assert after == []
    assert taken[HELD][0].startswith("begin")
    assert "for update skip locked" in taken[HELD][1]
    assert taken[COMMITTED][0].startswith("with done as (update document")
    assert taken[COMMITTED][-1].startswith("commit")
    asked = [one for turn in taken for one in turn if one.startswith("select")]
    assert len(asked) == len(set(asked))


def test_a_document_that_was_not_read_before_takes_a_turn_more(
    repository: Repository, tmp_path: Path, turns: list[list[str]]
) -> None:
    (known,) = repository.all(Order)
    with closing(open_store(store_url(tmp_path / "store"), ACTOR, lambda: NOW)) as other:
        turns[:] = [[]]
        other.run(all_actions()["note"], known, {"text": "second"})
        assert len(turns[:-1]) == COMMITTED + 2
        turns[:] = [[]]
        other.run(all_actions()["note"], known, {"text": "third"})
        assert len(turns[:-1]) == COMMITTED + 1


def test_a_change_of_what_is_not_there_as_it_was_is_let_go_and_nothing_of_it_is_there(
    repository: Repository,
) -> None:
    engine = repository.engine
    (known,) = repository.all(Order)
    before = engine.document_with("orders", known.key)
    events = engine.events(f"orders/{known.key}")
    assert before

    def change() -> None:
        with engine.writing():
            engine.add_events([event(subject="orders/other")])
            engine.put_all("orders", [before._replace(version=before.version + 2)])

    assert isinstance(trouble_of(change), TryAgain)
    assert engine.document_with("orders", known.key) == before
    assert (engine.events("orders/other"), engine.events(f"orders/{known.key}")) == ([], events)
    note(repository, "second")


def test_a_key_that_is_used_again_is_answered_in_one_turn(
    repository: Repository, turns: list[list[str]]
) -> None:
    note(repository, "second", "k1")
    (known,) = repository.all(Order)
    turns[:] = [[]]
    receipt = repository.run(all_actions()["note"], known, {"text": "second"}, "k1")

    assert receipt.repeated
    # The other is the rollback, which lets the shop's row go.
    assert [turn[0].split()[0] for turn in turns if turn] == ["begin", "rollback"]


def test_what_was_asked_ahead_is_asked_again_once_it_was_written(
    repository: Repository,
) -> None:
    engine = repository.engine
    (known,) = repository.all(Order)
    with engine.writing(lambda reads: reads.document_with("orders", known.key)):
        before = engine.document_with("orders", known.key)
        assert before
        engine.put_all("orders", [before._replace(version=before.version + 1)])
        assert engine.document_with("orders", known.key) == before._replace(
            version=before.version + 1
        )
        engine.put_all("orders", [before._replace(version=before.version + 2)])


def test_many_changes_that_wait_for_each_other_or_fail_leave_a_connection_that_works(
    repository: Repository, tmp_path: Path
) -> None:
    with closing(open_store(store_url(tmp_path / "store"), ACTOR, lambda: NOW)) as other:
        for turn in range(12):
            with repository.writing():
                waiting = Thread(target=note, args=(other, f"waiting {turn}"))
                waiting.start()
                until(lambda: len(threading.enumerate()) > 2)
            waiting.join(30)
            assert note_refused(other, "waiting", "k1") == (turn > 0)
        (known,) = repository.all(Order)
        assert len(known.notes) == 14


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def note_refused(repository: Repository, text: str, key: str) -> bool:
    """Is it refused to write the same event twice?"""
    engine = repository.engine
    if engine.event_with(key) is None:
        note(repository, text, key)
        return False
    first = engine.event_with(key)
    assert first is not None

    def tell_twice() -> None:
        with engine.writing():
            engine.add_events([first])

    with pytest.raises(StoreTrouble):
        tell_twice()
    return True

"""The engine: documents by key and version, events by subject and key, several desks at once."""

import errno
import os
from pathlib import Path

import pytest

from store.engines import lock
from store.engines.journal.engine import JournalEngine
from store.engines.protocol import Engine
from store.errors import StoreTrouble
from tests.store.journal.desk import stored, write
from tests.store.journal.machine import Row
from tests.store.journal.recording import RecordingDisk


@pytest.fixture
def engine(store: Path) -> JournalEngine:
    """A store with one document."""
    opened = JournalEngine(store)
    write(opened, stored(note="first"), key="k1")
    return opened


def test_it_is_an_engine(engine: JournalEngine) -> None:
    same: Engine = engine
    assert same.get("orders", "a") == stored(note="first")


def test_what_was_committed_is_there_for_the_next_process(
    engine: JournalEngine, store: Path
) -> None:
    again = JournalEngine(store)
    assert list(again.all("orders")) == [stored(note="first")]
    assert again.rows_as(Row) == [Row("a", 1, "米")]
    assert again.event_with("k1") == again.last_event() == again.events("orders/a")[0]
    assert (again.get("orders", "b"), again.get("products", "a")) == (None, None)
    assert (again.event_with("k2"), again.event_with(""), again.events("b")) == (None, None, [])


def test_a_store_nobody_wrote_to_is_empty_and_is_not_made(store: Path) -> None:
    empty = JournalEngine(store)
    assert (list(empty.all("orders")), empty.last_event()) == ([], None)
    assert (empty.rows_as(Row), empty.refresh(), store.exists()) == ([], False, False)


def test_a_version_that_is_not_the_next_is_refused_and_nothing_is_written(
    engine: JournalEngine, store: Path
) -> None:
    before = (store / "journal-1.jsonl").read_bytes()
    for version in (0, 1, 3):
        with (
            engine.transaction() as transaction,
            pytest.raises(StoreTrouble, match=r"^a was changed by somebody else; nothing was wri"),
        ):
            transaction.commit([("orders", stored("b")), ("orders", stored("a", version))], [])
    assert (store / "journal-1.jsonl").read_bytes() == before
    assert (engine.get("orders", "b"), engine.refresh()) == (None, False)


def test_a_document_may_change_twice_in_one_commit(engine: JournalEngine) -> None:
    write(engine, stored("b"), stored("b", 2, note="again"), stored("c"))
    assert engine.get("orders", "b") == stored("b", 2, note="again")
    assert [one.key for one in engine.all("orders")] == ["a", "b", "c"]


def test_an_error_in_the_block_commits_nothing(engine: JournalEngine) -> None:
    with pytest.raises(KeyError), engine.transaction():
        raise KeyError
    write(engine, stored(version=2))
    assert engine.get("orders", "a") == stored(version=2)


def test_another_desk_sees_it_when_it_looks(engine: JournalEngine, store: Path) -> None:
    other = JournalEngine(store)
    rows = other.rows_as(Row)
    write(engine, stored(version=2, note="second"), stored("b"), key="k2")
    assert (other.get("orders", "b"), other.event_with("k2")) == (None, None)
    assert (other.refresh(), other.refresh()) == (True, False)
    assert other.get("orders", "a") == stored(version=2, note="second")
    assert other.event_with("k2") is not None
    assert rows == [Row("a", 1, "米")]
    assert other.rows_as(Row) == [Row("a", 2, "米"), Row("b", 1, "米")]


def test_what_a_change_took_in_is_told_by_the_next_refresh(
    engine: JournalEngine, store: Path
) -> None:
    other = JournalEngine(store)
    write(engine, stored("b"))
    with other.transaction():
        assert other.get("orders", "b") is not None
    assert other.refresh()


def test_ones_own_changes_are_no_news(engine: JournalEngine, store: Path) -> None:
    assert not engine.refresh()
    write(engine, stored("b"))
    engine.database.table("notes").insert({"n": 1})
    assert engine.checkpoint()
    assert not engine.refresh()
    write(JournalEngine(store), stored("c"))
    write(engine, stored("d"))
    assert (engine.refresh(), engine.refresh()) == (True, False)


def test_a_desk_follows_through_checkpoints_it_did_not_see(
    engine: JournalEngine, store: Path
) -> None:
    other, sleeper = JournalEngine(store), JournalEngine(store)
    for version in range(2, 6):
        write(engine, stored(version=version, note=str(version)))
        assert engine.checkpoint()
        other.refresh()
        assert other.get("orders", "a") == stored(version=version, note=str(version))
    assert sleeper.get("orders", "a") == stored(note="first")
    assert sleeper.refresh()
    assert sleeper.get("orders", "a") == stored(version=5, note="5")
    write(sleeper, stored(version=6, note="six"))
    engine.refresh()
    assert engine.get("orders", "a") == stored(version=6, note="six")


def test_documents_that_are_handed_out_are_nobody_elses(engine: JournalEngine) -> None:
    for _ in range(2):
        found = engine.get("orders", "a")
        assert found is not None
        assert found == stored(note="first")
        found.body["note"] = "spoilt"
        (engine.last_event() or {})["subject"] = "spoilt"
        engine.events("orders/a")[0]["subject"] = "spoilt"
    assert (engine.last_event() or {})["subject"] == "orders/a"


def test_who_holds_the_lock_is_named(
    engine: JournalEngine, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE_SECONDS", 0.05)
    other = JournalEngine(store)
    with (
        engine.transaction(),
        pytest.raises(StoreTrouble, match=rf"The store is in use by process {os.getpid()} "),
        other.transaction(),
    ):
        pass  # pragma: no cover - nobody gets here
    assert other.get("orders", "a") is not None


def test_only_one_process_at_a_time_writes_a_snapshot(engine: JournalEngine, store: Path) -> None:
    import fcntl

    with (store / "checkpoint.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert not engine.checkpoint()
    assert engine.checkpoint()


def test_a_closed_store_says_so(engine: JournalEngine) -> None:
    engine.close()
    with pytest.raises(StoreTrouble, match=r"is closed\.$"):
        engine.refresh()
    with pytest.raises(StoreTrouble, match=r"is closed\.$"), engine.transaction():
        pass  # pragma: no cover - nobody gets here


def test_a_store_of_a_newer_version_is_refused(engine: JournalEngine, store: Path) -> None:
    engine.database.table("meta").update({"schema": 2}, doc_ids=[1])
    with pytest.raises(
        StoreTrouble, match=r"^The store is of version 2; this program reads version 1\.$"
    ):
        JournalEngine(store)
    with pytest.raises(StoreTrouble, match="of version 2"):
        write(engine, stored(version=2))


def test_a_change_judged_before_an_uncertain_one_turned_out_to_be_there_is_refused(
    store: Path,
) -> None:
    disk = RecordingDisk()
    engine = JournalEngine(store, disk)
    write(engine, stored())
    with engine.transaction() as transaction:
        error = OSError(errno.EIO, "Input/output error")
        disk.failures = {"sync_data": [error], "truncate": [error]}
        with pytest.raises(StoreTrouble, match="the disk does not say whether the change is there"):
            transaction.commit([("orders", stored(version=2))], [])
        with pytest.raises(StoreTrouble, match="was changed by somebody else; nothing was written"):
            transaction.commit([("orders", stored(version=2, note="again"))], [])
    assert engine.get("orders", "a") == stored(version=2)

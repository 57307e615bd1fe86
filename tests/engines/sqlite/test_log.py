"""The log is written back in the background and cut at rest; nothing that reads slowly holds it."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from store.engines.protocol import PAGE
from store.engines.sqlite import log
from store.engines.sqlite.connections import LOG_PAGES
from store.engines.sqlite.engine import SqliteEngine
from tests.engines.facts import KIND, event, in_thread, kept, left_behind, write


@pytest.fixture
def engine(quick: Path) -> SqliteEngine:
    """A store of many documents, all of them in the log."""
    made = SqliteEngine(quick / "store")
    write(made, *(kept(number, None, note="米" * 300) for number in range(1, PAGE + 50)))
    return made


def size(engine: SqliteEngine) -> int:
    return (engine.folder / "shop.db-wal").stat().st_size


def test_at_rest_it_is_written_back_and_cut(engine: SqliteEngine) -> None:
    assert size(engine) > 500_000
    engine.rest()
    assert size(engine) == 0
    assert engine.count(KIND) == PAGE + 49
    write(engine, kept(1, None, 2))
    assert size(engine) > 0


def test_it_is_not_cut_while_somebody_writes_and_nobody_waits_for_it(engine: SqliteEngine) -> None:
    other = SqliteEngine(engine.folder)
    with other.writing():
        other.remove(KIND, [1])
        engine.rest()
        assert size(engine) > 0
    engine.rest()
    assert size(engine) == 0


def test_a_moment_of_somebody_else_holds_it_only_as_long_as_it_lasts(engine: SqliteEngine) -> None:
    other = SqliteEngine(engine.folder)
    engine._connections.mine().execute("pragma busy_timeout = 10")
    with other.moment():
        assert other.count(KIND) == PAGE + 49
        write(engine, kept(1, None, 2))
        engine.rest()
        assert size(engine) > 0
    engine.rest()
    assert size(engine) == 0


def test_what_reads_slowly_does_not_hold_it(engine: SqliteEngine) -> None:
    write(engine, events=[event(number) for number in range(1, PAGE + 50)])
    readers = [
        engine.documents(KIND),
        engine.all_events(),
        engine.stale_rows("orders", 9, {}, 500),
        in_thread(lambda: SqliteEngine(engine.folder)).documents(KIND),
    ]
    for reader in readers[:2]:
        next(reader)
    next(readers[3])
    write(engine, kept(1, None, 2))
    engine.rest()
    assert size(engine) == 0
    assert [sum(1 for _each in reader) for reader in readers] == [
        PAGE + 48,
        PAGE + 48,
        0,
        PAGE + 48,
    ]


def test_a_long_one_is_written_back_in_the_background(
    engine: SqliteEngine, quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "LONG_BYTES", 100_000)
    begun, go_on = Event(), Event()
    real = log.Log._write_back

    def slow(self: log.Log) -> None:
        begun.set()
        go_on.wait(10)
        real(self)

    monkeypatch.setattr(log.Log, "_write_back", slow)
    write(engine, kept(1, None, 2))
    assert begun.wait(10)
    # It waits, and no commit does.
    for version in range(3, 30):
        write(engine, kept(1, None, version))
    go_on.set()
    engine._log.wait()
    database = left_behind(engine.folder, quick / "copy") / "shop.db"
    database.with_name("shop.db-wal").unlink()
    with closing(sqlite3.connect(database)) as plain:
        assert plain.execute("select count(*) from document").fetchone() == (PAGE + 49,)


def test_it_begins_anew_and_does_not_grow_for_ever(
    engine: SqliteEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "LONG_BYTES", 200_000)
    engine.rest()
    longest = 0
    for version in range(2, 200):
        write(engine, kept(1, None, version, note="米" * 2000))
        longest = max(longest, size(engine))
        engine._log.wait()
    assert longest < 1_000_000


def test_a_commit_writes_back_itself_only_where_nobody_else_did(engine: SqliteEngine) -> None:
    connection = engine._connections.mine()
    assert connection.execute("pragma wal_autocheckpoint").fetchone() == (LOG_PAGES,)
    assert connection.execute("pragma synchronous").fetchone() == (2,)
    assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
    assert log.LONG_BYTES < LOG_PAGES * 4096 / 3


def test_a_write_back_that_fails_harms_nobody(
    engine: SqliteEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_path: Path) -> sqlite3.Connection:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(log, "LONG_BYTES", 1)
    monkeypatch.setattr(log, "open_database", broken)
    for version in range(2, 5):
        write(engine, kept(1, None, version))
        engine._log.wait()
    assert engine.commits() == 4


def test_closing_waits_for_it_and_leaves_one_whole_file(
    engine: SqliteEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "LONG_BYTES", 1)
    writer = Thread(target=lambda: write(engine, kept(1, None, 2)))
    writer.start()
    writer.join()
    assert os.path.exists(engine.folder / "shop.db-wal")  # noqa: PTH110
    engine.close()
    with closing(sqlite3.connect(engine.folder / "shop.db")) as plain:
        assert plain.execute("select version from document where id = 1").fetchone() == (2,)

"""Files: made by us with their final mode, opened by SQLite alone, never across a fork."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from store.engines.sqlite.engine import SqliteEngine
from store.models.event import Actor
from store.presence import Presence
from store.repository import open_store
from store.rules.order.actions.note import Note
from store.upkeep.backup import backup
from store.upkeep.daily_copies import daily_copy
from store.upkeep.dump import dump_into
from store.upkeep.restoring import restore
from store.upkeep.verifying import verify
from tests.build import ACTOR, NOW, keep, order
from tests.engines.facts import KIND, in_child, in_thread, kept, write

DATABASE = ("shop.db", "shop.db-wal", "shop.db-shm")


@pytest.fixture(params=[0o077, 0o022, 0], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever the account takes away from its files by itself."""
    before = os.umask(request.param)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}


def work_in(folder: Path) -> SqliteEngine:
    engine = SqliteEngine(folder)
    write(engine, kept())
    Presence(folder / "presence", Actor(user="li")).enter("a")
    daily_copy(engine, NOW)
    assert all((folder / name).exists() for name in DATABASE)
    return engine


def test_files_are_for_their_owner_alone(store: Path, umask: None) -> None:
    engine = work_in(store)
    found = modes(store)
    assert stat.S_IMODE(store.stat().st_mode) == 0o700
    assert found.pop("presence") == found.pop("copies") == 0o700
    assert {"head", "lock", *DATABASE} <= found.keys()
    assert set(found.values()) == {0o600}
    engine.close()


def test_in_a_folder_made_for_a_group_everything_is_the_group_s(store: Path, umask: None) -> None:
    store.mkdir()
    store.chmod(0o2770)
    engine = work_in(store)
    found = modes(store)
    assert found.pop("presence") == found.pop("copies") == 0o2770
    copies = {"shouhou-2026-11-22.db", "2026-11-22.json"}
    assert {"head", "lock", *copies, *DATABASE} <= found.keys()
    assert set(found.values()) == {0o660}
    engine.close()


def test_a_folder_that_does_not_pass_its_group_on_is_no_group_s(store: Path) -> None:
    store.mkdir()
    store.chmod(0o770)
    engine = work_in(store)
    found = modes(store)
    assert found.pop("presence") == found.pop("copies") == 0o700
    assert set(found.values()) == {0o600}
    engine.close()


def test_nobody_but_sqlite_opens_the_database_and_only_its_maker_made_it(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    opened: list[tuple[str, int]] = []

    def note(event: str, given: tuple[Any, ...]) -> None:
        if event == "open" and str(given[0]).startswith(str(folder / "shop.db")):
            opened.append((Path(str(given[0])).name, given[2]))

    def work() -> None:
        sys.addaudithook(note)
        repository = open_store(str(folder), ACTOR, lambda: NOW)
        keep(repository, order())
        repository.run(Note, repository.order(order().key), {"text": "一"})
        in_thread(lambda: repository.order(order().key))
        verify(repository, full=True)
        daily_copy(repository.engine, NOW)
        backup(repository, tmp_path / "copy.zip")
        with (tmp_path / "dump.json").open("wb") as file:
            dump_into(repository.engine, file)
        restore(tmp_path / "copy.zip", tmp_path / "new", ACTOR)
        repository.engine.rest()
        repository.refresh()
        repository.close()
        again = open_store(str(folder), ACTOR, lambda: NOW)
        again.order(order().key)
        assert [name for name, _flags in opened] == ["shop.db"], opened
        assert opened[0][1] & (os.O_EXCL | os.O_CREAT) == os.O_EXCL | os.O_CREAT

    assert in_child(work) == 0
    with pytest.raises(FileExistsError):
        os.open(folder / "shop.db", os.O_CREAT | os.O_EXCL)


def test_the_file_that_somebody_put_in_its_place_meanwhile_is_not_taken(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.mkdir(mode=0o700)
    (store / "elsewhere").touch()
    (store / "shop.db").symlink_to(store / "elsewhere")
    with pytest.raises(Exception, match="it is no ordinary file"):
        write(SqliteEngine(store), kept())
    assert (store / "elsewhere").stat().st_size == 0


def open_files(folder: Path) -> list[str]:
    found = []
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            found.append(str(descriptor.readlink()))
        except FileNotFoundError:
            continue
    return [name for name in found if name.startswith(f"{folder}/")]


def test_a_thread_that_ended_has_no_file_open(store: Path) -> None:
    engine = SqliteEngine(store)
    write(engine, kept())
    in_thread(lambda: engine.count(KIND))
    before = len(open_files(store))
    for _ in range(20):
        in_thread(lambda: engine.count(KIND))
    assert len(open_files(store)) == before


def test_a_closed_store_has_no_file_open_once_the_threads_that_read_it_ended(store: Path) -> None:
    engine = SqliteEngine(store)
    write(engine, kept())
    looked, go_on = Event(), Event()
    counts = []

    def look() -> None:
        counts.append(engine.count(KIND))
        looked.set()
        go_on.wait(10)
        counts.append(engine.count(KIND))

    reader = Thread(target=look)
    reader.start()
    looked.wait(10)
    engine.close()
    go_on.set()
    reader.join()
    assert counts == [1, 1]
    assert open_files(store) == []
    assert {path.name for path in store.iterdir()} == {"head", "lock", "shop.db"}


def test_a_store_that_could_not_be_opened_has_no_file_open(store: Path) -> None:
    engine = SqliteEngine(store)
    write(engine, kept())
    engine.close()
    (store / "head").write_bytes(b"0000000000000000009\n")
    with pytest.raises(Exception, match="lost its last 8 commits"):
        SqliteEngine(store)
    assert open_files(store) == []

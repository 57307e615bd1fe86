"""The engine: a commit is durable as a whole, or nothing of it is there."""

import errno
import fcntl
import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import pytest
from tinydb import Query, TinyDB

from store.engines import lock
from store.engines.protocol import Stored
from store.engines.tiny import TinyEngine
from store.errors import StoreTrouble

FILE = "shouhou.json"


def stored(key: str = "a", version: int = 1, **body: Any) -> Stored:
    return Stored(key, version, None, body)


def write(engine: TinyEngine, *documents: Stored, key: str = "") -> None:
    event = {"subject": "orders/a", "idempotency_key": key}
    with engine.transaction() as transaction:
        transaction.commit([("orders", one) for one in documents], [event])


@pytest.fixture
def engine(store: Path) -> TinyEngine:
    """A store with one document."""
    opened = TinyEngine(store)
    write(opened, stored(note="first"), key="k1")
    return opened


def trouble(act: Callable[[], Any]) -> str:
    with pytest.raises(StoreTrouble) as caught:
        act()
    assert caught.value.status == 3
    return caught.value.sentence


# What is kept


def test_what_was_committed_is_there_for_the_next_process(engine: TinyEngine, store: Path) -> None:
    again = TinyEngine(store)

    assert again.get("orders", "a") == stored(note="first")
    assert list(again.all("orders")) == [stored(note="first")]
    assert again.event_with("k1") == again.last_event() == again.events("orders/a")[0]


def test_what_is_not_there_is_none(engine: TinyEngine) -> None:
    assert engine.get("orders", "b") is None
    assert engine.get("products", "a") is None
    assert engine.event_with("k2") is None
    assert engine.events("orders/b") == []


def test_an_empty_store_holds_nothing(store: Path) -> None:
    empty = TinyEngine(store)

    assert (list(empty.all("orders")), list(empty.rows()), empty.last_event()) == ([], [], None)


def test_a_commit_of_several_documents_is_one(engine: TinyEngine, store: Path) -> None:
    write(engine, stored(version=2, note="second"), stored("b", note="new"))

    again = TinyEngine(store)
    assert [one.body["note"] for one in again.all("orders")] == ["second", "new"]


@pytest.mark.parametrize("version", [1, 3])
def test_a_version_that_is_not_the_next_is_refused_with_all_of_its_commit(
    engine: TinyEngine, version: int
) -> None:
    sentence = trouble(lambda: write(engine, stored("b"), stored(version=version)))

    assert sentence == "a was changed by somebody else; nothing was written."
    assert engine.get("orders", "b") is None
    assert engine.get("orders", "a") == stored(note="first")


def test_a_new_document_begins_with_version_one(engine: TinyEngine) -> None:
    assert trouble(lambda: write(engine, stored("b", version=2)))


def test_stock_tinydb_opens_the_file(engine: TinyEngine, store: Path) -> None:
    with TinyDB(store / FILE) as database:
        (document,) = database.table("orders").search(Query().key == "a")
        assert document["body"] == {"note": "first"}
        assert database.table("meta").all() == [{"schema": 1}]
        assert len(database.table("events")) == 1


def test_two_engines_insert_without_taking_each_others_place(
    engine: TinyEngine, store: Path
) -> None:
    second = TinyEngine(store)

    write(second, stored("b"))
    write(engine, stored("c"))
    write(second, stored("d"))

    assert [one.key for one in TinyEngine(store).all("orders")] == ["a", "b", "c", "d"]


# Who may read it


def test_files_are_private_whatever_the_umask(store: Path) -> None:
    before = os.umask(0)
    try:
        write(TinyEngine(store), stored())
    finally:
        os.umask(before)

    modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in [store, *store.iterdir()]}
    assert modes == {store.name: 0o700, FILE: 0o600, "lock": 0o600}


def test_a_lock_that_is_a_link_is_not_followed(store: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    store.mkdir()
    (store / "lock").symlink_to(victim)

    sentence = trouble(lambda: write(TinyEngine(store), stored()))

    assert sentence.startswith(f"The store {store} cannot be locked (")
    assert victim.read_text() == "mine"


def test_a_store_where_a_file_stands_is_said(store: Path) -> None:
    store.write_text("no folder")

    sentence = trouble(lambda: write(TinyEngine(store), stored()))

    assert sentence == (
        f"The store {store / FILE} cannot be read (Not a directory); nothing was changed. Restore"
        " a backup, or move the file away."
    )


# Killed, or out of space


def failing(code: int) -> Callable[..., Any]:
    def fail(*_given: Any, **_named: Any) -> Any:
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize(
    ("target", "name"),
    [(os, "fsync"), (os, "fdopen"), (os, "open"), (Path, "replace")],
    ids=["sync", "write", "open", "rename"],
)
def test_a_full_disk_changes_nothing_and_the_store_works_again_afterwards(
    engine: TinyEngine,
    store: Path,
    monkeypatch: pytest.MonkeyPatch,
    target: Any,
    name: str,
) -> None:
    before = (store / FILE).read_bytes()

    with monkeypatch.context() as patch:
        patch.setattr(target, name, failing(errno.ENOSPC))
        sentence = trouble(lambda: write(engine, stored(version=2, note="lost")))

    assert "(No space left on device); nothing was changed." in sentence
    assert (store / FILE).read_bytes() == before
    assert engine.get("orders", "a") == stored(note="first")
    assert sorted(one.name for one in store.iterdir()) == ["lock", FILE]
    write(engine, stored(version=2, note="second"))
    assert TinyEngine(store).get("orders", "a") == stored(version=2, note="second")


def test_a_write_cut_short_leaves_the_old_file(
    engine: TinyEngine, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fdopen

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdopen", lambda *given, **named: Cut(real(*given, **named)))
        trouble(lambda: write(engine, stored(version=2)))

    assert TinyEngine(store).get("orders", "a") == stored(note="first")


class Cut:
    """A file that takes the first half of what is written, and then the disk is full."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_given: object) -> None:
        self._file.close()

    def write(self, text: str) -> None:
        self._file.write(text[: len(text) // 2])
        self._file.flush()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_folder_that_cannot_be_synced_is_not_said_to_be_unchanged(
    engine: TinyEngine, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def fail_on_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail_on_folders)
        sentence = trouble(lambda: write(engine, stored(version=2, note="second")))

    assert sentence == (
        f"The store {store / FILE} was written, but the disk did not confirm it (Input/output"
        " error); look whether the change is there before you repeat it."
    )
    assert engine.get("orders", "a") == stored(version=2, note="second")


KILLED = """
import os, signal, sys
from pathlib import Path
from store.engines.protocol import Stored
from store.engines.tiny import TinyEngine

Path.replace = lambda *given: os.kill(os.getpid(), signal.SIGKILL)
engine = TinyEngine(Path(sys.argv[1]))
with engine.transaction() as transaction:
    transaction.commit([("orders", Stored("a", 2, None, {"note": "lost"}))], [])
"""


def test_a_kill_between_writing_aside_and_renaming_leaves_the_old_file(
    engine: TinyEngine, store: Path
) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(store)], check=False)

    assert killed.returncode == -signal.SIGKILL
    assert (store / "shouhou.new").exists()
    again = TinyEngine(store)
    assert again.get("orders", "a") == stored(note="first")
    write(again, stored(version=2, note="second"))
    assert not (store / "shouhou.new").exists()


def test_the_first_commit_that_fails_leaves_no_store(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = TinyEngine(store)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing(errno.ENOSPC))
        trouble(lambda: write(engine, stored()))

    assert not (store / FILE).exists()
    write(engine, stored(note="first"))
    assert TinyEngine(store).get("orders", "a") == stored(note="first")


# Damaged


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"orders": {"1": {"key": "a", "ver',
        b"\x00" * 64,
        b"\xff\xfe not utf-8",
        b"[1, 2]",
        b'"text"',
        b'{"orders": []}',
        b'{"orders": {"1": {}}}',
        b'{"orders": {"x": {"key": "a"}}}',
        b'{"events": {"1": {}}}',
    ],
    ids=[
        "empty",
        "cut",
        "zeros",
        "no text",
        "a list",
        "a word",
        "no table",
        "no key",
        "id",
        "event",
    ],
)
def test_a_damaged_file_is_said_and_never_overwritten(store: Path, content: bytes) -> None:
    store.mkdir()
    (store / FILE).write_bytes(content)

    sentence = trouble(lambda: TinyEngine(store))

    assert sentence.endswith(".")
    assert str(store / FILE) in sentence
    assert (store / FILE).read_bytes() == content


def test_a_file_damaged_while_it_is_open_stops_the_next_write(
    engine: TinyEngine, store: Path
) -> None:
    (store / FILE).write_bytes(b"{")

    sentence = trouble(lambda: write(engine, stored(version=2)))

    assert "cannot be read" in sentence
    assert (store / FILE).read_bytes() == b"{"


def test_a_file_that_disappeared_is_not_replaced_by_an_empty_store(
    engine: TinyEngine, store: Path
) -> None:
    (store / FILE).unlink()

    sentence = trouble(lambda: write(engine, stored("b")))

    assert sentence == f"The store {store / FILE} has disappeared; nothing was changed."
    assert not (store / FILE).exists()


def test_a_store_of_a_later_version_is_not_opened(engine: TinyEngine, store: Path) -> None:
    data = json.loads((store / FILE).read_text("utf-8"))
    data["meta"]["1"]["schema"] = 2
    (store / FILE).write_text(json.dumps(data), "utf-8")

    assert trouble(lambda: TinyEngine(store)) == (
        "The store is of version 2; this program reads version 1."
    )


# The lock


@pytest.fixture
def held(engine: TinyEngine, store: Path) -> Iterator[None]:
    """Somebody else holds the lock."""
    with (store / "lock").open("w") as file:
        file.write("4711 wang\n")
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def test_who_waits_too_long_is_told_who_holds_the_store(
    engine: TinyEngine, held: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE_SECONDS", 0.02)

    sentence = trouble(lambda: write(engine, stored(version=2)))

    assert sentence == "The store is in use by process 4711 wang; try again."
    assert engine.get("orders", "a") == stored(note="first")


def test_looking_needs_no_lock(held: None, store: Path) -> None:
    assert TinyEngine(store).get("orders", "a") == stored(note="first")


def test_the_lock_names_its_holder_and_is_never_deleted(
    engine: TinyEngine, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER", "li")
    inode = (store / "lock").stat().st_ino

    write(engine, stored(version=2))

    assert (store / "lock").read_text() == f"{os.getpid()} li\n"
    assert (store / "lock").stat().st_ino == inode

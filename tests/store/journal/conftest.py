"""Fixtures of the journal's tests."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from store.engines.journal import JournalDB
from store.engines.journal.storage import JournalStorage
from tests.store.journal.scenario import store_of

MEMORY = Path("/dev/shm")


@pytest.fixture
def quick() -> Iterator[Path]:
    """A folder in memory, for what is done thousands of times; syncs cost nothing there."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


THREE = [{"int": 1, "char": "a"}, {"int": 1, "char": "b"}, {"int": 1, "char": "c"}]

Make = Callable[[], TinyDB]


class Shared(MemoryStorage):
    """Memory that a second TinyDB finds again, as a file would be."""

    kept: dict[str, Any] | None = None

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.memory = type(self).kept

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        type(self).kept = self.memory = data


@pytest.fixture(params=["tinydb", "journal", "storage only", "checkpointed"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Opens the same database each time it is called."""
    Shared.kept = None
    opened: list[TinyDB] = []

    def opener() -> TinyDB:
        folder = tmp_path / "db"
        if request.param == "tinydb":
            db = TinyDB(storage=Shared)
        elif request.param == "storage only":
            db = TinyDB(folder, storage=JournalStorage)
        else:
            db = JournalDB(folder)
            if request.param == "checkpointed" and folder.exists():
                store_of(db).checkpoints.run()
        opened.append(db)
        return db

    yield opener
    for db in opened:
        db.close()


@pytest.fixture
def db(make: Make) -> TinyDB:
    """Three documents, numbered 1 to 3."""
    opened = make()
    opened.insert_multiple(dict(one) for one in THREE)
    return opened

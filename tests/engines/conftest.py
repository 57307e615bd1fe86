"""Fixtures of the engines' tests: what every engine has to do, told by its name only."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from store.documents.shop_storage import ShopStorage
from store.engines.protocol import Engine
from store.engines.sqlite.engine import SqliteEngine
from store.shopdb import ShopDB
from tests.postgres import store_url, url_with_tables

MEMORY = Path("/dev/shm")

Make = Callable[[], TinyDB]
Open = Callable[[], Engine]


def postgres(folder: Path) -> Engine:
    """The rows of a shop that is called as this folder, which the session's server has."""
    from store.engines.postgres.engine import PostgresEngine

    return PostgresEngine(store_url(folder))


ENGINES: dict[str, Callable[[Path], Engine]] = {"sqlite": SqliteEngine, "postgres": postgres}
"""Every engine there is, each by what opens it beside a folder."""


@pytest.fixture(autouse=True)
def _started(request: pytest.FixtureRequest) -> None:
    """The server of the session runs before a test forks processes that all ask it."""
    given = getattr(request.node, "callspec", None)
    if given and "postgres" in map(str, given.params.values()):
        url_with_tables()


@pytest.fixture
def quick() -> Iterator[Path]:
    """A folder in memory, for what is done thousands of times; syncs cost nothing there."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture(params=list(ENGINES))
def opened(request: pytest.FixtureRequest, quick: Path) -> Iterator[Open]:
    """Opens the same store each time it is called, as another process would."""
    engines: list[Engine] = []

    def opener() -> Engine:
        engines.append(ENGINES[request.param](quick / "store"))
        return engines[-1]

    yield opener
    for engine in engines:
        engine.close()


@pytest.fixture
def engine(opened: Open) -> Engine:
    """An engine on a store that nobody has written to yet."""
    return opened()


THREE = [{"int": 1, "char": "a"}, {"int": 1, "char": "b"}, {"int": 1, "char": "c"}]


class Shared(MemoryStorage):
    """Memory that a second TinyDB finds again, as a file would be."""

    kept: dict[str, Any] | None = None

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.memory = type(self).kept

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        type(self).kept = self.memory = data


@pytest.fixture(params=["tinydb", "storage only", *ENGINES])
def make(request: pytest.FixtureRequest, quick: Path) -> Iterator[Make]:
    """Opens the same tables each time it is called: TinyDB's own, and those of every engine."""
    Shared.kept = None
    databases: list[TinyDB] = []

    def opener() -> TinyDB:
        if request.param == "tinydb":
            db = TinyDB(storage=Shared)
        elif request.param == "storage only":
            db = TinyDB(quick / "store", storage=ShopStorage)
        else:
            db = ShopDB(engine=ENGINES[request.param](quick / "store"))
        databases.append(db)
        return db

    yield opener
    for db in databases:
        db.close()


@pytest.fixture
def db(make: Make) -> TinyDB:
    """Three documents, numbered 1 to 3."""
    made = make()
    made.insert_multiple(dict(document) for document in THREE)
    return made

"""ShopDB is a TinyDB: update, upsert and remove are what TinyDB documents."""

from typing import Any

import pytest
from tinydb import TinyDB, where
from tinydb.operations import add, decrement, delete, increment, set, subtract  # noqa: A004
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from tests.engines.conftest import THREE, Make


def chars(documents: list[Document]) -> str:
    return "".join(one["char"] for one in documents)


def test_update_by_fields(db: TinyDB) -> None:
    assert db.update({"int": 2}, where("char") == "a") == [1]
    assert db.update({"int": 3}, doc_ids=[2, 9]) == [2]
    assert [one["int"] for one in db] == [2, 3, 1]
    assert db.update({"all": True}) == [1, 2, 3]
    assert all(one["all"] for one in db)


def test_update_by_callable_and_operations(db: TinyDB) -> None:
    def shout(document: dict[str, Any]) -> None:
        document["char"] = document["char"].upper()

    assert db.update(shout, where("char") == "a") == [1]
    db.update(increment("int"), doc_ids=[1])
    db.update(decrement("int"), doc_ids=[2])
    db.update(add("char", "!"), doc_ids=[2])  # type: ignore[arg-type] # as documented
    db.update(subtract("int", 5), doc_ids=[3])
    db.update(set("new", [1]), doc_ids=[3])
    db.update(delete("char"), doc_ids=[3])
    assert db.all() == [
        {"int": 2, "char": "A"},
        {"int": 0, "char": "b!"},
        {"int": -4, "new": [1]},
    ]


def test_update_multiple(db: TinyDB) -> None:
    updates = [
        ({"int": 2}, where("char") == "a"),
        (delete("int"), where("char") == "b"),
        (increment("int"), where("int").exists()),
    ]
    assert db.update_multiple(updates) == [1, 1, 2, 3]
    assert [one.get("int") for one in db] == [3, None, 2]


def test_a_failing_update_changes_nothing(db: TinyDB, make: Make) -> None:
    def fail(document: dict[str, Any]) -> None:
        if document["char"] == "c":
            raise KeyError("c")
        document["int"] = 100

    if isinstance(db.storage, MemoryStorage):
        pytest.skip("TinyDB in memory edits what it keeps")
    with pytest.raises(KeyError):
        db.update(fail)
    assert make().all() == THREE


def test_upsert(db: TinyDB) -> None:
    assert db.upsert({"int": 5}, where("char") == "a") == [1]
    assert db.upsert({"char": "z"}, where("char") == "z") == [4]
    assert db.upsert(Document({"int": 6}, 2)) == [2]
    assert db.upsert(Document({"char": "own"}, 60)) == [60]
    assert [one.get("int") for one in db] == [5, 6, 1, None, None]


def test_remove(db: TinyDB) -> None:
    assert db.remove(where("char") == "b") == [2]
    assert db.remove(doc_ids=[1, 9]) == [1]
    assert chars(db.all()) == "c"
    assert db.remove(where("int") == 1) == [3]
    assert len(db) == 0
    assert db.tables() == {"_default"}

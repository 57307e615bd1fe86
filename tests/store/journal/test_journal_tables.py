"""JournalDB beyond TinyDB: what it promises to several processes and about what it hands out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table
from tinydb.utils import LRUCache

from store.engines.journal import JournalDB
from store.engines.journal.storage import JournalStorage
from store.engines.journal.table import JournalTable
from store.errors import StoreTrouble
from tests.store.journal.scenario import store_of

THREE = [{"int": 1, "char": "a"}, {"int": 1, "char": "b"}, {"int": 1, "char": "c"}]


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[JournalDB]:
    """Three documents in a journal."""
    with JournalDB(tmp_path / "db") as opened:
        opened.insert_multiple(THREE)
        yield opened


def test_documents_never_share_memory_with_what_is_kept(journal: JournalDB) -> None:
    given = {"list": [1]}
    journal.insert(given)
    given["list"].append(2)
    query = where("list").exists()
    for ask in (
        lambda: journal.get(doc_id=4),
        lambda: journal.all()[3],
        lambda: journal.search(query)[0],
        lambda: journal.get(query),
    ):
        found: Any = ask()  # type: ignore[no-untyped-call]
        assert found == {"list": [1]}
        found["list"].append(3)
    assert journal.search(query) == [{"list": [1]}]


def test_what_json_cannot_hold_is_refused_and_nothing_is_written(journal: JournalDB) -> None:
    for wrong in ({"a": {1, 2}}, {"a": object()}, {"a": float("nan")}, {"a": "\ud800"}):
        with pytest.raises((TypeError, ValueError)):
            journal.insert(wrong)
        with pytest.raises((TypeError, ValueError)):
            journal.update(wrong, doc_ids=[1])
    assert journal.all() == THREE
    rights: list[dict[str, Any]] = [
        {"a": 2**80},
        {"a": 0.1},
        {"a": None},
        {"a": "\x00\n\u2028"},
        {"": {"": []}},
    ]
    for right in rights:
        name = journal.insert(right)
        assert JournalDB(store_of(journal).folder).get(doc_id=name) == right


def test_another_process_never_meets_an_old_answer(journal: JournalDB, tmp_path: Path) -> None:
    query = where("char") == "a"
    with JournalDB(tmp_path / "db") as other:
        assert (len(journal.search(query)), len(other.search(query))) == (1, 1)
        other.update({"char": "x"}, doc_ids=[1])
        assert (journal.count(query), other.count(query)) == (0, 0)
        assert [journal.insert({}), other.insert({}), journal.insert({})] == [4, 5, 6]
        other.drop_tables()
        assert (journal.all(), sorted(journal.tables())) == ([], [])


def test_stock_tables_on_the_storage_refuse_to_overwrite_what_they_did_not_read(
    tmp_path: Path,
) -> None:
    first, second = (TinyDB(tmp_path / "db", storage=JournalStorage) for _ in range(2))
    first.insert({"a": 1})
    data = first.storage.read() or {}
    second.insert({"b": 1})
    with pytest.raises(StoreTrouble, match="changed by somebody else; nothing was written"):
        first.storage.write(data)
    assert len(first) == 2


def test_the_classes_can_be_changed_as_tinydb_documents(tmp_path: Path) -> None:
    class Special(Document):
        pass

    class Named(JournalTable):
        document_class = Special
        document_id_class = str  # type: ignore[assignment]
        query_cache_class = LRUCache

        def _get_next_id(self) -> Any:
            return f"n{len(self)}"

    class Custom(JournalDB):
        table_class = Named
        default_table_name = "main"

    with Custom(tmp_path / "db") as db:
        assert (db.insert({"a": 1}), db.insert({"a": 2})) == ("n0", "n1")
        assert type(db.all()[0]) is Special
        assert db.update({"b": 1}, where("a") == 2) == ["n1"]
        assert db.tables() == {"main"}


def test_middlewares_and_other_storages_get_tinydbs_own_table(tmp_path: Path) -> None:
    cached = CachingMiddleware(JournalStorage)  # type: ignore[no-untyped-call]
    with JournalDB(tmp_path / "db", storage=cached) as db:
        db.insert({"a": 1})
        db.table("other").insert({"a": 1})
        db.drop_table("other")
        assert type(db.table("_default")) is Table
        assert db.tables() == {"_default"}
    assert JournalDB(tmp_path / "db").all() == [{"a": 1}]
    with pytest.raises(TypeError, match="needs a JournalStorage"):
        JournalTable(MemoryStorage(), "a")  # type: ignore[no-untyped-call]


def test_options_about_how_the_text_looks_are_taken_and_others_refused(tmp_path: Path) -> None:
    with JournalDB(tmp_path / "db", ensure_ascii=False, indent=2, create_dirs=True) as db:
        assert db.insert({"a": "米"}) == 1
    with pytest.raises(TypeError, match="access_mode"):
        JournalDB(tmp_path / "db", access_mode="r")


def test_documents_may_be_written_while_one_goes_through_them(journal: JournalDB) -> None:
    for document in journal:
        journal.insert({"copy": document.doc_id})
    assert len(journal) == 6


def test_a_batch_never_loses_a_document_to_an_id_given_in_it(tmp_path: Path) -> None:
    with JournalDB(tmp_path / "db") as db:
        assert db.insert_multiple([Document({"own": 1}, 1), {"next": 1}]) == [1, 2]
        assert len(db) == 2


def test_an_update_that_changes_nothing_writes_nothing(journal: JournalDB) -> None:
    before = store_of(journal).sequence
    assert journal.update({"int": 1}) == [1, 2, 3]
    assert journal.storage.store.sequence == before  # type: ignore[attr-defined]
    assert journal.update({"int": 1.0}, doc_ids=[1]) == [1]
    assert repr(journal.get(doc_id=1)) == "{'int': 1.0, 'char': 'a'}"

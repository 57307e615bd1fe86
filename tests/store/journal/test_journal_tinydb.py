"""JournalDB is a TinyDB: what TinyDB documents holds for TinyDB in memory and for the journal."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tinydb import Query, TinyDB, where
from tinydb.middlewares import CachingMiddleware
from tinydb.operations import add, decrement, delete, increment, set, subtract  # noqa: A004
from tinydb.queries import QueryInstance
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table
from tinydb.utils import LRUCache

from store.engines.journal import JournalDB
from store.engines.journal.storage import JournalStorage
from store.engines.journal.table import JournalTable

THREE = [{"int": 1, "char": "a"}, {"int": 1, "char": "b"}, {"int": 1, "char": "c"}]

Make = Callable[[], TinyDB]


class Shared(MemoryStorage):
    """Memory that a second TinyDB finds again, as a file would be."""

    kept: dict[str, Any] | None = None

    def __init__(self) -> None:
        super().__init__()
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
                db.storage.store.checkpoints.run()  # type: ignore[attr-defined]
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


def chars(documents: list[Document]) -> str:
    return "".join(one["char"] for one in documents)


def test_insert_gives_ids_from_one(make: Make) -> None:
    db = make()
    assert [db.insert({}), db.insert({"a": 1})] == [1, 2]
    assert db.insert_multiple({"n": number} for number in range(3)) == [3, 4, 5]
    assert [(one.doc_id, dict(one)) for one in db][:3] == [(1, {}), (2, {"a": 1}), (3, {"n": 0})]
    assert isinstance(db.all()[0], Document)


def test_insert_takes_any_mapping_and_nothing_else(db: TinyDB) -> None:
    class Custom(Mapping[str, int]):
        def __getitem__(self, key: str) -> int:
            return {"x": 1}[key]

        def __iter__(self) -> Iterator[str]:
            return iter(("x",))

        def __len__(self) -> int:
            return 1

    db.insert(Custom())
    assert db.get(doc_id=4) == {"x": 1}
    for wrong in ([1, 2], {"bark"}, "text"):
        with pytest.raises(ValueError, match="not a Mapping"):
            db.insert(wrong)  # type: ignore[arg-type]
        with pytest.raises(ValueError, match="not a Mapping"):
            db.insert_multiple([{"ok": 1}, wrong])  # type: ignore[list-item]
    assert len(db) == 4


def test_a_document_brings_its_own_id_once(db: TinyDB) -> None:
    assert db.insert(Document({"own": 1}, 77)) == 77
    assert db.insert({"next": 1}) == 78
    assert db.insert_multiple([Document({"own": 2}, 90), Document({"own": 3}, 91)]) == [90, 91]
    with pytest.raises(ValueError, match="Document with ID 77 already exists"):
        db.insert(Document({}, 77))
    with pytest.raises(ValueError, match="Document with ID 90 already exists"):
        db.insert_multiple([{"a": 1}, Document({}, 90)])
    assert db.count(where("own").exists()) == 3


def test_ids_go_on_after_opening_again(db: TinyDB, make: Make) -> None:
    again = make()
    assert again._get_next_id() == 4
    assert [again._get_next_id(), again._get_next_id()] == [5, 6]
    assert [one.doc_id for one in again.all()] == [1, 2, 3]


def test_the_id_of_a_removed_document_is_not_given_again(db: TinyDB) -> None:
    db.remove(doc_ids=[3])
    assert db.insert({}) == 4


def test_truncate_begins_to_count_anew(db: TinyDB) -> None:
    db.truncate()
    assert (len(db), db.all(), db._get_next_id()) == (0, [], 1)
    assert db.tables() == {"_default"}


def test_search_count_contains_and_get_by_condition(db: TinyDB) -> None:
    assert chars(db.search(where("int") == 1)) == "abc"
    assert db.count(where("char") == "d") == 0
    assert db.contains(where("char") == "b")
    assert not db.contains(where("char") == "d")
    found = db.get(where("char") == "b")
    assert isinstance(found, Document)
    assert (found.doc_id, found) == (2, THREE[1])
    assert db.get(where("char") == "d") is None
    assert db.get(Query().char.test(lambda value: value > "b")) == THREE[2]


def test_get_and_contains_by_id(db: TinyDB) -> None:
    assert db.get(doc_id=2) == THREE[1]
    assert db.get(doc_id=9) is None
    assert chars(db.get(doc_ids=[3, 1, 9])) == "ac"
    assert db.get(doc_ids=[]) == []
    assert db.contains(doc_id=1)
    assert not db.contains(doc_id=9)


def test_a_call_without_what_it_needs_is_refused(db: TinyDB) -> None:
    with pytest.raises(RuntimeError):
        db.get()
    with pytest.raises(RuntimeError):
        db.contains()
    with pytest.raises(RuntimeError):
        db.remove()
    with pytest.raises(ValueError, match="doc_id"):
        db.upsert({"a": 1})


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
    db.update(add("char", "!"), doc_ids=[2])
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

    if type(db.storage) is Shared:
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


def test_tables_are_apart_and_can_be_dropped(db: TinyDB, make: Make) -> None:
    one, two = db.table("one"), db.table("two", cache_size=0)
    one.insert({"a": 1})
    two.insert({"a": 1})
    two.insert({"a": 1})
    assert (len(one), len(two), db.table("one") is one) == (1, 2, True)
    assert (one.name, one.storage) == ("one", db.storage)
    assert db.tables() == {"_default", "one", "two"}
    db.drop_table("one")
    db.drop_table("unknown")
    assert make().tables() == {"_default", "two"}
    assert (len(one), len(db.table("one"))) == (0, 0)
    db.drop_tables()
    assert (db.tables(), len(two)) == (frozenset(), 0)
    assert db.insert({}) == 1


def test_a_table_is_kept_empty_only_when_asked(db: TinyDB) -> None:
    db.table("kept", persist_empty=True)
    db.table("not kept")
    assert db.tables() == {"_default", "kept"}


def test_a_search_that_is_asked_again_comes_from_the_cache(db: TinyDB) -> None:
    query = where("int") == 1
    assert len(db._query_cache) == 0
    found = db.search(query)
    assert (len(db._query_cache), query in db._query_cache) == (1, True)
    found.append(Document({}, 9))
    assert chars(db.search(query)) == "abc"
    db.insert({"int": 1, "char": "d"})
    assert len(db._query_cache) == 0
    assert chars(db.search(query)) == "abcd"
    db.clear_cache()
    assert len(db._query_cache) == 0


def test_the_cache_holds_as_many_queries_as_it_was_made_for(db: TinyDB) -> None:
    table = db.table("small", cache_size=1)
    table.insert({"int": 1})
    assert (table.count(where("int") == 1), table.count(where("int") == 2)) == (1, 0)
    assert len(table._query_cache) == 1
    uncached = db.table("none", cache_size=0)
    uncached.search(where("int") == 1)
    assert len(uncached._query_cache) == 0


def test_a_query_that_cannot_be_cached_is_asked_each_time(db: TinyDB) -> None:
    calls = []

    def look(document: Mapping[str, Any]) -> bool:
        calls.append(document)
        return True

    db.search(QueryInstance(look, None))
    db.search(QueryInstance(look, None))
    assert (len(calls), len(db._query_cache)) == (6, 0)


def test_deep_queries_read_what_was_written(db: TinyDB) -> None:
    db.insert({"deep": {"list": [{"x": 1}, {"x": 2}], "text": "东北大米"}})
    deep = Query().deep
    assert db.count(deep.list.any(Query().x == 2)) == 1
    assert db.count(deep.text.matches("东北")) == 1
    assert db.count((deep.exists()) | (Query().char == "a")) == 2
    assert db.count(~(Query().char == "a")) == 3


def test_a_database_closes_with_its_block_and_forwards_to_its_default_table(make: Make) -> None:
    with make() as db:
        db.insert({"a": 1})
        assert (len(db), [dict(one) for one in db]) == (1, [{"a": 1}])
        assert db.table(db.default_table_name).all() == db.all()
    assert len(make()) == 1


# What only the journal promises


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
        found = ask()
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
    for right in ({"a": 2**80}, {"a": 0.1}, {"a": None}, {"a": "\x00\n\u2028"}, {"": {"": []}}):
        name = journal.insert(right)
        assert JournalDB(journal.storage.store.folder).get(doc_id=name) == right  # type: ignore[attr-defined]


def test_another_process_never_meets_an_old_answer(journal: JournalDB, tmp_path: Path) -> None:
    query = where("char") == "a"
    with JournalDB(tmp_path / "db") as other:
        assert (len(journal.search(query)), len(other.search(query))) == (1, 1)
        other.update({"char": "x"}, doc_ids=[1])
        assert (journal.count(query), other.count(query)) == (0, 0)
        assert [journal.insert({}), other.insert({}), journal.insert({})] == [4, 5, 6]
        other.drop_tables()
        assert (journal.all(), journal.tables()) == ([], frozenset())


def test_stock_tables_on_the_storage_refuse_to_overwrite_what_they_did_not_read(
    tmp_path: Path,
) -> None:
    from store.errors import StoreTrouble

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
    cached = CachingMiddleware(JournalStorage)
    with JournalDB(tmp_path / "db", storage=cached) as db:
        db.insert({"a": 1})
        db.table("other").insert({"a": 1})
        db.drop_table("other")
        assert type(db.table("_default")) is Table
        assert db.tables() == {"_default"}
    assert JournalDB(tmp_path / "db").all() == [{"a": 1}]
    with pytest.raises(TypeError, match="needs a JournalStorage"):
        JournalTable(MemoryStorage(), "a")


def test_documents_may_be_written_while_one_goes_through_them(journal: JournalDB) -> None:
    for document in journal:
        journal.insert({"copy": document.doc_id})
    assert len(journal) == 6


def test_a_batch_never_loses_a_document_to_an_id_given_in_it(tmp_path: Path) -> None:
    with JournalDB(tmp_path / "db") as db:
        assert db.insert_multiple([Document({"own": 1}, 1), {"next": 1}]) == [1, 2]
        assert len(db) == 2


def test_an_update_that_changes_nothing_writes_nothing(journal: JournalDB) -> None:
    before = journal.storage.store.sequence  # type: ignore[attr-defined]
    assert journal.update({"int": 1}) == [1, 2, 3]
    assert journal.storage.store.sequence == before  # type: ignore[attr-defined]
    assert journal.update({"int": 1.0}, doc_ids=[1]) == [1]
    assert repr(journal.get(doc_id=1)) == "{'int': 1.0, 'char': 'a'}"

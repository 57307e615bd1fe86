"""ShopDB beyond TinyDB: what it promises to several processes and about what it hands out."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table
from tinydb.utils import LRUCache

from store.documents.shop_storage import ShopStorage
from store.engines.protocol import PAGE
from store.errors import StoreTrouble
from store.shopdb import ShopDB, ShopTable
from tests.engines.conftest import THREE, Open
from tests.engines.facts import in_thread, trouble_of


@pytest.fixture
def db(opened: Open) -> ShopDB:
    """Three documents in a store."""
    made = ShopDB(engine=opened())
    made.insert_multiple(dict(document) for document in THREE)
    return made


@pytest.fixture
def other(db: ShopDB, opened: Open) -> ShopDB:
    """The same store in another process."""
    return ShopDB(engine=opened())


def test_documents_never_share_memory_with_what_is_kept(db: ShopDB) -> None:
    given = {"list": [1]}
    db.insert(given)
    given["list"].append(2)
    query = where("list").exists()
    for ask in (
        lambda: db.get(doc_id=4),
        lambda: db.all()[3],
        lambda: db.search(query)[0],
        lambda: db.get(query),
    ):
        found: Any = ask()  # type: ignore[no-untyped-call]
        assert found == {"list": [1]}
        found["list"].append(3)
    assert db.search(query) == [{"list": [1]}]


def test_what_json_cannot_hold_is_refused_and_nothing_is_written(db: ShopDB, other: ShopDB) -> None:
    for wrong in ({"a": {1, 2}}, {"a": object()}, {"a": float("nan")}, {"a": "\ud800"}):
        with pytest.raises((TypeError, ValueError)):
            db.insert(wrong)
        with pytest.raises((TypeError, ValueError)):
            db.update(wrong, doc_ids=[1])
    assert db.all() == other.all() == THREE
    rights: tuple[dict[str, Any], ...] = (
        {"a": 2**80},
        {"a": 0.1},
        {"a": None},
        {"a": "\0\n\u2028"},
        {"": {"": []}},
    )
    for right in rights:
        assert other.get(doc_id=db.insert(right)) == right


def test_another_process_never_meets_an_old_answer(db: ShopDB, other: ShopDB) -> None:
    query = where("char") == "a"
    assert (len(db.search(query)), len(other.search(query))) == (1, 1)
    other.update({"char": "x"}, doc_ids=[1])
    assert (db.count(query), other.count(query)) == (0, 0)
    assert [db.insert({}), other.insert({}), db.insert({})] == [4, 5, 6]
    other.drop_tables()
    assert (db.all(), sorted(db.tables())) == ([], [])


def test_what_was_found_in_a_change_that_was_undone_is_forgotten(db: ShopDB) -> None:
    query = where("char") == "new"
    with suppress(KeyError), db.writing():
        db.insert({"char": "new"})
        assert len(db.search(query)) == 1
        raise KeyError
    assert db.search(query) == []


def test_several_tables_are_written_in_one_commit(db: ShopDB, other: ShopDB) -> None:
    with db.writing():
        db.insert({"char": "d"})
        db.table("notes").insert({"n": 1})
        assert (len(other), len(other.table("notes"))) == (3, 0)
    assert (len(other), len(other.table("notes"))) == (4, 1)
    assert db.engine.commits() == 2


def test_an_error_in_any_table_undoes_all_of_them(db: ShopDB, other: ShopDB) -> None:

    def change() -> None:
        with db.writing():
            db.insert({"char": "d"})
            with suppress(ValueError):
                db.insert(Document({}, 1))

    assert trouble_of(change).sentence == "The change was broken off; nothing was written."
    assert db.all() == other.all() == THREE


def test_stock_tables_on_the_storage_refuse_to_overwrite_what_they_did_not_read(
    db: ShopDB, opened: Open
) -> None:
    first, second = (TinyDB(storage=ShopStorage, engine=opened()) for _ in range(2))
    first.insert({"a": 1})
    data = first.storage.read() or {}
    second.insert({"b": 1})
    with pytest.raises(StoreTrouble, match="changed by somebody else; nothing was written"):
        first.storage.write(data)
    assert (len(first), first.insert(Document({"c": 1}, 6))) == (5, 6)


def test_the_classes_can_be_changed_as_tinydb_documents(opened: Open) -> None:
    class Special(Document):
        pass

    class Named(ShopTable):
        document_class = Special
        query_cache_class = LRUCache
        default_query_cache_capacity = 3

    class Custom(ShopDB):
        table_class = Named
        default_table_name = "main"

    db = Custom(engine=opened())
    assert (db.insert({"a": 1}), db.insert({"a": 2})) == (1, 2)
    assert type(db.all()[0]) is Special
    assert type(db.search(where("a") == 1)[0]) is Special
    assert db.update({"b": 1}, where("a") == 2) == [2]
    assert db.tables() == {"main"}


def test_middlewares_get_tinydb_s_own_table(opened: Open) -> None:
    cached = CachingMiddleware(ShopStorage)  # type: ignore[no-untyped-call]
    with ShopDB(engine=opened(), storage=cached) as db:
        assert [db.insert({"a": 1}), db.insert({"a": 2})] == [1, 2]
        db.table("other").insert({"a": 1})
        db.drop_table("other")
        assert type(db.table("_default")) is Table
        assert db.tables() == {"_default"}
        assert ShopDB(engine=opened()).all() == []
    assert ShopDB(engine=opened()).all() == [{"a": 1}, {"a": 2}]
    with pytest.raises(TypeError, match="ShopTable needs a ShopStorage"):
        ShopTable(MemoryStorage(), "a")  # type: ignore[no-untyped-call]


def test_an_id_that_is_no_number_is_nobody_s(db: ShopDB) -> None:
    assert db.get(doc_id=float("nan")) is None
    assert not db.contains(doc_id="x")


def test_options_about_how_the_text_looks_are_taken_and_others_refused(quick: Path) -> None:
    with ShopDB(quick / "store", ensure_ascii=False, indent=2, create_dirs=True) as db:
        assert db.insert({"a": "米"}) == 1
    with pytest.raises(TypeError, match="access_mode"):
        ShopDB(quick / "store", access_mode="r")
    with pytest.raises(TypeError, match="either the folder of a store or an engine is needed"):
        ShopDB()


def test_documents_may_be_written_while_they_are_gone_through(db: ShopDB) -> None:
    for document in db:
        db.insert({"copy": document.doc_id})
        assert len(db) < 9
    assert len(db) >= 6


def test_a_batch_never_loses_a_document_to_an_id_given_in_it(opened: Open) -> None:
    db = ShopDB(engine=opened())
    assert db.insert_multiple([Document({"own": 1}, 1), {"next": 1}]) == [1, 2]
    assert len(db) == 2


def test_an_update_that_changes_nothing_writes_nothing(db: ShopDB) -> None:
    before = db.engine.commits()
    assert db.update({"int": 1}) == [1, 2, 3]
    assert db.engine.commits() == before
    assert db.update({"int": 1.0}, doc_ids=[1]) == [1]
    assert repr(db.get(doc_id=1)) == "{'char': 'a', 'int': 1.0}"


def test_a_pass_over_many_documents_changes_each(opened: Open) -> None:
    db = ShopDB(engine=opened())
    db.insert_multiple({"n": number} for number in range(PAGE + 2))
    assert len(db.update({"seen": True})) == PAGE + 2
    assert db.count(where("seen") == True) == PAGE + 2  # noqa: E712
    assert len(db.remove(where("n") > 1)) == PAGE
    assert [document.doc_id for document in db] == [1, 2]


def test_what_is_found_in_a_change_is_never_kept(opened: Open) -> None:
    engine = opened()
    db, beside = ShopDB(engine=engine), ShopDB(engine=engine)
    query = where("char") == "new"
    assert db.search(query) == []
    with suppress(KeyError), engine.writing():
        beside.insert({"char": "new"})
        assert len(db.search(query)) == 1
        beside.insert({"char": "new"})
        assert len(db.search(query)) == 2
        assert in_thread(lambda: db.search(query)) == []
        raise KeyError
    assert db.search(query) == []

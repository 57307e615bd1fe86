"""ShopDB is a TinyDB: what TinyDB documents holds for TinyDB in memory and for every engine."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from tinydb import Query, TinyDB, where
from tinydb.queries import QueryInstance
from tinydb.table import Document

from tests.engines.conftest import THREE, Make


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
            db.insert(wrong)
        with pytest.raises(ValueError, match="not a Mapping"):
            db.insert_multiple([{"ok": 1}, wrong])
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
    assert (sorted(db.tables()), len(two)) == ([], 0)
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

"""Who may write: a script reads every table in every way, and writes those that are its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import Query, TinyDB, where
from tinydb.operations import increment
from tinydb.table import Document

from store import kinds
from store.documents.kinds import KINDS, MODELS
from store.documents.shop_storage import ShopStorage
from store.engines.protocol import Engine
from store.errors import Refused
from store.models.product import Product
from store.repository import Repository
from store.shopdb import ShopDB
from tests.build import ACTOR, NOW, ORDER_NO, SHOP, content_of, keep, order
from tests.engines.conftest import Open
from tests.engines.facts import trouble_of

SENTENCE = (
    "orders is written by the desk alone, which judges and records each change: use `shouhou do"
    " ACTION SUBJECT field=value`. Tables of your own may have any other name."
)
HERE = where("order_no") == ORDER_NO


@pytest.fixture
def store_of_two(repository: Repository) -> Path:
    """A store with an order and a product."""
    keep(repository, order(), Product(shop=SHOP, sku="RICE-10", name="东北大米"))
    return repository.engine.folder


@pytest.fixture
def desk(opened: Open) -> Repository:
    """The same two, on each engine."""
    made = Repository.on(opened(), ACTOR, lambda: NOW)
    keep(made, order(), Product(shop=SHOP, sku="RICE-10", name="东北大米"))
    return made


@pytest.fixture
def db(desk: Repository, opened: Open) -> ShopDB:
    """The store as a script opens it."""
    return ShopDB(engine=opened())


def test_a_script_opens_it_by_its_folder(store_of_two: Path) -> None:
    with ShopDB(store_of_two) as db:
        assert db.table("orders").get(HERE) is not None
        assert trouble_of(lambda: db.table("orders").remove(HERE)).sentence == SENTENCE


WRITES: dict[str, Callable[[Any], Any]] = {
    "insert": lambda table: table.insert({"a": 1}),
    "insert with an id": lambda table: table.insert(Document({"a": 1}, 1)),
    "insert_multiple": lambda table: table.insert_multiple([{"a": 1}, {"a": 2}]),
    "insert_multiple of none": lambda table: table.insert_multiple([]),
    "update": lambda table: table.update({"note": "x"}, HERE),
    "update all": lambda table: table.update({"note": "x"}),
    "update nothing": lambda table: table.update({"note": "x"}, where("a") == 1),
    "update by an operation": lambda table: table.update(increment("n"), doc_ids=[1]),
    "update_multiple": lambda table: table.update_multiple([({"note": "x"}, HERE)]),
    "upsert": lambda table: table.upsert({"note": "x"}, HERE),
    "upsert of a new one": lambda table: table.upsert({"note": "x"}, where("a") == 1),
    "upsert by id": lambda table: table.upsert(Document({"note": "x"}, 1)),
    "remove": lambda table: table.remove(HERE),
    "remove by id": lambda table: table.remove(doc_ids=[1]),
    "truncate": lambda table: table.truncate(),
    "put": lambda table: table.put(order(), 1),
    "put_head": lambda table: table.put_head(order().key, "x"),
    "put_rows": lambda table: table.put_rows(order(version=1)),
}


@pytest.mark.parametrize("act", WRITES.values(), ids=WRITES)
def test_every_write_to_the_repository_s_tables_is_refused(
    db: ShopDB, act: Callable[[Any], Any]
) -> None:
    before = content_of(db.engine)
    with pytest.raises(Refused) as caught:
        act(db.table("orders"))
    assert (caught.value.sentence, caught.value.code) == (SENTENCE, "reserved")
    assert content_of(db.engine) == before


@pytest.mark.parametrize("kind", sorted(kinds.ALL))
def test_none_of_them_can_be_written_or_dropped(db: ShopDB, kind: str) -> None:
    before = content_of(db.engine)
    for act in (
        lambda: db.table(kind).insert({"a": 1}),
        lambda: db.table(kind, persist_empty=True).truncate(),
        lambda: db.drop_table(kind),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.sentence == SENTENCE.replace("orders", kind, 1)
    assert content_of(db.engine) == before


def test_they_are_the_kinds_that_the_repository_keeps() -> None:
    assert set(KINDS.values()) == set(MODELS) == kinds.ALL


def test_they_are_read_in_every_way_that_tinydb_can(db: ShopDB) -> None:
    orders = db.table("orders")
    (found,) = orders.all()
    assert (found.doc_id, found["order_no"], found["shop"]) == (1, ORDER_NO, SHOP)
    assert [dict(each) for each in orders] == [dict(found)]
    assert (len(orders), orders.count(HERE), orders.contains(doc_id=1)) == (1, 1, True)
    assert orders.search(HERE) == [found] == orders.get(doc_ids=[1])
    assert orders.get(HERE) == orders.get(doc_id=1) == found
    assert orders.search(Query().lines.any(where("sku") == "RICE-10")) == [found]
    assert orders.get(where("order_no") == "none") is None
    assert {"orders", "products"} <= db.tables()
    assert str(db).startswith("<ShopDB tables=")


def test_their_queries_are_not_cached(db: ShopDB, desk: Repository) -> None:
    orders, flagged = db.table("orders", cache_size=99), where("tags").any(["易碎"])
    assert (orders.search(flagged), len(orders._query_cache)) == ([], 0)
    known = desk.order(order().key)
    keep(desk, known.model_copy(update={"tags": ("易碎",)}))
    assert (len(orders.search(flagged)), len(orders._query_cache)) == (1, 0)


def test_a_document_that_was_read_shares_nothing_with_the_store(db: ShopDB) -> None:
    (found,) = db.table("orders").search(HERE)
    found["order_no"] = "spoilt"
    assert db.table("orders").contains(HERE)


def test_other_tables_are_the_script_s_own_and_drop_tables_drops_those(
    db: ShopDB, opened: Open, desk: Repository
) -> None:
    db.insert({"a": 1})
    notes = db.table("notes")
    notes.insert_multiple([{"n": 1}, {"n": 2}])
    assert notes.update({"n": 3}, where("n") == 2) == [2]
    assert db.tables() == {"_default", "notes", "orders", "products"}

    db.drop_tables()
    assert db.tables() == {"orders", "products"}
    assert (len(notes), len(db)) == (0, 0)
    assert desk.order(order().key).version == 1
    assert ShopDB(engine=opened()).table("notes").insert({}) == 1


def test_tinydb_s_own_table_on_the_storage_cannot_write_them_either(
    db: ShopDB, opened: Open
) -> None:
    before = content_of(db.engine)[1:]
    with TinyDB(engine=opened(), storage=ShopStorage) as stock:
        assert stock.table("orders").get(HERE) == db.table("orders").get(HERE)
        acts: list[Callable[[], object]] = [
            lambda: stock.table("orders").insert({"a": 1}),
            lambda: stock.table("orders").update({"note": "x"}),
            lambda: stock.table("orders").remove(HERE),
            lambda: stock.table("orders").truncate(),
        ]
        for act in acts:
            with pytest.raises(Refused) as caught:
                act()
            assert caught.value.sentence == SENTENCE
        stock.table("notes").insert({"n": 1})
        stock.drop_table("notes")
    assert content_of(db.engine)[1:] == before


def test_the_repository_writes_tables_of_its_own_only(engine: Engine) -> None:
    db = ShopDB(engine=engine)

    def write_both() -> None:
        with db.writing():
            db.table("notes").insert({"n": 1})
            db.table("orders").insert({"n": 1})

    assert trouble_of(write_both).sentence == SENTENCE
    assert engine.kinds() == set()

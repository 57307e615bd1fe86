"""Rows of lists: derived with their document in one commit, found stale by form and rules."""

import pytest

from store.acting import shop_db
from store.documents.kinds import encode
from store.engines.protocol import Engine, ListRows
from store.errors import StoreTrouble
from store.models.order import Order
from store.models.product import Product
from store.models.row import FORM
from store.policy import load_policy
from store.search.counting import count
from store.search.language import parse
from store.search.lists import LISTS, ORDERS
from store.shopdb import ShopDB
from tests.build import NOW, SHOP, case, order
from tests.engines.conftest import Open
from tests.engines.facts import break_off, rows_of

POLICY = load_policy()
DIGESTS = {str(rule.platform): POLICY.digest(rule.platform) for rule in POLICY.rules}


class Rules:
    """The rules in force, as a shop's file would give them."""

    current = POLICY


@pytest.fixture
def db(engine: Engine) -> ShopDB:
    """The documents of one store as the repository writes them."""
    return shop_db(engine, Rules())  # type: ignore[arg-type] # only `current` is asked for


def put(db: ShopDB, document: Order | Product) -> None:
    kind = "orders" if isinstance(document, Order) else "products"
    with db.writing():
        db.kind(kind).put(document, document.version)


def rows(engine: Engine, number: int = 1) -> dict[str, list[object]]:
    return {name: rows_of(engine, name, number) for name in ("orders", "obligations", "cases")}


def made(document: Order) -> dict[str, list[object]]:
    return {given.name: list(given.rows) for given in encode(document, POLICY).lists}


def test_a_document_and_its_rows_are_one_commit(db: ShopDB, engine: Engine, opened: Open) -> None:
    put(db, order(cases=(case(),)))
    expected = made(order(cases=(case(),)))
    assert all(expected.values())
    assert (rows(engine), rows(opened()), engine.commits()) == (expected, expected, 1)


def test_rows_are_not_seen_before_the_commit_nor_after_one_that_was_undone(
    db: ShopDB, engine: Engine, opened: Open
) -> None:
    other = opened()
    seen = []

    def look() -> None:
        seen.extend([len(rows(engine)["orders"]), len(rows(other)["orders"])])

    break_off(engine, lambda: db.kind("orders").put(order(), 0), look)
    assert seen == [1, 0]
    assert rows(engine) == rows(other) == {"orders": [], "obligations": [], "cases": []}


def test_the_next_version_brings_its_own_rows(db: ShopDB, engine: Engine) -> None:
    put(db, order(cases=(case(),)))
    later = order(version=1, tags=("易碎",), platform_fulfilment="shipped")
    put(db, later)
    assert rows(engine) == made(later)
    assert rows(engine)["cases"] == []


def test_a_document_is_found_by_its_rows_words_and_full_phone(db: ShopDB, engine: Engine) -> None:
    put(db, order())
    for text, expected in (("东北", 1), ("phone:13812345600", 1), ("sku:rice-10", 1), ("late", 0)):
        assert count(ORDERS, parse(text, NOW), NOW, engine.fetch) == expected, text


def test_rows_may_be_made_anew_and_taken_away_without_a_new_version(
    db: ShopDB, engine: Engine
) -> None:
    put(db, order())
    before = engine.document("orders", 1)
    with engine.writing():
        engine.put_rows("orders", 1, [ListRows("orders", ()), ListRows("obligations", ())])
    assert rows(engine) == {"orders": [], "obligations": [], "cases": []}
    with db.writing():
        db.kind("orders").put_rows(order(version=1))
    assert rows(engine) == made(order())
    assert engine.document("orders", 1) == before


def stale(engine: Engine, name: str = "orders", form: int = FORM, **digests: int) -> list[int]:
    return [
        number
        for batch in engine.stale_rows(name, form, DIGESTS | digests, 500)
        for number in batch
    ]


def test_rows_of_this_form_by_these_rules_are_not_stale(db: ShopDB, engine: Engine) -> None:
    put(db, order())
    put(db, Product(shop=SHOP, sku="RICE-10", name="东北大米"))
    assert (stale(engine), stale(engine, "products")) == ([], [])


def test_rows_of_another_form_or_by_other_rules_are_stale(db: ShopDB, engine: Engine) -> None:
    for number in range(1, 4):
        put(db, order(order_no=f"261120-00000000000000{number}"))
    put(db, order(platform="douyin", order_no="6900000000000000001"))
    put(db, Product(shop=SHOP, sku="RICE-10", name="东北大米"))

    assert sorted(stale(engine, form=FORM + 1)) == [1, 2, 3, 4]
    assert stale(engine, "products", form=FORM + 1) == [1]
    assert sorted(stale(engine, pinduoduo=1)) == [1, 2, 3]
    assert stale(engine, douyin=1) == [4]


def test_stale_rows_come_some_at_a_time_and_may_be_written_in_between(
    db: ShopDB, engine: Engine
) -> None:
    for number in range(1, 8):
        put(db, order(order_no=f"261120-00000000000000{number}"))
    sizes = []
    for batch in engine.stale_rows("orders", FORM + 1, DIGESTS, 3):
        sizes.append(len(batch))
        with db.writing():
            for number in batch:
                engine.put_rows("orders", number, [ListRows("orders", ())])
    assert (sizes, stale(engine, form=FORM + 1)) == ([3, 3, 1], [])


def test_every_list_can_be_asked_while_the_store_is_empty(engine: Engine) -> None:
    for table in LISTS.values():
        assert count(table, parse("", NOW, table), NOW, engine.fetch) == 0
        assert rows_of(engine, table.name, 1) == []
    assert stale(engine) == []


def test_what_could_not_be_read_is_not_said_to_be_unwritten(engine: Engine) -> None:
    with pytest.raises(StoreTrouble) as told:
        engine.fetch("select count(*) from () found", ())
    assert told.value.code == "unread"
    assert " could not be read (" in told.value.sentence

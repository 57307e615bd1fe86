"""Dump and restore: the same ids, versions and hashes; a file of TinyDB's begins new chains."""

import json
import os
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where

from store.engines.sqlite.engine import SqliteEngine
from store.errors import BadInput
from store.models.order import Order
from store.models.product import Product
from store.repository import Repository, open_store
from store.rules.order.actions.note import Note
from store.shopdb import ShopDB
from store.upkeep.dump import dump_into
from store.upkeep.restoring import restore
from store.upkeep.verifying import verify
from tests.build import ACTOR, NOW, ORDER_NO, SHOP, case, keep, order
from tests.engines.facts import rows_of, told_by, trouble_of

FLIPS = 5000 if "SHOUHOU_LONG" in os.environ else 60
OTHER = "261120-000000000000002"


@pytest.fixture
def filled(quick: Path) -> Repository:
    """Two orders with their histories, a product, and two tables of a script's own."""
    made = open_store(str(quick / "store"), ACTOR, lambda: NOW)
    keep(made, order(cases=(case(),)), order(order_no=OTHER, buyer_note="第一行\n\u2028 }, {"))
    keep(made, Product(shop=SHOP, sku="RICE-10", name="东北大米"))
    for number in range(3):
        made.run(Note, made.order(order().key), {"text": f"第{number}"}, key=f"k{number}")
    db = ShopDB(made.engine.folder)
    db.table("备忘").insert_multiple({"n": number, "": [None, 0.5, 2**70]} for number in range(3))
    db.table("备忘").remove(doc_ids=[2, 3])
    db.table("empty", persist_empty=True)
    return made


def dumped(repository: Repository, path: Path) -> Path:
    with path.open("wb") as file:
        dump_into(repository.engine, file)
    return path


def everything(folder: Path) -> list[Any]:
    """Kinds, documents, events and rows of a store."""
    engine = SqliteEngine(folder)
    documents = [kept for kind in sorted(engine.kinds()) for kept in engine.documents(kind)]
    lists = ("orders", "obligations", "cases", "products")
    rows = [rows_of(engine, name, number) for name in lists for number in (1, 2)]
    ids = {kind: engine.next_id(kind) for kind in sorted(engine.kinds())}
    found = [ids, *documents, *engine.all_events(), *rows]
    engine.close()
    return found


def test_a_dump_restored_is_the_same_store(filled: Repository, quick: Path) -> None:
    dumped(filled, quick / "dump.json")
    restore(quick / "dump.json", quick / "new", ACTOR)

    assert everything(quick / "new") == everything(quick / "store")
    again = open_store(str(quick / "new"), ACTOR, lambda: NOW)
    assert verify(again, full=True).orders == 2
    again.run(Note, again.order(order().key), {"text": "四"})
    assert [event.number for event in again.events(again.order(order().key))] == [1, 2, 3, 4]
    assert again.run(Note, again.order(order().key), {"text": "第0"}, key="k0").repeated


def test_a_dump_of_a_restored_dump_says_the_same(filled: Repository, quick: Path) -> None:
    first = dumped(filled, quick / "1.json").read_text("utf-8")
    restore(quick / "1.json", quick / "new", ACTOR)
    second = dumped(open_store(str(quick / "new"), ACTOR), quick / "2.json").read_text("utf-8")
    assert first.split("\n")[3:] == second.split("\n")[3:]


def test_stock_tinydb_opens_it(filled: Repository, quick: Path) -> None:
    dumped(filled, quick / "dump.json")
    with TinyDB(quick / "dump.json", encoding="utf-8") as stock:
        mine = ShopDB(quick / "store")
        for name in ("orders", "products", "备忘"):
            assert stock.table(name).all() == mine.table(name).all()
            ids = [document.doc_id for document in stock.table(name)]
            assert ids == [document.doc_id for document in mine.table(name)]
        assert stock.table("orders").contains(where("order_no") == ORDER_NO)
        assert len(stock.table("_events")) == 3


def test_a_dump_is_of_one_moment(filled: Repository, quick: Path) -> None:
    other = open_store(str(quick / "store"), ACTOR, lambda: NOW)

    class Slow:
        """A file that others change the store behind."""

        def __init__(self, path: Path) -> None:
            self.file = path.open("wb")

        def write(self, data: bytes) -> None:
            self.file.write(data)
            other.run(Note, other.order(order().key), {"text": "meanwhile"})

    slow = Slow(quick / "dump.json")
    dump_into(filled.engine, slow)  # type: ignore[arg-type] # only written to
    slow.file.close()
    restore(quick / "dump.json", quick / "new", ACTOR)
    again = open_store(str(quick / "new"), ACTOR, lambda: NOW)
    assert verify(again, full=True).events < 6


def test_a_file_of_tinydb_s_begins_a_chain_with_restored_for_each_document(quick: Path) -> None:
    whole = json.loads(order().model_dump_json(exclude={"version"}, exclude_defaults=True))
    with TinyDB(quick / "own.json") as stock:
        stock.table("orders").insert_multiple([whole, whole | {"order_no": OTHER}])
        stock.table("notes").insert_multiple([{"n": 1}, {"n": 2}])
        stock.table("notes").remove(doc_ids=[1])
    restore(quick / "own.json", quick / "new", ACTOR)

    again = open_store(str(quick / "new"), ACTOR, lambda: NOW)
    assert [found.order_no for found in again.all(Order)] == [ORDER_NO, OTHER]
    for found in again.all(Order):
        (event,) = again.events(found)
        assert (event.action, event.number, event.before) == ("restored", 1, "")
        assert (event.values, event.actor) == ({"file": "own.json"}, ACTOR)
        assert found.version == 1
    (note,) = ShopDB(quick / "new").table("notes")
    assert (note.doc_id, note) == (2, {"n": 2})
    assert len(again.search(OTHER)) == 1
    verify(again, full=True)


WRONG = {
    "platform": "orders, document 2 is not what the desk keeps there (platform).",
    "order_no": f"orders, document 2: {order().key} stands in the file twice.",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_the_desk_does_not_keep_is_named_and_nothing_is_taken_in(
    quick: Path, wrong: str
) -> None:
    whole = json.loads(order().model_dump_json(exclude={"version"}, exclude_defaults=True))
    second = whole | ({"platform": "none"} if wrong == "platform" else {})
    with TinyDB(quick / "wrong.json") as stock:
        stock.table("orders").insert_multiple([whole, second])
    found = trouble_of(lambda: restore(quick / "wrong.json", quick / "new", ACTOR))
    assert (type(found), found.sentence) == (BadInput, WRONG[wrong])
    assert SqliteEngine(quick / "new").kinds() == set()


def test_a_dump_that_tinydb_wrote_anew_is_a_file_of_its_own(
    filled: Repository, quick: Path
) -> None:
    dumped(filled, quick / "dump.json")
    with TinyDB(quick / "dump.json", encoding="utf-8") as stock:
        stock.table("mine").insert({"n": 1})
    restore(quick / "dump.json", quick / "new", ACTOR)
    engine = SqliteEngine(quick / "new")
    assert engine.kinds() == {"orders", "people", "products", "备忘", "mine"}
    assert [event.action for event in engine.all_events()] == ["restored"] * 4


def damaged(text: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(text))
    if chance.random() < 0.4:
        return text[:place]
    content = bytearray(text)
    content[place] = chance.choice(b'019a"{},:\n}x')
    return bytes(content)


def check_damage(filled: Repository, quick: Path) -> int:
    """Damaged dumps are refused or make no difference; how many were refused."""
    text = dumped(filled, quick / "dump.json").read_bytes()
    expected, chance, refused = everything(quick / "store"), random.Random(3), 0
    for number in range(FLIPS):
        (quick / "damaged.json").write_bytes(damaged(text, chance))
        place = quick / f"new{number}"
        found = told_by(lambda: restore(quick / "damaged.json", place, ACTOR))  # noqa: B023
        if found:
            assert found.status in (2, 3)
            refused += 1
        else:
            assert everything(place) == expected
        shutil.rmtree(place, ignore_errors=True)
    return refused


def test_a_damaged_dump_is_refused_or_the_same(filled: Repository, quick: Path) -> None:
    assert check_damage(filled, quick) > FLIPS * 0.7


@pytest.mark.parametrize("shared", [False, True], ids=["one's own", "a group's"])
def test_an_attempt_that_failed_leaves_nothing_and_can_be_repeated(
    filled: Repository, quick: Path, shared: bool
) -> None:
    text = dumped(filled, quick / "dump.json").read_text("utf-8")
    (quick / "broken.json").write_text(text.replace("第1", "第x"), "utf-8")
    folder = quick / "new"
    folder.mkdir(0o700)
    if shared:
        folder.chmod(0o2770)
    for _ in range(2):
        found = trouble_of(lambda: restore(quick / "broken.json", folder, ACTOR))
        assert found.sentence == (
            f"{quick}/broken.json is damaged or was cut off; take another copy of it."
        )
        assert list(folder.iterdir()) == []
    restore(quick / "dump.json", folder, ACTOR)
    assert {path.name for path in folder.iterdir()} == {"lock", "head", "shop.db"}
    modes = {path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert modes == {0o660 if shared else 0o600}
    assert everything(folder) == everything(quick / "store")


def test_a_version_in_a_file_of_tinydb_s_is_not_taken_over(quick: Path) -> None:
    whole = json.loads(order(version=7).model_dump_json())
    assert whole["version"] == 7
    with TinyDB(quick / "own.json") as stock:
        stock.table("orders").insert(whole)
    restore(quick / "own.json", quick / "new", ACTOR)
    (found,) = open_store(str(quick / "new"), ACTOR).all(Order)
    assert found == order(version=1)


def test_a_text_in_a_dump_is_decoded_once(
    filled: Repository, quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dumped(filled, quick / "dump.json")
    decoded: list[str] = []
    loads = json.loads

    def count(text: str) -> Any:
        decoded.append(text)
        return loads(text)

    monkeypatch.setattr("store.upkeep.dump.json.loads", count)
    restore(quick / "dump.json", quick / "new", ACTOR)
    assert len([text for text in decoded if "buyer_note" in text]) == 1

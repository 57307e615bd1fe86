"""A store to damage, and what it says when it was damaged."""

import random
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from store.documents.kinds import KINDS
from store.engines.sqlite import log
from store.errors import BadInput, StoreTrouble
from store.models.order import Order
from store.models.product import Product
from store.repository import Repository, open_store
from store.rules.order.actions.note import Note
from store.search.conditions import Query
from store.search.lists import LISTS
from store.shopdb import ShopDB
from store.upkeep.verifying import verify
from tests.build import ACTOR, NOW, SHOP, case, keep, order
from tests.engines.facts import left_behind, rows_of

PAGE_BYTES = 4096
FRAME_BYTES = PAGE_BYTES + 24
NUMBERS = [f"261120-00000000000000{number}" for number in range(1, 8)]


def make(quick: Path) -> Path:
    """What a desk leaves that is killed: a part is written back, a part stands in the log."""
    log.LONG_BYTES, before = 1 << 40, log.LONG_BYTES
    try:
        repository = open_store(str(quick / "store"), ACTOR, lambda: NOW)
        keep(repository, *(order(order_no=number, cases=(case(),)) for number in NUMBERS))
        keep(repository, Product(shop=SHOP, sku="RICE-10", name="东北大米"))
        ShopDB(quick / "store").table("notes").insert_multiple({"n": n} for n in range(5))
        note_on(repository, NUMBERS[:4], "一")
        repository.engine.rest()
        note_on(repository, NUMBERS[2:], "二")
        return left_behind(quick / "store", quick / "killed")
    finally:
        log.LONG_BYTES = before


def note_on(repository: Repository, numbers: list[str], text: str) -> None:
    for number in numbers:
        repository.run(Note, repository.order(order(order_no=number).key), {"text": text})


class Seen(NamedTuple):
    """What was read of a store."""

    documents: list[Any]
    events: list[Any]
    notes: list[Any]
    rows: dict[str, dict[int, Any]]
    found: dict[str, list[Any]]


def seen(repository: Repository) -> Seen:
    """Everything, by key, by id, by lists and searches."""
    documents = [
        tuple(kept) for kind in sorted(KINDS.values()) for kept in repository.db.kind(kind).kept()
    ]
    orders = [repository.order(order(order_no=number).key) for number in NUMBERS]
    events = [event for subject in orders for event in repository.events(subject)]
    notes = [(note.doc_id, dict(note)) for note in ShopDB(repository.engine.folder).table("notes")]
    rows = {
        name: {number: rows_of(repository.engine, name, number) for number in range(1, 8)}
        for name in LISTS
    }
    found = {name: list(repository.select(table, Query())) for name, table in LISTS.items()}
    found["by word"] = list(repository.search("东北"))
    found["by number"] = [list(repository.search(number)) for number in NUMBERS]
    assert all(isinstance(subject, Order) for subject in orders)
    return Seen(documents, events, notes, rows, found)


def damages(files: dict[str, bytes], count: int, seed: int) -> Iterator[tuple[str, int, bytes]]:
    """Damaged bytes in every page of the database and every frame of the log in turn."""
    chance = random.Random(seed)
    units = {"shop.db": PAGE_BYTES, "shop.db-wal": FRAME_BYTES}
    places = [
        (name, start, min(start + unit, len(files[name])))
        for name, unit in units.items()
        for start in range(0, len(files[name]), unit)
    ]
    chance.shuffle(places)
    for number in range(count):
        name, start, stop = places[number % len(places)]
        place = chance.randrange(start, stop)
        content = bytearray(files[name])
        if chance.random() < 0.5:
            content[place] ^= 1 << chance.randrange(8)
        else:
            content[place] = chance.choice(
                [value for value in range(256) if value != content[place]]
            )
        yield name, place, bytes(content)


class Outcome(NamedTuple):
    """What came of a damage."""

    said: str
    """The sentence; empty where nothing was noticed."""
    where: str
    """Opening, reading, a list, or `verify`."""


def outcome(folder: Path, expected: Seen) -> Outcome:
    """What a desk says of a damaged store; AssertionError for a wrong value that nobody names."""
    repository = None
    try:
        repository = open_store(str(folder), ACTOR, lambda: NOW)
        return _outcome(repository, expected)
    except StoreTrouble as error:
        return Outcome(error.sentence, "reading" if repository else "opening")
    finally:
        if repository is not None:
            with suppress(StoreTrouble):
                repository.close()


def _outcome(repository: Repository, expected: Seen) -> Outcome:
    try:
        now = seen(repository)
    except BadInput as error:
        # An order that is there and is not found: the index is damaged.
        now, missing = None, error.sentence
    try:
        verify(repository, full=True)
        named = ""
    except StoreTrouble as error:
        named = error.sentence
    if now is None:
        assert named, f"{missing} and nobody says why"
        return Outcome(named, "verify")
    assert (now.documents, now.events, now.notes) == (
        expected.documents,
        expected.events,
        expected.notes,
    ) or named, "a document is wrong, and nobody says so"
    assert (now.rows, now.found) == (expected.rows, expected.found) or named, (
        "a list is wrong, and nobody says so"
    )
    return Outcome(named, "verify" if named else "")


def put(folder: Path, files: dict[str, bytes]) -> Path:
    """These files in a new folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder

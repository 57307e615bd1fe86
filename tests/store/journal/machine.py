"""Three desks on one folder against a dict: every step is checked by a desk that just came in."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tinydb import where
from tinydb.table import Document

from store.engines.journal.engine import JournalEngine
from store.engines.protocol import Stored
from store.errors import StoreTrouble

MEMORY = Path("/dev/shm")
DESKS = st.integers(0, 2)
KEYS = st.sampled_from(["a", "b", "c", "d"])
VALUES = st.integers(-3, 3)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)


class Row(msgspec.Struct, frozen=True, gc=False):
    """A row as a caller would have it."""

    key: str
    n: int
    word: str


class Desks(RuleBasedStateMachine):
    """Orders by version through the engine, notes through TinyDB, in the same folder."""

    def __init__(self) -> None:
        super().__init__()
        place = MEMORY if MEMORY.is_dir() else None
        self.folder = Path(tempfile.mkdtemp(dir=place)) / "store"
        self.desks = [self.open() for _ in range(3)]
        self.orders: dict[str, tuple[int, dict[str, Any]]] = {}
        self.told: list[str] = []
        self.notes: dict[int, dict[str, Any]] = {}
        self.next_note = 1

    def open(self) -> JournalEngine:
        return JournalEngine(self.folder, checkpoint_after=0)

    def teardown(self) -> None:
        for desk in self.desks:
            desk.close()
        shutil.rmtree(self.folder.parent)

    @initialize()
    def begin(self) -> None:
        self.put(0, {"a": 1}, "first")

    # Orders

    @rule(desk=DESKS, given=st.dictionaries(KEYS, VALUES, min_size=1, max_size=3), word=TEXTS)
    def put(self, desk: int, given: dict[str, int], word: str) -> None:
        engine = self.desks[desk]
        event = {"subject": "orders/a", "idempotency_key": str(len(self.told)), "word": word}
        documents = []
        with engine.transaction() as transaction:
            for key, n in given.items():
                known = engine.get("orders", key)
                version = known.version if known else 0
                assert version == self.orders.get(key, (0, {}))[0]
                row = {"key": key, "n": n, "word": word}
                documents.append(("orders", Stored(key, version + 1, row, {"n": n, "word": word})))
            transaction.commit(documents, [event])
        for key, n in given.items():
            version = self.orders.get(key, (0, {}))[0]
            self.orders[key] = version + 1, {"n": n, "word": word}
        self.told.append(word)

    @rule(desk=DESKS, key=KEYS, off=st.sampled_from([-2, -1, 0, 2, 3]))
    def put_from_an_old_state(self, desk: int, key: str, off: int) -> None:
        version = self.orders.get(key, (0, {}))[0] + off
        stale = Stored(key, version, {"key": key, "n": 9, "word": "stale"}, {"n": 9})
        with (
            self.desks[desk].transaction() as transaction,
            pytest.raises(StoreTrouble, match="changed by somebody else; nothing was written"),
        ):
            transaction.commit([("orders", stale)], [])

    # Notes

    @rule(desk=DESKS, values=st.lists(VALUES, min_size=1, max_size=3))
    def insert(self, desk: int, values: list[int]) -> None:
        given = [{"n": value} for value in values]
        ids = self.desks[desk].database.table("notes").insert_multiple(given)
        assert ids == list(range(self.next_note, self.next_note + len(values)))
        self.notes |= dict(zip(ids, given, strict=True))
        self.next_note += len(values)

    @rule(desk=DESKS, value=VALUES, new=VALUES)
    def update(self, desk: int, value: int, new: int) -> None:
        ids = self.desks[desk].database.table("notes").update({"n": new}, where("n") == value)
        assert ids == [name for name, note in self.notes.items() if note["n"] == value]
        self.notes |= {name: {"n": new} for name in ids}

    @rule(desk=DESKS, name=st.integers(1, 12), value=VALUES)
    def upsert(self, desk: int, name: int, value: int) -> None:
        notes = self.desks[desk].database.table("notes")
        assert notes.upsert(Document({"n": value}, name)) == [name]
        self.notes[name] = {"n": value}
        self.next_note = max(self.next_note, name + 1)

    @rule(desk=DESKS, value=VALUES)
    def remove(self, desk: int, value: int) -> None:
        self.desks[desk].database.table("notes").remove(where("n") == value)
        self.notes = {name: note for name, note in self.notes.items() if note["n"] != value}

    @rule(desk=DESKS, drop=st.booleans())
    def take_all_away(self, desk: int, drop: bool) -> None:
        database = self.desks[desk].database
        if drop:
            database.drop_table("notes")
        else:
            database.table("notes").truncate()
        self.notes, self.next_note = {}, 1
        for one in self.desks:
            # A table keeps counting where it was, as TinyDB's does.
            one.database._tables.pop("notes", None)

    @rule(desk=DESKS, value=VALUES)
    def search(self, desk: int, value: int) -> None:
        found = self.desks[desk].database.table("notes").search(where("n") == value)
        assert {one.doc_id: dict(one) for one in found} == {
            name: note for name, note in self.notes.items() if note["n"] == value
        }

    # What happens to stores

    @rule(desk=DESKS)
    def checkpoint(self, desk: int) -> None:
        assert self.desks[desk].checkpoint()

    @rule(desk=DESKS)
    def open_again(self, desk: int) -> None:
        self.desks[desk].close()
        self.desks[desk] = self.open()

    @rule(part=st.binary(min_size=1, max_size=40).filter(lambda part: b"\n" not in part))
    def somebody_dies_writing(self, part: bytes) -> None:
        last = max(self.folder.glob("journal-*.jsonl"), key=lambda path: int(path.stem[8:]))
        descriptor = os.open(last, os.O_WRONLY | os.O_APPEND)
        os.write(descriptor, b'{"c":"' + part)
        os.close(descriptor)

    @rule(desk=DESKS)
    def look(self, desk: int) -> None:
        self.desks[desk].refresh()
        assert not self.desks[desk].refresh()
        self.compare(self.desks[desk])

    @invariant()
    def somebody_who_just_came_in_sees_it(self) -> None:
        fresh = self.open()
        self.compare(fresh)
        fresh.close()

    def compare(self, desk: JournalEngine) -> None:
        stored = {one.key: (one.version, one.body) for one in desk.all("orders")}
        assert stored == self.orders
        rows = {one.key: (one.n, one.word) for one in desk.rows_as(Row)}
        assert rows == {key: (one["n"], one["word"]) for key, (_n, one) in self.orders.items()}
        for key, (version, _body) in self.orders.items():
            found = desk.get("orders", key)
            assert found is not None
            assert found.version == version
        assert [one["word"] for one in desk.events("orders/a")] == self.told
        if self.told:
            assert (desk.last_event() or {})["word"] == self.told[-1]
            assert (desk.event_with(str(len(self.told) - 1)) or {})["word"] == self.told[-1]
        notes = desk.database.table("notes")
        assert {one.doc_id: dict(one) for one in notes} == self.notes
        for value in (-1, 0, 1):
            count = sum(note["n"] == value for note in self.notes.values())
            assert notes.count(where("n") == value) == count

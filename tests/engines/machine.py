"""Three desks on one store against a dict: every step is checked by a desk that just came in."""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tinydb import where
from tinydb.table import Document

from store.engines.protocol import Engine
from store.shopdb import ShopDB
from tests.engines.conftest import ENGINES, MEMORY
from tests.engines.facts import KIND, event, kept, trouble_of

DESKS = st.integers(0, 2)
KEYS = st.sampled_from(["a", "b", "c", "d"])
VALUES = st.integers(-3, 3)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
Body = dict[str, Any]


class Broken(Exception):
    """Somebody breaks off."""


class Desks(RuleBasedStateMachine):
    """Orders by version through the engine, notes through TinyDB, in the same store."""

    name = "sqlite"

    def __init__(self) -> None:
        super().__init__()
        place = MEMORY if MEMORY.is_dir() else None
        self.folder = Path(tempfile.mkdtemp(dir=place)) / "store"
        self.desks = [self.open() for _ in range(3)]
        self.orders: dict[str, tuple[int, int, Body]] = {}
        """Id, version and body by key."""
        self.told = 0
        self.notes: dict[int, Body] = {}
        self.next_note = 1
        self.commits = self.steps = 0
        self.news = [False, False, False]

    def open(self) -> ShopDB:
        return ShopDB(engine=ENGINES[self.name](self.folder))

    def teardown(self) -> None:
        for desk in self.desks:
            desk.close()
        shutil.rmtree(self.folder.parent)

    @initialize()
    def begin(self) -> None:
        self.put(0, {"a": 1}, "first")

    def committed(self, desk: int) -> None:
        self.commits += 1
        self.news = [news or other != desk for other, news in enumerate(self.news)]

    # Orders

    @rule(desk=DESKS, given=st.dictionaries(KEYS, VALUES, min_size=1, max_size=3), word=TEXTS)
    def put(self, desk: int, given: dict[str, int], word: str) -> None:
        engine = self.desks[desk].engine
        with engine.writing():
            self._put(engine, given, word)
            engine.add_events([event(self.told + 1, key=str(self.told))])
        for key, n in given.items():
            number, version, _body = self.orders.get(key, (len(self.orders) + 1, 0, {}))
            self.orders[key] = number, version + 1, {"n": n, "word": word}
        self.told += 1
        self.committed(desk)

    def _put(self, engine: Engine, given: dict[str, int], word: str) -> None:
        for key, n in given.items():
            known = engine.document_with(KIND, key)
            if known is None:
                engine.add(KIND, kept(engine.next_id(KIND), key, 1, n=n, word=word))
            else:
                new = kept(known.id, key, known.version + 1, n=n, word=word)
                assert engine.replace(KIND, new, known.version)

    @rule(desk=DESKS, key=KEYS, off=st.sampled_from([-2, -1, 1, 2]))
    def put_from_an_old_state(self, desk: int, key: str, off: int) -> None:
        engine = self.desks[desk].engine
        number, version, _body = self.orders.get(key, (99, 0, {}))
        with engine.writing():
            assert not engine.replace(KIND, kept(number, key, 9, n=9), version + off)

    @rule(desk=DESKS, given=st.dictionaries(KEYS, VALUES, min_size=1), word=TEXTS)
    def break_off(self, desk: int, given: dict[str, int], word: str) -> None:
        db = self.desks[desk]
        with suppress(Broken), db.writing():
            self._put(db.engine, given, word)
            db.table("notes").insert({"n": 1})
            db.table("notes").search(where("n") == 1)
            raise Broken
        db._tables.pop("notes", None)

    @rule(desk=DESKS)
    def tell_twice(self, desk: int) -> None:
        def tell() -> None:
            with self.desks[desk].engine.writing():
                self.desks[desk].engine.add_events([event(self.told + 1, key="0")])

        assert "nothing was changed" in trouble_of(tell).sentence

    # Notes

    @rule(desk=DESKS, values=st.lists(VALUES, min_size=1, max_size=3))
    def insert(self, desk: int, values: list[int]) -> None:
        given = [{"n": value} for value in values]
        ids = self.desks[desk].table("notes").insert_multiple(given)
        assert ids == list(range(self.next_note, self.next_note + len(values)))
        self.notes |= dict(zip(ids, given, strict=True))
        self.next_note += len(values)
        self.committed(desk)

    @rule(desk=DESKS, value=VALUES, new=VALUES)
    def update(self, desk: int, value: int, new: int) -> None:
        before = self.desks[desk].engine.commits()
        ids = self.desks[desk].table("notes").update({"n": new}, where("n") == value)
        assert ids == [name for name, note in self.notes.items() if note["n"] == value]
        self.notes |= {name: {"n": new} for name in ids}
        if self.desks[desk].engine.commits() > before:
            self.committed(desk)

    @rule(desk=DESKS, name=st.integers(1, 12), value=VALUES)
    def upsert(self, desk: int, name: int, value: int) -> None:
        before = self.desks[desk].engine.commits()
        assert self.desks[desk].table("notes").upsert(Document({"n": value}, name)) == [name]
        self.notes = dict(sorted({**self.notes, name: {"n": value}}.items()))
        self.next_note = max(self.next_note, name + 1)
        if self.desks[desk].engine.commits() > before:
            self.committed(desk)

    @rule(desk=DESKS, value=VALUES)
    def remove(self, desk: int, value: int) -> None:
        before = self.desks[desk].engine.commits()
        self.desks[desk].table("notes").remove(where("n") == value)
        self.notes = {name: note for name, note in self.notes.items() if note["n"] != value}
        if self.desks[desk].engine.commits() > before:
            self.committed(desk)

    @rule(desk=DESKS, value=VALUES)
    def search(self, desk: int, value: int) -> None:
        found = self.desks[desk].table("notes").search(where("n") == value)
        assert {note.doc_id: dict(note) for note in found} == {
            name: note for name, note in self.notes.items() if note["n"] == value
        }

    # What happens to stores

    @rule(desk=DESKS)
    def rest(self, desk: int) -> None:
        self.desks[desk].engine.rest()

    @rule(desk=DESKS)
    def open_again(self, desk: int) -> None:
        self.desks[desk].close()
        self.desks[desk] = self.open()
        self.news[desk] = False

    @rule(desk=DESKS)
    def look(self, desk: int) -> None:
        assert self.desks[desk].engine.changed() == self.news[desk]
        self.news[desk] = False
        assert not self.desks[desk].engine.changed()
        self.compare(self.desks[desk])

    @invariant()
    def somebody_who_just_came_in_sees_it(self) -> None:
        fresh = self.open()
        self.compare(fresh)
        fresh.close()
        # One of those who sit there looks as well; were it all of them, nobody's memory were old.
        self.steps += 1
        self.count_notes(self.desks[self.steps % 3])

    def compare(self, desk: ShopDB) -> None:
        engine = desk.engine
        for key, (number, version, body) in self.orders.items():
            expected = kept(number, key, version, **body)
            assert engine.document_with(KIND, key) == engine.document(KIND, number) == expected
        assert engine.count(KIND) == len(self.orders)
        assert engine.events("orders/a") == [event(n, key=str(n - 1)) for n in self._numbers]
        assert engine.commits() == self.commits
        notes = desk.table("notes")
        assert {note.doc_id: dict(note) for note in notes} == self.notes
        self.count_notes(desk)

    def count_notes(self, desk: ShopDB) -> None:
        notes = desk.table("notes")
        for value in (-1, 0, 1):
            count = sum(note["n"] == value for note in self.notes.values())
            assert notes.count(where("n") == value) == count

    @property
    def _numbers(self) -> range:
        return range(1, self.told + 1)

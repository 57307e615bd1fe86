"""Rows: the row of every order as the caller's own class, decoded without opening the orders.

A hundred thousand rows are a million small texts of which most are the same few words; those are
kept once, so that each desk holds a third less.
"""

import gc
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from typing import Any, Generic, TypeVar, cast

import msgspec

from store.engines.journal.indexes import Keys
from store.engines.journal.record import GONE, Change
from store.engines.journal.tables import Tables, Undecoded

Row = TypeVar("Row")

CHUNK = 2048
REPEATS = 4
"""A field is worth sharing whose values come at least this often each."""


class Rows(Generic[Row]):
    """Every row of a kind, followed as documents change."""

    def __init__(self, tables: Tables, kind: str, shape: type[Row], keys: Keys) -> None:
        self._tables = tables
        self._kind = kind
        self._keys = keys
        self.shape = shape
        self._decode = _decoder(cast("Hashable", shape))
        self._rows: list[Row] | None = None
        self._places: dict[str, int] = {}
        self._shared: dict[str, dict[Any, Any]] = {}
        tables.followers.append(self)

    def all(self) -> list[Row]:
        """Every row."""
        with self._tables.lock:
            if self._rows is None:
                with _without_collector():
                    self._rows = self._load()
            return self._rows.copy()

    def close(self) -> None:
        """Follow no longer."""
        self._tables.followers.remove(self)

    def reset(self) -> None:
        """Everything may be different now."""
        self._rows = None

    def changed(self, change: Change) -> None:
        """A document was changed."""
        if change.table != self._kind or self._rows is None:
            return
        if change.id is None or change.document == GONE:
            self._rows = None
            return
        row = self._decode(change.document).row
        self._share([row])
        if not self._places:
            # The order of the table; the new one stands in it already.
            names = self._tables.documents[self._kind]
            self._places = {name: place for place, name in enumerate(names)}
        place = self._places.setdefault(change.id, len(self._rows))
        if place < len(self._rows):
            self._rows[place] = row
        else:
            self._rows.append(row)

    def _load(self) -> list[Row]:
        self._shared, self._places = {}, {}
        rows: list[Row] = []
        keys: list[str] = []
        table = self._tables.documents.get(self._kind, {})
        documents = iter(table.values())
        while chunk := [self._decode(one) for one in islice(documents, CHUNK)]:
            keys += [one.key for one in chunk]
            found = [one.row for one in chunk]
            if not rows:
                self._shared = {name: {} for name in self._repeated(found)}
            self._share(found)
            rows += found
        self._keys.adopt(self._kind, keys, list(table))
        return rows

    def _repeated(self, rows: list[Row]) -> Iterator[str]:
        for name in _slots(self.shape):
            values = [getattr(row, name) for row in rows]
            texts = all(isinstance(value, str | tuple) for value in values)
            # Empty ones take no memory of their own.
            full = sum(map(bool, values))
            if texts and full and len(set(values)) * REPEATS <= full:
                yield name

    def _share(self, rows: list[Row]) -> None:
        for name, known in self._shared.items():
            slot = getattr(self.shape, name)
            values = [*map(slot.__get__, rows)]
            # A slot's own setter: the rows are frozen, and equal values are the same row.
            deque(map(slot.__set__, rows, map(known.setdefault, values, values)), maxlen=0)


def _slots(shape: type[Any]) -> tuple[str, ...]:
    """The fields of a dataclass with slots, or of a msgspec.Struct; none of other classes."""
    fields: tuple[str, ...] = getattr(shape, "__struct_fields__", getattr(shape, "__slots__", ()))
    return fields


@cache
def _decoder(shape: Hashable) -> Callable[[Undecoded], Any]:
    """What reads the key and the row of a document and skips the rest."""
    holder = msgspec.defstruct("Holder", [("key", str), ("row", shape)], gc=False)
    decode: Callable[[Undecoded], Any] = msgspec.json.Decoder(holder).decode
    return decode


@contextmanager
def _without_collector() -> Iterator[None]:
    # Rows hold no cycle; looking for one again and again takes longer than decoding them.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

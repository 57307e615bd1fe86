"""Rows: the row of every order as the caller's own class, decoded without opening the orders.

A hundred thousand rows are a million small texts of which most are the same few words; those are
kept once, so that each desk holds a third less.
"""

import gc
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from operator import attrgetter
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
        self._rows: dict[str, Row] | None = None
        self._shared: dict[str, dict[Any, Any]] = {}
        tables.followers.append(self)

    def all(self) -> list[Row]:
        """Every row."""
        with self._tables.lock:
            if self._rows is None:
                with _without_collector():
                    self._rows = self._load()
            return list(self._rows.values())

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
        if change.id is None:
            self._rows = None
        elif change.document == GONE:
            self._rows.pop(change.id, None)
        else:
            found = self._decode(change.document)
            self._rows[change.id] = found.row
            self._share([found.row])

    def _load(self) -> dict[str, Row]:
        rows: dict[str, Row] = {}
        self._shared = {}
        ids: dict[str, str] = {}
        documents = iter(self._tables.documents.get(self._kind, {}).items())
        while chunk := list(islice(documents, CHUNK)):
            rows.update(self._chunk(chunk, ids))
        self._keys.adopt(self._kind, ids)
        return rows

    def _chunk(
        self, chunk: Sequence[tuple[str, Undecoded]], ids: dict[str, str]
    ) -> Iterator[tuple[str, Row]]:
        names = [name for name, _document in chunk]
        found = [self._decode(document) for _name, document in chunk]
        rows = [one.row for one in found]
        ids.update(zip((one.key for one in found), names, strict=True))
        if not self._shared:
            self._shared = {name: {} for name in self._repeated(rows)}
        self._share(rows)
        return zip(names, rows, strict=True)

    def _repeated(self, rows: list[Row]) -> Iterator[str]:
        for name in getattr(self.shape, "__slots__", ()):
            values = [getattr(row, name) for row in rows]
            texts = all(isinstance(value, str | tuple) for value in values)
            # Empty ones take no memory of their own.
            full = sum(map(bool, values))
            if texts and full and len(set(values)) * REPEATS <= full:
                yield name

    def _share(self, rows: list[Row]) -> None:
        for name, known in self._shared.items():
            values = list(map(attrgetter(name), rows))
            # A slot's own setter: the rows are frozen, and equal values are the same row.
            put = getattr(self.shape, name).__set__
            deque(map(put, rows, map(known.setdefault, values, values)), maxlen=0)


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

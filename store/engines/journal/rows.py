"""Rows: the row of every order as the caller's own class, decoded without opening the orders.

Those of the snapshot are read from the file of columns beside it. That file is only a shorter way
to the same rows: where it is missing or does not fit, they come from the documents, and the file is
written anew.
"""

import os
from contextlib import suppress
from operator import attrgetter
from typing import TYPE_CHECKING, Generic

import msgspec

from store.engines.journal.columns import pack, row_decoder, unpack
from store.engines.journal.disk import read_whole, write_whole
from store.engines.journal.indexes import Keys
from store.engines.journal.manifest import Base
from store.engines.journal.record import GONE, Change
from store.engines.journal.tables import Documents, Tables
from store.engines.protocol import Row
from store.without_collector import without_collector

if TYPE_CHECKING:
    from store.engines.journal.store import Store

_key = attrgetter("key")


class Rows(Generic[Row]):
    """Every row of a kind, followed as documents change."""

    def __init__(self, store: "Store", kind: str, shape: type[Row], keys: Keys) -> None:
        self._store = store
        self._tables = store.tables
        self._kind = kind
        self._keys = keys
        self.shape = shape
        self._decode = row_decoder(shape)
        self._rows: list[Row] | None = None
        self._places: dict[str, int] = {}
        self._tables.followers.append(self)
        store.checkpoints.followers.append(self._snapshot_written)

    def all(self) -> list[Row]:
        """Every row."""
        with self._tables.lock:
            if self._rows is None:
                with without_collector():
                    self._rows = self._load()
            return self._rows.copy()

    def close(self) -> None:
        """Follow no longer."""
        self._tables.followers.remove(self)
        self._store.checkpoints.followers.remove(self._snapshot_written)

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
        row: Row = self._decode(change.document).row
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
        self._places = {}
        table = self._tables.documents.get(self._kind, {})
        kept = self._of_snapshot(table) if self._tables.base else {}
        rows = [
            # What is no window into the snapshot came after it.
            kept[name]
            if isinstance(document, msgspec.Raw) and name in kept
            else self._decode(document).row
            for name, document in table.items()
        ]
        self._keys.adopt(self._kind, [*map(_key, rows)], list(table))
        return rows

    def _of_snapshot(self, table: Documents) -> dict[str, Row]:
        """Rows by id, of those documents at least that are still as they were in the snapshot."""
        base = self._tables.base
        assert base is not None
        found = unpack(self._read(base), self.shape, base)
        if found is None:
            windows = {name: one for name, one in table.items() if isinstance(one, msgspec.Raw)}
            text = pack(windows, self.shape, base)
            self._write(base, text)
            found = unpack(text, self.shape, base)
            assert found is not None
        return found

    def _snapshot_written(self, base: Base, tables: Tables) -> None:
        if self._rows is not None:
            # Others may keep documents there that have no such row.
            with suppress(msgspec.MsgspecError):
                self._write(base, pack(tables.documents.get(self._kind, {}), self.shape, base))

    def _read(self, base: Base) -> bytes:
        disk = self._store.disk
        with suppress(OSError):
            descriptor = disk.open(self._store.folder / base.rows, os.O_RDONLY)
            try:
                return read_whole(disk, descriptor, 0, disk.size(descriptor))
            finally:
                disk.close(descriptor)
        return b""

    def _write(self, base: Base, text: bytes) -> None:
        """Keep it for the next one, if it can be done; nothing depends on it."""
        disk, path = self._store.disk, self._store.folder / base.rows
        aside = path.with_suffix(".json.tmp")
        with suppress(OSError):
            descriptor = disk.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            try:
                write_whole(disk, descriptor, text)
            finally:
                disk.close(descriptor)
            disk.rename(aside, path)

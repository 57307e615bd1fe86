"""Tables: every document of the store in memory, undecoded, and what was changed last.

A document from the snapshot is a window into the mapped file and costs no memory of its own; one
from the journal is its bytes. Either way it is decoded when it is asked for, anew each time.
"""

from collections.abc import Iterable
from threading import RLock
from typing import Any, Protocol

import msgspec

from store.engines.journal.manifest import Base
from store.engines.journal.record import EMPTIED, GONE, Change

Undecoded = bytes | msgspec.Raw
Documents = dict[str, Undecoded]


class Follower(Protocol):
    """Somebody who keeps something worked out from the documents."""

    def reset(self) -> None:
        """Everything may be different now."""

    def changed(self, change: Change) -> None:
        """This was changed."""


class Tables:
    """The documents by table and id, as text the way TinyDB's storages keep them."""

    def __init__(
        self,
        documents: dict[str, Documents] | None = None,
        next_ids: dict[str, int] | None = None,
        base: Base | None = None,
    ) -> None:
        self.documents = documents or {}
        self.base = base
        """The snapshot whose text the documents that are `msgspec.Raw` stand in."""
        self.stamps: dict[str, int] = {}
        """Per table, how often it was changed; never the same again."""
        self.followers: list[Follower] = []
        self.lock = RLock()
        """Held while documents change, and by who works something out from all of them."""
        self._next_ids = next_ids or {}

    def apply(self, changes: Iterable[Change]) -> None:
        """Take in a commit."""
        with self.lock:
            for one in changes:
                self._apply(one)
                self.stamps[one.table] = self.stamps.get(one.table, 0) + 1
                for follower in self.followers:
                    _tell(follower, one)

    def replace(self, other: "Tables") -> None:
        """Become what another process made of the store; everybody looks anew."""
        with self.lock:
            touched = self.documents.keys() | other.documents.keys() | self.stamps.keys()
            self.documents, self.base = other.documents, other.base
            self._next_ids = other._next_ids  # noqa: SLF001 - the same class
            self.stamps = {name: self.stamps.get(name, 0) + 1 for name in touched}
            for follower in self.followers:
                follower.reset()

    def copy(self) -> "Tables":
        """The same documents in dicts of their own; nobody follows them."""
        with self.lock:
            documents = {name: dict(table) for name, table in self.documents.items()}
            return Tables(documents, dict(self._next_ids), self.base)

    def next_id(self, table: str) -> int:
        """One more than the highest id that the table ever had since it was last emptied."""
        known = self._next_ids.get(table)
        if known is None:
            known = 1 + max(map(number, self.documents.get(table, ())), default=0)
            self._next_ids[table] = known
        return known

    def _apply(self, one: Change) -> None:
        if one.id is None:
            self._next_ids.pop(one.table, None)
            if one.document == EMPTIED:
                self.documents[one.table] = {}
            else:
                self.documents.pop(one.table, None)
            return
        documents = self.documents.setdefault(one.table, {})
        if one.document == GONE:
            # Asked before it is gone: its id is not given again.
            self.next_id(one.table)
            documents.pop(one.id, None)
            return
        documents[one.id] = one.document
        if one.table in self._next_ids:
            self._next_ids[one.table] = max(self._next_ids[one.table], number(one.id) + 1)


def _tell(follower: Follower, change: Change) -> None:
    try:
        follower.changed(change)
    except msgspec.MsgspecError:
        # A table of somebody else's, with other fields; who asks for it by ours will be told.
        follower.reset()


def number(name: str) -> int:
    """An id as a number; 0 for one that is none (a table may have its own kind of ids)."""
    return int(name) if name.isascii() and name.isdigit() else 0


def from_json(document: Undecoded) -> Any:
    """A fresh copy of a document; raises msgspec.MsgspecError when it is no JSON."""
    return msgspec.json.decode(document)

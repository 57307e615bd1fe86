"""JournalEngine: the repository's documents in a JournalDB, found by key and committed together."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast
from weakref import finalize

import msgspec

from store.engines.journal.checking import verify
from store.engines.journal.copying import write_copy
from store.engines.journal.database import JournalDB
from store.engines.journal.disk import Disk
from store.engines.journal.indexes import Events, Keys
from store.engines.journal.record import EVENTS, Change, to_json
from store.engines.journal.rows import Rows
from store.engines.journal.storage import JournalStorage
from store.engines.journal.tables import from_json
from store.engines.protocol import Body, Row, Stored
from store.errors import StoreTrouble
from store.words import _

SCHEMA = 1
META = "meta"
ORDERS = "orders"


class _Kept(msgspec.Struct, gc=False):
    key: str
    version: int
    row: Body | None
    body: Body


class _Versioned(msgspec.Struct, gc=False):
    version: int


_kept = msgspec.json.Decoder(_Kept).decode
_version = msgspec.json.Decoder(_Versioned).decode


class JournalEngine:
    """One folder, shared with any number of other processes."""

    def __init__(
        self, folder: Path, disk: Disk | None = None, *, checkpoint_after: int | None = None
    ) -> None:
        self.database = JournalDB(folder, disk, checkpoint_after=checkpoint_after)
        self._store = cast("JournalStorage", self.database.storage).store
        self._tables = self._store.tables
        self._keys = Keys(self._tables)
        self._events = Events(self._tables)
        self._rows: Rows[Any] | None = None
        self._seen = self._store.news
        self._refuse_newer()
        # Whoever forgets to close it holds no files once nobody has it any more.
        finalize(self, self.database.close)

    @property
    def notices(self) -> list[str]:
        """What was mended or could not be done in the background, as sentences; take them away."""
        return self._store.notices

    def get(self, kind: str, key: str) -> Stored | None:
        """One document, decoded anew."""
        name = self._keys.of(kind).get(key)
        return None if name is None else _stored(self._tables.documents[kind][name])

    def all(self, kind: str) -> Iterator[Stored]:
        """Every document of a kind, as they are now."""
        for document in list(self._tables.documents.get(kind, {}).values()):
            yield _stored(document)

    def rows_as(self, shape: type[Row]) -> list[Row]:
        """The row of every order as a class with those fields; cheap when asked for again."""
        if self._rows is None or self._rows.shape is not shape:
            if self._rows is not None:
                self._rows.close()
            self._rows = Rows(self._store, ORDERS, shape, self._keys)
        rows: list[Row] = self._rows.all()
        return rows

    def events(self, subject: str) -> list[Body]:
        """The events of one document, oldest first."""
        return [self._event(name) for name in self._events.of(subject)]

    def event_with(self, idempotency_key: str) -> Body | None:
        """The event that a change with this key wrote."""
        name = self._events.with_key(idempotency_key)
        return None if name is None else self._event(name)

    def last_event(self) -> Body | None:
        """The newest event."""
        events = self._tables.documents.get(EVENTS)
        return self._event(next(reversed(events))) if events else None

    def refresh(self) -> bool:
        """Take in what other processes wrote; was there anything since this was last asked?"""
        self._store.refresh()
        before, self._seen = self._seen, self._store.news
        return before != self._seen

    @contextmanager
    def transaction(self) -> Iterator["JournalEngine"]:
        """Hold the store's lock, with everything others wrote taken in."""
        with self._store.writing():
            self._refuse_newer()
            yield self

    def commit(self, documents: Sequence[tuple[str, Stored]], events: Sequence[Body]) -> None:
        """Make all of it durable at once, or none of it; inside `transaction`.

        Raises StoreTrouble when a document's version is not one above the stored one.
        """
        changes = self._first_changes()
        given: dict[tuple[str, str], tuple[str, int]] = {}
        following: dict[str, int] = {}
        for kind, document in documents:
            name, version = given.get((kind, document.key)) or self._known(kind, document.key)
            if document.version != version + 1:
                raise StoreTrouble(
                    _("{key} was changed by somebody else; nothing was written.").format(
                        key=document.key
                    ),
                    code="conflict",
                )
            if not name:
                number = following.get(kind) or self._tables.next_id(kind)
                following[kind] = number + 1
                name = str(number)
            given[kind, document.key] = name, document.version
            changes.append(Change(kind, name, document.version, to_json(document._asdict())))
        first = self._tables.next_id(EVENTS)
        told = [(str(first + place), to_json(event)) for place, event in enumerate(events)]
        self._store.commit(changes, told)

    def all_events(self) -> Iterator[Body]:
        """Every event, oldest first."""
        for name in list(self._tables.documents.get(EVENTS, {})):
            yield self._event(name)

    def verify(self) -> int:
        """Read every file anew and check it; how many commits there are.

        Raises StoreTrouble with the first thing that is broken.
        """
        return verify(self._store.disk, self._store.folder)

    def write_copy(self, file: BinaryIO) -> None:
        """Write everything as it is after the last commit, while others go on."""
        write_copy(*self._store.copy(), file)

    def checkpoint(self) -> bool:
        """Write a snapshot and begin a new journal; False when another process is at it."""
        return self._store.checkpoints.run()

    def close(self) -> None:
        """Let go of every file."""
        self.database.close()

    def _known(self, kind: str, key: str) -> tuple[str, int]:
        name = self._keys.of(kind).get(key)
        if name is None:
            return "", 0
        return name, _version(self._tables.documents[kind][name]).version

    def _event(self, name: str) -> Body:
        event: Body = from_json(self._tables.documents[EVENTS][name])
        return event

    def _first_changes(self) -> list[Change]:
        if META in self._tables.documents:
            return []
        return [Change(META, "1", None, to_json({"schema": SCHEMA}))]

    def _refuse_newer(self) -> None:
        meta = self._tables.documents.get(META, {}).get("1")
        found = from_json(meta).get("schema", SCHEMA) if meta is not None else SCHEMA
        if found != SCHEMA:
            raise StoreTrouble(
                _("The store is of version {found}; this program reads version {known}.").format(
                    found=found, known=SCHEMA
                ),
                code="schema",
            )


def _stored(document: bytes | msgspec.Raw) -> Stored:
    kept = _kept(document)
    return Stored(kept.key, kept.version, kept.row, kept.body)

"""Statements (语句): documents, events and rows of lists, read and written one statement each."""

import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from store.engines import rows as list_rows
from store.engines.protocol import PAGE, Kept, KeptEvent, ListRows
from store.engines.sqlite.connections import Connections
from store.engines.trouble import told
from store.errors import StoreTrouble
from store.words import _

LARGE_CACHE_KIB = 64_000
"""What a change of very many documents takes of memory for pages, while it lasts."""
KEPT = "id, key, version, head, body, crc"
EVENT = "id, subject, number, at, action, key, body, hash"

Pending = dict[tuple[str, str], dict[int, list_rows.Given]]
"""Rows to be written, by list and kind of document, and by document."""


class Statements:
    """What is in one database, on the connection of whichever thread asks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._connections = Connections(folder)
        self._path = self._connections.path
        self._turn = threading.local()
        """`process` is this one while this thread is writing."""

    @property
    def is_writing(self) -> bool:
        """Is this thread inside `writing`? One of a process that was forked meanwhile is not."""
        return getattr(self._turn, "process", 0) == os.getpid()

    # Documents

    def document(self, kind: str, number: int) -> Kept | None:
        """The document with this id."""
        found = self._read(f"select {KEPT} from document where kind = ? and id = ?", (kind, number))
        return Kept(*found[0]) if found else None

    def document_with(self, kind: str, key: str) -> Kept | None:
        """The document with this key."""
        found = self._read(f"select {KEPT} from document where kind = ? and key = ?", (kind, key))
        return Kept(*found[0]) if found else None

    def head_of(self, kind: str, key: str) -> str | None:
        """The hash of the last event of the document with this key; none where it is not there."""
        found = self._read("select head from document where kind = ? and key = ?", (kind, key))
        return str(found[0][0]) if found else None

    def documents(self, kind: str) -> Iterator[Kept]:
        """Every document of a kind by id, read a page at a time."""
        last = -(2**63)
        while True:
            page = self._read(
                f"select {KEPT} from document where kind = ? and id > ? order by id limit {PAGE}",
                (kind, last),
            )
            yield from (Kept(*found) for found in page)
            if len(page) < PAGE:
                return
            last = page[-1][0]

    def count(self, kind: str) -> int:
        """How many documents of a kind there are."""
        return self._number("select count(*) from document where kind = ?", kind)

    def kinds(self) -> set[str]:
        """The kinds there are, empty ones that were asked to be kept among them."""
        return {kind for (kind,) in self._read("select kind from next_id")}

    def next_id(self, kind: str) -> int:
        """The id that the next new document gets; looking does not use it up."""
        found = self._read("select id from next_id where kind = ?", (kind,))
        return found[0][0] if found else 1

    def keys_from(self, kind: str, start: str) -> list[str]:
        """The first key of a kind at or after a text, if there is any."""
        found = self._read(
            "select key from document where kind = ? and key >= ? order by key limit 1",
            (kind, start),
        )
        return [key for (key,) in found]

    # Writing

    def add(self, kind: str, kept: Kept) -> None:
        """Add a document under its id, which nothing has."""
        self._write(
            "insert into document (id, key, version, head, body, crc, kind)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            (*kept, kind),
        )
        self.found(kind, kept.id + 1)

    def replace(self, kind: str, kept: Kept, version: int) -> bool:
        """Put a document in place of the one with its id, if that has this version; had it?"""
        done = self._write(
            "update document set version = ?, head = ?, body = ?, crc = ?"
            " where kind = ? and id = ? and version = ?",
            (kept.version, kept.head, kept.body, kept.crc, kind, kept.id, version),
        )
        return done == 1

    def put(self, kind: str, kept: Kept, version: int) -> int | None:
        """Put a document in place of the one with its key, if that has this version; its id."""
        with self._writable() as connection:
            found = connection.execute(
                "update document set version = ?, head = ?, body = ?, crc = ?"
                " where kind = ? and key = ? and version = ? returning id",
                (kept.version, kept.head, kept.body, kept.crc, kind, kept.key, version),
            ).fetchall()
        return int(found[0][0]) if found else None

    def remove(self, kind: str, ids: Sequence[int]) -> None:
        """Remove documents; their ids are not given again."""
        for number in ids:
            self._write("delete from document where kind = ? and id = ?", (kind, number))
            self._write("delete from digest where kind = ? and id = ?", (kind, number))

    def found(self, kind: str, following: int = 1) -> None:
        """Have the kind, be it empty; its next id is this one at least."""
        self._write(
            "insert into next_id (kind, id) values (?, ?)"
            " on conflict (kind) do update set id = excluded.id where id < excluded.id",
            (kind, following),
        )

    def empty(self, kind: str) -> None:
        """Remove every document of a kind and count its ids from 1 again."""
        self._clear(kind)
        self._write("insert or replace into next_id (kind, id) values (?, 1)", (kind,))

    def drop(self, kind: str) -> None:
        """Remove a kind with all its documents."""
        self._clear(kind)
        self._write("delete from next_id where kind = ?", (kind,))

    def _clear(self, kind: str) -> None:
        self._write("delete from document where kind = ?", (kind,))
        self._write("delete from digest where kind = ?", (kind,))

    def add_events(self, events: Sequence[KeptEvent]) -> None:
        """Add events; raises StoreTrouble when a number or key of theirs is taken."""
        if events:
            with self._writable() as connection:
                connection.executemany(
                    f"insert into event ({EVENT}) values (?, ?, ?, ?, ?, ?, ?, ?)", events
                )

    def put_rows(self, kind: str, number: int, lists: Sequence[ListRows]) -> None:
        """Make these the rows of the document of a kind with this id.

        They are written together with those of other documents: at the latest when rows are read
        or the change is committed.
        """
        assert self.is_writing, "only inside `writing`"
        for given in lists:
            page = self._pending_rows.setdefault((given.name, kind), {})
            page[number] = (number, given.rows, given.words)
            if len(page) == PAGE:
                # Many more may come, all over the indexes: their pages are to stay in memory.
                self._connections.remember(LARGE_CACHE_KIB)
                self._write_rows()

    # Events

    def events(self, subject: str) -> list[KeptEvent]:
        """The events of one subject, oldest first."""
        found = self._read(
            f"select {EVENT} from event where subject = ? order by number", (subject,)
        )
        return [KeptEvent(*event) for event in found]

    def last_event(self, subject: str) -> KeptEvent | None:
        """The newest event of a subject."""
        found = self._read(
            f"select {EVENT} from event where subject = ? order by number desc limit 1", (subject,)
        )
        return KeptEvent(*found[0]) if found else None

    def event_with(self, key: str) -> KeptEvent | None:
        """The event that a change with this idempotency key wrote."""
        found = self._read(f"select {EVENT} from event where key = ?", (key,))
        return KeptEvent(*found[0]) if found else None

    def all_events(self) -> Iterator[KeptEvent]:
        """Every event by subject and number, read a page at a time."""
        last: tuple[str, int] = ("", 0)
        while True:
            page = self._read(
                f"select {EVENT} from event where (subject, number) > (?, ?)"
                f" order by subject, number limit {PAGE}",
                last,
            )
            yield from (KeptEvent(*event) for event in page)
            if len(page) < PAGE:
                return
            last = page[-1][1], page[-1][2]

    # Lists

    def fetch(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        """The rows that a statement of `store.engines.where` finds."""
        self._write_rows()
        return self._read(sql, parameters)

    def stale_rows(
        self, kind: str, form: int, policies: Mapping[str, int], limit: int
    ) -> Iterator[list[int]]:
        """The ids of the documents of a kind whose rows are of another form, or by other rules."""
        self._write_rows()
        with told(self._path):
            yield from list_rows.stale(self._connections.mine(), kind, form, policies, limit)

    # Beneath

    @property
    def _pending_rows(self) -> Pending:
        """Rows that this thread has to write still, by list, kind and document."""
        pending: Pending | None = getattr(self._turn, "rows", None)
        if pending is None:
            pending = self._turn.rows = {}
        return pending

    def _write_rows(self) -> None:
        pending = self._pending_rows
        if pending and self.is_writing:
            with self._writable() as connection:
                for (name, kind), page in pending.items():
                    list_rows.put_many(connection, name, kind, page.values())
            pending.clear()

    def _read(self, sql: str, parameters: Any = ()) -> list[Any]:
        with told(self._path):
            return self._connections.mine().execute(sql, parameters).fetchall()

    def _number(self, sql: str, *parameters: Any) -> int:
        ((number,),) = self._read(sql, parameters)
        return int(number)

    def _write(self, sql: str, parameters: Sequence[Any]) -> int:
        with self._writable() as connection:
            return connection.execute(sql, parameters).rowcount

    @contextmanager
    def _writable(self) -> Iterator[sqlite3.Connection]:
        """The connection to write with; what fails here dooms the change."""
        assert self.is_writing, "only inside `writing`"
        connection = self._connections.mine()
        try:
            # SQLite undoes everything by itself where a disk is full.
            if not connection.in_transaction:
                raise broken_off()  # noqa: TRY301 - it dooms the change like any other failure
            with told(self._path):
                yield connection
        except BaseException:
            self._turn.is_doomed = True
            raise


def broken_off() -> StoreTrouble:
    """The sentence for a change that failed somewhere, whoever caught it there."""
    return StoreTrouble(_("The change was broken off; nothing was written."), code="doomed")

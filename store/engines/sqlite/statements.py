"""Statements (语句) on SQLite: on the connection of whichever thread asks."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from store.engines.dialect import for_sqlite, sqlite_text
from store.engines.sqlite.connections import CACHE_KIB, Connections
from store.engines.sqlite.session import SqliteSession
from store.engines.sqlite.trouble import told
from store.engines.statements import Statements
from store.engines.trouble import broken_off, let_go
from store.files.trouble import unread

LARGE_CACHE_KIB = 64_000
"""What a change of very many documents takes of memory for pages, while it lasts."""
SEVERAL_CACHE_KIB = 32_000
"""What many changes after each other take of memory for pages."""


class SqliteStatements(Statements):
    """What is in one database, on the connection of whichever thread asks."""

    is_copied_daily = True

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self._connections = Connections(folder)
        self._path = self._connections.path

    @contextmanager
    def following(self) -> Iterator[None]:
        """While this thread makes many changes, one after the other."""
        self._turn.is_followed = True
        try:
            yield
        finally:
            self._turn.is_followed = False
            self._connections.remember()

    @property
    def _is_followed(self) -> bool:
        return getattr(self._turn, "is_followed", False)

    @property
    def _cache_kib(self) -> int:
        """What this thread may take of memory for pages between its changes."""
        return SEVERAL_CACHE_KIB if self._is_followed else CACHE_KIB

    def _expect_many(self) -> None:
        # Their pages are to stay in memory.
        self._connections.remember(LARGE_CACHE_KIB)

    def _read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        with told(self._path, unread):
            return self._connections.mine().execute(*for_sqlite(sql, parameters)).fetchall()

    def _change(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        with self._writable() as connection:
            return connection.execute(sqlite_text(sql), parameters).fetchall()

    def _write(self, sql: str, many: Sequence[Sequence[Any]]) -> None:
        with self._writable() as connection:
            if len(many) == 1:
                connection.execute(sqlite_text(sql), many[0])
            else:
                connection.executemany(sqlite_text(sql), many)

    def _guarded(self, sql: str, many: Sequence[Sequence[Any]]) -> None:
        with self._writable() as connection:
            if connection.executemany(sqlite_text(sql), many).rowcount != len(many):
                raise let_go()

    @contextmanager
    def _session(self) -> Iterator[SqliteSession]:
        with self._writable() as connection:
            yield SqliteSession(connection)

    @contextmanager
    def _writable(self) -> Iterator[sqlite3.Connection]:
        """The connection to write with; what fails here dooms the change."""
        assert self.is_writing, "only inside `writing`"
        connection = self._connections.mine()
        with self._dooming():
            # SQLite undoes everything by itself where a disk is full.
            if not connection.in_transaction:
                raise broken_off()
            with told(self._path):
                yield connection

"""Session: one connection to SQLite, spoken to in statements with marks."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from store.engines.dialect import Asked, for_sqlite, sqlite_text


class SqliteSession:
    """See `store.engines.dialect.Session`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Every row that a statement finds."""
        return self._connection.execute(*for_sqlite(sql, parameters)).fetchall()

    def read_all(self, asked: Sequence[Asked]) -> list[list[Any]]:
        """What each of these statements finds."""
        return [self.read(*one) for one in asked]

    def write(self, sql: str, many: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each of these parameters."""
        self._connection.executemany(sqlite_text(sql), many)

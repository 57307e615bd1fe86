"""Session: one transaction, spoken to in statements with marks.

What is only written waits and is sent together before anything is read, or at the end: one turn to
the server instead of one for each statement.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import psycopg
from psycopg import Connection, Cursor
from psycopg.pq import TransactionStatus

from store.engines.dialect import postgres_text
from store.engines.postgres.connections import Connections


class PostgresSession:
    """See `store.engines.dialect.Session`; `shop` is whose rows it is about."""

    def __init__(self, connections: Connections, connection: Connection[Any], shop: str) -> None:
        self.connection = connection
        self.process = os.getpid()
        self.changes = 0
        """Rows that were changed so far."""
        self._connections = connections
        self._shop = shop
        self._waiting: list[tuple[str, list[Sequence[Any]]]] = []

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Every row that a statement finds."""
        text, values = statement(sql, parameters, self._shop)
        if not self._waiting:
            return self._connections.run(self.connection, text, values).fetchall()
        with self.connection.pipeline():
            cursors = self._send()
            found = self._connections.run(self.connection, text, values)
        self._count(cursors)
        return found.fetchall()

    def change(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        """Run a statement that changes something now; what it returns."""
        found = self.read(sql, parameters)
        self.changes += len(found)
        return found

    def write(self, sql: str, many: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each of these parameters, at the latest before a reading one."""
        if many:
            text, has_shop = postgres_text(sql)
            given = [(self._shop, *values) if has_shop else values for values in many]
            self._waiting.append((text, given))

    def flush(self) -> None:
        """Send what waits."""
        if self._waiting:
            with self.connection.pipeline():
                cursors = self._send()
            self._count(cursors)

    def _send(self) -> list[Cursor[Any]]:
        waiting, self._waiting = self._waiting, []
        cursors = []
        for text, many in waiting:
            cursor = self.connection.cursor()
            if len(many) == 1:
                cursor.execute(text, many[0])
            else:
                cursor.executemany(text, many)
            cursors.append(cursor)
        return cursors

    def _count(self, cursors: Sequence[Cursor[Any]]) -> None:
        self.changes += sum(max(cursor.rowcount, 0) for cursor in cursors)

    def say(self, word: str) -> None:
        """Begin, commit or roll back."""
        self.connection.execute(word.encode())

    def roll_back(self) -> None:
        """Undo what is open; a connection that cannot even do that has nothing open."""
        self._waiting.clear()
        with suppress(psycopg.Error):
            if self.connection.info.transaction_status != TransactionStatus.IDLE:
                self.say("rollback")


def statement(sql: str, parameters: Sequence[Any], shop: str) -> tuple[str, Sequence[Any]]:
    """A statement with its parameters, as the server takes it."""
    text, has_shop = postgres_text(sql)
    return text, (shop, *parameters) if has_shop else parameters

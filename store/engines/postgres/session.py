"""Session: one transaction, spoken to in statements with marks.

What is only written waits and is sent together before anything is read, or at the end: one turn to
the server instead of one for each statement. Many rows that are added to a table are streamed into
it (`copy`), which every such database knows and takes a third of the time.
"""

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from itertools import groupby
from typing import Any, NamedTuple

import psycopg
from psycopg import Connection, Cursor
from psycopg.pq import TransactionStatus

from store.engines.dialect import postgres_text
from store.engines.postgres.connections import Connections

MANY = 20
"""So many rows of one statement are streamed."""
_ADDED = re.compile(r"insert into (\w+ \([\w, ]+\)) values \([$\d, ]+\) *")


class _Waiting(NamedTuple):
    """A statement that is sent later, once for each of these parameters."""

    text: str
    many: list[Sequence[Any]]
    into: str
    """The table with its columns where rows are streamed into it; else nothing."""

    @property
    def is_streamed(self) -> bool:
        """Does it need a turn to the server of its own?"""
        return bool(self.into)


class PostgresSession:
    """See `store.engines.dialect.Session`; `shop` is whose rows it is about."""

    def __init__(self, connections: Connections, connection: Connection[Any], shop: str) -> None:
        self.connection = connection
        self.process = os.getpid()
        self.changes = 0
        """Rows that were changed so far."""
        self._connections = connections
        self._shop = shop
        self._waiting: list[_Waiting] = []

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Every row that a statement finds."""
        text, values = statement(sql, parameters, self._shop)
        if any(one.is_streamed for one in self._waiting):
            self.flush()
        if not self._waiting:
            return self._connections.run(self.connection, text, values).fetchall()
        with self.connection.pipeline():
            cursors = self._send(self._waiting)
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
            added = _ADDED.fullmatch(text) if len(given) >= MANY else None
            self._waiting.append(_Waiting(text, given, added[1] if added else ""))

    def flush(self) -> None:
        """Send what waits, in the order it was given."""
        waiting, self._waiting = self._waiting, []
        for is_streamed, group in groupby(waiting, key=lambda one: one.is_streamed):
            if is_streamed:
                self._count([self._stream(one) for one in group])
            else:
                with self.connection.pipeline():
                    cursors = self._send([*group])
                self._count(cursors)

    def _stream(self, given: _Waiting) -> Cursor[Any]:
        cursor = self.connection.cursor()
        with cursor.copy(f"copy {given.into} from stdin".encode()) as copy:
            for row in given.many:
                copy.write_row(row)
        return cursor

    def _send(self, waiting: list[_Waiting]) -> list[Cursor[Any]]:
        self._waiting = []
        cursors = []
        for one in waiting:
            cursor = self.connection.cursor()
            if len(one.many) == 1:
                cursor.execute(one.text, one.many[0])
            else:
                cursor.executemany(one.text, one.many)
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

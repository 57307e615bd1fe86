"""Session: one transaction, spoken to in statements with marks.

What is only written waits and is sent together with what is read next, or with the commit: one turn
to the server instead of one for each statement. What has to change a row fails where it does not,
so that nothing behind it in the same turn is done. What was asked ahead is known until something of
its table is written. Many rows that are added to a table are streamed into it (`copy`), which every
such database knows and takes a third of the time.
"""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby
from typing import Any, NamedTuple

import psycopg
from psycopg import Connection, Cursor
from psycopg.pq import TransactionStatus

from store.engines.dialect import Asked, postgres_text
from store.engines.postgres.connections import Connections

MANY = 20
"""So many rows of one statement are streamed."""
_Key = tuple[str, tuple[Any, ...]]
_CHANGED = re.compile(r"(?:insert into|update|delete from) (\w+)")
_ADDED = re.compile(r"insert into (\w+ \([\w, ]+\)) values \([$\d, ]+\) *")
_GUARDED = "with done as ({} returning 1) select 1 / count(*) from done"
"""A statement that fails, by a division by zero, where it changes no row."""


class _Waiting(NamedTuple):
    """A statement that is sent later, once for each of these parameters."""

    text: str
    many: list[Sequence[Any]]
    into: str
    """The table with its columns where rows are streamed into it; else nothing."""
    is_sure: bool = False
    """Does it change a row each time, or fail?"""

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
        self.shop = shop
        self._waiting: list[_Waiting] = []
        self._known: dict[_Key, list[Any]] = {}
        self._is_torn = False
        """Did a turn fail? What was to be prepared in it is taken for prepared then, and is not."""

    def is_to_commit(self) -> bool:
        """Is anything changed? What may change nothing is sent to know."""
        if not self.changes and not any(one.is_sure for one in self._waiting):
            self.flush()
        return self.changes > 0 or bool(self._waiting)

    def begin(self) -> None:
        """Begin a transaction together with what is asked first."""
        self._waiting.append(_Waiting("begin", [()], ""))

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Every row that a statement finds."""
        return self.read_all([(sql, parameters)])[0]

    def read_all(self, asked: Sequence[Asked]) -> list[list[Any]]:
        """What each of these statements finds, in one turn to the server with what waits."""
        given = [statement(*one, self.shop) for one in asked]
        known = [self._known.get(_key(one)) for one in given]
        left = [one for one, answer in zip(given, known, strict=True) if answer is None]
        fresh = iter(self._asked(left) if left else ())
        return [next(fresh) if answer is None else answer for answer in known]

    def read_ahead(self, asked: Asked, ahead: Sequence[Asked]) -> list[Any]:
        """What a statement finds, and in the same turn what those find that are asked next.

        Their answers are known until something else is written there. Those of one text are asked
        together: each statement costs both sides more than what it finds.
        """
        by_text: dict[str, dict[_Key, Sequence[Any]]] = {}
        for sql, parameters in ahead:
            key = _key(statement(sql, parameters, self.shop))
            by_text.setdefault(sql, {})[key] = parameters
        together = [_together(sql, [*many.values()]) for sql, many in by_text.items()]
        found, *answers = self.read_all([asked, *together])
        for many, answer in zip(by_text.values(), answers, strict=True) if found else ():
            if len(many) == 1:
                self._known |= dict.fromkeys(many, answer)
            else:
                for place, key in enumerate(many):
                    self._known[key] = [row[1:] for row in answer if row[0] == place]
        return found

    def change(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        """Run a statement that changes something now; what it returns."""
        given = statement(sql, parameters, self.shop)
        self._forget(given[0])
        (found,) = self._asked([given])
        self.changes += len(found)
        return found

    def write(self, sql: str, many: Sequence[Sequence[Any]], *, is_guarded: bool = False) -> None:
        """Run a statement once for each of these parameters, at the latest before a reading one."""
        if many:
            text, has_shop = postgres_text(sql)
            self._forget(text)
            given = [(self.shop, *values) if has_shop else values for values in many]
            added = _ADDED.fullmatch(text)
            into = added[1] if added and len(given) >= MANY else ""
            sent = _GUARDED.format(text) if is_guarded else text
            self._waiting.append(_Waiting(sent, given, into, is_guarded or added is not None))

    def flush(self) -> None:
        """Send what waits, in the order it was given."""
        waiting, self._waiting = self._waiting, []
        for is_streamed, group in groupby(waiting, key=lambda one: one.is_streamed):
            given = [*group]
            if is_streamed:
                self._count([self._stream(one) for one in given])
            else:
                with self._in_one_turn():
                    cursors = self._send(given)
                self._count(cursors)

    def commit(self) -> None:
        """Send what waits with the commit: where any of it fails, that is not done."""
        if any(one.is_streamed for one in self._waiting):
            self.flush()
        waiting, self._waiting = self._waiting, []
        with self._in_one_turn():
            self._send(waiting)
            self.say("commit")

    def _stream(self, given: _Waiting) -> Cursor[Any]:
        cursor = self.connection.cursor()
        with cursor.copy(f"copy {given.into} from stdin".encode()) as copy:
            for row in given.many:
                copy.write_row(row)
        return cursor

    def _asked(self, given: Sequence[tuple[str, Sequence[Any]]]) -> list[list[Any]]:
        if any(one.is_streamed for one in self._waiting):
            self.flush()
        if len(given) == 1 and not self._waiting:
            return [self._connections.run(self.connection, *given[0]).fetchall()]
        waiting, self._waiting = self._waiting, []
        with self._connections.stoppable(self.connection), self._in_one_turn():
            cursors = self._send(waiting)
            found = [self.connection.execute(text, values) for text, values in given]
        self._count(cursors)
        return [one.fetchall() for one in found]

    @contextmanager
    def _in_one_turn(self) -> Iterator[None]:
        """What is asked in the block is one turn to the server."""
        try:
            with self.connection.pipeline():
                yield
        except psycopg.Error:
            self._is_torn = True
            raise

    def _send(self, waiting: Sequence[_Waiting]) -> list[Cursor[Any]]:
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

    def _forget(self, text: str) -> None:
        """What is known of a table is not sure any more once this is done."""
        changed = _CHANGED.match(text)
        if self._known and changed:
            place = f"from {changed[1]} where"
            self._known = {one: rows for one, rows in self._known.items() if place not in one[0]}

    def say(self, word: str) -> None:
        """Begin, commit or roll back."""
        self.connection.execute(word.encode())

    def roll_back(self) -> None:
        """Undo what is open; a connection that cannot even do that has nothing open."""
        self._waiting.clear()
        if self._is_torn:
            self.connection.close()
        with suppress(psycopg.Error):
            if self.connection.info.transaction_status != TransactionStatus.IDLE:
                self.say("rollback")


def _together(sql: str, many: Sequence[Sequence[Any]]) -> Asked:
    """The same statement with each of these parameters; of several, each row begins with whose."""
    if len(many) == 1:
        return sql, many[0]
    parts = [f"select {place}, q.* from ({sql}) q" for place in range(len(many))]
    return " union all ".join(parts), [value for parameters in many for value in parameters]


def statement(sql: str, parameters: Sequence[Any], shop: str) -> tuple[str, Sequence[Any]]:
    """A statement with its parameters, as the server takes it."""
    text, has_shop = postgres_text(sql)
    return text, (shop, *parameters) if has_shop else parameters


def _key(asked: tuple[str, Sequence[Any]]) -> _Key:
    text, values = asked
    return text, tuple(tuple(one) if isinstance(one, list) else one for one in values)

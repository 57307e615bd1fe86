"""What SQLite is told while the store works, so that the same can be done by bare sqlite3.

`recording()` makes every connection opened inside it note the statements of its transactions;
`Bare` does them again on a copy of the database, in turns with the store.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

ENGINE_CALLS = ("document", "document_with", "documents_with", "head_of", "places", "versions",
                "digests", "add", "add_all", "replace", "put_all", "put_digests", "add_events",
                "put_rows", "events", "last_event", "event_with", "next_id", "fetch",
                "commits")  # fmt: skip
"""What the repository asks of an engine while it changes an order."""


class Statement(NamedTuple):
    """One statement and what it was given."""

    sql: str
    parameters: Any
    is_many: bool


Statements = list[Statement]


class Recorder:
    """Notes what the thread that made it says to SQLite."""

    def __init__(self) -> None:
        self.pragmas: Statements = []
        self._taken: Statements = []
        self._thread = threading.get_ident()

    def note(self, sql: str, parameters: Any, *, is_many: bool) -> None:
        """One statement, about to be done."""
        if threading.get_ident() != self._thread:
            return
        kept = [tuple(one) for one in parameters] if is_many else parameters
        statement = Statement(sql, kept, is_many)
        if sql.lstrip().lower().startswith("pragma") and "=" in sql:
            self.pragmas.append(statement)
        else:
            self._taken.append(statement)

    def transaction(self) -> Statements:
        """The last transaction since this was asked, from its begin to its commit."""
        taken, self._taken = self._taken, []
        words = [one.sql.strip().lower() for one in taken]
        end = max(place for place, word in enumerate(words) if word.startswith("commit"))
        begin = max(at for at, word in enumerate(words[:end]) if word.startswith("begin"))
        return taken[begin : end + 1]


@contextmanager
def recording() -> Iterator[Recorder]:
    """Connections that are opened inside note what they are told, for as long as they live."""
    recorder = Recorder()
    real = sqlite3.connect

    class NotingCursor(sqlite3.Cursor):
        def execute(self, sql: str, parameters: Any = (), /) -> "NotingCursor":
            recorder.note(sql, parameters, is_many=False)
            return super().execute(sql, parameters)

        def executemany(self, sql: str, parameters: Any, /) -> "NotingCursor":
            given = list(parameters)
            recorder.note(sql, given, is_many=True)
            return super().executemany(sql, given)

    class NotingConnection(sqlite3.Connection):
        def cursor(self, factory: Any = NotingCursor) -> Any:
            return super().cursor(factory)

        def execute(self, sql: str, parameters: Any = (), /) -> Any:
            return self.cursor().execute(sql, parameters)

        def executemany(self, sql: str, parameters: Any, /) -> Any:
            return self.cursor().executemany(sql, parameters)

    def connect(*given: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = real(*given, **{"factory": NotingConnection, **named})
        return connection

    sqlite3.connect = connect  # type: ignore[assignment]
    try:
        yield recorder
    finally:
        sqlite3.connect = real


class Bare:
    """sqlite3 alone on a copy of the same database, set up as the store sets up its own.

    What it is told is noted as well: the noting costs both the same.
    """

    def __init__(self, database: Path, pragmas: Statements) -> None:
        with recording() as self._recorder:
            self._connection = sqlite3.connect(
                database, isolation_level=None, cached_statements=256
            )
        for one in pragmas:
            self._connection.execute(one.sql)

    def do(self, statements: Statements) -> float:
        """Do a transaction; its seconds."""
        connection = self._connection
        begin = time.perf_counter()
        for sql, parameters, is_many in statements:
            if is_many:
                connection.executemany(sql, parameters)
            else:
                connection.execute(sql, parameters).fetchall()
        spent = time.perf_counter() - begin
        self._recorder.transaction()
        return spent

    def close(self) -> None:
        """Let go of the copy."""
        self._connection.close()


class EngineTime:
    """How long an engine was at work, its lock and its commit included, and what it waited for."""

    def __init__(self, engine: Any) -> None:
        """From now on this engine's calls are counted."""
        self.spent = 0.0
        self.waited = 0.0
        """How long the last `writing` took to begin."""
        self._depth = 0
        for name in ENGINE_CALLS:
            setattr(engine, name, self._counted(getattr(engine, name)))
        self._writing = engine.writing
        engine.writing = self._write

    def taken(self) -> float:
        """Seconds since this was last asked."""
        spent, self.spent = self.spent, 0.0
        return spent

    def _counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            with self._counting():
                return call(*given, **named)

        return counted

    @contextmanager
    def _counting(self) -> Iterator[None]:
        begin = time.perf_counter()
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                self.spent += time.perf_counter() - begin

    @contextmanager
    def _write(self, ahead: Any = None) -> Iterator[Any]:
        writing = self._writing(ahead)
        before = time.perf_counter()
        with self._counting():
            given = writing.__enter__()
        self.waited = time.perf_counter() - before
        try:
            yield given
        except BaseException as error:
            if not writing.__exit__(type(error), error, error.__traceback__):
                raise
        else:
            with self._counting():
                writing.__exit__(None, None, None)

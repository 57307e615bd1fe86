"""Statements (语句) on PostgreSQL: on the connection inside which a thread is, or on any."""

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

import psycopg

from store.engines.postgres.ahead import Foresight
from store.engines.postgres.connections import Connections
from store.engines.postgres.session import PostgresSession, statement
from store.engines.postgres.trouble import is_lost, told
from store.engines.protocol import Kept
from store.engines.statements import Statements
from store.files.trouble import unread

Begun = TypeVar("Begun")


class PostgresStatements(Statements):
    """What is in one shop of a database."""

    def __init__(self, connections: Connections, shown: str, shop: str) -> None:
        """`shown` is the database as sentences name it."""
        super().__init__()
        self._connections, self._shown, self._shop = connections, shown, shop
        self._foresight = Foresight()

    def documents_with(self, kind: str, keys: Collection[str]) -> dict[str, Kept]:
        """The documents with these keys, as far as there are."""
        found = super().documents_with(kind, keys)
        for kept in found.values():
            self._foresight.note(kind, kept)
        return found

    def head_of(self, kind: str, key: str) -> str | None:
        """The hash of the last event of the document with this key; none where it is not there."""
        # Whoever asks has read it or will; nobody asks twice where each question is a turn.
        found = self.document_with(kind, key)
        return found.head if found else None

    def places(self, kind: str, keys: Collection[str]) -> dict[str, tuple[int, int]]:
        """Id and version of the documents with these keys, as far as there are."""
        if len(keys) != 1:
            return super().places(kind, keys)
        return {key: (k.id, k.version) for key, k in self.documents_with(kind, keys).items()}

    def _mine(self) -> PostgresSession | None:
        """What this thread is inside of, if it is; a process that was forked meanwhile is not."""
        session: PostgresSession | None = getattr(self._turn, "session", None)
        return session if session is not None and session.process == os.getpid() else None

    @contextmanager
    def _speaking(
        self, begin: Callable[[PostgresSession], Begun]
    ) -> Iterator[tuple[PostgresSession, Begun]]:
        """A transaction of this thread alone, and what came of its beginning.

        What else goes wrong in the block is not its.
        """
        with ExitStack() as stack:
            with told(self._shown):
                found = self._begun(stack, begin)
            yield found

    def _begun(
        self, stack: ExitStack, begin: Callable[[PostgresSession], Begun], *, again: bool = True
    ) -> tuple[PostgresSession, Begun]:
        connection = stack.enter_context(self._connections.lent())
        session = PostgresSession(self._connections, connection, self._shop)
        try:
            begun = begin(session)
        except BaseException as error:
            session.roll_back()
            if not (again and isinstance(error, psycopg.OperationalError) and is_lost(error)):
                raise
        else:
            return session, begun
        # Nothing was asked yet; the server may have been away meanwhile, and is there again.
        self._connections.forget_idle()
        return self._begun(stack, begin, again=False)

    def _read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        session = self._mine()
        if self.is_writing and session is not None:
            # What waits is sent with it, and may fail.
            with self._session() as session:
                return session.read(sql, parameters)
        with told(self._shown, unread):
            if session is None:
                return self._connections.read(*statement(sql, parameters, self._shop))
            return session.read(sql, parameters)

    def _change(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        with self._session() as session:
            return session.change(sql, parameters)

    def _write(self, sql: str, many: Sequence[Sequence[Any]]) -> None:
        with self._session() as session:
            session.write(sql, many)

    def _guarded(self, sql: str, many: Sequence[Sequence[Any]]) -> None:
        with self._session() as session:
            session.write(sql, many, is_guarded=True)

    @contextmanager
    def _session(self) -> Iterator[PostgresSession]:
        """What this thread writes with; what fails here dooms the change."""
        assert self.is_writing, "only inside `writing`"
        session = self._mine()
        assert session is not None
        with self._dooming(), told(self._shown):
            yield session

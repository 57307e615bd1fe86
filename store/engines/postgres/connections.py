"""Connections (连接): a few that are open, lent to whichever thread asks; none across a fork.

A connection that turns out to be dead when something is only read is replaced by a fresh one, and
the reading is done again. Inside a transaction nothing is done again here.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import Connection, Cursor, RawCursor, errors
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import Int8Dumper
from psycopg.types.string import StrDumper

from store.accounts import user
from store.engines.postgres.patience import Patience, give_up, hang_up
from store.engines.postgres.trouble import is_lost, reason_of
from store.errors import InterruptedReading
from store.words import _

# What the driver would write to the terminal of a lost connection is said as a sentence.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

IDLE_MOST = 4
"""Connections kept open for threads that ask next; a desk has about as many."""
GONE_SECONDS, TRYING_SECONDS = 2.0, 60.0
"""So long after a server could not be reached, or while somebody tries, nobody else tries too."""

SILENT_SECONDS = 1.0
"""A server that has not answered the smallest question for so long says nothing just now."""

_abandoned: list[Connection[Any]] = []
"""Those of the process that this one was forked from: closing them would harm that one."""


LONGEST_NAME = 63
"""Signs of ASCII that the server keeps of what a connection is called."""


def _name(who: str) -> str:
    """A process by its number and the name of who is at it, in ASCII."""
    name = f"{os.getpid()} {quote(who, safe=' ()')}"
    return name if who and len(name) <= LONGEST_NAME else f"{os.getpid()} {user()}"


class _WholeNumber(psycopg.adapt.Loader):
    """A sum of whole numbers, which the server calls `numeric`."""

    def load(self, data: Any) -> int:
        return int(bytes(data))


class _TruthDumper(Int8Dumper):
    """Yes and no are kept as 1 and 0."""

    def dump(self, obj: Any) -> Any:
        return super().dump(int(obj))


class Connections:
    """What the threads of a process read and write one database with."""

    patience: Patience
    """With what is asked of the server and may have no answer."""
    _why_gone: str
    """Why the server could not be reached when that was tried last; empty where it could."""
    _listening_since: float
    _gone_until: float
    """Until when that is said without a try, by the monotonic clock."""

    def __init__(self, conninfo: str) -> None:
        self.who = ""
        """What those are told we are called who wait for us; left empty, what the account is."""
        self._conninfo = conninfo
        self._idle: list[Connection[Any]] = []
        self._guard = threading.RLock()
        self._begin()

    def __del__(self, process: Callable[[], int] = os.getpid) -> None:
        # At the end of a program the names of its modules go first.
        if self._process == process():
            for connection in self._idle:
                connection.close()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """What is asked in the block any server answers at once that can be heard."""
        self._listening_since = time.monotonic()
        try:
            yield
        finally:
            self._listening_since = float("inf")

    @property
    def is_silent(self) -> bool:
        """Is an answer overdue that any server gives at once?"""
        return time.monotonic() - self._listening_since > SILENT_SECONDS

    @contextmanager
    def lent(self) -> Iterator[Connection[Any]]:
        """A connection for this thread alone, until the block ends."""
        connection, place = self._take()
        try:
            yield connection
        finally:
            self._give_back(connection, place)

    def read(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        """Every row that a statement of its own finds."""
        with self.lent() as connection:
            try:
                return self.run(connection, sql, parameters).fetchall()
            except psycopg.OperationalError as error:
                if not is_lost(error):
                    raise
        self.forget_idle()
        with self.lent() as connection:
            return self.run(connection, sql, parameters).fetchall()

    def run(self, connection: Connection[Any], sql: str, parameters: Sequence[Any]) -> Cursor[Any]:
        """Run a statement, which `interrupt` may stop; it raises InterruptedReading then."""
        with self.stoppable(connection):
            return connection.execute(sql, parameters)

    @contextmanager
    def stoppable(self, connection: Connection[Any]) -> Iterator[None]:
        """What is asked in the block `interrupt` may stop; it raises InterruptedReading then."""
        thread = threading.get_ident()
        with self._guard:
            self._running[thread] = connection
        try:
            yield
        except psycopg.OperationalError as error:
            with self._guard:
                is_stopped = thread in self._stopped
            if is_stopped and (isinstance(error, errors.QueryCanceled) or is_lost(error)):
                raise InterruptedReading(_("The reading was stopped.")) from None
            raise
        finally:
            with self._guard:
                self._running.pop(thread, None)
                self._stopped.discard(thread)

    def interrupt(self, thread: int) -> None:
        """Stop what a thread is reading; of a server that says nothing, without asking it."""
        # The guard is held until the server has been told, so that it is never told too late.
        with self._guard:
            connection = self._running.get(thread)
            if connection is None:
                return
            self._stopped.add(thread)
            if self.is_silent:
                hang_up(connection)
                return
            give_up(connection)

    def try_again(self) -> None:
        """Whoever asks next tries to reach a server that could not be reached a moment ago."""
        self._gone_until = 0.0

    def fresh(self) -> Connection[Any]:
        """A connection that was just made; the caller's to close.

        Where the server could not be reached a moment ago that is said at once: no key of a desk
        waits for a try after the other.
        """
        if time.monotonic() < self._gone_until:
            raise psycopg.OperationalError(self._why_gone)
        connection = self._reach()
        for kind, dumper in ((int, Int8Dumper), (bool, _TruthDumper), (str, StrDumper)):
            connection.adapters.register_dumper(kind, dumper)
        connection.adapters.register_loader("numeric", _WholeNumber)
        return connection

    def _reach(self) -> Connection[Any]:
        if self._why_gone:
            self._gone_until = time.monotonic() + TRYING_SECONDS
        try:
            connection = psycopg.connect(
                self._conninfo,
                autocommit=True,
                cursor_factory=RawCursor,
                application_name=_name(self.who),
            )
        except psycopg.OperationalError as error:
            self._why_gone = reason_of(error)
            self._gone_until = time.monotonic() + GONE_SECONDS
            raise
        self._why_gone, self._gone_until = "", 0.0
        return connection

    def forget_idle(self) -> None:
        """Close what nobody uses: one of them was found dead."""
        with self._guard:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def close(self) -> None:
        """Close what nobody uses now; what is lent, when it comes back."""
        if self._process != os.getpid():
            self._begin()
        with self._guard:
            self._round += 1
        self.forget_idle()

    def _begin(self) -> None:
        """Nobody has a connection; those of the process that this one was forked from stay its."""
        _abandoned.extend(self._idle)
        self._idle = []
        self._running: dict[int, Connection[Any]] = {}
        self._stopped: set[int] = set()
        self._guard = threading.RLock()
        self.patience = Patience()
        self._round = 0
        self._why_gone = ""
        self._gone_until = 0.0
        self._listening_since = float("inf")
        self._process = os.getpid()

    def _take(self) -> tuple[Connection[Any], tuple[int, int]]:
        if self._process != os.getpid():
            self._begin()
        with self._guard:
            place = self._process, self._round
            if self._idle:
                return self._idle.pop(), place
        return self.fresh(), place

    def _give_back(self, connection: Connection[Any], place: tuple[int, int]) -> None:
        if place[0] != os.getpid():
            _abandoned.append(connection)
            return
        with self._guard:
            is_idle = connection.info.transaction_status == TransactionStatus.IDLE
            if is_idle and place == (self._process, self._round) and len(self._idle) < IDLE_MOST:
                self._idle.append(connection)
                return
        connection.close()

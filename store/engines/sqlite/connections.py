"""Connections (连接): one to the database for each thread, none across a fork.

Nothing else in the process ever opens `shop.db`, its `-wal` or its `-shm`: closing such a file
drops the locks that SQLite holds on it in this process.
"""

import os
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from urllib.parse import quote_from_bytes
from weakref import WeakValueDictionary

from store.engines.sqlite import schema
from store.engines.sqlite.trouble import closed_to_us, read_only, told
from store.engines.trouble import damaged
from store.errors import StoreTrouble
from store.files.places import DATABASE, refuse_untrue
from store.words import _

OLDEST = (3, 37, 0)
"""STRICT tables came with it."""
PATIENCE_MS = 5000
"""The lock stands in front of every writer, so only a checkpoint is ever waited for."""
CACHE_KIB = 1000
LOG_PAGES = 20_000
"""Pages of the log after which a commit writes them back itself, if nobody did it before.

It does so under the lock: an import, whose every order changes ten pages of a large store, never
comes to it.
"""
PRAGMAS = (
    "synchronous = full",
    f"cache_size = -{CACHE_KIB}",
    f"wal_autocheckpoint = {LOG_PAGES}",
    "temp_store = memory",
    "trusted_schema = off",
    "cell_size_check = on",
)

_abandoned: list[sqlite3.Connection] = []
"""Connections of the process that this one was forked from: closing them would harm that one."""


class _Mine:
    """The connection of one thread, which alone holds it: it is closed when the thread ends.

    By itself it would stay open until the garbage collector comes, which the desk does without.
    """

    def __init__(self, connection: sqlite3.Connection, serial: int, *, is_empty: bool) -> None:
        self.connection = connection
        self.serial = serial
        self.is_empty = is_empty
        self.cache_kib = CACHE_KIB
        self._process = os.getpid()

    def __del__(
        self,
        # At the end of a program the names of its modules go first.
        process: Callable[[], int] = os.getpid,
        abandoned: list[sqlite3.Connection] = _abandoned,
    ) -> None:
        if self._process == process():
            self.connection.close()
        else:
            abandoned.append(self.connection)


class Connections:
    """What the threads of a process read and write one database with."""

    def __init__(self, folder: Path) -> None:
        """Raises StoreTrouble for an SQLite that is too old."""
        if sqlite3.sqlite_version_info < OLDEST:
            said = _("SQLite {found} is too old; {least} or newer is needed.")
            least = ".".join(map(str, OLDEST))
            raise StoreTrouble(said.format(found=sqlite3.sqlite_version, least=least))
        self.path = folder / DATABASE
        self._made = 0
        self._is_trusted = False
        self._begin()

    def mine(self) -> sqlite3.Connection:
        """The connection of this thread; to an empty store in memory where there is none yet."""
        return self._mine().connection

    @property
    def serial(self) -> int:
        """The number of this thread's connection; a fresh one has another."""
        return self._mine().serial

    @property
    def is_empty(self) -> bool:
        """Is there no store yet?"""
        return self._mine().is_empty

    def remember(self, kib: int = CACHE_KIB) -> None:
        """Let the connection of this thread, if it has one, keep so much in memory."""
        mine = self._known()
        if mine is not None and mine.cache_kib != kib:
            mine.connection.execute(f"pragma cache_size = -{kib}")
            mine.cache_kib = kib

    def drop_mine(self) -> None:
        """Close the connection of this thread; the next one asked for is a fresh one."""
        mine = self._known()
        self._own.mine = None
        with self._guard:
            self._open.pop(threading.get_ident(), None)
        if mine is not None:
            mine.connection.close()

    def interrupt(self, thread: int) -> None:
        """Stop what a thread is reading."""
        with self._guard:
            mine = self._open.get(thread)
            if mine is not None:
                mine.connection.interrupt()

    def ensure_trusted(self) -> None:
        """Raise StoreTrouble where the folder lies on a file system that is no good; asked once."""
        if not self._is_trusted:
            refuse_untrue(self.path.parent)
            self._is_trusted = True

    def close(self) -> None:
        """Close what this thread has; what another one has, which may be at it, when that ends."""
        if self._process != os.getpid():
            self._begin()
        self.drop_mine()

    def _begin(self) -> None:
        """Nobody has a connection; those of the process that this one was forked from stay its."""
        self._own = threading.local()
        self._open: WeakValueDictionary[int, _Mine] = WeakValueDictionary()
        self._guard = threading.Lock()
        self._process = os.getpid()

    def _known(self) -> _Mine | None:
        mine: _Mine | None = getattr(self._own, "mine", None)
        return mine

    def _mine(self) -> _Mine:
        if self._process != os.getpid():
            self._begin()
        mine = self._known()
        if mine is None or (mine.is_empty and self._is_there()):
            mine = self._renew()
        return mine

    def _renew(self) -> _Mine:
        self.drop_mine()
        is_there = self._is_there()
        if is_there:
            self.ensure_trusted()
        connection = open_database(self.path) if is_there else empty_store()
        if is_there and not schema.form_of(connection):
            # Somebody died while making it: nothing was ever written to it.
            connection.close()
            is_there, connection = False, empty_store()
        with self._guard:
            self._made += 1
            mine = _Mine(connection, self._made, is_empty=not is_there)
            self._open[threading.get_ident()] = mine
        self._own.mine = mine
        return mine

    def _is_there(self) -> bool:
        try:
            return self.path.lstat().st_size > 0
        except FileNotFoundError:
            return False
        except NotADirectoryError:
            return False


def open_database(path: Path) -> sqlite3.Connection:
    """A connection to a database that is there.

    Raises StoreTrouble where it is no ordinary file, cannot be written, or is damaged.
    """
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        raise damaged(path, _("it is no ordinary file"))
    if os.statvfs(path.parent).f_flag & os.ST_RDONLY:
        raise read_only(path)
    if not os.access(path, os.R_OK | os.W_OK) or not os.access(path.parent, os.W_OK):
        raise closed_to_us(path)
    with told(path):
        connection = sqlite3.connect(
            f"file:{quote_from_bytes(os.fsencode(path.absolute()))}?mode=rw",
            uri=True,
            isolation_level=None,
            timeout=PATIENCE_MS / 1000,
            # A thread uses its own only; that of a store nobody has is closed by whoever had it.
            check_same_thread=False,
            cached_statements=256,
        )
        try:
            for pragma in PRAGMAS:
                connection.execute(f"pragma {pragma}")
            schema.refuse_other(connection, path.parent)
        except BaseException:
            connection.close()
            raise
    return connection


def empty_store() -> sqlite3.Connection:
    """What a store reads like before anything was written to it."""
    connection = _in_memory()
    connection.deserialize(_empty())
    return connection


@cache
def _empty() -> bytes:
    """Made once: its tables and indexes take ten times as long as a copy of them."""
    with closing(_in_memory()) as connection:
        schema.make(connection)
        return connection.serialize()


def _in_memory() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)

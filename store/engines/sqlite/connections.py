"""Connections (连接): one to the database for each thread, none across a fork.

Nothing else in the process ever opens `shop.db`, its `-wal` or its `-shm`: closing such a file
drops the locks that SQLite holds on it in this process.
"""

import os
import sqlite3
import stat
import threading
from pathlib import Path
from urllib.parse import quote_from_bytes

from store.engines.places import refuse_untrue
from store.engines.sqlite import schema
from store.engines.trouble import closed_to_us, damaged, read_only, told
from store.errors import StoreTrouble
from store.words import _

DATABASE = "shop.db"
OLDEST = (3, 37, 0)
"""STRICT tables came with it."""
PATIENCE_MS = 5000
"""The lock stands in front of every writer, so only a checkpoint is ever waited for."""
CACHE_KIB = 4000
LOG_PAGES = 4000
"""Pages of the log after which a commit writes them back itself, if nobody did it before."""
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


class Connections:
    """What the threads of a process read and write one database with."""

    def __init__(self, folder: Path) -> None:
        """Raises StoreTrouble for an SQLite that is too old."""
        if sqlite3.sqlite_version_info < OLDEST:
            said = _("SQLite {found} is too old; {least} or newer is needed.")
            least = ".".join(map(str, OLDEST))
            raise StoreTrouble(said.format(found=sqlite3.sqlite_version, least=least))
        self.path = folder / DATABASE
        self._own = threading.local()
        self._open: dict[int, sqlite3.Connection] = {}
        self._guard = threading.Lock()
        self._process = os.getpid()
        self._made = 0

    def mine(self) -> sqlite3.Connection:
        """The connection of this thread; to an empty store in memory where there is none yet."""
        if self._process != os.getpid():
            self._abandon()
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if connection is None or (self._own.is_empty and self._is_there()):
            connection = self._renew()
        return connection

    @property
    def serial(self) -> int:
        """The number of this thread's connection; a fresh one has another."""
        self.mine()
        return int(self._own.serial)

    @property
    def is_empty(self) -> bool:
        """Is there no store yet?"""
        self.mine()
        return bool(self._own.is_empty)

    def remember(self, kib: int = CACHE_KIB) -> None:
        """Let the connection of this thread, if it has one, keep so much in memory."""
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if connection is not None and self._own.cache_kib != kib:
            connection.execute(f"pragma cache_size = -{kib}")
            self._own.cache_kib = kib

    def drop_mine(self) -> None:
        """Close the connection of this thread; the next one asked for is a fresh one."""
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        self._own.connection = None
        with self._guard:
            self._open.pop(threading.get_ident(), None)
        if connection is not None:
            connection.close()

    def interrupt(self, thread: int) -> None:
        """Stop what a thread is reading."""
        with self._guard:
            connection = self._open.get(thread)
            if connection is not None:
                connection.interrupt()

    def close(self) -> None:
        """Close what this thread has; what other threads have closes once nobody has it."""
        if self._process != os.getpid():
            self._abandon()
        self.drop_mine()
        with self._guard:
            self._open.clear()
        self._own = threading.local()

    def _renew(self) -> sqlite3.Connection:
        self.drop_mine()
        is_there = self._is_there()
        connection = open_database(self.path) if is_there else empty_store()
        if is_there and not schema.form_of(connection):
            # Somebody died while making it: nothing was ever written to it.
            connection.close()
            is_there, connection = False, empty_store()
        self._own.connection, self._own.is_empty = connection, not is_there
        self._own.cache_kib = CACHE_KIB
        with self._guard:
            self._made += 1
            self._own.serial = self._made
            self._open[threading.get_ident()] = connection
        return connection

    def _is_there(self) -> bool:
        try:
            return self.path.lstat().st_size > 0
        except FileNotFoundError:
            return False
        except NotADirectoryError:
            return False

    def _abandon(self) -> None:
        with self._guard:
            _abandoned.extend(self._open.values())
            self._open = {}
            self._own = threading.local()
            self._process = os.getpid()


def open_database(path: Path) -> sqlite3.Connection:
    """A connection to a database that is there.

    Raises StoreTrouble where it is no ordinary file, cannot be written, or is damaged.
    """
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        raise damaged(path, _("it is no ordinary file"))
    refuse_untrue(path.parent)
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
            cached_statements=256,
        )
        try:
            for pragma in PRAGMAS:
                connection.execute(f"pragma {pragma}")
            schema.refuse_later(connection, path.parent)
        except BaseException:
            connection.close()
            raise
    return connection


def empty_store() -> sqlite3.Connection:
    """What a store reads like before anything was written to it."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    schema.make(connection)
    return connection

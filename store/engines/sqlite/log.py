"""Log: the write-ahead log is written back in the background, so that no commit has to do it."""

import sqlite3
import threading
from contextlib import suppress
from pathlib import Path

from store.engines.lock import free
from store.engines.sqlite.connections import open_database
from store.errors import StoreTrouble

LONG_BYTES = 4_000_000
"""A log of so many bytes is written back: about a thousand pages."""
SEVERAL_COMMITS = 6
"""After so many large commits it is; a page that several of them changed is written back once."""


class Log:
    """The `-wal` of one database, as far as this process looks after it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._log = path.with_name(path.name + "-wal")
        self._worker: threading.Thread | None = None
        self._stopped_at = 0
        self._since = 0

    def written(self) -> None:
        """Something was committed: write a long log back, in a thread of its own."""
        size = self._size()
        if size < self._stopped_at:
            self._stopped_at = 0  # it began anew
        if size - self._stopped_at > LONG_BYTES and not (self._worker and self._worker.is_alive()):
            self._stopped_at = size
            self._worker = threading.Thread(target=self._write_back, name="log", daemon=True)
            self._worker.start()

    def write_back(self, connection: sqlite3.Connection) -> None:
        """After one of many changes: write the log back here, now and then.

        Before a commit would have to do it, under the lock; the size of the file does not tell how
        much of it is still to be written back.
        """
        self._since += 1
        if self._since == SEVERAL_COMMITS:
            self._since = 0
            connection.execute("pragma wal_checkpoint(passive)").fetchall()

    def truncate(self, lock: Path, connection: sqlite3.Connection) -> None:
        """Write all of it back and cut it, unless somebody is writing."""
        if self._size():
            with free(lock) as is_free:
                if is_free:
                    connection.execute("pragma wal_checkpoint(truncate)")

    def wait(self) -> None:
        """Wait until the thread has ended."""
        if self._worker is not None:
            self._worker.join()

    def _write_back(self) -> None:
        # What does not work now is done by the next one, or at closing.
        with suppress(sqlite3.Error, OSError, StoreTrouble):
            connection = open_database(self._path)
            try:
                connection.execute("pragma wal_checkpoint(passive)")
            finally:
                connection.close()

    def _size(self) -> int:
        try:
            return self._log.stat().st_size
        except OSError:
            return 0

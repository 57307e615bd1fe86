"""SqliteEngine: a folder with one database, shared with any number of other processes."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from store.engines.lock import LOCK, locked
from store.engines.own_commits import OwnCommits
from store.engines.protocol import Ahead
from store.engines.sqlite import schema
from store.engines.sqlite.beginning import begin, roll_back
from store.engines.sqlite.connections import open_database
from store.engines.sqlite.head import acknowledge, acknowledged
from store.engines.sqlite.log import Log
from store.engines.sqlite.session import SqliteSession
from store.engines.sqlite.statements import SqliteStatements
from store.engines.sqlite.trouble import told
from store.engines.trouble import broken_off, damaged
from store.errors import StoreTrouble
from store.files.durable import Make, private
from store.files.places import prepare
from store.files.sharing import create
from store.files.trouble import unwritten
from store.words import _, counts

UNFINISHED = ("SQLITE_FULL", "SQLITE_IOERR_WRITE")
"""Failures before the end of a commit was written, which nobody can take for one."""


class SqliteEngine(SqliteStatements):
    """The documents, events and rows of one store; see `store.engines.protocol.Engine`."""

    def __init__(self, folder: Path) -> None:
        """Open the store in this folder; it is made by the first change.

        Raises StoreTrouble where the store is of another form, damaged, or knows less than was
        acknowledged.
        """
        super().__init__(folder)
        self.who = ""
        self._log = Log(self._path)
        self._own_commits = OwnCommits(0)
        self._is_prepared = False
        try:
            # Whoever may not write is told that, before the notes that he may not read either.
            self._connections.mine()
            self._refuse_less()
            self._own_commits = OwnCommits(self.commits())
            self._version = self._data_version()
        except BaseException:
            self.close()
            raise

    # The store as a whole

    @contextmanager
    def writing(self, _ahead: Ahead | None = None) -> Iterator[None]:
        """Hold the lock in one transaction, which is committed when the block ends."""
        if self.is_writing:
            with self._dooming():
                yield
            return
        self._prepare()
        if self._connections.mine().in_transaction:
            raise RuntimeError("`writing` inside `moment`: what is read there could not change")
        with locked(self.folder / LOCK, self.who):
            connection = self._made()
            with told(self._path):
                begin(connection)
            self._connections.remember(self._cache_kib)
            self._turn.process, self._turn.is_doomed = os.getpid(), False
            before = connection.total_changes
            try:
                yield
                # A process that was forked inside the block must not end the other's transaction.
                if self.is_writing:
                    if self._turn.is_doomed:
                        raise broken_off()
                    self._write_rows()
                    if connection.total_changes != before:
                        self._commit(connection)
            finally:
                is_ours, self._turn.process = self.is_writing, 0
                self._pending_rows.clear()
                if is_ours:
                    roll_back(connection)
                    self._connections.remember(self._cache_kib)
        if is_ours and not self._is_followed:
            self._log.written()

    @contextmanager
    def moment(self) -> Iterator[None]:
        """Read everything inside as it is at one moment."""
        connection = self._connections.mine()
        if connection.in_transaction:
            yield
            return
        process = os.getpid()
        with told(self._path):
            connection.execute("begin")
        try:
            yield
        finally:
            # What was forked inside leaves the other's transaction alone.
            if process == os.getpid():
                roll_back(connection)

    def commits(self) -> int:
        """The number of the last commit, from 1; 0 where nothing was written yet."""
        return self._number("select commits from store")

    def changed(self) -> bool:
        """Did others commit since this was last asked, or since opening?

        To be asked by one thread only: the number that SQLite counts is a connection's own.
        """
        version = self._data_version()
        if version == self._version:
            return False
        self._version = version
        return self._own_commits.others_since(self.commits())

    def check(self, *, full: bool = False) -> None:
        """Check head, file and pages, with `full` also what lists are searched by.

        Raises StoreTrouble with the first broken thing.
        """
        from store.engines.row_check import broken_row
        from store.engines.sqlite.copying import check_pages

        self._refuse_less()
        with told(self._path):
            check_pages(self._connections.mine(), self._path, full=full)
            if full and (said := broken_row(SqliteSession(self._connections.mine()))):
                raise damaged(self._path, said)

    def copy_to(self, path: Path, make: Make = private) -> None:
        """Write a checked copy of everything but files to a new file, while others go on."""
        from store.engines.sqlite.copying import write_copy

        with told(self._path):
            write_copy(self._connections.mine(), path, make)

    def ensure_founded(self, *, founds: bool = False) -> None:
        """Nothing else is in the folder of a store."""

    def note_many(self) -> None:
        """Nothing: each statement has one way here, whatever there is."""

    def write_back(self) -> None:
        """Between many changes: write a log that has become long back now, in this thread."""
        with suppress(sqlite3.Error):
            self._log.write_back(self._connections.mine())

    def rest(self) -> None:
        """Write the whole log back and cut it, if nobody else is at work; nobody waits for it."""
        with suppress(StoreTrouble, sqlite3.Error):
            self._log.truncate(self.folder / LOCK, self._connections.mine())

    def interrupt(self, thread: int) -> None:
        """Stop what this thread is reading; it raises InterruptedReading there."""
        self._connections.interrupt(thread)

    def silence(self) -> None:
        """Nothing: a disk answers."""

    def close(self) -> None:
        """Let go of every file; what another thread reads with it lets go of at its end."""
        self._log.wait()
        self._connections.close()

    # Beneath

    def _data_version(self) -> tuple[int, int]:
        return self._connections.serial, self._number("pragma data_version")

    def _prepare(self) -> None:
        if not self._is_prepared:
            prepare(self.folder)
            self._connections.ensure_trusted()
            self._is_prepared = True

    def _made(self) -> sqlite3.Connection:
        """The connection of this thread, to a store that is there; the lock is held."""
        self._refuse_less()
        if not self._connections.is_empty:
            connection = self._connections.mine()
            # Somebody with a later version of the program may have brought it forward meanwhile.
            schema.refuse_other(connection, self.folder)
            return connection
        if not self._path.exists():
            create_new(self._path)
        with told(self._path), closing(open_database(self._path)) as fresh:
            fresh.execute("pragma journal_mode = wal")
            fresh.execute("begin immediate")
            schema.make(fresh)
            fresh.execute("commit")
        return self._connections.mine()

    def _refuse_less(self) -> None:
        """Raise StoreTrouble where the store knows less than somebody was told.

        The note is read first: a commit that it tells of is there for whoever looks afterwards.
        """
        told_of = acknowledged(self.folder)
        known = self.commits() if told_of else 0
        if known >= told_of:
            return
        from store.engines.sqlite.copying import told_of_copies

        said = told_of_copies(self.folder, told_of, known)
        raise StoreTrouble(
            _("{file} has lost its last {commits} (it knows {known} of {all}). {what}").format(
                file=self._path,
                commits=counts.commits(told_of - known),
                known=known,
                all=told_of,
                what=said,
            ),
            code="lost_commits",
        )

    def _commit(self, connection: sqlite3.Connection) -> None:
        with told(self._path):
            ((number,),) = connection.execute(
                "update store set commits = commits + 1 returning commits"
            ).fetchall()
            # Known before it is there, so that whoever polls never takes it for another's.
            self._own_commits.add(number)
            try:
                connection.execute("commit")
            except sqlite3.Error as error:
                self._look_again(connection, number, error)
        acknowledge(self.folder, number)

    def _look_again(
        self, connection: sqlite3.Connection, number: int, error: sqlite3.Error
    ) -> None:
        """A commit that failed is no answer: ask a fresh connection whether it is there.

        The lock is still ours, so nobody else can have used the number.
        """
        roll_back(connection)
        self._connections.drop_mine()
        self._own_commits.discard(number)
        try:
            is_there = self.commits() >= number
        except StoreTrouble:
            raise _uncertain(self._path, error) from error
        if not is_there:
            self._bury(error)
            raise unwritten(self._path, error) from error
        self._own_commits.add(number)

    def _bury(self, error: sqlite3.Error) -> None:
        """Write over what a failed commit left in the log: where only the sync failed, that is all
        of it, and would come back once every process has died.
        """
        if getattr(error, "sqlite_errorname", "") in UNFINISHED:
            return
        connection = self._connections.mine()
        try:
            connection.execute("begin immediate")
            # What stays the same would not be written.
            connection.execute("update store set commits = commits + 1")
            connection.execute("update store set commits = commits - 1")
            connection.execute("commit")
        except sqlite3.Error:
            roll_back(connection)
            raise _uncertain(self._path, error) from error


def create_new(path: Path) -> None:
    """Make the empty file of a database with its final mode, before SQLite opens it."""
    try:
        os.close(create(path, os.O_RDWR | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW))
    except OSError as error:
        raise unwritten(path, error.strerror or error) from error


def _uncertain(path: Path, error: sqlite3.Error) -> StoreTrouble:
    return StoreTrouble(
        _(
            "{file} could not be written ({reason}), and the disk does not say whether the change"
            " is there. Look before you repeat it."
        ).format(file=path, reason=error),
        code="uncertain",
    )

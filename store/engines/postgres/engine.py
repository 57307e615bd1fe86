"""PostgresEngine: the rows of one shop in a database that any number of others use too.

A change holds the row of its shop in the table `store` from its first statement to its commit: the
lock of the store, which goes with its connection however that ends. So a rule that was asked under
it is still right when the change is committed, as on a disk of our own.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path

import psycopg

from store.engines.own_commits import OwnCommits
from store.engines.postgres import schema
from store.engines.postgres.address import SHOPS_TOLD, address_of, no_such_shop
from store.engines.postgres.checking import check_heads, check_numbers
from store.engines.postgres.committing import Commit, forget_names
from store.engines.postgres.connections import Connections
from store.engines.postgres.holding import hold
from store.engines.postgres.session import PostgresSession
from store.engines.postgres.statements import PostgresStatements
from store.engines.postgres.trouble import told, unheard
from store.engines.protocol import Ahead
from store.engines.row_check import broken_row
from store.engines.trouble import broken_off, damaged
from store.errors import StoreTrouble
from store.files.durable import Make, holding, private, write_new
from store.files.places import ADDRESS, prepare
from store.files.sharing import create
from store.files.trouble import as_unwritten
from store.search.sql import ours

_COMMITS = f"select commits from {ours('store', 's')}"


class PostgresEngine(PostgresStatements):
    """The documents, events and rows of one shop; see `store.engines.protocol.Engine`."""

    is_copied_daily = False

    def __init__(self, url: str) -> None:
        """Open the store that a URL names; its tables have to be there.

        Raises BadInput for what is no address, StoreTrouble where the database cannot be reached or
        is of another form.
        """
        address = address_of(url)
        super().__init__(Connections(address.conninfo), address.shown, address.shop)
        self._is_prepared = False
        try:
            with told(self._shown), self._connections.lent() as connection:
                database = schema.database_of(connection, self._shown)
            self.folder: Path = address.folder_in(database)
            self._own_commits = OwnCommits(self.commits())
        except BaseException:
            self.close()
            raise

    @property
    def who(self) -> str:
        """What those are told we are called who wait for us."""
        return self._connections.who

    @who.setter
    def who(self, name: str) -> None:
        self._connections.who = name
        self._connections.forget_idle()

    @contextmanager
    def writing(self, ahead: Ahead | None = None) -> Iterator[None]:
        """Hold the shop's row in one transaction, which is committed when the block ends."""
        if self.is_writing:
            with self._dooming():
                yield
            return
        if self._mine() is not None:
            raise RuntimeError("`writing` inside `moment`: what is read there could not change")
        if not self._is_prepared:
            self._prepare()
        asked = self._foresight.asked(ahead) if ahead else ()
        with self._speaking(partial(hold, self._connections, asked)) as (session, commits):
            try:
                self._turn.process, self._turn.is_doomed = os.getpid(), False
                self._turn.session = session
                yield
                # A process that was forked inside the block must not end the other's transaction.
                if self.is_writing:
                    with told(self._shown):
                        self._end(session, commits + 1)
            finally:
                self._turn.process, self._turn.session = 0, None
                self._pending_rows.clear()
                if session.process == os.getpid():
                    session.roll_back()

    @contextmanager
    def moment(self) -> Iterator[None]:
        """Read everything inside as it is at one moment."""
        if self._mine() is not None:
            yield
            return
        with self._speaking(_look) as (session, _none):
            self._turn.session = session
            try:
                yield
            finally:
                self._turn.session = None
                if session.process == os.getpid():
                    session.roll_back()

    def commits(self) -> int:
        """The number of the last commit, from 1; 0 where nothing was written yet."""
        found = self._read(_COMMITS)
        return int(found[0][0]) if found else 0

    def changed(self) -> bool:
        """Did others commit since this was last asked, or since opening?

        Numbers follow each other without a gap, for who gives one holds the shop's row: no clock
        has to be trusted, and nothing is told twice.
        """
        self._connections.try_again()
        with self._connections.listening():
            commits = self.commits()
        return self._own_commits.others_since(commits)

    def check(self, *, full: bool = False) -> None:
        """Check every head and the numbers of commits, with `full` also what lists are searched by.

        Pages are the server's. It takes as long as it takes. Raises StoreTrouble with the first
        broken thing.
        """
        with self.moment():
            session = self._mine()
            assert session is not None
            with told(self._shown):
                session.say("set local statement_timeout = 0")
                check_numbers(session, self._shown)
                check_heads(session, self._shown)
                if full and (broken := broken_row(session)):
                    raise damaged(self._shown, broken)

    def copy_to(self, path: Path, make: Make = private) -> None:
        """Write a checked copy of everything but files to a new file, while others go on.

        It is what a folder's would be, so that it becomes a store by the same means.
        """
        from store.engines.copied import copy_of

        copy_of(self, path, make)

    def following(self) -> nullcontext[None]:
        """While this thread makes many changes: the server's memory is its own."""
        return nullcontext()

    def write_back(self) -> None:
        """Between two changes: the server leaves nothing to be done."""

    def rest(self) -> None:
        """While nobody works: forget and close what is not needed any more."""
        with suppress(StoreTrouble), told(self._shown):
            forget_names(self._connections, self._shop)
        self._connections.forget_idle()

    def interrupt(self, thread: int) -> None:
        """Stop what this thread is reading; it raises InterruptedReading there."""
        self._connections.interrupt(thread)

    def silence(self) -> StoreTrouble | None:
        """What is to be said as long as the last look for news has had no answer."""
        return unheard(self._shown) if self._connections.is_silent else None

    def close(self) -> None:
        """Let go of every connection; what another thread reads with it lets go of at its end."""
        self._connections.close()

    def ensure_founded(self, *, founds: bool = False) -> None:
        """Raise StoreTrouble where there is no such shop but the database has others.

        Who `founds` one names it: the shop without a name is never founded beside others.
        """
        if self.commits() or (founds and self._shop):
            return
        # The one question that is not about a shop: which ones there are.
        found = self._read(f"select of_shop from store order by of_shop limit {SHOPS_TOLD + 1}")
        if found:
            raise no_such_shop(self._shown, self._shop, [name for (name,) in found])

    def note_many(self) -> None:
        """Much was written: have the server count its tables again, where this role may."""
        with suppress(psycopg.Error), self._connections.lent() as connection:
            for name in schema.tables():
                connection.execute(f"analyze {name}".encode())

    def _prepare(self) -> None:
        """Have the folder beside it, and a file there that says beside what."""
        prepare(self.folder)
        path = self.folder / ADDRESS
        with as_unwritten(path), suppress(FileExistsError):
            write_new(path, holding(f"{self._shown}\n".encode()), create)
        self._is_prepared = True

    def _end(self, session: PostgresSession, number: int) -> None:
        """Commit what was written, if anything was, as the commit of this number."""
        if self._turn.is_doomed:
            raise broken_off()
        self._write_rows()
        if session.is_to_commit():
            # Known before it is there, so that whoever polls never takes it for another's.
            self._own_commits.add(number)
            try:
                Commit(self._connections, session, number, self._shown).make()
            except BaseException:
                self._own_commits.discard(number)
                raise


def _look(session: PostgresSession) -> None:
    session.say("begin isolation level repeatable read read only")


def make_tables(url: str) -> bool:
    """Make the tables of the database that a URL names, as its owner; were they there already?"""
    address = address_of(url)
    with told(address.shown):
        connection = Connections(address.conninfo).fresh()
        try:
            return schema.make(connection, address.shown)
        finally:
            connection.close()

"""Committing (提交): a commit that says whether it was made, also where its answer was lost.

Each has a name that nothing else has, written with what it commits. Where the connection ends
before the answer came, the name is looked for on a fresh one, behind the lock of the shop's row:
what may still be under way at the server has come to its end then, one way or the other.
"""

import time
from uuid import uuid4

import psycopg
from psycopg import errors

from store.engines.postgres.connections import Connections
from store.engines.postgres.session import PostgresSession, statement
from store.engines.postgres.trouble import is_lost, numbers_wrong, reason_of, unconfirmed
from store.errors import StoreTrouble
from store.files.trouble import unwritten
from store.search.sql import ours
from store.words import _

COMMIT_SECONDS = 20
"""A server that waits for its standby would wait for ever, and knows no limit for that.

Told to leave it, it says that the commit is made and on its own disk alone.
"""
LOOKS, PAUSE_SECONDS = 40, 0.25
"""How often, and how far apart, a server that went away in the middle of a commit is asked."""
MOST = 2**63 - 1
"""Commits that can be counted."""
KEPT = 100_000
"""Names of so many commits are kept: more than a shop makes while one of them is looked for."""
_NUMBER = "update store set commits = commits + 1 where @in_shop true"
_NAME = "insert into made (@shop_column number, id) values (@shop_value ?, ?)"
_LOOK = f"select 1 from {ours('made', 'm')} where number = ? and id = ?"
_LAST = f"select coalesce(max(number), 0) from {ours('made', 'm')}"
_FORGET = "delete from made where @in_shop number <= ?"
_WAIT = "select commits from store where @in_shop true for update"


def forget_names(connections: Connections, shop: str) -> None:
    """Forget the names that nobody will look for any more."""
    last = _last(connections, shop)
    if last > KEPT:
        with connections.lent() as connection:
            connections.run(connection, *statement(_FORGET, (last - KEPT,), shop))


def _last(connections: Connections, shop: str) -> int:
    ((last,),) = connections.read(*statement(_LAST, (), shop))
    return int(last)


class Commit:
    """The end of one change, which holds its shop's row."""

    def __init__(
        self, connections: Connections, session: PostgresSession, number: int, store: str
    ) -> None:
        """`number` is its place among the commits of the shop, from 1."""
        self._connections, self._session = connections, session
        self._number, self._store = number, store
        self._name = str(uuid4())

    def make(self) -> None:
        """Commit; raises StoreTrouble where it is not there, `uncertain` where nobody knows."""
        self._session.write(_NUMBER, [()])
        self._session.write(_NAME, [(self._number, self._name)])
        connection = self._session.connection
        try:
            with self._connections.patience.lasting(connection, COMMIT_SECONDS) as warned:
                self._session.commit()
        except psycopg.Error as error:
            if self._is_of_numbers(error):
                last = _last(self._connections, self._session.shop)
                raise numbers_wrong(self._store, self._number - 1, last) from error
            if not is_lost(error):
                raise
            self._look_again(error)
        else:
            if warned and connection.closed:
                raise unconfirmed(self._store, COMMIT_SECONDS)

    def _is_of_numbers(self, error: psycopg.Error) -> bool:
        """Is the number of this commit taken, or larger than any can be?"""
        is_taken = isinstance(error, errors.UniqueViolation) and error.diag.table_name == "made"
        return is_taken or self._number > MOST

    def _look_again(self, error: psycopg.Error) -> None:
        self._session.connection.close()
        self._connections.forget_idle()
        for _try in range(LOOKS):
            try:
                is_there = self._is_there()
            except errors.QueryCanceled:
                break  # who made it may wait for a standby that never comes
            except psycopg.Error:
                time.sleep(PAUSE_SECONDS)
            else:
                if not is_there:
                    raise unwritten(self._store, reason_of(error)) from error
                return
        raise StoreTrouble(
            _(
                "{store} cannot be reached ({reason}), and nobody knows yet whether the change is"
                " there. Look before you repeat it."
            ).format(store=self._store, reason=reason_of(error)),
            code="uncertain",
            cause=_("The database {store} cannot be reached ({reason}).").format(
                store=self._store, reason=reason_of(error)
            ),
        ) from error

    def _is_there(self) -> bool:
        self._connections.try_again()
        connection = self._connections.fresh()
        try:
            with connection.transaction():
                session = PostgresSession(self._connections, connection, self._session.shop)
                session.say(f"set local statement_timeout = '{COMMIT_SECONDS}s'")
                session.read(_WAIT)
                return bool(session.read(_LOOK, (self._number, self._name)))
        finally:
            connection.close()

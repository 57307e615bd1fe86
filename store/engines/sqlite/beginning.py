"""Beginning (开始写入): a transaction that writes, though another program may hold SQLite's lock.

The lock of the store is ours then. Who waits for the other program may give that up, which SQLite's
own patience does not know.
"""

import sqlite3
from contextlib import suppress

from store.engines.sqlite.connections import PATIENCE_MS
from store.engines.turn import Turn, own_turn

LOOK_MS = 100
"""So long SQLite waits before it is asked whether this is still wished for."""


def begin(connection: sqlite3.Connection) -> None:
    """Begin to write; raises sqlite3.Error after a while in vain, GivenUp where it was given up."""
    connection.execute(f"pragma busy_timeout = {LOOK_MS}")
    try:
        _begin(connection, own_turn())
    except BaseException:
        roll_back(connection)
        raise
    finally:
        connection.execute(f"pragma busy_timeout = {PATIENCE_MS}")


def _begin(connection: sqlite3.Connection, turn: Turn) -> None:
    looks = PATIENCE_MS // LOOK_MS
    for look in range(1, looks + 1):
        try:
            connection.execute("begin immediate")
        except sqlite3.OperationalError as error:
            if look == looks or getattr(error, "sqlite_errorname", "") != "SQLITE_BUSY":
                raise
            turn.wait_on()
        else:
            break
    turn.take()


def roll_back(connection: sqlite3.Connection) -> None:
    """Undo what is open; a connection that cannot even do that has nothing open."""
    with suppress(sqlite3.Error):
        if connection.in_transaction:
            connection.execute("rollback")

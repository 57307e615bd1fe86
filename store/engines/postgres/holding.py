"""Holding (占用): the row of a shop, waited for in turn; who waits may give up, and knows for whom.

Everybody who changes a shop takes the lock of its row first. A wait ends after as long as the one
for the lock of a folder does, with a sentence that names who holds it.
"""

from collections.abc import Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from threading import Thread
from urllib.parse import unquote

import psycopg

from store.engines import lock
from store.engines.dialect import Asked
from store.engines.postgres.connections import Connections
from store.engines.postgres.patience import CANCEL_SECONDS
from store.engines.postgres.session import PostgresSession
from store.engines.turn import own_turn

LOOK_SECONDS = 0.1
"""After so long a wait it is asked for whom: most waits are shorter."""
ROW = "select commits from store where @in_shop true for update"


def hold(connections: Connections, ahead: Sequence[Asked], session: PostgresSession) -> int:
    """Begin a transaction that holds the shop's row; how many commits there are.

    The questions `ahead` are asked in the same turn. Raises StoreTrouble after five seconds.
    """
    turn = own_turn()
    session.begin()
    # An error would undo what is prepared in the same turn.
    held = session.read_ahead((f"{ROW} skip locked", ()), ahead)
    if not held:
        session.roll_back()
        return _wait(connections, session, ahead)
    turn.take()
    return int(held[0][0])


def _take(session: PostgresSession, ahead: Sequence[Asked]) -> int:
    session.begin()
    held = session.read_ahead((ROW, ()), ahead)
    if not held:
        # The first change of a shop makes its row; who does that at the same moment waits for it.
        made = "insert into store (@shop_column commits) values (@shop_value 0)"
        session.write(f"{made} on conflict do nothing", [()])
        held = session.read(ROW)
    session.changes = 0
    return int(held[0][0])


def _wait(connections: Connections, session: PostgresSession, ahead: Sequence[Asked]) -> int:
    turn, taken, holder, commits = own_turn(), Future[None](), [""], [0]

    def take() -> None:
        # Nobody waits for an answer any more where it was given up meanwhile.
        with suppress(InvalidStateError):
            try:
                commits[0] = _take(session, ahead)
            except BaseException as error:  # noqa: BLE001 - raised where it is waited for
                taken.set_exception(error)
            else:
                taken.set_result(None)

    waiter = Thread(target=take, name="lock", daemon=True)
    waiter.start()
    try:
        with turn.waiting(taken, lambda: lock.name_of(holder[0])):
            try:
                taken.result(min(LOOK_SECONDS, lock.PATIENCE_SECONDS))
            except TimeoutError:
                holder[0] = _holder(connections, session)
                taken.result(max(lock.PATIENCE_SECONDS - LOOK_SECONDS, 0))
    except TimeoutError:
        _give_up(session, waiter)
        raise lock.in_use(holder[0]) from None
    except BaseException:
        _give_up(session, waiter)
        raise
    waiter.join()
    turn.take()
    return commits[0]


def _give_up(session: PostgresSession, waiter: Thread) -> None:
    """Let the server wait no longer, and the thread with it."""
    while waiter.is_alive():
        with suppress(psycopg.Error):
            session.connection.cancel_safe(timeout=CANCEL_SECONDS)
        waiter.join(LOOK_SECONDS)


def _holder(connections: Connections, session: PostgresSession) -> str:
    """Who is waited for, by number and name; empty where the server does not tell."""
    process = session.connection.info.backend_pid
    asked = (
        "select application_name from pg_stat_activity where pid = any(pg_blocking_pids($1::int))"
    )
    with suppress(psycopg.Error):
        for (name,) in connections.read(asked, (process,)):
            return unquote(str(name or ""))
    return ""

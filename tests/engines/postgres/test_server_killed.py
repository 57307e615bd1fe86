"""kill -9 of the server under eight clients: nothing acknowledged is lost, no answer is wrong."""

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from store.engines.postgres.engine import PostgresEngine, make_tables
from store.engines.protocol import Engine
from store.errors import StoreTrouble
from tests.engines import bank
from tests.engines.bank import ACCOUNTS, Bank, judge, refund
from tests.engines.conftest import ENGINES
from tests.engines.facts import replaced
from tests.postgres import Server, quick_place

CLIENTS = 8
DURABLE = ("max_connections=60",)
"""Everything else is as PostgreSQL has it: a commit that was acknowledged is on the disk."""
BETWEEN, SECONDS = 15, 60.0
"""Refunds between two kills, and how long they may take."""
NAME = "postgres, a server of its own"


@pytest.fixture
def server() -> Iterator[Server]:
    """One that may be killed."""
    with TemporaryDirectory(prefix="pg", dir=quick_place()) as folder:
        made = Server(Path(folder), DURABLE)
        made.start()
        make_tables(made.url)
        yield made
        made.stop()


def patient(_name: str, folder: Path, chance: random.Random, say: int) -> None:
    """A client that goes on whatever becomes of the server, and tells what it was told."""
    engine = opened(folder)
    seed, number = chance.getrandbits(40), 0
    while True:
        number += 1
        account = f"a{chance.randrange(ACCOUNTS)}"
        key, amount = f"{seed}-{number}", chance.randrange(1, 40)
        try:
            if refund(engine, account, key, amount):
                os.write(say, f"saved {account} {key} {amount}\n".encode())
        except StoreTrouble as error:
            what = "error" if error.code == "uncertain" else "refused"
            os.write(say, f"{what} {account} {key} {amount}\n".encode())
            time.sleep(0.02)


def opened(folder: Path) -> Engine:
    """The store, as soon as its server answers."""
    while True:
        try:
            return ENGINES[NAME](folder)
        except StoreTrouble:
            time.sleep(0.02)


def run(server: Server, folder: Path, kills: int, patch: pytest.MonkeyPatch) -> Bank:
    url = f"{server.url}&folder={folder}"
    patch.setitem(ENGINES, NAME, lambda _folder: PostgresEngine(url))
    clients = Bank(NAME, folder, random.Random(kills), lambda _chance: replaced_client())
    try:
        for _each in range(CLIENTS):
            clients.start()
        for _kill in range(kills):
            until(clients, BETWEEN)
            server.stop(signal.SIGKILL)
            clients.wait(0.1)
            server.start()
        until(clients, BETWEEN)
    finally:
        clients.kill([*clients.clients])
    assert not clients.errors, clients.errors[0]
    engine = ENGINES[NAME](folder)
    judge(engine, clients.saved)
    assert [key for key in clients.refused if engine.event_with(key)] == []
    engine.close()
    return clients


def replaced_client() -> None:
    replaced(bank, client=patient)  # type: ignore[arg-type] # a module, not a class


def until(clients: Bank, more: int) -> None:
    """So many more refunds are saved."""
    wanted, deadline = len(clients.saved) + more, time.monotonic() + SECONDS
    while len(clients.saved) < wanted:
        assert time.monotonic() < deadline, f"{len(clients.saved)} of {wanted} refunds"
        clients.wait(0.1)


def test_nothing_acknowledged_is_lost_with_the_server(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = run(server, tmp_path, 2, monkeypatch)
    assert clients.refused, "no client was in the middle of anything"


@pytest.mark.long
@pytest.mark.skipif("SHOUHOU_LONG" not in os.environ, reason="the long form of the one above")
def test_nothing_acknowledged_is_lost_with_twenty_kills(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = run(server, tmp_path, 20, monkeypatch)
    said = f"20 kills, {len(clients.saved)} refunds saved, 0 lost, {len(clients.refused)} refused"
    print(said)  # noqa: T201

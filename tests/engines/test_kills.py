"""kill -9 at random in five writers with checkpoints running: nothing acknowledged is lost."""

import os
import random
import signal
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

import pytest

from store.engines.protocol import Kept
from store.engines.sqlite import engine as engine_module
from store.engines.sqlite import log, schema
from store.engines.sqlite.engine import SqliteEngine
from store.errors import StoreTrouble
from tests.engines.bank import Bank, Prepare, judge
from tests.engines.conftest import ENGINES
from tests.engines.facts import replaced

CLIENTS = 5
ALL_AT_ONCE = 10
"""Every so many rounds all clients are killed at the same time."""


def die(*_given: Any, **_named: Any) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError  # pragma: no cover - nobody gets here


def dying(real: Callable[..., Any], time_of: int, *, before: bool) -> Callable[..., Any]:
    """The same, but it is the last thing the process does, this time."""
    times = count(1)

    def call(*given: Any, **named: Any) -> Any:
        if next(times) != time_of:
            return real(*given, **named)
        if not before:
            real(*given, **named)
        die()

    return call


POINTS: list[tuple[Any, str]] = [
    (engine_module, "acknowledge"),
    (engine_module, "create_new"),
    (schema, "make"),
    (SqliteEngine, "_commit"),
    (SqliteEngine, "add_events"),
    (SqliteEngine, "rest"),
    (log.Log, "_write_back"),
]


def sometimes_at_a_point(chance: random.Random) -> None:
    """The log is written back all the time; half of the clients die at a named moment."""
    log.LONG_BYTES = 60_000
    if chance.random() < 0.5:
        owner, name = chance.choice(POINTS)
        real = getattr(owner, name)
        before = chance.random() < 0.5
        setattr(owner, name, dying(real, chance.randrange(1, 12), before=before))


def run(
    name: str, folder: Path, kills: int, prepare: Prepare = sometimes_at_a_point, seed: int = 3
) -> Bank:
    bank = Bank(name, folder, random.Random(seed), prepare)
    try:
        for number in count(1):
            one_round(bank, everybody=number % ALL_AT_ONCE == 0)
            if bank.kills >= kills:
                break
    finally:
        bank.kill(list(bank.clients))
    judged(bank)
    return bank


def one_round(bank: Bank, *, everybody: bool) -> None:
    while len(bank.clients) < CLIENTS:
        bank.start()
    deadline = time.monotonic() + bank.chance.uniform(0.005, 0.08)
    while time.monotonic() < deadline:
        bank.wait(deadline - time.monotonic())
    bank.kill(list(bank.clients) if everybody else [bank.chance.choice(bank.clients)])
    if everybody:
        judged(bank)


def judged(bank: Bank) -> None:
    assert not bank.errors, bank.errors[0]
    engine = ENGINES[bank.name](bank.folder)
    judge(engine, bank.saved)
    engine.close()


@pytest.mark.parametrize("name", ENGINES)
def test_no_refund_is_lost_by_kills(name: str, tmp_path: Path) -> None:
    bank = run(name, tmp_path / "store", 25)
    assert len(bank.saved) > 25  # between kills something is saved, on a busy machine too


@pytest.mark.long
@pytest.mark.skipif("SHOUHOU_LONG" not in os.environ, reason="the long form of the one above")
@pytest.mark.parametrize("name", ENGINES)
def test_no_refund_is_lost_by_a_thousand_kills(name: str, tmp_path: Path) -> None:
    bank = run(name, tmp_path / "store", 1000, seed=11)
    print(f"{bank.kills} kills, {len(bank.saved)} refunds saved, 0 lost")  # noqa: T201


# The harness finds what it is there for


def saved_before_written(_chance: random.Random) -> None:
    real = SqliteEngine._commit
    times = count(1)

    def commit(self: SqliteEngine, connection: Any) -> None:
        if next(times) % 5:
            real(self, connection)

    replaced(SqliteEngine, _commit=commit)


def judged_from_an_old_state(_chance: random.Random) -> None:
    """What was read before the lock counts, and whatever others wrote meanwhile is overwritten."""
    seen: dict[tuple[str, str], Kept] = {}
    read = SqliteEngine.document_with

    def document_with(self: SqliteEngine, kind: str, key: str) -> Kept | None:
        now = read(self, kind, key)
        old = seen.get((kind, key), now)
        if now:
            seen[kind, key] = now
        return old._replace(version=now.version) if old and now else now

    replaced(SqliteEngine, document_with=document_with)


def rows_of_another_commit(_chance: random.Random) -> None:
    real = SqliteEngine.put_rows
    times = count(1)

    def put_rows(self: SqliteEngine, *given: Any) -> None:
        if next(times) % 5:
            real(self, *given)

    replaced(SqliteEngine, put_rows=put_rows)


FAULTS = [saved_before_written, judged_from_an_old_state, rows_of_another_commit]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_store_with_a_known_fault_is_found(fault: Prepare, tmp_path: Path) -> None:
    with pytest.raises((AssertionError, StoreTrouble)):
        run("sqlite", tmp_path / "store", 60, fault)

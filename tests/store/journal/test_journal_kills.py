"""kill -9: at any moment, at every named point, one client or all; nothing saved is lost."""

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import msgspec
import pytest

from store.engines.journal import manifest, store
from store.engines.journal.disk import Disk
from store.engines.journal.engine import JournalEngine
from store.engines.journal.manifest import Manifest
from store.engines.journal.record import seal
from store.errors import StoreTrouble
from tests.store.journal.bank import Bank, Sabotage

CLIENTS = 5
ALL_AT_ONCE = 10
"""Every so many rounds all clients are killed at the same time."""


def run(folder: Path, kills: int, sabotage: Sabotage | None = None, seed: int = 3) -> Bank:
    bank = Bank(folder, random.Random(seed), sabotage)
    try:
        for number in count(1):
            one_round(bank, everybody=number % ALL_AT_ONCE == 0)
            if bank.kills >= kills:
                break
    finally:
        bank.kill(list(bank.clients))
    judge(bank)
    return bank


def one_round(bank: Bank, *, everybody: bool) -> None:
    while len(bank.clients) < CLIENTS:
        bank.start()
    deadline = time.monotonic() + bank.chance.uniform(0.002, 0.05)
    while time.monotonic() < deadline:
        bank.wait(deadline - time.monotonic())
    bank.kill(list(bank.clients) if everybody else [bank.chance.choice(bank.clients)])
    if everybody:
        judge(bank)


def judge(bank: Bank) -> None:
    """The store opens, every refund that was said to be saved is there once, none is above paid."""
    assert not bank.errors, bank.errors[0]
    engine = JournalEngine(bank.folder, checkpoint_after=0)
    keys = Counter(key for _order, key, _amount in bank.saved)
    assert not [key for key, times in keys.items() if times > 1]
    for order, key, _amount in bank.saved:
        event = engine.event_with(key)
        assert event is not None, f"{key} was saved and is lost"
        assert event["subject"] == f"orders/{order}"
    for stored in engine.all("orders"):
        told = engine.events(f"orders/{stored.key}")
        assert len(told) == stored.version
        known = [one["idempotency_key"] for one in told if one["idempotency_key"]]
        assert len(known) == len(set(known))
        assert set(stored.body["refunds"]) <= set(known)
        assert 0 <= sum(stored.body["refunds"].values()) <= stored.body["paid"]
    engine.close()


def test_no_refund_is_lost_by_kills(tmp_path: Path) -> None:
    bank = run(tmp_path / "store", 60)
    assert len(bank.saved) > 100


@pytest.mark.long
@pytest.mark.skipif("SHOUHOU_LONG" not in os.environ, reason="the long form of the one above")
def test_no_refund_is_lost_by_a_thousand_kills(tmp_path: Path) -> None:
    bank = run(tmp_path / "store", 1500, seed=11)
    assert bank.kills >= 1000
    print(f"{bank.kills} kills, {len(bank.saved)} refunds saved, 0 lost")  # noqa: T201


# The harness finds what it is there for


def no_lock() -> None:
    @contextmanager
    def free(_path: Path) -> Iterator[None]:
        yield

    store.__dict__["locked"] = free


def manifest_in_place() -> None:
    def replace(disk: Disk, folder: Path, content: Manifest) -> None:
        path = folder / manifest.MANIFEST
        descriptor = disk.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        line, _checksum = seal(msgspec.json.encode(content), 0)
        disk.append(descriptor, line[:40])
        disk.append(descriptor, line[40:])

    manifest.__dict__["replace"] = replace


def saved_before_written() -> None:
    real = store.Store.commit

    def commit(self: store.Store, *given: object) -> None:
        opened = self.opened
        assert opened is not None
        disk, opened.journal._disk = opened.journal._disk, Late()
        real(self, *given)  # type: ignore[arg-type]
        opened.journal._disk = disk

    store.Store.commit = commit  # type: ignore[assignment,method-assign]


class Late(Disk):
    """Keeps the last line in memory until the next one comes."""

    kept: tuple[int, bytes] | None = None

    def append(self, descriptor: int, data: bytes | memoryview) -> int:
        before, Late.kept = Late.kept, (descriptor, bytes(data))
        if before and before[0] == descriptor:
            super().append(*before)
        return len(data)


@pytest.mark.parametrize("sabotage", [no_lock, manifest_in_place, saved_before_written])
def test_a_store_with_a_known_fault_is_found(sabotage: Sabotage, tmp_path: Path) -> None:
    with pytest.raises((AssertionError, StoreTrouble)):
        run(tmp_path / "store", 150, sabotage)

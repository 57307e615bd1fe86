"""Faults: the disk refuses a call; what was acknowledged stays, and the desk goes on afterwards."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tinydb.table import Document

from store.engines.journal import JournalDB, journal
from store.engines.journal.journal import Journal
from store.engines.journal.record import Change
from store.engines.journal.store import Store
from store.errors import StoreTrouble
from tests.store.journal.faults import KINDS, FaultyDisk
from tests.store.journal.scenario import State, store_of

LONG = "SHOUHOU_LONG" in os.environ
STEP = 1 if LONG else 5
ERRORS = [kind for kind in KINDS if kind.startswith("E")]


class Work:
    """Some commits by two desks and two checkpoints; what was said to be saved is remembered."""

    def __init__(self, folder: Path, disk: FaultyDisk) -> None:
        self.folder = folder
        self.disk = disk
        self.saved: dict[int, int] = {}
        self.tried: dict[int, set[int]] = {}
        self.said: list[str] = []
        self.desks: list[JournalDB] = []

    def run(self) -> None:
        self._attempt(self._open)
        self._attempt(self._open)
        for turn in range(5):
            for desk in self.desks:
                self._put(desk, turn % 3 + 1, turn * 10 + self.desks.index(desk) + 1)
            if turn in (1, 3) and self.desks:
                self._attempt(store_of(self.desks[0]).checkpoints.run)

    def _open(self) -> None:
        self.desks.append(JournalDB(self.folder, self.disk, checkpoint_after=0))

    def _put(self, desk: JournalDB, number: int, value: int) -> None:
        self.tried.setdefault(number, set()).add(value)
        table = desk.table("orders")

        def put() -> None:
            if table.contains(doc_id=number):
                table.update({"n": value, "pad": "米" * 300}, doc_ids=[number])
            else:
                table.insert(Document({"n": value, "pad": "米" * 300}, number))
            self.saved[number] = value
            self.tried[number] = {value}

        self._attempt(put)

    def _attempt(self, act: object) -> None:
        try:
            act()  # type: ignore[operator]
        except StoreTrouble as error:
            self.said.append(error.sentence)

    def judge(self) -> None:
        """Nothing saved is lost; the same desks work again, and so does a fresh one."""
        self.disk.healed = True
        with JournalDB(self.folder, checkpoint_after=0) as fresh:
            truth: State = fresh.storage.read() or {}
        for found in [truth, *(desk.storage.read() or {} for desk in self.desks)]:
            assert found == truth
            orders = {int(name): one["n"] for name, one in found.get("orders", {}).items()}
            for number, values in self.tried.items():
                known = {orders[number]} if number in orders else set()
                assert known <= values, f"order {number} is {known}, saved was {values}"
                assert known or number not in self.saved, f"order {number} is lost"
        for desk in self.desks:
            desk.table("orders").upsert(Document({"n": 1}, 50))
            assert store_of(desk).checkpoints.run()
        with JournalDB(self.folder) as last:
            assert not self.desks or last.table("orders").contains(doc_id=50)


def run(folder: Path, at: int, kind: str, *, for_good: bool, only_writes: bool = False) -> Work:
    disk = FaultyDisk(at, KINDS[kind], for_good=for_good, only_writes=only_writes)
    work = Work(folder, disk)
    work.run()
    work.judge()
    for desk in work.desks:
        desk.close()
    assert open_files(folder) == []
    return work


def open_files(folder: Path) -> list[str]:
    """Files of this store that the process has not let go of."""
    targets = []
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            targets.append(str(descriptor.readlink()))
    return [one for one in targets if one.startswith(f"{folder}/")]


def calls_of_a_day(folder: Path, *, only_writes: bool = False) -> int:
    work = run(folder, 10**9, "EIO", for_good=False, only_writes=only_writes)
    assert work.said == []
    return work.disk.count


@pytest.mark.parametrize("kind", ERRORS)
def test_a_call_that_fails_once_loses_nothing(kind: str, quick: Path) -> None:
    total = calls_of_a_day(quick / "0")
    offset = list(KINDS).index(kind) % STEP
    for at in range(1 + offset, total + 1, STEP):
        work = run(quick / str(at), at, kind, for_good=False)
        assert len(work.said) <= 2


@pytest.mark.parametrize("kind", ERRORS)
def test_a_disk_that_fails_for_good_loses_nothing(kind: str, quick: Path) -> None:
    total = calls_of_a_day(quick / "0", only_writes=True)
    for at in range(1, total + 1, STEP):
        work = run(quick / str(at), at, kind, for_good=True, only_writes=True)
        assert all("could not be written" in said for said in work.said)
        assert all(os.strerror(KINDS[kind]) in said for said in work.said)


def test_short_writes_are_finished(quick: Path) -> None:
    total = calls_of_a_day(quick / "0", only_writes=True)
    for at in range(1, total + 1, STEP):
        assert run(quick / str(at), at, "short", for_good=False).said == []
    assert run(quick / "all", 1, "short", for_good=True).said == []


def test_a_write_that_fails_halfway_loses_nothing(quick: Path) -> None:
    total = calls_of_a_day(quick / "0", only_writes=True)
    for at in range(1, total + 1):
        work = run(quick / str(at), at, "half", for_good=False, only_writes=True)
        assert len(work.said) <= 1


# The harness finds what it is there for


def test_a_writer_that_takes_a_short_write_for_a_whole_one_is_found(
    quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        journal, "write_whole", lambda disk, descriptor, data: disk.append(descriptor, data)
    )
    with pytest.raises((AssertionError, StoreTrouble)):
        test_short_writes_are_finished(quick)


def test_a_desk_that_believes_its_change_before_the_disk_has_it_is_found(
    quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Store.commit

    def commit(self: Store, changes: Sequence[Change], events: Any = ()) -> None:
        self.tables.apply(changes)
        real(self, changes, events)

    monkeypatch.setattr(Store, "commit", commit)
    with pytest.raises((AssertionError, StoreTrouble)):
        test_a_write_that_fails_halfway_loses_nothing(quick)


def test_a_writer_that_says_saved_when_the_write_failed_is_found(
    quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Journal.append

    def append(self: Journal, body: bytes) -> None:
        with suppress(StoreTrouble):
            real(self, body)

    monkeypatch.setattr(Journal, "append", append)
    with pytest.raises((AssertionError, StoreTrouble)):
        test_a_write_that_fails_halfway_loses_nothing(quick)

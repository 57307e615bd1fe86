"""A day in the life of a store, recorded call by call: commits, checkpoints, deaths and faults."""

import copy
import errno
import os
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB
from tinydb.table import Document

from store.engines.journal import JournalDB
from store.engines.journal.record import Change, body_of, seal, to_json
from store.engines.journal.storage import JournalStorage
from store.engines.journal.store import Store
from store.errors import StoreTrouble
from tests.store.journal.recording import Call, RecordingDisk

State = dict[str, dict[str, Any]]


def store_of(db: TinyDB) -> Store:
    assert isinstance(db.storage, JournalStorage)
    return db.storage.store


class Day:
    """What happens to one folder; `attempts` has every state a commit number may stand for."""

    def __init__(self, folder: Path, left_out: frozenset[str] = frozenset()) -> None:
        self.folder = folder
        self.disk = RecordingDisk(left_out=left_out)
        self.state: State = {}
        self.sequence = 0
        self.attempts: dict[int, list[State]] = {0: [{}]}
        self.saved: dict[int, State] = {0: {}}

    def open(self) -> JournalDB:
        return JournalDB(self.folder, self.disk, checkpoint_after=0)

    def put(self, db: JournalDB, number: int, size: int = 40, table: str = "orders") -> None:
        """One commit, acknowledged."""
        document = {"n": self.sequence + 1, "text": "米" * size}
        self._try(table, number, document)
        self._write(db, table, Document(document, number))
        self._acknowledge()

    def fail(self, db: JournalDB, number: int, **failures: OSError) -> None:
        """One commit that the disk refuses."""
        document = {"n": -self.sequence, "text": "failed " * 100}
        self._try("orders", number, document)
        with self.failing(**failures), pytest.raises(StoreTrouble):
            self._write(db, "orders", Document(document, number))

    @contextmanager
    def failing(self, **failures: OSError) -> Any:
        self.disk.failures = {kind: [error] for kind, error in failures.items()}
        yield
        self.disk.failures = {}

    def die_writing(self, share: Callable[[bytes], bytes], *, whole: bool) -> None:
        """Somebody writes a line, or part of it, and dies before it is synced."""
        store = store_of(self.open())
        opened = store.opened
        assert opened is not None
        document = {"n": self.sequence + 1, "text": "dead " * 300}
        change = Change("orders", "9", None, to_json(document))
        body = body_of(opened.journal.sequence + 1, "li", [change], [])
        line, _checksum = seal(body, opened.journal.chain)
        part = share(line)
        descriptor = self.disk.open(opened.journal.path, os.O_WRONLY | os.O_APPEND)
        self.disk.append(descriptor, part)
        if whole:
            self._try("orders", 9, document)
        self.torn = part

    def take_over(self, db: JournalDB, *, kept: bool = False) -> None:
        """The next one takes the lock, finds what is there, and tells somebody that it is saved."""
        with store_of(db).writing() as store:
            assert store.sequence in (self.sequence, self.sequence + 1)
            if store.sequence > self.sequence:
                self._acknowledge()
            elif kept:
                self.disk.note(Call("kept", data=self.torn))

    def _write(self, db: JournalDB, table: str, document: Document) -> None:
        # TinyDB's upsert into a table that is not there makes the table first, as a commit.
        if db.table(table).contains(doc_id=document.doc_id):
            db.table(table).update(document, doc_ids=[document.doc_id])
        else:
            db.table(table).insert(document)

    def _try(self, table: str, number: int, document: dict[str, Any]) -> None:
        state = copy.deepcopy(self.saved[self.sequence])
        state.setdefault(table, {})[str(number)] = document
        self.attempts.setdefault(self.sequence + 1, []).append(state)

    def _acknowledge(self) -> None:
        self.sequence += 1
        self.saved[self.sequence] = self.attempts[self.sequence][-1]
        self.disk.note(Call("saved", offset=self.sequence))


def io_error(number: int = errno.EIO) -> OSError:
    return OSError(number, os.strerror(number))


def short(length: int) -> OSError:
    """Stands for a write that takes only so many bytes."""
    return OSError(0, str(length))


def with_a_hole(line: bytes) -> bytes:
    """Two sectors in the middle never reached the disk."""
    return line[:200] + bytes(1024) + line[1224:]


def ordinary_day(day: Day) -> None:
    """Two desks, checkpoints, and every fault once."""
    one, two = day.open(), day.open()
    day.put(one, 1)
    day.put(two, 2, size=900)
    day.put(one, 1, size=400)
    checkpoint(one)
    day.put(two, 3)
    day.put(one, 1, table="events")

    day.die_writing(lambda line: line, whole=True)
    day.take_over(one)
    day.put(two, 4)
    day.die_writing(lambda line: line[:-700], whole=False)
    day.take_over(two, kept=True)
    day.put(two, 5, size=10)
    day.die_writing(with_a_hole, whole=False)
    day.take_over(one, kept=True)
    day.put(one, 5, size=1)

    day.fail(one, 6, append=io_error(errno.ENOSPC))
    day.put(one, 6)
    day.fail(one, 7, sync_data=io_error())
    day.put(one, 7, size=1)
    day.fail(two, 8, sync_data=io_error(), truncate=io_error())
    day.take_over(two)
    day.put(one, 8, size=600)
    with day.failing(sync_folder=io_error()), pytest.raises(StoreTrouble):
        checkpoint(two)
    rotate_and_fail_to_sync_the_name(day, one)
    day.put(two, 2)
    checkpoint(one)
    day.put(two, 3)
    checkpoint(two)
    day.put(one, 3)


def checkpoint(db: JournalDB) -> None:
    assert store_of(db).checkpoints.run()


def rotate_and_fail_to_sync_the_name(day: Day, db: JournalDB) -> None:
    """The new manifest stands there, and nobody knows whether it will after a power cut."""
    disk = day.disk
    real = disk.sync_folder
    calls = []

    def second_time_fails(folder: Path) -> None:
        calls.append(folder)
        if len(calls) == 2:
            disk.note(Call("failed sync_folder"))
            raise io_error()
        real(folder)

    disk.sync_folder = second_time_fails  # type: ignore[method-assign]
    with pytest.raises(StoreTrouble):
        checkpoint(db)
    del disk.sync_folder

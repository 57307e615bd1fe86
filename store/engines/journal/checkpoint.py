"""Checkpoint: from time to time everything is written as a snapshot, and a new journal begins.

Rotate under the lock, write the snapshot without it, switch under it. A kill between any two steps
leaves a manifest that is true. The generation before goes only when the next one was read back.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from store.engines.journal import journal, snapshot
from store.engines.journal.disk import Disk
from store.engines.journal.manifest import Base, Manifest, Segment
from store.engines.journal.places import OURS
from store.engines.journal.tables import Tables
from store.engines.journal.trouble import unwritten
from store.errors import StoreTrouble

if TYPE_CHECKING:
    from store.engines.journal.store import Store

LOCK = "checkpoint.lock"
LEAST = 16 << 20
"""Bytes of journal that are never worth a snapshot."""
SHARE = 8
"""A journal of this part of its snapshot is: reading it would slow down every start."""


class Checkpoints:
    """The snapshots of one store."""

    def __init__(self, store: "Store", after: int | None) -> None:
        self._store = store
        self._after = after
        self._thread: Thread | None = None
        self._refused_at = 0
        self.followers: list[Callable[[Base, Tables], object]] = []
        """Told of a new snapshot and what is in it, before anybody opens it."""

    def consider(self) -> None:
        """Start one in the background when the journal has grown long."""
        opened = self._store.opened
        if opened is None or self._after == 0 or (self._thread and self._thread.is_alive()):
            return
        base = opened.manifest.base
        limit = self._after or max(LEAST, base.size // SHARE if base else 0)
        if opened.journal.end - self._refused_at > limit:
            self._refused_at = opened.journal.end
            self._thread = Thread(target=self._in_background, name="checkpoint", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Until the one in the background is done."""
        if self._thread:
            self._thread.join()

    def run(self) -> bool:
        """Write one now; False when another process is at it. Raises StoreTrouble."""
        store = self._store
        with _alone(store.disk, store.folder / LOCK) as alone:
            if not alone:
                return False
            try:
                self._run()
            except OSError as error:
                raise unwritten(store.folder, error) from error
        return True

    def _in_background(self) -> None:
        try:
            self.run()
        except StoreTrouble as error:
            self._store.notices.append(error.sentence)
        else:
            self._refused_at = 0

    def _run(self) -> None:
        store = self._store
        with store.writing():
            tables, segment = self._rotate()
        opened = store.opened
        assert opened is not None
        name = f"shouhou-{segment.generation}.json"
        at = (segment.sequence, segment.chain)
        base = snapshot.write(store.disk, store.folder / name, tables, at)
        if opened.mapped is not None:
            # What was copied came from there; it is worth no more than its source.
            opened.mapped.verify()
        for tell in [*self.followers]:
            tell(base, tables)
        with store.writing():
            self._switch(base, segment.generation)

    def _rotate(self) -> tuple[Tables, Segment]:
        store = self._store
        opened = store.opened
        assert opened is not None
        before = opened.manifest
        generation = before.journals[-1].generation + 1
        now = opened.journal
        segment = Segment(f"journal-{generation}.jsonl", generation, now.sequence, now.chain)
        journal.create(store.disk, store.folder, segment, store.user)
        store.adopt(Manifest([*before.journals, segment], before.base))
        return store.tables.copy(), segment

    def _switch(self, base: Base, generation: int) -> None:
        store = self._store
        opened = store.opened
        assert opened is not None
        kept = [one for one in opened.manifest.journals if one.generation >= generation]
        store.adopt(Manifest(kept, base))
        named = {base.file, base.rows, *(one.file for one in kept)}
        for name in store.disk.names(store.folder):
            if OURS.fullmatch(name) and name not in named:
                with suppress(OSError):
                    store.disk.unlink(store.folder / name)


@contextmanager
def _alone(disk: Disk, path: Path) -> Iterator[bool]:
    """Are we the only process that writes a snapshot?"""
    try:
        if not path.parent.is_dir():
            disk.make_folder(path.parent)
        descriptor = disk.open(path, os.O_RDWR | os.O_CREAT)
    except OSError as error:
        raise unwritten(path, error) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        disk.close(descriptor)

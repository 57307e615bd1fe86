"""Head: how far the journal was acknowledged, so that a journal cut short is not taken for whole.

A journal that was cut at the end of a line looks like a shorter one. So every writer notes here,
after its `fdatasync` and before it says "saved", where the line ends. The note itself is never
synced and may lag behind after a power cut; it never runs ahead of what is durable. What the
journal holds beyond it was written by somebody who died before saying so.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from store.engines.journal.disk import Disk
from store.engines.journal.record import PREFIX, seal, sealed_by

HEAD = "HEAD"
LENGTH = 160


class Head(NamedTuple):
    """The last acknowledged line: its commit, its checksum, its journal, and where it ends."""

    sequence: int
    chain: int
    generation: int
    end: int


class HeadFile:
    """The file with the note, kept open; nothing depends on it being there."""

    def __init__(self, disk: Disk, folder: Path) -> None:
        self._disk = disk
        self._path = folder / HEAD
        self._descriptor: int | None = None

    def read(self) -> Head | None:
        """The note, or nothing where there is none that can be read."""
        with suppress(OSError):
            return _parse(self._disk.read(self._opened(os.O_RDWR), LENGTH, 0))
        return None

    def write(self, head: Head) -> None:
        """Note it. The commit is durable already, so a failure here changes nothing."""
        body = b'{"s":%d,"chain":%d,"journal":%d,"end":%d}' % head
        line, _checksum = seal(body[:-1].ljust(LENGTH - PREFIX - 1) + b"}", 0)
        with suppress(OSError):
            self._disk.overwrite(self._opened(os.O_RDWR | os.O_CREAT), line, 0)

    def close(self) -> None:
        """Let go of it."""
        if self._descriptor is not None:
            with suppress(OSError):
                self._disk.close(self._descriptor)
            self._descriptor = None

    def _opened(self, flags: int) -> int:
        if self._descriptor is None:
            self._descriptor = self._disk.open(self._path, flags)
        return self._descriptor


def _parse(line: bytes) -> Head | None:
    line = line.rstrip(b"\n")
    if sealed_by(line, 0) is None:
        return None
    try:
        given = msgspec.json.decode(line, type=dict[str, str | int])
        return Head(*(int(given[name]) for name in ("s", "chain", "journal", "end")))
    except (msgspec.MsgspecError, KeyError, ValueError):
        return None

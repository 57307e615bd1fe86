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
from store.engines.journal.record import seal, sealed_by

HEAD = "HEAD"
LENGTH = 160


class Head(NamedTuple):
    """The last acknowledged line: its commit, its checksum, its journal, and where it ends."""

    sequence: int
    chain: int
    generation: int
    end: int


def read_head(disk: Disk, folder: Path) -> Head | None:
    """The note, or nothing where there is none that can be read."""
    try:
        descriptor = disk.open(folder / HEAD, os.O_RDONLY)
    except OSError:
        return None
    try:
        line = disk.read(descriptor, LENGTH, 0)
    except OSError:
        return None
    finally:
        disk.close(descriptor)
    return _parse(line)


def write_head(disk: Disk, folder: Path, head: Head) -> None:
    """Note it. The commit is durable already, so a failure here changes nothing."""
    body = b'{"s":%d,"chain":%d,"journal":%d,"end":%d}' % head
    line, _checksum = seal(body[:-1].ljust(LENGTH - 18) + b"}", 0)
    with suppress(OSError):
        descriptor = disk.open(folder / HEAD, os.O_WRONLY | os.O_CREAT)
        try:
            disk.overwrite(descriptor, line, 0)
        finally:
            disk.close(descriptor)


def _parse(line: bytes) -> Head | None:
    line = line.rstrip(b"\n")
    if sealed_by(line, 0) is None:
        return None
    try:
        given = msgspec.json.decode(line, type=dict[str, str | int])
        return Head(*(int(given[name]) for name in ("s", "chain", "journal", "end")))
    except (msgspec.MsgspecError, KeyError, ValueError):
        return None

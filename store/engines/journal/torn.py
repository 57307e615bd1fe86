"""Torn (撕裂): the end of a journal whose writer or machine stopped in the middle of a line.

A write that was cut short leaves a line without its newline; a power cut may also leave sectors of
the line that were never written, which read as NUL bytes. A line of JSON holds no NUL byte, and
rotten bits do not come as whole sectors, so nothing else is ever taken for torn.
"""

import os
import time
from pathlib import Path

from store.engines.journal.disk import Disk, write_whole

SECTOR = 512


def is_torn(tail: bytes, offset: int) -> bool:
    """Is this, found at `offset` after the last whole line, one line that was never finished?"""
    if b"\n" not in tail:
        return True
    return has_holes(tail, offset)


def has_holes(tail: bytes, offset: int) -> bool:
    """Is this the last line of the file, with sectors in it that were never written?"""
    if tail.find(b"\n") != len(tail) - 1:
        return False
    start = 0
    while start < len(tail):
        stop = min(len(tail), start + SECTOR - (offset + start) % SECTOR)
        if not any(tail[start:stop]):
            return True
        start = stop
    return False


def keep_aside(disk: Disk, folder: Path, tail: bytes) -> Path:
    """The bytes as evidence, in a file of their own."""
    path = folder / f"torn-{time.time_ns()}"
    descriptor = disk.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    try:
        write_whole(disk, descriptor, tail)
        disk.sync(descriptor)
    finally:
        disk.close(descriptor)
    disk.sync_folder(folder)
    return path

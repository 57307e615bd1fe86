"""Durable writing (落盘): a file gets its name only when it is whole and on the disk."""

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from store.files.sharing import create
from store.files.working import working_name

Write = Callable[[BinaryIO], object]
"""Writes a file's content; it may read it again."""
Make = Callable[[Path, int], int]
"""Opens a file that these flags make."""

NEW_FILE = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
"""The flags that make a file where none is, and follow no link."""
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC


def private(path: Path, flags: int) -> int:
    """Open a file that only its owner can read, from its first byte."""
    return os.open(path, flags, 0o600)


def holding(content: bytes) -> Write:
    """Write just this."""
    return lambda file: file.write(content)


def put(path: Path, write: Write, make: Make = private) -> None:
    """Write a file beside its place and put it there, over what had the name.

    Raises what went wrong; then what was there before is still there, and nothing half-written.
    """
    aside = aside_of(path)
    try:
        write_new(aside, write, make)
        aside.replace(path)
    except BaseException:
        with suppress(OSError):
            aside.unlink()
        raise
    sync_folder(path.parent)


def put_inner(name: str, folder: int, write: Write) -> None:
    """As `put`, into a folder of a store that is open, for those for whom it is."""
    aside = working_name()
    try:
        with os.fdopen(create(aside, NEW_FILE, folder), "w+b") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.rename(aside, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with suppress(OSError):
            os.unlink(aside, dir_fd=folder)
        raise
    sync_open(folder)


def aside_of(path: Path) -> Path:
    """A hidden name in the same folder that nothing else has."""
    return path.parent / working_name()


def write_new(path: Path, write: Write, make: Make = private) -> None:
    """Write a file that is not there yet; it is on the disk then, its name not yet."""
    with os.fdopen(make(path, NEW_FILE), "w+b") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, _FOLDER)
    try:
        sync_open(descriptor)
    finally:
        os.close(descriptor)


def sync_open(folder: int) -> None:
    """The same of a folder that is open."""
    try:
        os.fsync(folder)
    except OSError as error:
        # Some network file systems cannot sync a folder; the files themselves are on the disk.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise

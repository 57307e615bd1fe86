"""Disk: every call by which the journal touches a file, in one place where a fault can be put in.

Files are never inherited by a child, and never followed through a link; `sharing` says who may read
them.
"""

import mmap
import os
from errno import EIO
from pathlib import Path

from store.engines import sharing

HOW = os.O_CLOEXEC | os.O_NOFOLLOW

Identity = tuple[int, int]
"""Device and inode: the same file, whatever it is called now."""


class Disk:
    """The operating system's files; each method is one call and raises OSError as that does."""

    def open(self, path: Path, flags: int) -> int:
        """Open a file."""
        if flags & os.O_CREAT:
            return sharing.create(path, flags | HOW)
        return os.open(path, flags | HOW)

    def close(self, descriptor: int) -> None:
        """Let go of a file."""
        os.close(descriptor)

    def size(self, descriptor: int) -> int:
        """How long the file is now."""
        return os.fstat(descriptor).st_size

    def identity(self, path: Path) -> Identity:
        """Which file stands under this name now."""
        stat = path.lstat()
        return (stat.st_dev, stat.st_ino)

    def identity_of(self, descriptor: int) -> Identity:
        """Which file this is; as long as it is open no other file gets the same identity."""
        stat = os.fstat(descriptor)
        return (stat.st_dev, stat.st_ino)

    def read(self, descriptor: int, length: int, offset: int) -> bytes:
        """Up to `length` bytes from `offset`; fewer only at the end of the file."""
        return os.pread(descriptor, length, offset)

    def append(self, descriptor: int, data: bytes | memoryview) -> int:
        """Write at the end; the result is how much was written, which may be less."""
        return os.write(descriptor, data)

    def overwrite(self, descriptor: int, data: bytes | memoryview, offset: int) -> int:
        """Write at `offset`; the result is how much was written, which may be less."""
        return os.pwrite(descriptor, data, offset)

    def truncate(self, descriptor: int, length: int) -> None:
        """Cut the file off."""
        os.ftruncate(descriptor, length)

    def sync(self, descriptor: int) -> None:
        """Make data and size durable."""
        os.fsync(descriptor)

    def sync_data(self, descriptor: int) -> None:
        """Make data durable, and of the rest what is needed to read it again."""
        os.fdatasync(descriptor)

    def sync_folder(self, folder: Path) -> None:
        """Make the names in a folder durable."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | HOW)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def rename(self, old: Path, new: Path) -> None:
        """Put a file under another name, in place of what was there."""
        old.rename(new)

    def unlink(self, path: Path) -> None:
        """Take a name away."""
        path.unlink()

    def names(self, folder: Path) -> list[str]:
        """What is in a folder; nothing where there is none."""
        try:
            return sorted(path.name for path in folder.iterdir())
        except FileNotFoundError:
            return []

    def make_folder(self, folder: Path) -> None:
        """Make a folder, and those above it."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def map(self, descriptor: int) -> mmap.mmap:
        """The file as memory that processes share; the file may be closed and unlinked then."""
        return mmap.mmap(descriptor, 0, prot=mmap.PROT_READ)

    def forget(self, descriptor: int) -> None:
        """Have the next read come from the device and not from memory, where the system can."""
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def write_whole(disk: Disk, descriptor: int, data: bytes) -> None:
    """Append everything, however short single writes are."""
    rest = memoryview(data)
    while rest:
        rest = rest[_some(disk.append(descriptor, rest)) :]


def overwrite_whole(disk: Disk, descriptor: int, data: bytes, offset: int) -> None:
    """Write everything at `offset`, however short single writes are."""
    rest = memoryview(data)
    while rest:
        written = _some(disk.overwrite(descriptor, rest, offset))
        rest, offset = rest[written:], offset + written


def _some(written: int) -> int:
    if written <= 0:
        raise OSError(EIO, "nothing was written")
    return written


def read_whole(disk: Disk, descriptor: int, start: int, stop: int) -> bytes:
    """The bytes from `start` up to `stop`, or up to the end of the file where that is earlier."""
    pieces = []
    while start < stop:
        piece = disk.read(descriptor, stop - start, start)
        if not piece:
            break
        pieces.append(piece)
        start += len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)

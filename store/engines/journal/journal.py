"""Journal: one file of lines, read up to a verified place and written at its end."""

import os
from collections.abc import Iterator
from pathlib import Path

from store.engines.journal import torn
from store.engines.journal.disk import Disk, overwrite_whole, read_whole, write_whole
from store.engines.journal.head import Head
from store.engines.journal.manifest import Segment
from store.engines.journal.record import PREFIX, Record, decode, header, prefix, seal, sealed_by
from store.engines.journal.trouble import LostTrackError, damaged, uncertain, unreadable, unwritten
from store.errors import StoreTrouble
from store.words import _


class Journal:
    """A journal that was opened; `read` first, then `append` under the store's lock."""

    def __init__(self, disk: Disk, folder: Path, segment: Segment) -> None:
        self._disk = disk
        self.path = folder / segment.file
        self.segment = segment
        self.sequence = segment.sequence
        self.chain = segment.chain
        self.end = 0
        """Where the last verified line ends."""
        self._last = 0
        """Where the last verified line begins."""
        self.poisoned = False
        """The system failed to say what is in the file; it has to be opened anew."""
        self._descriptor = disk.open(self.path, os.O_RDWR | os.O_APPEND)

    def close(self) -> None:
        """Let go of the file."""
        self._disk.close(self._descriptor)

    @property
    def head(self) -> Head:
        """What can be acknowledged now."""
        return Head(self.sequence, self.chain, self.segment.generation, self.end)

    def read(self) -> Iterator[Record]:
        """Every whole line after the last one read.

        Raises LostTrackError when what was read is not there any more, and StoreTrouble for a line
        that is not as it was written. An incomplete line at the end is left for `mend`.
        """
        try:
            size = self._disk.size(self._descriptor)
            if size < self.end or not self._last_is_there():
                raise LostTrackError
            data = read_whole(self._disk, self._descriptor, self.end, size)
        except OSError as error:
            raise unreadable(self.path, error) from error
        start = 0
        while (stop := data.find(b"\n", start)) >= 0:
            line = data[start:stop]
            checksum = sealed_by(line, self.chain)
            if checksum is None:
                if self.end and torn.has_holes(data[start:], self.end):
                    return
                raise damaged(self.path, self.end, _("a line's checksum does not fit"))
            yield self._accepted(line, checksum)
            start = stop + 1
        if not self.end:
            raise damaged(self.path, 0, _("its first line is not whole"))

    def mend(self) -> str | None:
        """Under the lock: keep a torn line aside and cut it off; the result says so.

        Raises StoreTrouble when what stands after the last whole line is damage.
        """
        try:
            size = self._disk.size(self._descriptor)
            if size == self.end:
                return None
            tail = read_whole(self._disk, self._descriptor, self.end, size)
            only_newline_changed = sealed_by(tail[:-1], self.chain) is not None
            if only_newline_changed or not torn.is_torn(tail, self.end):
                raise damaged(self.path, self.end, _("the last line is not as it was written"))
            aside = torn.keep_aside(self._disk, self.path.parent, tail)
            self._disk.truncate(self._descriptor, self.end)
            self._disk.sync(self._descriptor)
        except OSError as error:
            raise unwritten(self.path, error) from error
        return _(
            "The last line of {file} was never finished; it was cut off at byte {offset} and kept"
            " in {aside}. No change that was reported as saved was in it."
        ).format(file=self.path, offset=self.end, aside=aside.name)

    def settle(self, head: Head | None) -> None:
        """Under the lock: make durable what somebody wrote and died before saying so.

        The same bytes are written over themselves through a fresh handle: after a failed sync the
        system takes pages for clean that never reached the disk.
        """
        if head == self.head:
            return
        mine = head is not None and head.generation == self.segment.generation
        start = head.end if head and mine and head.end <= self.end else 0
        try:
            data = read_whole(self._disk, self._descriptor, start, self.end)
            descriptor = self._disk.open(self.path, os.O_WRONLY)
            try:
                overwrite_whole(self._disk, descriptor, data, start)
                self._disk.sync(descriptor)
            finally:
                self._disk.close(descriptor)
        except OSError as error:
            raise unwritten(self.path, error) from error

    def append(self, body: bytes) -> None:
        """Write a line and make it durable, or leave the file as it was and raise StoreTrouble."""
        line, checksum = seal(body, self.chain)
        try:
            write_whole(self._disk, self._descriptor, line)
        except OSError as error:
            raise self._taken_back(error) from error
        try:
            self._disk.sync_data(self._descriptor)
        except OSError as error:
            # The system reports a failed write once and forgets it: this handle is not trusted.
            self.poisoned = True
            raise self._taken_back(error) from error
        self._last, self.end = self.end, self.end + len(line)
        self.sequence, self.chain = self.sequence + 1, checksum

    def _taken_back(self, error: OSError) -> StoreTrouble:
        try:
            self._disk.truncate(self._descriptor, self.end)
            self._disk.sync(self._descriptor)
        except OSError:
            self.poisoned = True
            return uncertain(self.path, error)
        return unwritten(self.path, error)

    def _last_is_there(self) -> bool:
        """Somebody whose sync failed takes his line back, and readers may have seen it."""
        if not self.end:
            return True
        start = self._disk.read(self._descriptor, PREFIX, self._last)
        return start == prefix(self.chain)

    def _accepted(self, line: bytes, checksum: int) -> Record:
        try:
            record = decode(line)
        except ValueError as error:
            raise damaged(self.path, self.end, str(error)) from error
        first = self.end == 0
        expected = self.sequence if first else self.sequence + 1
        generation = self.segment.generation if first else None
        if (record.sequence, record.generation) != (expected, generation):
            raise damaged(
                self.path,
                self.end,
                _("commit {found} where {expected} was expected").format(
                    found=record.sequence, expected=expected
                ),
            )
        self._last, self.end = self.end, self.end + len(line) + 1
        self.sequence, self.chain = record.sequence, checksum
        return record


def create(disk: Disk, folder: Path, segment: Segment, actor: str) -> None:
    """Make an empty journal, durable with its name; one that no manifest names makes way."""
    path = folder / segment.file
    if segment.file in disk.names(folder):
        disk.unlink(path)
    line, _checksum = seal(header(segment.generation, segment.sequence, actor), segment.chain)
    descriptor = disk.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND)
    try:
        write_whole(disk, descriptor, line)
        disk.sync(descriptor)
    finally:
        disk.close(descriptor)
    disk.sync_folder(folder)

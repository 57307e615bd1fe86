"""Snapshot (快照): all documents at one commit, as a file that stock TinyDB opens.

`{"orders": {"1": {…}, …}, …}`, a document a line. It is written once under its own name and never
touched again; what makes it trustworthy (size, checksum, counts, commit) stands in the manifest.
"""

import mmap
import os
import zlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import msgspec

from store.engines.journal.disk import Disk, read_whole, write_whole
from store.engines.journal.manifest import Base, TableFacts
from store.engines.journal.record import to_json
from store.engines.journal.tables import Documents, Tables
from store.engines.journal.trouble import DamageError, damaged
from store.words import _

PIECE = 1 << 22

_decoder = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])


class Mapped:
    """A snapshot whose text is mapped; documents are windows into it."""

    def __init__(self, disk: Disk, folder: Path, base: Base) -> None:
        """Raises FileNotFoundError, other OSError, and StoreTrouble for a damaged snapshot."""
        self._path = folder / base.file
        self._base = base
        descriptor = disk.open(self._path, os.O_RDONLY)
        try:
            size = disk.size(descriptor)
            if size != base.size:
                raise damaged(
                    self._path,
                    min(size, base.size),
                    _("it is {found} bytes long and was written with {expected}").format(
                        found=size, expected=base.size
                    ),
                )
            self._text: mmap.mmap | bytes = disk.map(descriptor)
        finally:
            disk.close(descriptor)

    def verify(self) -> None:
        """Raise StoreTrouble when the text is not as it was written."""
        if zlib.crc32(self._text) != self._base.checksum:
            raise damaged(self._path, 0, _("its checksum does not fit"))

    def tables(self) -> Tables:
        """Every document, undecoded; raises StoreTrouble when the text is not a snapshot's."""
        with ThreadPoolExecutor(1) as beside:
            # Both read the whole text, and the checksum needs no interpreter.
            verified = beside.submit(self.verify)
            try:
                # Object by object it would be the same dict; the copy has its real type.
                documents: dict[str, Documents] = {**_decoder.decode(self._text)}  # type: ignore[dict-item]
            except (msgspec.MsgspecError, ValueError, RecursionError) as error:
                # Rotten text; where its checksum does not fit, that is what is said.
                verified.result()
                raise damaged(self._path, 0, str(error)) from error
            verified.result()
        counts = {name: len(table) for name, table in documents.items()}
        if counts != {name: facts.count for name, facts in self._base.tables.items()}:
            raise damaged(self._path, 0, _("documents are missing"))
        following = {name: one.next for name, one in self._base.tables.items()}
        return Tables(documents, following, self._base)


def write(disk: Disk, path: Path, tables: Tables, at: tuple[int, int]) -> Base:
    """Write a snapshot of the commit `at` (sequence, checksum), durably under its name.

    It is read back from the device before it is believed. Raises OSError or StoreTrouble and
    leaves at most a file that no manifest names.
    """
    aside = path.with_suffix(path.suffix + ".tmp")
    try:
        size, checksum = _write_aside(disk, aside, tables.documents)
    except OSError:
        # Half a snapshot on a full disk would keep it full.
        with suppress(OSError):
            disk.unlink(aside)
        raise
    disk.rename(aside, path)
    disk.sync_folder(path.parent)
    _read_back(disk, path, size, checksum)
    facts = {
        name: TableFacts(len(table), tables.next_id(name))
        for name, table in tables.documents.items()
    }
    return Base(path.name, at[0], at[1], size, checksum, facts)


def _write_aside(disk: Disk, path: Path, documents: Mapping[str, Documents]) -> tuple[int, int]:
    size = checksum = 0
    descriptor = disk.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    try:
        for piece in pieces(documents):
            write_whole(disk, descriptor, piece)
            size += len(piece)
            checksum = zlib.crc32(piece, checksum)
        disk.sync(descriptor)
    finally:
        disk.close(descriptor)
    return size, checksum


def pieces(documents: Mapping[str, Documents]) -> Iterator[bytes]:
    """The text, in pieces of a few megabytes."""
    gathered: list[bytes] = [b"{"]
    length = 0
    for number, (name, table) in enumerate(documents.items()):
        gathered.append(b"%b%b:{" % (b",\n" if number else b"", to_json(name)))
        separator = b"\n"
        for key, document in table.items():
            text = bytes(document)
            gathered.append(b"%b%b:%b" % (separator, to_json(key), text))
            separator = b",\n"
            length += len(text)
            if length > PIECE:
                yield b"".join(gathered)
                gathered, length = [], 0
        gathered.append(b"\n}")
    gathered.append(b"}\n")
    yield b"".join(gathered)


def _read_back(disk: Disk, path: Path, size: int, checksum: int) -> None:
    found = offset = 0
    descriptor = disk.open(path, os.O_RDONLY)
    try:
        disk.forget(descriptor)
        while piece := read_whole(disk, descriptor, offset, offset + PIECE):
            found = zlib.crc32(piece, found)
            offset += len(piece)
    finally:
        disk.close(descriptor)
    if (offset, found) != (size, checksum):
        raise DamageError(
            _(
                "The snapshot {file} does not read as it was written, from byte 0 to {size}; the"
                " store goes on with the one before. Check the disk."
            ).format(file=path, size=size)
        )

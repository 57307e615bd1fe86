"""Manifest: which snapshot and which journals belong together; replaced as a whole, never changed.

One line of JSON under its own checksum. `base` is the snapshot with its size, checksum, counts and
the commit it holds; `journals` follow it, the last one is written to. `next` of a table is the id
that comes next, so that the id of a removed document is not given again.
"""

import os
from pathlib import Path

import msgspec

from store.engines.journal.disk import Disk, Identity, read_whole, write_whole
from store.engines.journal.record import seal, sealed_by
from store.engines.journal.trouble import damaged, unreadable
from store.errors import StoreTrouble
from store.words import _

MANIFEST = "MANIFEST"
FORMAT = 1


class TableFacts(msgspec.Struct, frozen=True):
    """What is known of a table without reading it."""

    count: int
    next: int


class Base(msgspec.Struct, frozen=True):
    """A snapshot."""

    file: str
    sequence: int
    chain: int
    size: int
    checksum: int
    tables: dict[str, TableFacts]

    @property
    def rows(self) -> str:
        """The file beside it, if there is one: its rows once more (see `columns`)."""
        return self.file.replace("shouhou-", "rows-")


class Segment(msgspec.Struct, frozen=True):
    """A journal, and the commit and checksum it goes on from."""

    file: str
    generation: int
    sequence: int
    chain: int


class Manifest(msgspec.Struct, frozen=True):
    """The generation of a store."""

    journals: list[Segment]
    base: Base | None = None
    format: int = FORMAT


class HeldManifest:
    """A manifest kept open, so that another one is never taken for it."""

    def __init__(self, disk: Disk, descriptor: int, content: Manifest) -> None:
        self._disk = disk
        self._descriptor = descriptor
        self.content = content
        self._identity = disk.identity_of(descriptor)

    def is_still(self, identity: Identity | None) -> bool:
        """Is this the manifest that stands in the folder now?"""
        return self._identity == identity

    def close(self) -> None:
        """Let go of it."""
        self._disk.close(self._descriptor)


def identity(disk: Disk, folder: Path) -> Identity | None:
    """Which manifest stands in the folder; nothing where there is no store yet."""
    try:
        return disk.identity(folder / MANIFEST)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(folder / MANIFEST, error) from error


def hold(disk: Disk, folder: Path) -> HeldManifest | None:
    """Read the manifest; nothing where there is none. Raises StoreTrouble for a damaged one."""
    path = folder / MANIFEST
    try:
        descriptor = disk.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(path, error) from error
    try:
        text = read_whole(disk, descriptor, 0, disk.size(descriptor))
        return HeldManifest(disk, descriptor, _parse(path, text))
    except OSError as error:
        disk.close(descriptor)
        raise unreadable(path, error) from error
    except StoreTrouble:
        disk.close(descriptor)
        raise


def replace(disk: Disk, folder: Path, manifest: Manifest) -> None:
    """Put a new manifest in place of the old one, durably; raises OSError and leaves the old one.

    After an error the new one may stand there all the same; whoever goes on looks anew.
    """
    aside = folder / f"{MANIFEST}.tmp"
    line, _checksum = seal(msgspec.json.encode(manifest), 0)
    descriptor = disk.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    try:
        write_whole(disk, descriptor, line)
        disk.sync(descriptor)
    finally:
        disk.close(descriptor)
    disk.rename(aside, folder / MANIFEST)
    disk.sync_folder(folder)


def _parse(path: Path, text: bytes) -> Manifest:
    line, newline, rest = text.partition(b"\n")
    if not newline or rest or sealed_by(line, 0) is None:
        raise damaged(path, 0, _("its checksum does not fit"))
    try:
        manifest = msgspec.json.decode(line, type=Manifest)
    except msgspec.MsgspecError:
        manifest = None
    found = manifest.format if manifest else msgspec.json.decode(line).get("format", 0)
    if found != FORMAT:
        raise StoreTrouble(
            _("The store {folder} is of format {found}; this program reads format {known}.").format(
                folder=path.parent, found=found, known=FORMAT
            ),
            code="format",
        )
    if manifest is None or not manifest.journals:
        raise damaged(path, 0, _("it names no journal"))
    return manifest

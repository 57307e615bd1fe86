"""Checking: every file of a store read anew, and what no single line can show.

Checksums and sequence are judged wherever a file is read; here the versions of each document have
to follow each other, and no file may lie about that nobody knows.
"""

from pathlib import Path

import msgspec

from store.engines.conversion import KEPT
from store.engines.journal import loading
from store.engines.journal.checkpoint import LOCK as CHECKPOINT_LOCK
from store.engines.journal.disk import Disk
from store.engines.journal.head import HEAD, HeadFile
from store.engines.journal.journal import Journal
from store.engines.journal.manifest import MANIFEST, Manifest
from store.engines.journal.places import ROWS
from store.engines.journal.record import Change
from store.engines.journal.snapshot import Mapped
from store.errors import StoreTrouble
from store.words import _

KNOWN = {
    MANIFEST,
    HEAD,
    "lock",
    CHECKPOINT_LOCK,
    KEPT,
    "presence",
    "copies",
    "files",
    "policy.toml",
}

Versions = dict[tuple[str, str], int]


class _Versioned(msgspec.Struct, gc=False):
    version: int | None = None


_version = msgspec.json.Decoder(_Versioned).decode


def verify(disk: Disk, folder: Path) -> int:
    """How many commits there are; raises StoreTrouble with the first thing that is broken."""
    head = HeadFile(disk, folder)
    try:
        loaded = loading.load(disk, folder, head)
    finally:
        head.close()
    if loaded is None:
        return 0
    opened, _tables = loaded
    try:
        _verify_versions(disk, folder, opened.manifest)
        _verify_names(disk, folder, opened.manifest)
        return opened.journal.sequence
    finally:
        opened.close()


def _verify_versions(disk: Disk, folder: Path, content: Manifest) -> None:
    versions = _of_snapshot(disk, folder, content)
    for segment in content.journals:
        journal = Journal(disk, folder, segment)
        try:
            for record in journal.read():
                for change in record.changes:
                    _follow(versions, change, journal.path, record.sequence)
        finally:
            journal.close()


def _of_snapshot(disk: Disk, folder: Path, content: Manifest) -> Versions:
    if content.base is None:
        return {}
    tables = Mapped(disk, folder, content.base).tables()
    found = (
        ((table, name), _version(document).version)
        for table, documents in tables.documents.items()
        for name, document in documents.items()
    )
    return {where: version for where, version in found if version is not None}


def _follow(versions: Versions, change: Change, path: Path, sequence: int) -> None:
    if change.id is None or change.version is None:
        return
    where = (change.table, change.id)
    if change.version != versions.get(where, 0) + 1:
        raise StoreTrouble(
            _(
                "{file}, commit {commit}: {table}/{id} goes from version {before} to {after}."
                " Restore a backup into a new folder."
            ).format(
                file=path,
                commit=sequence,
                table=change.table,
                id=change.id,
                before=versions.get(where, 0),
                after=change.version,
            ),
            code="version_gap",
        )
    versions[where] = change.version


def _verify_names(disk: Disk, folder: Path, content: Manifest) -> None:
    named = {*KNOWN, *(segment.file for segment in content.journals)}
    if content.base:
        named.add(content.base.file)
    for name in disk.names(folder):
        harmless = name.startswith("torn-") or ROWS.fullmatch(name)
        if name not in named and not harmless:
            raise StoreTrouble(
                _("{file} belongs to nothing in this store; move it elsewhere.").format(
                    file=folder / name
                ),
                code="orphan",
            )

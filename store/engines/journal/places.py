"""Places: where a store may be written, and what must not be taken for an empty folder."""

import os
import re
import stat
from pathlib import Path
from pwd import getpwuid

from store.engines.journal.disk import Disk, read_whole
from store.engines.journal.head import HEAD
from store.engines.journal.manifest import MANIFEST
from store.engines.journal.trouble import damaged, unreadable, unwritten
from store.errors import StoreTrouble
from store.words import _

OURS = re.compile(r"(journal-\d+\.jsonl|shouhou-\d+\.json|rows-\d+\.json)(\.tmp)?|MANIFEST\.tmp")
"""Files that belong to one generation."""
ROWS = re.compile(r"rows-\d+\.json(\.tmp)?")
"""Those of them that a desk may write late, of a generation that is gone."""
MOUNTS = Path("/proc/self/mountinfo")
UNTRUE = ("nfs", "cifs", "smb", "fuse", "afs", "ceph", "lustre")
"""File systems whose locks or syncs do not keep what they promise."""
LOCAL = ("fuse.fuse-overlayfs",)
"""The root of a container without privileges: FUSE, and on this machine all the same."""
FIRST_JOURNAL = "journal-1.jsonl"


def user() -> str:
    """The operating-system user, as lines of the journal name him."""
    try:
        return getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def prepare(disk: Disk, folder: Path) -> None:
    """Make the folder if need be; raise StoreTrouble where a store must not be written."""
    try:
        if not folder.is_dir():
            disk.make_folder(folder)
        status = folder.stat()
    except OSError as error:
        raise unwritten(folder, error) from error
    if status.st_mode & stat.S_IWOTH:
        raise StoreTrouble(
            _("Everybody may write into {folder}; take that right away first (chmod o-w).").format(
                folder=folder
            ),
            code="open_folder",
        )
    kind = file_system(folder)
    if kind.startswith(UNTRUE) and kind not in LOCAL:
        raise StoreTrouble(
            _(
                "{folder} lies on {kind}, whose locks do not hold between machines. Keep the store"
                " on a disk of this machine."
            ).format(folder=folder, kind=kind),
            code="network_folder",
        )


def file_system(folder: Path, mounts: Path = MOUNTS) -> str:
    """The kind of file system a folder lies on; empty where the system does not tell."""
    try:
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    inside = folder.resolve()
    best, kind = -1, ""
    for line in lines:
        before, _dash, after = line.partition(" - ")
        point = Path(re.sub(r"\\([0-7]{3})", _unescaped, before.split(" ")[4]))
        # The last of several mounts on one point is the one that is seen.
        if inside.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), after.split(" ")[0]
    return kind


def refuse_remains(disk: Disk, folder: Path) -> None:
    """Raise StoreTrouble when a folder without a manifest once held a store."""
    try:
        names = disk.names(folder)
    except OSError as error:
        raise unreadable(folder, error) from error
    for name in names:
        if name == HEAD or (OURS.fullmatch(name) and not name.endswith(".tmp")):
            if name == FIRST_JOURNAL and _is_bare(disk, folder / name):
                continue
            raise damaged(
                folder / MANIFEST, 0, _("it is missing, and {name} is there").format(name=name)
            )


def _is_bare(disk: Disk, path: Path) -> bool:
    """Was this first journal left by somebody who died while he made the store?"""
    try:
        descriptor = disk.open(path, os.O_RDONLY)
        try:
            text = read_whole(disk, descriptor, 0, disk.size(descriptor))
        finally:
            disk.close(descriptor)
    except OSError as error:
        raise unreadable(path, error) from error
    return b"\n" not in text[:-1]


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 8))

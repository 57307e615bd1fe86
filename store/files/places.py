"""Places: where a store may be written."""

import os
import re
import stat
from pathlib import Path

from store.errors import BadInput, StoreTrouble
from store.files.trouble import unwritten
from store.words import _

DATABASE = "shop.db"
"""The file that makes a folder a store."""
ADDRESS = "address"
"""The file in the folder that lies beside a database: which one that is."""
MOVING, MOVED = "migrating-from", "migrated-from"
"""The file beside a store that is made what another one is: which one; renamed at the end."""
MOUNTS = Path("/proc/self/mountinfo")
UNTRUE = ("nfs", "cifs", "smb", "fuse", "afs", "ceph", "lustre", "9p")
"""File systems whose locks or syncs do not keep what they promise."""
LOCAL = ("fuse.fuse-overlayfs",)
"""The root of a container without privileges: FUSE, and on this machine all the same."""


def prepare(folder: Path) -> None:
    """Make the folder if need be; raise StoreTrouble where a store must not be written."""
    try:
        # Another one may begin the same store just now.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError as error:
        raise unwritten(folder, error.strerror or error) from error
    if status.st_mode & stat.S_IWOTH:
        raise StoreTrouble(
            _("Everybody may write into {folder}; take that right away first (chmod o-w).").format(
                folder=folder
            ),
            code="open_folder",
        )


def ensure_outside_stores(path: Path, field: str = "to") -> None:
    """Raise BadInput for a place in the folder of a store, by whatever way it leads there.

    Every file in there is the store's, and `verify` knows each.
    """
    folder = Path(os.path.abspath(path)).parent.resolve()  # noqa: PTH100 - the name may be a link
    for above in (folder, *folder.parents):
        if any((above / name).is_file() for name in (DATABASE, ADDRESS)):
            said = _("{path} lies in the folder of the store; name a place outside it.")
            raise BadInput(said.format(path=path), field=field)


def refuse_untrue(folder: Path) -> None:
    """Raise StoreTrouble for a folder on a file system that promises what it does not keep."""
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


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 8))

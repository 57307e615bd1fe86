"""Sharing: for whom a store's files are: their owner alone, or the group of a shop.

A folder that its admin made a group's (`chgrp shop DIR; chmod 2770 DIR`: writable for the group,
which everything in it inherits) is a shop's, and so are the files in it; any other is its owner's.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

GROUPS = stat.S_IWGRP | stat.S_ISGID


def is_shared(folder: Path) -> bool:
    """Is this the folder of a group?"""
    try:
        return folder.stat().st_mode & GROUPS == GROUPS
    except OSError:
        return False


def create(path: Path, flags: int) -> int:
    """Open a file, made if need be, for those for whom its folder is."""
    if not is_shared(path.parent):
        return os.open(path, flags | os.O_CREAT, 0o600)
    descriptor = os.open(path, flags | os.O_CREAT, 0o660)
    # The umask may have taken the group's right; a colleague's file is as it was made.
    with suppress(PermissionError):
        os.fchmod(descriptor, 0o660)
    return descriptor


def make_folder(folder: Path) -> None:
    """Make a folder inside a store, for those for whom the store is."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if is_shared(folder.parent):
        with suppress(PermissionError):
            folder.chmod(0o2770)

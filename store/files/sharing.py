"""Sharing: for whom a store's files are: their owner alone, or the group of a shop.

A folder that its admin made a group's (`chgrp shop DIR; chmod 2770 DIR`: writable for the group,
which everything in it inherits) is a shop's, and so are the files in it; any other is its owner's.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from store.words import _

GROUPS = stat.S_IWGRP | stat.S_ISGID
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


def is_shared(folder: Path | int) -> bool:
    """Is this the folder of a group?"""
    try:
        return os.stat(folder).st_mode & GROUPS == GROUPS  # noqa: PTH116 - or a descriptor
    except OSError:
        return False


def create(path: Path | str, flags: int, folder: int | None = None) -> int:
    """Open a file, made if need be, for those for whom its folder is.

    With a `folder` that is open the path is a name in it.
    """
    if not is_shared(Path(path).parent if folder is None else folder):
        return os.open(path, flags | os.O_CREAT, 0o600, dir_fd=folder)
    descriptor = os.open(path, flags | os.O_CREAT, 0o660, dir_fd=folder)
    # The umask may have taken the group's right; a colleague's file is as it was made.
    with suppress(PermissionError):
        os.fchmod(descriptor, 0o660)
    return descriptor


@contextmanager
def inner_folder(path: Path, above: int | None = None, *, made: bool = False) -> Iterator[int]:
    """A folder inside a store, open; `made`, if need be, for those for whom the store is.

    Who works in it by its descriptor is where it looked: a colleague may have put a link to
    somebody's own folder there, or does so meanwhile. With `above` that is open the path is a name
    in it. Raises OSError where there is none, or something else has its name.
    """
    if made:
        with suppress(FileExistsError):
            os.mkdir(path, 0o700, dir_fd=above)
    try:
        descriptor = os.open(path, _FOLDER, dir_fd=above)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            said = _("a link or a file stands where the store has a folder; take it away")
            raise NotADirectoryError(errno.ENOTDIR, said, str(path)) from None
        raise
    try:
        if made and is_shared(path.parent if above is None else above):
            with suppress(PermissionError):
                os.fchmod(descriptor, 0o2770)
        yield descriptor
    finally:
        os.close(descriptor)


def open_inner(name: str, folder: int) -> int:
    """An ordinary file in a folder that is open, for reading; raises OSError for anything else."""
    descriptor = os.open(name, _FILE, dir_fd=folder)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise OSError(errno.EINVAL, _("it is no file"), name)


def plain_files(folder: int) -> list[str]:
    """The names of the ordinary files in a folder that is open."""
    with os.scandir(folder) as found:
        return [one.name for one in found if one.is_file(follow_symlinks=False)]

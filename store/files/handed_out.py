"""Handed out: a file for a person, private, whole or not at all, and never through a link.

What is written here holds buyers' names and numbers: the file is 0600 from its first byte, lies
beside its target under another name until it is complete and on the disk, and only then takes the
name that was asked for (reliability.md §4.6: `open(path, "w")` makes 0644, follows a symbolic link
and overwrites what it points to, and so does a library that is given a name).
"""

import errno
import stat
from pathlib import Path

from store.errors import BadInput, ShouhouError, StoreTrouble
from store.files.durable import Write, put
from store.files.places import ensure_outside_stores
from store.files.working import clear_left
from store.words import N_, _

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


def hand_out(path: Path, write: Write, *, replaces: bool = False) -> None:
    """As `write_private`, for what leaves the store; raises as `ensure_free` does."""
    ensure_free(path, replaces=replaces)
    write_private(path, write)


def ensure_free(path: Path, field: str = "to", *, replaces: bool = False) -> None:
    """Raise BadInput for a place in the folder of a store, and where a file of that name is there,
    unless it was said that this one `replaces` it.

    What takes long, or changes something, asks before it begins.
    """
    ensure_outside_stores(path, field)
    if not replaces and path.is_file() and not path.is_symlink():
        said = _("{path} is there already and is not written over; name another file.")
        raise BadInput(said.format(path=path), field=field, code="exists")


def write_private(path: Path, write: Write) -> None:
    """Write a file that only its owner can read; an ordinary file of that name is replaced.

    `write` gets the open file, and may also read it. BadInput: the target is a link, a folder or a
    device, or the folder is missing or forbidden. StoreTrouble: the disk is full or fails. Whatever
    goes wrong, what was there before is still there and nothing half-written is left; what a killed
    process left beside it is taken away.
    """
    try:
        _refuse_special(path)
        clear_left(path.parent)
        put(path, write)
    except OSError as error:
        raise unwritable(path, error) from error


def _refuse_special(path: Path) -> None:
    if "\0" in str(path) or not path.name:
        raise BadInput(_("{path!r} is not a file name.").format(path=str(path)), field="to")
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISREG(mode):
        return
    if stat.S_ISLNK(mode):
        said = N_("{path} is a symbolic link and is not written through; name the file itself.")
    elif stat.S_ISDIR(mode):
        said = N_("{path} is a folder; name a file in it.")
    else:
        said = N_("{path} is a device, pipe or socket, not a file; name a file.")
    raise BadInput(_(said).format(path=path), field="to")


def unwritable(path: Path, error: OSError) -> ShouhouError:
    """The sentence for a file that a person asked for and the system did not write."""
    if error.errno == errno.ENOENT:
        said = _("The folder {folder} does not exist.").format(folder=path.parent)
        return BadInput(said, field="to")
    if error.errno == errno.ENOTDIR:
        return BadInput(_("{folder} is not a folder.").format(folder=path.parent), field="to")
    if error.errno in _FORBIDDEN:
        said = _("You may not write {path}: {reason}.").format(path=path, reason=error.strerror)
        return BadInput(said, field="to")
    if error.errno == errno.ENAMETOOLONG:
        return BadInput(_("The file name {name} is too long.").format(name=path.name), field="to")
    if error.errno in _FULL:
        return StoreTrouble(
            _("The disk is full: {path} was not written.").format(path=path), code="disk_full"
        )
    said = _("{path} could not be written: {reason}.")
    return StoreTrouble(said.format(path=path, reason=error.strerror or str(error)))

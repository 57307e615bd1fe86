"""Paths of people (路径): what somebody typed as a path, and a file that is read as nothing else.

A pipe would keep the desk waiting, a device would never end, and a large file takes all of the
memory: so a file is looked at before it is opened, again once it is open, and read to a limit.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from store.errors import BadInput
from store.words import N_, _, counts
from store.words.excerpts import excerpt

LONGEST_PATH = 200
"""Signs of a path that are said where it is none."""
_HOW = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


def path_of(text: str, field: str | None = None) -> Path:
    """The place that a text names; `~` and `~name` are somebody's home, and blanks around it count
    only where there is something of that name.

    Raises BadInput for what can name no place: nothing, a NUL, the home of nobody, or characters
    that no file system takes.
    """
    written = text if os.path.lexists(text) else text.strip()
    try:
        there = os.path.expanduser(written)  # noqa: PTH111 - `./~a` is no home, and a Path loses ./
        sound = bool(written) and b"\0" not in os.fsencode(there)
    except ValueError:
        sound = False
    if not sound:
        raise BadInput(
            _("{path!r} is not a file name.").format(path=excerpt(text, LONGEST_PATH)), field=field
        )
    if there.startswith("~"):
        said = _("{file}: nobody on this machine has that name; write the whole path.")
        raise BadInput(said.format(file=excerpt(text, LONGEST_PATH)), field=field)
    return Path(there)


@contextmanager
def opened(path: Path, *, follows: bool = True) -> Iterator[BinaryIO]:
    """An ordinary file, open for reading; a link is followed only where that is said.

    Raises BadInput, naming it, for what is none or cannot be read.
    """
    try:
        look = path.stat() if follows else path.lstat()
        _refuse_special(path, look.st_mode)
        descriptor = os.open(path, _HOW if follows else _HOW | os.O_NOFOLLOW)
        with os.fdopen(descriptor, "rb") as file:
            # Another one may have taken its place since it was looked at.
            _refuse_special(path, os.fstat(descriptor).st_mode)
            yield file
    except FileNotFoundError:
        said = _("{file}: there is no such file.").format(file=path)
        raise BadInput(said, code="no_file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        said = _("{file}: it cannot be read ({reason}).").format(file=path, reason=reason)
        raise BadInput(said) from None


def content_of(path: Path, most: int, *, follows: bool = True) -> bytes:
    """What an ordinary file of at most so many bytes holds; raises BadInput as `opened` does."""
    with opened(path, follows=follows) as file:
        content = file.read(most + 1)
    if len(content) > most:
        said = _("{file} is larger than {most}, which no such file is.")
        raise BadInput(said.format(file=path, most=counts.file_size(most)))
    return content


def _refuse_special(path: Path, mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    if stat.S_ISLNK(mode):
        said = N_("{file} is a symbolic link and is not followed; name the file itself.")
    elif stat.S_ISDIR(mode):
        said = N_("{file} is a folder; name the files in it.")
    else:
        said = N_("{file} is a device, pipe or socket, not a file.")
    raise BadInput(_(said).format(file=path))

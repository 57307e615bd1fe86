"""Given files: a file that somebody names by its path, looked at before anything is done with it.

It is opened without following a link, only where it is an ordinary file, and read once: what was
judged is what is kept. Of its name only the last part is kept, never the folders of the agent.
"""

import hashlib
import os
import re
import stat
from pathlib import Path
from typing import NamedTuple

from store.errors import BadInput, Refused, ShouhouError
from store.files.media import MEDIA, MEGABYTE, MOST_BYTES, medium_of
from store.models.evidence import StoredFile
from store.words import N_, _

LONGEST_NAME = 120
_HOW = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


class GivenFile(NamedTuple):
    """A file as it was read: what it holds, and how the store describes it."""

    content: bytes
    described: StoredFile


def look_at(text: str, field: str) -> tuple[GivenFile, ...]:
    """The files that a text names, one or more.

    Raises BadInput for what is no ordinary file, Refused for one of a kind or size that is not
    kept.
    """
    return tuple(_look(path, field) for path in _paths(text))


def _paths(text: str) -> list[str]:
    """Commas, semicolons or new lines stand between; a path that exists as it is stands alone."""
    alone = text.strip()
    if os.path.lexists(Path(alone).expanduser() if "\0" not in alone else ""):
        return [alone]
    between = "\n" if "\n" in alone else "[,;，；]"
    return [part for one in re.split(between, alone) if (part := one.strip())] or [alone]


def _look(path: str, field: str) -> GivenFile:
    try:
        content = _read(path)
        medium = medium_of(content, path)
        if not content:
            raise Refused(_("{file} is empty.").format(file=path))
        if medium is None:
            known = ", ".join(one.suffix for one in MEDIA)
            said = _("{file} is, judged by its content, none of: {known}.")
            raise Refused(said.format(file=path, known=known))
        if len(content) > medium.most_bytes:
            raise _too_large(path, len(content), medium.most_bytes)
    except ShouhouError as error:
        error.field = field
        raise
    digest = hashlib.sha256(content).hexdigest()
    described = StoredFile(
        sha256=digest, name=_name(path), size=len(content), media_type=medium.media_type
    )
    return GivenFile(content, described)


def _read(path: str) -> bytes:
    try:
        place = Path(path).expanduser()
        _refuse_special(path, place.lstat().st_mode)
        descriptor = os.open(place, _HOW)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            # Another one may have taken its place since it was looked at.
            _refuse_special(path, found.st_mode)
            if found.st_size > MOST_BYTES:
                raise _too_large(path, found.st_size, MOST_BYTES)
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise BadInput(_("{file}: there is no such file.").format(file=path)) from None
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        said = _("{file}: it cannot be read ({reason}).")
        raise BadInput(said.format(file=path, reason=reason)) from None


def _refuse_special(path: str, mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    if stat.S_ISLNK(mode):
        said = N_("{file} is a symbolic link and is not followed; name the file itself.")
    elif stat.S_ISDIR(mode):
        said = N_("{file} is a folder; name the files in it.")
    else:
        said = N_("{file} is a device, pipe or socket, not a file.")
    raise BadInput(_(said).format(file=path))


def _too_large(path: str, size: int, most: int) -> Refused:
    said = _("{file} has {size} MB; at most {most} MB of such a file are kept.")
    return Refused(said.format(file=path, size=f"{size / MEGABYTE:.1f}", most=most // MEGABYTE))


def _name(path: str) -> str:
    """The last part of a path as one printable line."""
    text = Path(path).name.encode("utf-8", "replace").decode()
    clean = "".join(one if one.isprintable() else "_" for one in text).strip()
    return clean[-LONGEST_NAME:] or "_"

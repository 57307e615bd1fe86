"""Given files: a file that somebody names by its path, looked at before anything is done with it.

It is opened without following a link, and only where it is an ordinary file; what is kept is what
was judged, or is refused. Of its name only the last part is kept, never the folders of the agent.
"""

import hashlib
import os
import re
from pathlib import Path

from msgspec import Struct

from store.errors import BadInput, Refused, ShouhouError
from store.files.media import MEDIA, MOST_BYTES, medium_of
from store.files.paths import content_of, opened, path_of
from store.models.evidence import StoredFile
from store.words import _, counts, listed

LONGEST_NAME = 120


class GivenFile(Struct, frozen=True):
    """A file as it was judged: where it is, and how the store describes it."""

    path: Path
    described: StoredFile

    @property
    def content(self) -> bytes:
        """What it holds, read when it is kept: many large files never lie in memory together.

        Raises BadInput where it is not what was judged any more.
        """
        content = content_of(self.path, MOST_BYTES, follows=False)
        if hashlib.sha256(content).hexdigest() != self.described.sha256:
            said = _("{file} was changed while it was read; give it again when it is whole.")
            raise BadInput(said.format(file=self.path))
        return content


def look_at(text: str, field: str) -> tuple[GivenFile, ...]:
    """The files that a text names, one or more.

    Raises BadInput for what is no ordinary file, Refused for one of a kind or size that is not
    kept.
    """
    return tuple(_look(path, field) for path in _paths(text, field))


def _paths(text: str, field: str) -> list[str]:
    """Commas, semicolons or new lines stand between; a path that exists as it is stands alone."""
    alone = text.strip()
    try:
        if os.path.lexists(path_of(alone, field)):
            return [alone]
    except BadInput:
        pass  # as it is it names no place; its parts may
    between = "\n" if "\n" in alone else "[,;，；]"
    return [part for one in re.split(between, alone) if (part := one.strip())] or [alone]


def _look(path: str, field: str) -> GivenFile:
    place = path_of(path, field)
    try:
        content = _read(place, path)
        medium = medium_of(content, path)
        if not content:
            raise Refused(_("{file} is empty.").format(file=path))
        if medium is None:
            known = listed(one.suffix for one in MEDIA)
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
    return GivenFile(place, described)


def _read(place: Path, path: str) -> bytes:
    with opened(place, follows=False) as file:
        size = os.fstat(file.fileno()).st_size
        if size > MOST_BYTES:
            raise _too_large(path, size, MOST_BYTES)
        return file.read(MOST_BYTES + 1)


def _too_large(path: str, size: int, most: int) -> Refused:
    said = _("{file} has {size}; at most {most} of such a file are kept.")
    size_said, most_said = counts.file_size(size), counts.file_size(most)
    return Refused(said.format(file=path, size=size_said, most=most_said))


def _name(path: str) -> str:
    """The last part of a path as one printable line."""
    text = Path(path).name.encode("utf-8", "replace").decode()
    clean = "".join(one if one.isprintable() else "_" for one in text).strip()
    return clean[-LONGEST_NAME:] or "_"

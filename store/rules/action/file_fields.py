"""File fields: values of an action that stand for files; a rule never touches a disk.

A person types a path. Before the rule sees it the repository looks at the file and hands over its
description, one line a file: SHA-256, size, type and name, as `sha256sum` would begin it.
"""

import re
from typing import Annotated, Literal

from msgspec import Struct
from pydantic import BeforeValidator, StringConstraints

from store.models.evidence import StoredFile
from store.rules.action.fields import unread
from store.words import _

_DESCRIBED = re.compile(
    r"(?P<sha256>[0-9a-f]{64}) (?P<size>\d+) (?P<media_type>[a-z]+/[a-z0-9]+) (?P<name>.+)"
)
_TOLD = re.compile(r"(.+?) \(SHA-256 [0-9a-f]{64}\)(?:; |$)")


class FilePath(Struct, frozen=True):
    """This field is typed as a path: of files to take into the store, or of one to be made."""

    use: Literal["take", "make"]


def files_text(files: tuple[StoredFile, ...]) -> str:
    """The way `read_files` reads it."""
    return "\n".join(f"{one.sha256} {one.size} {one.media_type} {one.name}" for one in files)


def files_told(files: tuple[StoredFile, ...]) -> str:
    """The way an event holds it."""
    return "; ".join(f"{one.name} (SHA-256 {one.sha256})" for one in files)


def names_told(text: str) -> list[str]:
    """The names of the files that an event tells of."""
    return _TOLD.findall(text)


def read_files(value: object) -> object:
    """Files that the store has looked at, one description a line."""
    if not isinstance(value, str):
        return value
    found = [_DESCRIBED.fullmatch(line) for line in value.split("\n")]
    if not all(found):
        raise unread(_("{text} is no file that the store has looked at."), value)
    return tuple(StoredFile.model_validate(match.groupdict()) for match in found if match)


GivenFiles = Annotated[tuple[StoredFile, ...], BeforeValidator(read_files), FilePath("take")]
NewFile = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4096),
    FilePath("make"),
]

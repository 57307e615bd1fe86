"""What is said when a file cannot be read or written: which one, why, and what to do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import StoreTrouble
from store.words import _

Failing = Callable[[object, object], StoreTrouble]
"""What is said of a file and of why it failed."""


def unwritten(path: object, reason: object) -> StoreTrouble:
    """The sentence for a change that was not made."""
    said = _("{file} could not be written ({reason}); nothing was changed. Try again.")
    cause = _("{file} could not be written ({reason}).")
    return _of_file("unwritten", said, cause, path, reason)


def unread(path: object, reason: object) -> StoreTrouble:
    """The sentence for something that was asked, and not answered."""
    said = _("{file} could not be read ({reason}); nothing was changed. Try again.")
    cause = _("{file} could not be read ({reason}).")
    return _of_file("unread", said, cause, path, reason)


def unreadable(path: object, reason: object) -> StoreTrouble:
    """The sentence for a file that the system does not let us read."""
    said = _(
        "{file} cannot be read ({reason}). Nothing was changed. Put the file back or make it"
        " readable, or restore a backup into a new folder."
    )
    cause = _("{file} cannot be read ({reason}).")
    return _of_file("unreadable", said, cause, path, reason)


def _of_file(code: str, said: str, cause: str, path: object, reason: object) -> StoreTrouble:
    about = {"file": path, "reason": reason}
    return StoreTrouble(said.format(**about), code=code, cause=cause.format(**about))


@contextmanager
def as_unwritten(path: Path) -> Iterator[None]:
    """Say every failure of the system as a file that was not written."""
    try:
        yield
    except OSError as error:
        raise unwritten(path, error.strerror or error) from error

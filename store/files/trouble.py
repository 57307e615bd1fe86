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
    return StoreTrouble(
        _("{file} could not be written ({reason}); nothing was changed. Try again.").format(
            file=path, reason=reason
        ),
        code="unwritten",
        cause=_("{file} could not be written ({reason}).").format(file=path, reason=reason),
    )


def unread(path: object, reason: object) -> StoreTrouble:
    """The sentence for something that was asked, and not answered."""
    return StoreTrouble(
        _("{file} could not be read ({reason}); nothing was changed. Try again.").format(
            file=path, reason=reason
        ),
        code="unread",
        cause=_("{file} could not be read ({reason}).").format(file=path, reason=reason),
    )


def unreadable(path: Path, reason: object) -> StoreTrouble:
    """The sentence for a file that the system does not let us read."""
    return StoreTrouble(
        _(
            "{file} cannot be read ({reason}). Nothing was changed. Put the file back or make it"
            " readable, or restore a backup into a new folder."
        ).format(file=path, reason=reason),
        code="unreadable",
        cause=_("{file} cannot be read ({reason}).").format(file=path, reason=reason),
    )


@contextmanager
def as_unwritten(path: Path) -> Iterator[None]:
    """Say every failure of the system as a file that was not written."""
    try:
        yield
    except OSError as error:
        raise unwritten(path, error.strerror or error) from error

"""What the journal store says when it cannot go on: which file, where, and what to do."""

from pathlib import Path

from store.errors import StoreTrouble
from store.words import _


class LostTrackError(Exception):
    """What this process read is not what the files say now; read everything anew."""


class DamageError(StoreTrouble):
    """A file of the store does not hold what was written to it."""

    code = "damaged"


def damaged(path: Path, offset: int, what: str) -> DamageError:
    """The sentence for a file that is not as it was written."""
    return DamageError(
        _(
            "{file} is damaged at byte {offset}: {what}. Nothing was changed. Restore a backup into"
            " a new folder, and keep this one as it is until that is done."
        ).format(file=path, offset=offset, what=what)
    )


def unreadable(path: Path, error: OSError) -> StoreTrouble:
    """The sentence for a file that the system does not let us read."""
    return StoreTrouble(
        _(
            "{file} cannot be read from byte 0 ({reason}). Nothing was changed. Put the file back"
            " or make it readable, or restore a backup into a new folder."
        ).format(file=path, reason=error.strerror or error),
        code="unreadable",
    )


def unwritten(path: Path, error: OSError) -> StoreTrouble:
    """The sentence for a change that was not made."""
    return StoreTrouble(
        _("{file} could not be written ({reason}); nothing was changed. Try again.").format(
            file=path, reason=error.strerror or error
        ),
        code="unwritten",
    )


def uncertain(path: Path, error: OSError) -> StoreTrouble:
    """The sentence for a change of which nobody knows whether the disk took it."""
    return StoreTrouble(
        _(
            "{file} could not be written ({reason}), and the disk does not say whether the change"
            " is there. Look before you repeat it."
        ).format(file=path, reason=error.strerror or error),
        code="uncertain",
    )


def overtaken() -> StoreTrouble:
    """The sentence for a change that was made from an old state."""
    return StoreTrouble(
        _("The store was changed by somebody else; nothing was written."), code="conflict"
    )

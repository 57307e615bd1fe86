"""What is said when SQLite cannot go on: which file, why, and what to do."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from store.engines.trouble import damaged
from store.errors import InterruptedReading, StoreTrouble
from store.files.trouble import Failing, unreadable, unwritten
from store.words import _

NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN")
"""What a full disk is called, also where something is only read."""
DAMAGED = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT", "SQLITE_TOOBIG"})
LOST = ("no such ", "malformed", "has no column", "Could not decode")
"""What SQLite and Python say of tables, columns and texts that are not as they were made."""
UNREAD = ("SQLITE_IOERR_READ", "SQLITE_IOERR_SHORT_READ", "SQLITE_IOERR_FSTAT")
CLOSED_TO_US = frozenset({"SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"})


def closed_to_us(path: Path) -> StoreTrouble:
    """The sentence for a store that this account may not write."""
    return StoreTrouble(
        _(
            "{file} cannot be written by this account. Whoever it belongs to gives it to the group"
            " of the shop: chgrp -R GROUP {folder}; chmod -R g+rwX {folder}; find {folder} -type d"
            " -exec chmod g+s {{}} +"
        ).format(file=path, folder=path.parent),
        code="unwritable",
    )


def read_only(path: Path) -> StoreTrouble:
    """The sentence for a disk that takes nothing, which is no matter of rights."""
    return StoreTrouble(
        _(
            "{file} lies on a disk that can only be read just now. Nothing was changed. Look after"
            " the disk, then try again."
        ).format(file=path),
        code="read_only",
        cause=_("{file} lies on a disk that can only be read just now.").format(file=path),
    )


@contextmanager
def told(path: Path, else_said: Failing = unwritten) -> Iterator[None]:
    """Say every failure of SQLite as trouble with the store; an unknown one by `else_said`."""
    try:
        yield
    except sqlite3.Error as error:
        raise trouble(path, error, else_said) from error
    except UnicodeDecodeError as error:
        # What SQLite says of a damaged name has the name in it.
        raise damaged(path, _("a text in it cannot be read")) from error


def _is_full(folder: Path) -> bool:
    with suppress(OSError):
        return os.statvfs(folder).f_bavail == 0
    return False


def trouble(path: Path, error: sqlite3.Error, else_said: Failing = unwritten) -> StoreTrouble:
    """The sentence for a failure of SQLite; none of its values are in it."""
    name = getattr(error, "sqlite_errorname", "") or ""
    reason = str(error)
    if name == "SQLITE_INTERRUPT":
        return InterruptedReading(_("The reading was stopped."))
    if name.startswith(tuple(DAMAGED)):
        return damaged(path, reason)
    if name.startswith(NO_ROOM) and _is_full(path.parent):
        return StoreTrouble(
            _(
                "The disk of {folder} is full; nothing was changed. Make room: a store needs some"
                " even to be read."
            ).format(folder=path.parent),
            code="disk_full",
            cause=_("The disk of {folder} is full.").format(folder=path.parent),
        )
    if any(lost in reason for lost in LOST):
        # What could not be decoded stands in the reason: it may be a buyer's.
        return damaged(path, reason.partition(" with text")[0])
    if name.startswith(UNREAD):
        return unreadable(path, reason)
    if name.startswith(tuple(CLOSED_TO_US)):
        return closed_to_us(path) if path.exists() else unreadable(path, reason)
    return else_said(path, reason)

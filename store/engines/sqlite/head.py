"""Head (已确认): the number of the last acknowledged commit, beside the database.

A write-ahead log that lost its end, or was taken away by a plain reader after a kill, looks like a
shorter one, and SQLite finds nothing wrong. So every writer notes here, after its commit and before
it says "saved", which number the commit had. The note is never synced; it may lag behind after a
power cut, and never runs ahead of what is durable.
"""

import os
from contextlib import suppress
from pathlib import Path

from store.engines.trouble import damaged
from store.files.sharing import create
from store.words import _

HEAD = "head"
DIGITS = 19
_HOW = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


def acknowledged(folder: Path) -> int:
    """The number of the last commit that somebody was told of; 0 where there is no note.

    Raises StoreTrouble for a note that is none.
    """
    path = folder / HEAD
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise damaged(path, error.strerror or str(error)) from error
    try:
        text = os.read(descriptor, DIGITS + 2)
    except OSError as error:
        raise damaged(path, error.strerror or str(error)) from error
    finally:
        os.close(descriptor)
    if not text:
        return 0  # somebody died between making and writing it
    digits = text.removesuffix(b"\n")
    if len(text) != DIGITS + 1 or not digits.isdigit():
        raise damaged(path, _("it holds no number of a commit"))
    return int(digits)


def acknowledge(folder: Path, commits: int) -> None:
    """Note it. The commit is durable already, so a failure here changes nothing."""
    path = folder / HEAD
    with suppress(OSError):
        try:
            descriptor = os.open(path, _HOW)
        except FileNotFoundError:
            descriptor = create(path, _HOW)
        try:
            os.pwrite(descriptor, b"%0*d\n" % (DIGITS, commits), 0)
        finally:
            os.close(descriptor)

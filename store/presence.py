"""Presence (在看): who has an order open; no document, no version, gone with its process.

Beside the store lies a folder with one small file a process. The process holds a lock on its file
for as long as it lives, and the kernel lets go of it however the process ends, so nothing has to
be cleaned up and no clock has to be trusted.
"""

import contextlib
import fcntl
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from store.engines.sharing import create, make_folder
from store.models.event import Actor

LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who has an order open."""

    who: str
    key: str


class Presence:
    """This process's own record, and a look at the others'."""

    def __init__(self, folder: Path, actor: Actor) -> None:
        self._folder = folder
        self._who = actor.name or actor.user
        self._file: Path | None = None
        self._descriptor = -1

    def enter(self, key: str) -> None:
        """Say that this order is open here; only the last one counts."""
        if self._file is None:
            self._begin()
        text = json.dumps({"who": self._who, "key": key}, ensure_ascii=False).encode()
        if self._descriptor >= 0:
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, text, 0)

    def leave(self) -> None:
        """No order is open here."""
        if self._file is None:
            return
        # Unlinked while it is still locked: nobody can take the name for a dead one's meanwhile.
        self._file.unlink(missing_ok=True)
        os.close(self._descriptor)
        self._file, self._descriptor = None, -1

    def others(self) -> tuple[Present, ...]:
        """Who else has which order open now."""
        try:
            files = [one for one in self._folder.iterdir() if one != self._file]
        except OSError:
            return ()
        found = (_look(file) for file in sorted(files))
        return tuple(one for one in found if one)

    def _begin(self) -> None:
        # Being seen is a courtesy: a full disk must not keep anybody from opening an order.
        with contextlib.suppress(OSError):
            make_folder(self._folder)
            # Somebody who looks between the making and the lock takes it for a dead one's.
            while self._file is None or not self._file.exists():
                self._make(self._folder / secrets.token_hex(8))

    def _make(self, file: Path) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = create(file, os.O_RDWR | os.O_EXCL | os.O_CLOEXEC)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        self._file = file


def _look(file: Path) -> Present | None:
    """What a file says, if its process still lives; a dead one's file is taken away."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(descriptor)
    else:
        file.unlink(missing_ok=True)
        return None
    finally:
        os.close(descriptor)


def _read(descriptor: int) -> Present | None:
    try:
        said = json.loads(os.pread(descriptor, LONGEST, 0))
        return Present(str(said["who"]), str(said["key"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None  # just being written

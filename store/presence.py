"""Presence (在看): who has an order open; no document, no version, gone with its process.

Beside the store lies a folder with one small file a process. The process holds a lock on its file
for as long as it lives, and the kernel lets go of it however the process ends, so nothing has to
be cleaned up and no clock has to be trusted.
"""

import fcntl
import json
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from store.accounts import account_name
from store.files.sharing import create, inner_folder, open_inner, plain_files
from store.models.event import Actor

LONGEST = 4096
_NAME = re.compile("[0-9a-f]{16}")
"""What a process calls its file; nothing else in the folder is read or taken away."""
_TRIES = 5


class Present(Struct, frozen=True):
    """Somebody who has an order open."""

    actor: Actor
    """The account whose process it is, under the name that it was started with."""
    key: str


class Presence:
    """This process's own record, and a look at the others'."""

    def __init__(self, folder: Path, actor: Actor) -> None:
        self._folder = folder
        self._actor = actor
        self._name = ""
        self._descriptor = -1

    def enter(self, key: str) -> None:
        """Say that this order is open here; only the last one counts."""
        # Being seen is a courtesy: a full disk must not keep anybody from opening an order.
        with suppress(OSError):
            if not self._name:
                self._begin()
            if self._name:
                said = {"name": self._actor.name, "key": key}
                os.ftruncate(self._descriptor, 0)
                os.pwrite(self._descriptor, json.dumps(said, ensure_ascii=False).encode(), 0)

    def leave(self) -> None:
        """No order is open here."""
        if not self._name:
            return
        # Unlinked while it is still locked: nobody can take the name for a dead one's meanwhile.
        with suppress(OSError), inner_folder(self._folder) as folder:
            os.unlink(self._name, dir_fd=folder)
        self._let_go()

    def others(self) -> tuple[Present, ...]:
        """Who else has which order open now."""
        try:
            with inner_folder(self._folder) as folder:
                names = sorted(filter(_NAME.fullmatch, plain_files(folder)))
                found = [_look(name, folder) for name in names if name != self._name]
        except OSError:
            return ()
        return tuple(one for one in found if one)

    def _begin(self) -> None:
        with inner_folder(self._folder, made=True) as folder:
            # Somebody who looks between the making and the lock takes it for a dead one's; whoever
            # does so again and again is not waited for.
            for _try in range(_TRIES):
                name = secrets.token_hex(8)
                how = os.O_RDWR | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
                self._descriptor = create(name, how, folder)
                with suppress(OSError):
                    fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    os.stat(name, dir_fd=folder)
                    self._name = name
                    return
                self._let_go()

    def _let_go(self) -> None:
        os.close(self._descriptor)
        self._name, self._descriptor = "", -1


def _look(name: str, folder: int) -> Present | None:
    """What a file says, if its process still lives; a dead one's file is taken away."""
    try:
        descriptor = open_inner(name, folder)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(descriptor)
    else:
        with suppress(OSError):
            os.unlink(name, dir_fd=folder)
        return None
    finally:
        os.close(descriptor)


def _read(descriptor: int) -> Present | None:
    """Who is there, by the account whose file it is: only the name beside it is what it says."""
    try:
        said = json.loads(os.pread(descriptor, LONGEST, 0))
        account = account_name(os.fstat(descriptor).st_uid)
        return Present(Actor(user=account, name=str(said["name"])), str(said["key"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None  # just being written, or by somebody else than a desk

"""The store's lock: one file, never deleted, held while a change is judged and written."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import StoreTrouble
from store.words import _

PATIENCE_SECONDS = 5.0
POLL_SECONDS = 0.002


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock; after five seconds of waiting raise StoreTrouble and name who holds it."""
    descriptor = _taken(path)
    try:
        yield
    finally:
        os.close(descriptor)


def _taken(path: Path) -> int:
    """The descriptor of the lock, held and with the holder's name in it."""
    descriptor = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        _wait(descriptor)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {_user()}\n".encode(), 0)
    except (OSError, StoreTrouble) as error:
        if descriptor is not None:
            os.close(descriptor)
        if isinstance(error, StoreTrouble):
            raise
        raise StoreTrouble(
            _("The store {path} cannot be locked ({reason}); nothing was changed.").format(
                path=path.parent, reason=error.strerror or error
            )
        ) from error
    return descriptor


def _wait(descriptor: int) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > give_up:
                holder = os.pread(descriptor, 200, 0).decode("utf-8", "replace").strip()
                raise StoreTrouble(
                    _("The store is in use by process {holder}; try again.").format(holder=holder)
                ) from None
            time.sleep(POLL_SECONDS)
        else:
            return


def _user() -> str:
    return os.environ.get("USER") or str(os.getuid())

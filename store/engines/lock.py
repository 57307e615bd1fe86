"""The store's lock: one file, never deleted, held while a change is judged and written."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

from store.accounts import user
from store.engines.turn import own_turn
from store.errors import StoreTrouble
from store.files.sharing import create
from store.words import _

LOCK = "lock"
"""The file of the lock in a store's folder."""
PATIENCE_SECONDS = 5.0
HOW = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW
HOLDER = 64
"""Bytes in which the holder is named; always as many, so that nothing has to be cut off."""
NOBODY = b" " * (HOLDER - 1) + b"\n"
"""What stands there while nobody holds it: who takes it without a name is not called by the last
one's."""


@contextmanager
def locked(path: Path, who: str = "") -> Iterator[None]:
    """Hold the lock; after five seconds of waiting raise StoreTrouble and name who holds it.

    `who` is what we are called then; left out, what the account is.
    """
    descriptor, process = _taken(path, who or user()), os.getpid()
    try:
        yield
    finally:
        # A process that was forked meanwhile has the same lock: it must not let go of it, and does
        # not keep it.
        if process == os.getpid():
            with suppress(OSError):
                os.pwrite(descriptor, NOBODY, 0)
            fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


@contextmanager
def free(path: Path) -> Iterator[bool]:
    """Hold the lock if nobody else does; was it free?"""
    try:
        descriptor = os.open(path, HOW)
    except OSError:
        yield False
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_free = True
    except BlockingIOError:
        is_free = False
    try:
        yield is_free
    finally:
        os.close(descriptor)


def _taken(path: Path, who: str) -> int:
    """The descriptor of the lock, held and with the holder's name in it."""
    descriptor = None
    try:
        descriptor = _opened(path)
        _wait(descriptor)
        named = f"{os.getpid()} {who}".encode()[: HOLDER - 1]
        os.pwrite(descriptor, named.ljust(HOLDER - 1) + b"\n", 0)
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


def _opened(path: Path) -> int:
    try:
        return os.open(path, HOW)
    except FileNotFoundError:
        return create(path, HOW)


def _wait(descriptor: int) -> None:
    """Take the lock in turn with the others; give up after a while and name who holds it."""
    turn = own_turn()
    with suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        turn.take()
        return
    from concurrent.futures import Future, InvalidStateError

    # The kernel's queue is fair and wakes at once, which trying again and again is not; but it
    # knows no patience, so another thread stands in it.
    taken = Future[None]()

    def take() -> None:
        # Nobody waits for an answer any more where it was given up meanwhile.
        with suppress(InvalidStateError):
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            except OSError as error:
                taken.set_exception(error)
            else:
                taken.set_result(None)

    Thread(target=take, name="lock", daemon=True).start()
    try:
        with turn.waiting(taken, lambda: name_of(_holder(descriptor))):
            taken.result(PATIENCE_SECONDS)
    except TimeoutError:
        raise in_use(_holder(descriptor)) from None
    turn.take()


def in_use(holder: str) -> StoreTrouble:
    """The sentence for who waited in vain; the holder is told as its number and name."""
    said = _("The store is in use by process {holder}; try again.")
    if not holder:
        said = _("The store is in use by another program; try again.")
    return StoreTrouble(said.format(holder=holder))


def name_of(holder: str) -> str:
    """What a holder is called that is told as its number and name."""
    return holder.partition(" ")[2] or holder or _("another program")


def _holder(descriptor: int) -> str:
    """The number of the process that holds the lock, and its name; empty where it wrote none."""
    return os.pread(descriptor, HOLDER, 0).decode("utf-8", "replace").strip()

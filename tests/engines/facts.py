"""Documents, events and commits, as short as the engines' tests need them."""

import os
import subprocess
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import pytest

from store.engines.protocol import Engine, Kept, KeptEvent
from store.engines.sealing import canonical, sealed
from store.errors import ShouhouError
from store.models.event import digest_of
from store.search.lists import LISTS
from store.search.reading import read_of

KIND = "orders"
Result = TypeVar("Result")


def kept(number: int = 1, key: str | None = "a", version: int = 1, **body: Any) -> Kept:
    """A document of the kind `orders`."""
    return sealed(KIND, Kept(number, key, version, "", canonical(body), 0))


def event(number: int = 1, subject: str = "orders/a", key: str | None = None) -> KeptEvent:
    """What happened to a document, in its place in the chain."""
    body = canonical({"subject": subject, "number": number, "note": "东北大米"})
    name = f"{subject}-{number}"
    return KeptEvent(name, subject, number, number * 1000, "note", key, body, digest_of(body))


def rows_of(engine: Engine, name: str, number: int) -> list[Any]:
    """The rows in a list of the document of the kind `orders` with this id."""
    return read_of(engine.fetch, LISTS[name], KIND, number)


def write(engine: Engine, *documents: Kept, events: Iterable[KeptEvent] = ()) -> None:
    """One commit."""
    with engine.writing():
        for document in documents:
            if engine.document(KIND, document.id) is None:
                engine.add(KIND, document)
            else:
                assert engine.replace(KIND, document, document.version - 1)
        engine.add_events(list(events))


def in_thread(act: Callable[[], Result]) -> Result:
    """What this gives, or raises, in a thread of its own."""
    found: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            found.append(act())
        except BaseException as error:  # noqa: BLE001 - raised where it was asked for
            errors.append(error)

    thread = Thread(target=run)
    thread.start()
    thread.join(30)
    for error in errors:
        raise error
    return found[0]


def in_child(act: Callable[[], object]) -> int:
    """Do this in a forked process; its exit status."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            act()
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def trouble_of(act: Callable[[], Any]) -> ShouhouError:
    """The trouble, or the refusal, that this ends in."""
    with pytest.raises(ShouhouError) as caught:
        act()
    return caught.value


def left_behind(folder: Path, to: Path) -> Path:
    """What a process that is killed now leaves of its store.

    Copied by another process: a file of SQLite's that is closed here takes its locks along.
    """
    to.mkdir(mode=0o700)
    files = [path for path in folder.iterdir() if path.is_file()]
    files = [path for path in files if not path.name.endswith("-shm")]
    subprocess.run(["cp", "-p", *files, to], check=True)
    return to


class BrokenOff(Exception):
    """Somebody breaks a change off."""


def break_off(engine: Engine, *acts: Callable[[], object]) -> None:
    """Do this in one change, which then fails."""
    with suppress(BrokenOff), engine.writing():
        for act in acts:
            act()
        raise BrokenOff


def told_by(act: Callable[[], object]) -> ShouhouError | None:
    """The trouble or the refusal that this ended in, if it did."""
    try:
        act()
    except ShouhouError as error:
        return error
    return None


def replaced(owner: type, **methods: Callable[..., Any]) -> None:
    """Put a fault into a class, for as long as this process lives."""
    for name, method in methods.items():
        setattr(owner, name, method)

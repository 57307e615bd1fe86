"""The lock: in turn, by the kernel's own queue; who holds it too long is named."""

import fcntl
import os
import time
from pathlib import Path

import pytest

from store.accounts import user
from store.engines import lock
from store.engines.lock import free, locked
from store.engines.protocol import Engine
from store.errors import StoreTrouble
from tests.engines.conftest import ENGINES, Open
from tests.engines.facts import KIND, kept, trouble_of, write

SECONDS = 5.0 if "SHOUHOU_LONG" in os.environ else 1.5
WRITERS = 6
LONGEST_WAIT = 1.0
"""Of a busy machine; SQLite's own waiting let one of six wait 3.7 s on an idle one."""


def test_patience_is_five_seconds() -> None:
    assert lock.PATIENCE_SECONDS == 5.0


def test_who_holds_it_is_named(
    engine: Engine, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(engine, kept())
    other = opened()
    monkeypatch.setattr(lock, "PATIENCE_SECONDS", 0.05)
    with engine.writing():
        begin = time.monotonic()
        found = trouble_of(lambda: write(other, kept(2, "b")))
        assert 0.04 < time.monotonic() - begin < 3
        assert other.document(KIND, 1) == kept()
    assert found.sentence == (f"The store is in use by process {os.getpid()} {user()}; try again.")
    write(other, kept(2, "b"))


def test_who_holds_it_without_a_name_is_another_program(
    quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = quick / "lock"
    monkeypatch.setattr(lock, "PATIENCE_SECONDS", 0.05)
    with path.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(StoreTrouble) as found, locked(path):
            pytest.fail("two hold it")
    assert found.value.sentence == "The store is in use by another program; try again."


def test_who_gave_up_does_not_take_it_later(quick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = quick / "lock"
    monkeypatch.setattr(lock, "PATIENCE_SECONDS", 0.05)
    with locked(path):
        for _ in range(3):
            with pytest.raises(StoreTrouble), locked(path):
                pytest.fail("two hold it")
    monkeypatch.undo()
    for _ in range(20):
        with locked(path):
            pass
    with free(path) as is_free:
        assert is_free


def test_a_change_that_fails_lets_go_of_it(
    engine: Engine, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE_SECONDS", 0.05)
    with pytest.raises(KeyError), engine.writing():
        raise KeyError
    write(opened(), kept())


def test_a_process_that_dies_lets_go_of_it(engine: Engine, opened: Open) -> None:
    write(engine, kept())
    child = os.fork()
    if child == 0:
        with opened().writing():
            os._exit(0)
    os.waitpid(child, 0)
    write(engine, kept(2, "b"))
    assert engine.count(KIND) == 2


@pytest.mark.parametrize("kind", ["a link", "a folder"])
def test_a_lock_that_is_none_is_refused(quick: Path, kind: str) -> None:
    path = quick / "lock"
    if kind == "a link":
        (quick / "elsewhere").touch()
        path.symlink_to(quick / "elsewhere")
    else:
        path.mkdir()
    why = "Too many levels of symbolic links" if kind == "a link" else "Is a directory"

    def take() -> None:
        with locked(path):
            pytest.fail("it was taken")

    assert trouble_of(take).sentence == (
        f"The store {quick} cannot be locked ({why}); nothing was changed."
    )


def writer(name: str, folder: Path, number: int, say: int) -> None:
    """Write as often as it can; tell how often that was and how long it waited at most."""
    engine = ENGINES[name](folder)
    end, longest, count = time.monotonic() + SECONDS, 0.0, 0
    while time.monotonic() < end:
        begin = time.monotonic()
        with engine.writing():
            longest = max(longest, time.monotonic() - begin)
            known = engine.document(KIND, number)
            assert known is not None
            engine.replace(KIND, kept(number, None, known.version + 1), known.version)
        count += 1
    os.write(say, f"{count} {longest}\n".encode())


@pytest.mark.parametrize("name", ENGINES)
def test_six_writers_get_their_turns(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    engine = ENGINES[name](folder)
    write(engine, *(kept(number, None) for number in range(WRITERS)))
    hear, say = os.pipe()
    children = []
    for number in range(WRITERS):
        child = os.fork()
        if child == 0:
            try:
                writer(name, folder, number, say)
            finally:
                os._exit(0)
        children.append(child)
    os.close(say)
    with os.fdopen(hear) as lines:
        found = [(int(count), float(wait)) for count, wait in (line.split() for line in lines)]
    for child in children:
        os.waitpid(child, 0)
    assert len(found) == WRITERS
    counts = [count for count, _wait in found]
    assert engine.commits() == sum(counts) + 1
    assert min(counts) > max(counts) / 5
    assert max(wait for _count, wait in found) < LONGEST_WAIT

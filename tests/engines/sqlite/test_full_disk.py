"""A disk that is full: said in plain words, nothing acknowledged is lost, and it works again."""

import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

from store.documents.writing import Receipt
from store.engines.sqlite.engine import SqliteEngine
from store.errors import StoreTrouble
from store.repository import open_store
from store.rules.order.actions.note import Note
from store.upkeep.backup import backup
from store.upkeep.daily_copies import daily_copy
from store.upkeep.verifying import verify
from tests.build import ACTOR, NOW, keep, order
from tests.engines.facts import KIND, kept, told_by, trouble_of, write

LONG = "SHOUHOU_LONG" in os.environ
MEGABYTE = 1_000_000
LIMITS = range(12) if LONG else (0, 1, 3, 6)


def full(folder: Path) -> str:
    return (
        f"{folder / 'shop.db'} could not be written (database or disk is full); nothing was"
        " changed. Try again."
    )


def limited(engine: SqliteEngine, more: int) -> None:
    """Let the database grow by so many pages only."""
    connection = engine._connections.mine()
    ((pages,),) = connection.execute("pragma page_count").fetchall()
    connection.execute(f"pragma max_page_count = {pages + more}")


@pytest.mark.parametrize("more", LIMITS)
def test_a_database_that_may_not_grow_loses_nothing(quick: Path, more: int) -> None:
    engine = SqliteEngine(quick / "store")
    write(engine, kept(0, None))
    limited(engine, more)
    saved, said = [0], set()
    for number in range(1, 12):
        try:
            write(engine, kept(number, None, note="米" * 2000), kept(number + 100, None))
            saved += [number, number + 100]
        except StoreTrouble as error:
            said.add(error.sentence)
    assert said == {full(engine.folder)}
    other = SqliteEngine(engine.folder)
    for each in (engine, other):
        assert [document.id for document in each.documents(KIND)] == sorted(saved)
    assert engine.commits() == (len(saved) - 1) // 2 + 1
    other.check()
    engine._connections.mine().execute("pragma max_page_count = 1000000")
    write(engine, kept(50, None, note="米" * 5000))
    assert other.count(KIND) == len(saved) + 1


def test_an_action_on_a_full_disk_is_refused_whole_and_can_be_repeated(quick: Path) -> None:
    repository = open_store(str(quick / "store"), ACTOR, lambda: NOW)
    keep(repository, order())
    engine = repository.engine
    assert isinstance(engine, SqliteEngine)
    limited(engine, 0)
    text = {"text": "米" * 400}

    def note(number: int) -> Receipt:
        return repository.run(Note, repository.order(order().key), text, key=f"k{number}")

    done = 0
    while (found := told_by(partial(note, done))) is None:
        done += 1
    assert found.sentence == full(engine.folder)
    assert len(repository.order(order().key).notes) == done
    verify(repository, full=True)
    engine._connections.mine().execute("pragma max_page_count = 1000000")
    assert not note(done).repeated
    assert verify(repository, full=True).events == done + 1


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes, where the tests may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(command, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextmanager
def filled(disk: Path, left: int) -> Iterator[None]:
    """Somebody else fills it, but for so many bytes."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    size = filler.stat().st_size
    os.truncate(filler, max(0, size - left))
    try:
        yield
    finally:
        filler.unlink()


STEPS = range(0, 200_000, 4096 if LONG else 20_480)


def test_a_full_disk_loses_nothing_and_works_again(disk: Path) -> None:
    engine = SqliteEngine(disk / "store")
    write(engine, kept(0, None))
    saved, said, number = [0], set(), 0
    for left in STEPS:
        with filled(disk, left):
            for _ in range(4):
                number += 1
                try:
                    write(engine, kept(number, None, note="米" * 1500))
                    saved.append(number)
                except StoreTrouble as error:
                    said.add(error.sentence)
        if left % 3 == 0:
            engine.rest()
        assert [document.id for document in engine.documents(KIND)] == saved
        SqliteEngine(disk / "store").check()
    assert said
    assert said <= {full(engine.folder), full(engine.folder).replace(
        "database or disk is full", "disk I/O error"
    )}  # fmt: skip
    write(engine, kept(number + 1, None))
    assert SqliteEngine(disk / "store").count(KIND) == len(saved) + 1


def test_a_store_that_could_not_be_made_for_want_of_space_is_made_later(disk: Path) -> None:
    for number, left in enumerate(range(0, 400_000, 8192 if LONG else 40_960)):
        folder = disk / f"store{number}"
        with filled(disk, left):
            engine = SqliteEngine(folder)
            found = told_by(lambda: write(engine, kept(1, None)))  # noqa: B023 - called at once
            engine.close()
        assert found is None or "nothing was changed" in found.sentence
        again = SqliteEngine(folder)
        assert again.count(KIND) == again.commits() == (found is None)
        write(again, kept(2, None))
        again.check()
        again.close()
        shutil.rmtree(folder)


def test_a_copy_for_which_there_is_no_space_leaves_nothing_behind(disk: Path) -> None:
    repository = open_store(str(disk / "store"), ACTOR, lambda: NOW)
    keep(repository, *(order(order_no=f"261120-{number:015}") for number in range(30)))
    with filled(disk, 8192):
        with pytest.raises(StoreTrouble):
            daily_copy(repository.engine, NOW)
        with pytest.raises(StoreTrouble):
            backup(repository, disk / "copy.zip")
    left = {path.name for path in disk.rglob("*") if path.is_file()}
    assert left <= {"shop.db", "shop.db-wal", "shop.db-shm", "head", "lock"}
    assert daily_copy(repository.engine, NOW)
    verify(repository, full=True)


def test_a_disk_that_was_made_read_only_is_said_to_be(disk: Path) -> None:
    engine = SqliteEngine(disk / "store")
    write(engine, kept())
    engine.close()
    if subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=False).returncode:
        pytest.skip("this disk cannot be made read-only")
    found = trouble_of(lambda: SqliteEngine(disk / "store"))
    assert found.sentence == (
        f"{disk / 'store' / 'shop.db'} lies on a disk that can only be read just now. Nothing was"
        " changed. Look after the disk, then try again."
    )
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    write(SqliteEngine(disk / "store"), kept(2, "b"))


def limited_files(folder: Path, most: int) -> None:
    """A process whose files may not grow beyond so many bytes, and then may."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    engine = SqliteEngine(folder)
    write(engine, kept(0, None))
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    saved, said = [0], set()
    for number in range(1, 40):
        try:
            write(engine, kept(number, None, note="米" * 3000))
            saved.append(number)
        except StoreTrouble as error:
            said.add(error.sentence)
    assert said
    assert all("nothing was changed. Try again." in sentence for sentence in said)
    assert [document.id for document in engine.documents(KIND)] == saved
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    write(engine, kept(99, None, note="米" * MEGABYTE))
    assert engine.commits() == len(saved) + 1
    assert [document.id for document in SqliteEngine(folder).documents(KIND)] == [*saved, 99]


@pytest.mark.parametrize("most", range(400_000, 600_000, 9_973 if LONG else 50_021))
def test_files_that_may_not_grow_lose_nothing(quick: Path, most: int) -> None:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            limited_files(quick / "store", most)
            status = 0
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

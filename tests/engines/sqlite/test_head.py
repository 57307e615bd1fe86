"""The head file: a store that knows less than somebody was told is refused."""

import os
import random
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from store.engines.lock import free
from store.engines.protocol import Kept
from store.engines.sqlite import copying, head, log
from store.engines.sqlite import engine as engine_module
from store.engines.sqlite.engine import SqliteEngine
from store.upkeep.daily_copies import daily_copy
from tests.build import NOW
from tests.engines.facts import KIND, kept, left_behind, told_by, trouble_of, write

FLIPS = 4000 if "SHOUHOU_LONG" in os.environ else 40
NO_COPY = (
    "No copy beside it has them; restore a backup into a new folder, or, to go on with what is"
    " left, move the file “head” out of the folder."
)


@pytest.fixture
def folder(quick: Path) -> Path:
    """A store of two commits that was closed well."""
    engine = SqliteEngine(quick / "store")
    for number in (1, 2):
        write(engine, kept(number, None))
    engine.close()
    return quick / "store"


def add(folder: Path, commits: int) -> SqliteEngine:
    """Further commits, all of them in the log; the store stays open."""
    engine = SqliteEngine(folder)
    for _ in range(commits):
        write(engine, kept(engine.next_id(KIND), None, note="米" * 100))
    return engine


def lost(folder: Path, count: int, known: int, every: int, what: str = NO_COPY) -> str:
    return (
        f"{folder / 'shop.db'} has lost its last {count} commits (it knows {known} of {every})."
        f" {what}"
    )


def test_the_number_of_a_commit_is_noted_before_it_is_acknowledged(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def noted(where: Path, commits: int) -> None:
        head.acknowledge(where, commits)
        with free(folder / "lock") as is_free:
            seen.append((is_free, SqliteEngine(folder).commits(), head.acknowledged(folder)))

    monkeypatch.setattr(engine_module, "acknowledge", noted)
    add(folder, 2).close()
    assert seen == [(False, 3, 3), (False, 4, 4)]
    assert (folder / "head").read_bytes() == b"0000000000000000004\n"


def test_a_change_that_was_undone_is_not_noted(folder: Path) -> None:
    engine = SqliteEngine(folder)
    with pytest.raises(KeyError), engine.writing():
        raise KeyError
    assert head.acknowledged(folder) == 2


def test_a_log_that_was_taken_away_after_an_unclean_end_is_noticed(
    folder: Path, quick: Path
) -> None:
    engine = add(folder, 3)
    killed = left_behind(folder, quick / "killed")
    (killed / "shop.db-wal").unlink()
    engine.close()

    found = trouble_of(lambda: SqliteEngine(killed))
    assert (found.sentence, found.code) == (lost(killed, 3, 2, 5), "lost_commits")


def test_a_log_that_is_there_after_an_unclean_end_brings_everything(
    folder: Path, quick: Path
) -> None:
    engine = add(folder, 3)
    killed = left_behind(folder, quick / "killed")
    engine.close()
    assert SqliteEngine(killed).commits() == 5
    assert list(SqliteEngine(killed).documents(KIND)) == list(SqliteEngine(folder).documents(KIND))


def test_a_store_whose_database_was_taken_away_is_no_new_one(folder: Path) -> None:
    (folder / "shop.db").unlink()
    assert trouble_of(lambda: SqliteEngine(folder)).sentence == lost(folder, 2, 0, 2)


def test_the_copy_that_has_most_of_what_was_lost_is_named(folder: Path, quick: Path) -> None:
    engine = add(folder, 1)
    older = daily_copy(engine, NOW)
    write(engine, kept(9, None))
    newer = daily_copy(engine, NOW.replace(day=24))
    write(engine, kept(10, None))
    assert older
    assert newer
    killed = left_behind(folder, quick / "killed")
    (killed / "shop.db-wal").unlink()
    (folder / "copies").rename(killed / "copies")
    copy = killed / "copies" / newer.name
    what = f"The copy {copy} has 2 of them; restore it into a new folder."
    assert trouble_of(lambda: SqliteEngine(killed)).sentence == lost(killed, 3, 2, 5, what)

    copy.write_bytes(b"SQLite format 3\0 but damaged")
    what = f"The copy {copy.with_name(older.name)} has 1 of them; restore it into a new folder."
    assert trouble_of(lambda: SqliteEngine(killed)).sentence == lost(killed, 3, 2, 5, what)


@pytest.mark.parametrize("what", ["a copy", "all copies"])
def test_a_copy_that_cannot_be_read_is_not_said_to_have_nothing(folder: Path, what: str) -> None:
    (folder / "shop.db").unlink()
    place = folder / "copies"
    if what == "a copy":
        place.mkdir()
        place /= "shouhou-2026-11-22.db"
    place.write_text("nothing of ours")
    said = (
        f"The copy {place} could not be read, and no other beside it has them; make it readable,"
        " or restore a backup into a new folder."
    )
    assert trouble_of(lambda: SqliteEngine(folder)).sentence == lost(folder, 2, 0, 2, said)


def test_a_store_that_knows_more_is_whole_and_notes_it_with_the_next_commit(folder: Path) -> None:
    (folder / "head").write_bytes(b"0000000000000000001\n")
    engine = SqliteEngine(folder)
    engine.check()
    write(engine, kept(3, None))
    assert head.acknowledged(folder) == 3


@pytest.mark.parametrize("content", [None, b""], ids=["missing", "empty"])
def test_a_note_that_is_not_there_says_nothing(folder: Path, content: bytes | None) -> None:
    (folder / "head").unlink()
    if content is not None:
        (folder / "head").write_bytes(content)
    SqliteEngine(folder).check()
    add(folder, 1).close()
    assert head.acknowledged(folder) == 3


@pytest.mark.parametrize("content", [b"x", b"2\n", b"000000000000000000x\n", b"0" * 40])
def test_a_note_that_is_none_is_named(folder: Path, content: bytes) -> None:
    (folder / "head").write_bytes(content)
    assert trouble_of(lambda: SqliteEngine(folder)).sentence == (
        f"{folder / 'head'} is damaged: it holds no number of a commit. Nothing was changed."
        " Restore a backup into a new folder, and keep this one as it is until that is done."
    )


def test_a_store_that_is_open_notices_it_when_it_writes_and_when_it_is_checked(
    folder: Path,
) -> None:
    engine = SqliteEngine(folder)
    (folder / "head").write_bytes(b"0000000000000000009\n")
    for act in (lambda: write(engine, kept(3, None)), engine.check):
        assert trouble_of(act).sentence == lost(folder, 7, 2, 9)
    assert engine.count(KIND) == 2


def test_a_restored_store_has_a_note_of_its_own(folder: Path, quick: Path) -> None:
    engine = add(folder, 1)
    engine.copy_to(quick / "copy.db")
    add(folder, 5)
    with (quick / "copy.db").open("rb") as copy:
        copying.found(quick / "new", copy, quick / "copy.db")
    assert head.acknowledged(quick / "new") == SqliteEngine(quick / "new").commits() == 3


def flipped(log: bytes, chance: random.Random) -> bytes:
    content = bytearray(log)
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(content)


def read(folder: Path, expected: list[Kept]) -> None:
    engine = SqliteEngine(folder)
    assert list(engine.documents(KIND)) == expected
    engine.close()


def check_flips(folder: Path, quick: Path, *, reader: bool) -> int:
    """Flip bits in a log of 200 commits; how often that was noticed."""
    engine = add(folder, 200)
    killed = left_behind(folder, quick / "killed")
    whole = {path.name: path.read_bytes() for path in killed.iterdir()}
    expected = list(engine.documents(KIND))
    chance, noticed = random.Random(5), 0
    for number in range(FLIPS):
        place = quick / str(number)
        place.mkdir(mode=0o700)
        files = whole | {"shop.db-wal": flipped(whole["shop.db-wal"], chance)}
        for name, content in files.items():
            (place / name).write_bytes(content)
        if reader:
            # A plain reader closes last: SQLite writes back what it believes, and cuts the log.
            with closing(sqlite3.connect(place / "shop.db")) as plain, suppress(sqlite3.Error):
                plain.execute("select count(*) from document").fetchone()
        if found := told_by(lambda: read(place, expected)):  # noqa: B023 - called at once
            # Damaged where a part was written back already, so that old pages lie over newer ones.
            assert found.code in ("lost_commits", "damaged")
            assert found.sentence.startswith(f"{place / 'shop.db'} ")
            assert "estore a backup into a new folder" in found.sentence
            noticed += 1
        shutil.rmtree(place)
    return noticed


@pytest.fixture
def never_written_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log holds every commit, however long it is."""
    monkeypatch.setattr(log, "LONG_BYTES", 1 << 40)


@pytest.mark.usefixtures("never_written_back")
@pytest.mark.parametrize("reader", [False, True], ids=["at once", "after a plain reader"])
def test_flipped_bits_in_a_log_of_200_commits_are_noticed_or_harmless(
    folder: Path, quick: Path, reader: bool
) -> None:
    assert check_flips(folder, quick, reader=reader) > FLIPS * 0.8


@pytest.mark.usefixtures("never_written_back")
def test_a_store_that_does_not_look_at_its_note_is_found(
    folder: Path, quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "acknowledged", lambda _folder: 0)
    with pytest.raises(AssertionError):
        check_flips(folder, quick, reader=False)

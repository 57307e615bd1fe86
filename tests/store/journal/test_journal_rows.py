"""Rows: the file of columns only makes opening shorter; whatever is in it, no row is ever wrong."""

import os
import random
from pathlib import Path

import msgspec
import pytest

from store.engines.journal import columns, rows
from store.engines.journal.engine import JournalEngine
from store.engines.protocol import Stored
from store.errors import StoreTrouble
from tests.store.journal.desk import stored, write
from tests.store.journal.faults import KINDS, FaultyDisk
from tests.store.journal.machine import Row

FLIPS = 5_000 if "SHOUHOU_LONG" in os.environ else 1_000
FILE = "rows-2.json"


class Wider(msgspec.Struct, frozen=True):
    """The row as a later version of the program has it."""

    key: str
    n: int
    word: str
    owed: tuple[tuple[str, int], ...] = ()


@pytest.fixture
def folder(quick: Path) -> Path:
    """Twenty orders in a snapshot, whose columns are written; then one each changed and added."""
    engine = JournalEngine(quick / "store", checkpoint_after=0)
    write(engine, *(stored(f"k{number}", note="x") for number in range(20)))
    engine.rows_as(Row)
    assert engine.checkpoint()
    row = {"key": "k7", "n": 70, "word": "改"}
    write(engine, Stored("k7", 2, row, {}), stored("new"))
    engine.database.table("orders").remove(doc_ids=[4])
    engine.close()
    return quick / "store"


EXPECTED = [
    Row(f"k{number}", 70 if number == 7 else 1, "改" if number == 7 else "米")
    for number in range(20)
    if number != 3
] + [Row("new", 1, "米")]


def opened(folder: Path) -> list[Row]:
    engine = JournalEngine(folder, checkpoint_after=0)
    found = engine.rows_as(Row)
    assert all(engine.get("orders", row.key) for row in found)
    engine.close()
    return found


def test_rows_of_the_snapshot_are_read_without_its_orders(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    real = columns.row_decoder(Row)

    def noted(document: bytes) -> object:
        asked.append(document)
        return real(document)

    monkeypatch.setattr(rows, "row_decoder", lambda _shape: noted)
    assert opened(folder) == EXPECTED
    assert len(asked) == 2


def test_equal_values_are_kept_once(folder: Path) -> None:
    words = [row.word for row in opened(folder)[:6]]
    assert words[0] == "米"
    assert all(word is words[0] for word in words)


def test_where_the_file_is_missing_it_is_written_by_who_opens_next(folder: Path) -> None:
    before = (folder / FILE).stat().st_ino
    (folder / FILE).unlink()
    assert opened(folder) == EXPECTED
    first = (folder / FILE).stat().st_ino
    assert opened(folder) == EXPECTED
    assert (folder / FILE).stat().st_ino == first != before


def test_every_truncation_and_bit_flip_leaves_the_rows_right(folder: Path) -> None:
    whole, chance = (folder / FILE).read_bytes(), random.Random(5)
    damaged = [whole[:length] for length in range(len(whole))]
    for _ in range(FLIPS):
        content = bytearray(whole)
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        damaged.append(bytes(content))
    for one in damaged:
        (folder / FILE).write_bytes(one)
        assert opened(folder) == EXPECTED
        assert JournalEngine(folder).verify() == 3


def test_columns_of_another_snapshot_or_another_class_are_not_believed(folder: Path) -> None:
    old = (folder / FILE).read_bytes()
    engine = JournalEngine(folder, checkpoint_after=0)
    assert [one.owed for one in engine.rows_as(Wider)] == [()] * 20
    assert (folder / FILE).read_bytes() != old
    assert opened(folder) == EXPECTED
    assert engine.checkpoint()
    engine.close()
    assert not (folder / FILE).exists()
    (folder / "rows-3.json").write_bytes(old)
    assert opened(folder) == EXPECTED


def test_a_desk_that_sleeps_through_a_checkpoint_has_the_rows_of_its_own_snapshot(
    folder: Path,
) -> None:
    sleeper = JournalEngine(folder, checkpoint_after=0)
    other = JournalEngine(folder, checkpoint_after=0)
    other.rows_as(Row)
    assert other.checkpoint()
    assert (sleeper.rows_as(Row), other.rows_as(Row)) == (EXPECTED, EXPECTED)
    assert other.verify() == 3
    assert other.checkpoint()
    assert {path.name for path in folder.glob("rows-*")} == {"rows-4.json"}


def test_a_disk_that_fails_while_columns_are_read_or_written_costs_no_row(folder: Path) -> None:
    for kind in ("ENOSPC", "EIO", "short"):
        for at in range(1, 30):
            (folder / FILE).unlink(missing_ok=True)
            disk = FaultyDisk(10**9, KINDS[kind], for_good=True)
            engine = JournalEngine(folder, disk, checkpoint_after=0)
            disk.at = disk.count + at
            assert engine.rows_as(Row) == EXPECTED
            engine.close()
            assert opened(folder) == EXPECTED


def test_documents_without_such_rows_are_refused_and_their_snapshot_is_written(
    folder: Path,
) -> None:
    engine = JournalEngine(folder, checkpoint_after=0)
    engine.rows_as(Row)
    write(engine, Stored("none", 1, None, {}))
    assert engine.checkpoint()
    with pytest.raises(msgspec.MsgspecError):
        engine.rows_as(Row)


# The harness finds what it is there for


def test_columns_that_are_believed_unchecked_are_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "sealed_by", lambda line, _chain: int(line[6:14], 16))
    with pytest.raises((AssertionError, ValueError, msgspec.MsgspecError, StoreTrouble)):
        test_every_truncation_and_bit_flip_leaves_the_rows_right(folder)

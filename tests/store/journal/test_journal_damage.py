"""Damage: no bit may change and no byte be cut off without the store saying so."""

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.engines.journal import JournalDB, journal, torn
from store.engines.journal.head import HEAD
from store.errors import StoreTrouble
from tests.store.journal.scenario import State, store_of

LONG = "SHOUHOU_LONG" in os.environ
FLIPS = 10_000 if LONG else 1_500
STEP = 1 if LONG else 5


def fill(folder: Path) -> State:
    """A snapshot, a journal closed by a checkpoint that was never finished, and one after it."""
    with JournalDB(folder, checkpoint_after=0) as db:
        store = store_of(db)
        orders = db.table("orders")
        orders.insert_multiple({"n": number, "text": "东北大米 *J@ "} for number in range(4))
        assert store.checkpoints.run()
        orders.update({"n": 10}, doc_ids=[1])
        with store.writing():
            store.checkpoints._rotate()
        for number in range(4):
            orders.update({"n": number + 20, "note": "J* @ "}, doc_ids=[number + 1])
        return db.storage.read() or {}


@pytest.fixture
def whole(quick: Path) -> tuple[Path, State]:
    return quick / "whole", fill(quick / "whole")


def judged(folder: Path) -> State | str:
    """What the store holds, looked at and written to, or the sentence with which it refuses."""
    try:
        with JournalDB(folder, checkpoint_after=0) as db:
            first = db.storage.read() or {}
            with store_of(db).writing():
                second = db.storage.read() or {}
            assert first == second
            return second
    except StoreTrouble as error:
        return error.sentence


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "lock"}


def put(folder: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def damages(
    whole: Path, names: list[str], *, head: bool, flips: int
) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Truncations, then bit flips; the name of the damaged file and all files."""
    files = files_of(whole)
    if not head:
        del files[HEAD]
    chance = random.Random(7)
    for name in names:
        for length in range(0, len(files[name]), STEP) if head else ():
            yield name, {**files, name: files[name][:length]}
        for _ in range(flips // len(names)):
            content = bytearray(files[name])
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            yield name, {**files, name: bytes(content)}


def check(whole: tuple[Path, State], place: Path, *, head: bool, flips: int = FLIPS) -> int:
    """Every damage is refused by name, with nothing changed; how many there were."""
    kept = ["MANIFEST", "journal-2.jsonl", "journal-3.jsonl", "shouhou-2.json"]
    count = 0
    for name, files in damages(whole[0], kept, head=head, flips=flips):
        put(place, files)
        found = judged(place)
        assert isinstance(found, str), f"{name} is damaged and nobody says so"
        assert f"{place / name} " in found
        assert " byte " in found
        assert "Restore a backup into a new folder" in found
        assert files_of(place) == files
        count += 1
    return count


def test_the_whole_store_opens(whole: tuple[Path, State]) -> None:
    assert judged(whole[0]) == whole[1]


def test_every_truncation_and_bit_flip_is_refused(whole: tuple[Path, State], quick: Path) -> None:
    count = check(whole, quick / "damaged", head=True)
    assert count >= FLIPS


def test_every_bit_flip_is_refused_without_the_note_of_the_head(
    whole: tuple[Path, State], quick: Path
) -> None:
    check(whole, quick / "damaged", head=False)


def test_a_damaged_or_missing_note_of_the_head_harms_nothing(
    whole: tuple[Path, State], quick: Path
) -> None:
    for _name, files in damages(whole[0], [HEAD], head=True, flips=FLIPS // 10):
        put(quick / "damaged", files)
        assert judged(quick / "damaged") == whole[1]
    (whole[0] / HEAD).unlink()
    assert judged(whole[0]) == whole[1]


def test_a_journal_cut_at_any_byte_without_that_note_opens_to_what_was_before(
    whole: tuple[Path, State], quick: Path
) -> None:
    files = files_of(whole[0])
    del files[HEAD]
    last = files["journal-3.jsonl"]
    lines = [place + 1 for place, byte in enumerate(last) if byte == ord("\n")]
    for length in range(lines[0], len(last), STEP):
        put(quick / "cut", {**files, "journal-3.jsonl": last[:length]})
        with JournalDB(quick / "cut", checkpoint_after=0) as db:
            store = store_of(db)
            seen = store.sequence
            with store.writing():
                pass
            assert seen == store.sequence == 2 + sum(end <= length for end in lines[1:])
            kept = [path for path in (quick / "cut").iterdir() if path.name.startswith("torn-")]
            assert len(kept) == len(store.notices) == (length not in lines)
            assert not kept or str(kept[0].name) in store.notices[0]


@pytest.mark.parametrize(
    "name", ["MANIFEST", "journal-2.jsonl", "journal-3.jsonl", "shouhou-2.json"]
)
def test_a_missing_file_is_named_and_never_an_empty_store(
    name: str, whole: tuple[Path, State]
) -> None:
    (whole[0] / name).unlink()
    found = judged(whole[0])
    assert isinstance(found, str)
    assert str(whole[0] / name) in found
    assert "estore a backup into a new folder" in found


def test_a_file_of_another_store_or_another_day_is_refused(
    whole: tuple[Path, State], quick: Path
) -> None:
    yesterday = files_of(whole[0])
    with JournalDB(whole[0], checkpoint_after=0) as db:
        db.table("orders").insert({"today": 1})
    fill(quick / "other")
    with JournalDB(quick / "other", checkpoint_after=0) as db:
        db.table("orders").insert({"other": 1})
    for source in (yesterday, files_of(quick / "other")):
        for name in ("MANIFEST", "journal-2.jsonl", "journal-3.jsonl", "shouhou-2.json"):
            mixed = {**files_of(whole[0]), name: source[name]}
            if mixed == files_of(whole[0]):
                continue
            put(quick / "mixed", mixed)
            assert isinstance(judged(quick / "mixed"), str), name


# The harness finds what it is there for


def test_a_store_that_checks_no_sum_is_found(
    whole: tuple[Path, State], quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def believed(line: bytes, chain: int) -> int:
        return int(line[6:14], 16)

    monkeypatch.setattr(journal, "sealed_by", believed)
    with pytest.raises((AssertionError, ValueError)):
        check(whole, quick / "damaged", head=True)


def test_a_store_that_takes_every_bad_last_line_for_torn_is_found(
    whole: tuple[Path, State], quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torn, "has_holes", lambda tail, _offset: tail.count(b"\n") == 1)
    with pytest.raises(AssertionError):
        check(whole, quick / "damaged", head=False)

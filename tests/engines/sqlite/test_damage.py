"""Damage: a byte that changed is without effect or named, never a traceback or a wrong value."""

import gc
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from store import shopdb
from store.documents import shop_storage
from store.engines.sqlite import engine as engine_module
from store.repository import open_store
from tests.build import ACTOR, NOW
from tests.engines.sqlite.damage import Seen, damages, make, outcome, put, seen

COUNT = 10_000 if "SHOUHOU_LONG" in os.environ else 100
WAYS_OUT = ("estore a backup", "erify", "anew")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damage")


@pytest.fixture(scope="module")
def files(place: Path) -> dict[str, bytes]:
    """The files of a store whose desk was killed."""
    return {path.name: path.read_bytes() for path in make(place).iterdir()}


@pytest.fixture(scope="module")
def expected(files: dict[str, bytes], place: Path) -> Seen:
    """What stands in it."""
    repository = open_store(str(put(place / "whole", files)), ACTOR, lambda: NOW)
    return seen(repository)


def check(files: dict[str, bytes], expected: Seen, quick: Path, count: int) -> Counter[str]:
    """Damage so many bytes; where it was noticed how often."""
    noticed: Counter[str] = Counter()
    for number, (name, byte, content) in enumerate(damages(files, count, seed=9)):
        folder = put(quick / str(number), {**files, name: content})
        try:
            found = outcome(folder, expected)
        except Exception as error:
            error.add_note(f"{name}, byte {byte}: {files[name][byte]} is {content[byte]}")
            raise
        assert not found.said or any(way in found.said for way in WAYS_OUT), found.said
        assert "米" not in found.said.replace("米铺", "")
        noticed[found.where or "without effect"] += 1
        shutil.rmtree(folder)
        if number % 50 == 0:
            gc.collect()
    return noticed


def test_the_whole_store_is_whole(files: dict[str, bytes], expected: Seen, quick: Path) -> None:
    assert outcome(put(quick / "whole", files), expected) == ("", "")
    assert {"shop.db", "shop.db-wal", "head"} <= files.keys()


def test_every_damaged_byte_is_without_effect_or_named(
    files: dict[str, bytes], expected: Seen, quick: Path
) -> None:
    noticed = check(files, expected, quick, COUNT)
    print(dict(noticed))  # noqa: T201
    assert noticed.total() == COUNT


@pytest.mark.parametrize("cut", [0, 100, 4096, 30_000])
@pytest.mark.parametrize("name", ["shop.db", "shop.db-wal"])
def test_a_file_that_was_cut_is_named(
    files: dict[str, bytes], expected: Seen, quick: Path, name: str, cut: int
) -> None:
    found = outcome(put(quick / "cut", {**files, name: files[name][:cut]}), expected)
    assert any(way in found.said for way in WAYS_OUT)


# The harness finds what it is there for


def test_documents_that_are_believed_unchecked_are_found(
    files: dict[str, bytes], expected: Seen, quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (shopdb, shop_storage):
        if hasattr(module, "ensure_whole"):
            monkeypatch.setattr(module, "ensure_whole", lambda _kind, kept: kept)
        if hasattr(module, "whole"):
            monkeypatch.setattr(module, "whole", lambda _kind, kept: kept)
    monkeypatch.setattr(engine_module.SqliteEngine, "check", lambda _self, **_given: None)
    with pytest.raises(AssertionError, match="wrong, and nobody says so"):
        check(files, expected, quick, COUNT * 6)

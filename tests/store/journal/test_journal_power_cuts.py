"""Power cuts: whatever of the unsynced calls reached the disk, nothing acknowledged is lost."""

import os
from pathlib import Path

import pytest

from tests.store.journal.replay import replay
from tests.store.journal.scenario import Day, ordinary_day

LEAST_IMAGES = 2000
SITES = [
    "sync Journal._taken_back",
    "sync Journal.mend",
    "sync Journal.settle",
    "sync _write_aside",
    "sync create",
    "sync keep_aside",
    "sync replace",
    "sync_data Journal.append",
    "sync_folder take_over",
    "sync_folder create",
    "sync_folder keep_aside",
    "sync_folder replace",
    "sync_folder write",
    "truncate Journal._taken_back",
    "truncate Journal.mend",
]
"""Every call that makes something durable or cuts something off, and who makes it."""


def days(folder: Path, count: int) -> Day:
    day = Day(folder)
    for _ in range(count):
        ordinary_day(day)
    return day


def test_every_image_of_every_moment_opens_and_is_right(tmp_path: Path) -> None:
    result = replay(days(tmp_path / "store", 3))

    assert result.failures == []
    assert result.images >= LEAST_IMAGES


@pytest.mark.long
@pytest.mark.skipif("SHOUHOU_LONG" not in os.environ, reason="the long form of the one above")
def test_every_image_of_a_long_week_opens_and_is_right(tmp_path: Path) -> None:
    day = days(tmp_path / "store", 5)
    images = 0
    for seed in range(12):
        result = replay(day, seed)
        assert result.failures == []
        images += result.images
    assert images >= 10 * LEAST_IMAGES
    print(f"{images} images, 0 failures")  # noqa: T201


def test_the_sites_below_are_all_there_are(tmp_path: Path) -> None:
    sites = days(tmp_path / "store", 1).disk.sites
    ours = {one for one in sites if not one.startswith(("rename", "unlink"))}
    assert {one for one in ours if "<locals>" not in one} == set(SITES)


@pytest.mark.parametrize("site", SITES)
def test_leaving_out_one_sync_or_truncate_is_noticed(site: str, tmp_path: Path) -> None:
    day = Day(tmp_path / "store", frozenset({site}))
    try:
        ordinary_day(day)
    except Exception:  # noqa: BLE001 - the day noticed it by itself
        return
    found = (replay(day, seed, stop_at_first=True).failures for seed in range(1, 6))
    assert any(found)

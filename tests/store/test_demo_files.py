"""The sample shop's files: real ones, wherever they are moved, and what the generator writes."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest

from store.demo.moving import REFERENCE, move_files, shift_to
from tests.exchange.read_files import read_export, read_table
from tests.make_demo_files import TARGET, write


@pytest.mark.parametrize("hours", [0, 7, 15, -30, 24 * 365])
def test_files_stay_real_wherever_they_are_moved(tmp_path: Path, hours: int) -> None:
    shift = timedelta(hours=hours)
    moved = move_files(tmp_path, shift)
    exports = {name: read_export(path) for name, path in moved.items()}
    assert not any(one.rejected for one in exports.values())
    assert exports["demo_pdd_orders_2020.csv"].encoding == "gb18030"
    doudian = exports["demo_doudian__3f9a0c51d27e4b86a1c5e09d7b42f683.csv"]
    assert doudian.exported_at == REFERENCE + shift - timedelta(minutes=95)
    if not hours:
        path = moved["demo_pdd_orders_2020.csv"]
        assert path.read_bytes() == (TARGET / path.name).read_bytes()


def test_the_packaged_files_are_what_the_generator_writes(tmp_path: Path) -> None:
    write(tmp_path)
    assert {one.name for one in tmp_path.iterdir()} == {one.name for one in TARGET.iterdir()}
    for path in tmp_path.iterdir():
        packaged = TARGET / path.name
        if path.suffix == ".xlsx":
            assert read_table(path).rows == read_table(packaged).rows
        else:
            assert path.read_bytes() == packaged.read_bytes()


def test_a_tab_stands_where_the_platforms_put_one() -> None:
    rows = csv.reader(io.StringIO((TARGET / "demo_pdd_orders_2026.csv").read_text("utf-8")))
    assert all(cell.endswith("\t") for row in list(rows)[1:] for cell in row)
    (doudian,) = TARGET.glob("demo_doudian_1*")
    assert doudian.read_text("utf-8-sig").splitlines()[1].startswith('"\t6950')


def test_seconds_do_not_count() -> None:
    assert shift_to(REFERENCE + timedelta(hours=3, seconds=59)) == timedelta(hours=3)

"""In which turn the files of one import are met: by what they know, never by their place."""

from collections.abc import Callable
from datetime import datetime
from itertools import permutations
from pathlib import Path

import pytest

from store.importing import import_paths
from store.models.order import Order
from store.rules.parcels.actions.ship import Ship
from tests.build import ACTOR, HOUR, NOW, SHOP, context, in_memory
from tests.exchange.read_files import DOUYIN_A, PDD_2023, Row, csv_file, douyin, pdd

DATED = "{}_5e8ff9bf55ba3508199d22e984129be6.csv"
MADE = int(NOW.timestamp()) - 7200
OTHER = {"订单号": "261120-2"}
FIRST = (pdd()["订单号"], douyin()["主订单编号"])


def files_of_pinduoduo(folder: Path) -> list[Path]:
    """One knows of an order of the next day; the others say nothing of when they were made."""
    older = [pdd(商家备注="旧"), pdd(**OTHER, 支付时间="2026-11-20 13:00:00")]
    newer = [pdd(商家备注="新"), pdd(**OTHER, 支付时间="2026-11-21 13:00:00")]
    to_come = [pdd(商家备注="最旧"), pdd(**OTHER, 支付时间="2027-11-21 13:00:00")]
    return [
        csv_file(folder, PDD_2023, *rows, name=name)
        for name, rows in [("a.csv", newer), ("b.csv", older), ("c.csv", to_come)]
    ]


def files_of_doudian(folder: Path) -> list[Path]:
    """One has its time in its name; the other knows of something that happened before that."""
    rows: list[tuple[str, Row]] = [
        (DATED.format(MADE), douyin(商家备注="新")),
        ("b.csv", douyin(商家备注="旧")),
    ]
    return [csv_file(folder, DOUYIN_A, row, name=name) for name, row in rows]


@pytest.mark.parametrize("files", [files_of_pinduoduo, files_of_doudian])
def test_the_newest_file_stands_wherever_it_is_named(
    tmp_path: Path, files: Callable[[Path], list[Path]]
) -> None:
    for number, given in enumerate(permutations(files(tmp_path))):
        repository = in_memory(tmp_path / f"store{number}")

        import_paths(repository, given, SHOP)

        notes = [one.seller_note for one in repository.all(Order) if one.order_no in FIRST]
        assert notes == ["新"]


def test_files_that_know_the_same_make_the_same_in_any_turn(tmp_path: Path) -> None:
    files = [csv_file(tmp_path, PDD_2023, pdd(商家备注=one), name=f"{one}.csv") for one in "甲乙丙"]
    found = set[str]()
    for number, given in enumerate(permutations(files)):
        repository = in_memory(tmp_path / f"store{number}")
        import_paths(repository, given, SHOP)
        found |= {one.seller_note for one in repository.all(Order)}

    assert len(found) == 1


@pytest.mark.parametrize("before", [0, 1])
@pytest.mark.parametrize("turn", [1, -1])
def test_of_those_one_that_came_before_is_older(tmp_path: Path, before: int, turn: int) -> None:
    files = [csv_file(tmp_path, PDD_2023, pdd(商家备注=one), name=f"{one}.csv") for one in "甲乙"]
    repository = in_memory(tmp_path / "store")
    import_paths(repository.acting(ACTOR, lambda: NOW - HOUR), [files[before]], SHOP)

    import_paths(repository, files[::turn], SHOP)

    (order,) = repository.all(Order)
    assert order.seller_note == "甲乙"[1 - before]


SHIP_BY = ("2026-11-21 12:00:00", "2026-11-22 12:00:00")


@pytest.mark.parametrize(
    "stopped",
    [{}, {"是否审核中": "是"}, {"订单状态": "已申请缺货"}, {"售后状态": "售后处理中"}],
)
@pytest.mark.parametrize("note", "甲乙丙丁")
def test_of_files_that_know_the_same_the_safer_side_stands(
    tmp_path: Path, stopped: Row, note: str
) -> None:
    """Whatever their digests are: by which the order is to ship first, and it does not go."""
    times = zip(("free.csv", "shut.csv"), ({}, stopped), SHIP_BY, strict=True)
    free, shut = (
        csv_file(tmp_path, PDD_2023, pdd(商家备注=note, 承诺发货时间=by) | said, name=name)
        for name, said, by in times
    )
    for turn in ([free, shut], [shut, free]):
        repository = in_memory(tmp_path / turn[0].stem)
        import_paths(repository, turn, SHOP)

        (order,) = repository.all(Order)
        assert order.ship_by_deadline == datetime.fromisoformat(f"{SHIP_BY[0]}+08:00")
        assert (Ship.why_not(order, context()) is not None) is bool(stopped)

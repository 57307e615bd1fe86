"""Differences: what a platform changed between two exports."""

from pathlib import Path

import pytest

from store.errors import BadInput
from store.exchange.incoming.differences import Difference, differences, read_stands
from tests.exchange.read_files import DOUYIN_A, PDD_2026, PDD_CASES, Row, csv_file, douyin, pdd
from tui.cli import main

FIRST, SECOND, THIRD = (f"261120-12345678901234{number}" for number in (1, 2, 3))


def file(folder: Path, name: str, *rows: Row) -> Path:
    columns = [*PDD_2026, "承诺发货时间"]
    return csv_file(folder, columns, *rows, name=name)


def order(number: str, **cells: str) -> Row:
    promised = {"承诺发货时间": "2026-11-22 10:00:00"}
    return pdd(**({"订单号": number} | promised | cells))


def case(**cells: str) -> Row:
    given = {
        "售后编号": "A1",
        "订单编号": FIRST,
        "售后状态": "待商家处理",
        "退款类型": "仅退款",
        "退款原因": "质量问题",
        "退款金额": "10.00",
    }
    return given | cells


def found(old: Path, new: Path) -> list[tuple[str, str, object, object]]:
    told = differences(read_stands(old), read_stands(new))
    return [(one.order_no, one.what, str(one.old), str(one.new)) for one in told]


def test_what_the_platform_changed_is_told_order_by_order(tmp_path: Path) -> None:
    old = file(tmp_path, "old.csv", order(FIRST), order(SECOND))
    later = {"承诺发货时间": "2026-11-23 10:00:00"}
    new = file(tmp_path, "new.csv", order(THIRD), order(FIRST, **later))

    told = found(old, new)

    assert [one[:2] for one in told] == [(FIRST, "deadline"), (SECOND, "gone"), (THIRD, "new")]
    assert told[0][2:] == ("2026-11-22 02:00:00+00:00", "2026-11-23 02:00:00+00:00")


def test_money_that_went_back_is_told_beside_the_status(tmp_path: Path) -> None:
    old = file(tmp_path, "old.csv", order(FIRST))
    new = file(tmp_path, "new.csv", order(FIRST, 售后状态="退款成功"))

    assert {one[1] for one in found(old, new)} == {"status", "refund"}


def test_the_same_file_twice_differs_in_nothing(tmp_path: Path) -> None:
    one = file(tmp_path, "old.csv", order(FIRST), order(SECOND))

    assert found(one, one) == []


def test_a_reason_that_the_buyer_changed_is_told(tmp_path: Path) -> None:
    old = csv_file(tmp_path, PDD_CASES, case(), name="old.csv")
    new = csv_file(tmp_path, PDD_CASES, case(退款原因="不想要了"), name="new.csv")

    told = list(differences(read_stands(old), read_stands(new)))

    assert told == [Difference(FIRST, "A1", "reason", "质量问题", "不想要了")]


def test_another_amount_that_the_buyer_asks_for_is_told(tmp_path: Path) -> None:
    old = csv_file(tmp_path, PDD_CASES, case(), name="old.csv")
    new = csv_file(tmp_path, PDD_CASES, case(退款金额="7.50"), name="new.csv")

    told = list(differences(read_stands(old), read_stands(new)))

    assert told == [Difference(FIRST, "A1", "asked", 1000, 750)]


def test_the_status_of_a_case_is_its_words_alone(tmp_path: Path) -> None:
    columns = [*PDD_CASES, "商品ID", "超时时间"]
    more = {"商品ID": "582100000001", "超时时间": "2026-11-24 10:00:00"}
    old = csv_file(tmp_path, columns, case(**more), name="old.csv")
    new = csv_file(tmp_path, columns, case(售后状态="平台处理中", **more), name="new.csv")

    told = list(differences(read_stands(old), read_stands(new)))

    assert told == [Difference(FIRST, "A1", "status", "待商家处理", "平台处理中")]


def test_files_of_unlike_kinds_are_refused(tmp_path: Path) -> None:
    orders = file(tmp_path, "orders.csv", order(FIRST))
    cases = csv_file(tmp_path, PDD_CASES, case(), name="cases.csv")
    others = csv_file(tmp_path, DOUYIN_A, douyin(), name="douyin.csv")

    for other in (cases, others):
        with pytest.raises(BadInput) as caught:
            list(differences(read_stands(orders), read_stands(other)))
        assert caught.value.sentence == (
            f"orders.csv and {other.name} are of unlike kinds or platforms; two exports of the"
            " same kind are compared."
        )


def test_the_command_says_them_and_needs_no_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = file(tmp_path, "old.csv", order(FIRST))
    new = file(tmp_path, "new.csv", order(FIRST, 承诺发货时间="2026-11-23 10:00:00"))
    nowhere = str(tmp_path / "store")

    status = main(["diff", str(old), str(new), "--store", nowhere, "--lang", "en"])

    lines = capsys.readouterr().out.splitlines()
    assert status == 0
    assert lines[0].split() == ["Order", "no.", "Changed"]
    assert lines[1] == f"{FIRST}  deadline: 2026-11-22 10:00 -> 2026-11-23 10:00"
    assert lines[2] == "1 difference between old.csv (1) and new.csv (1)"
    assert not (tmp_path / "store").exists()

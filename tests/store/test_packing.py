"""What to pack now: by SKU, for the orders that may go out, in the list, a file and the command."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from store.errors import BadInput
from store.models.order import Line
from store.repository import Repository
from store.rules.stock.packing import ToPack
from tests.build import NOW, OIL, SHOP, keep, line, order, shipped, stock_out, units
from tui.cli import main

FIRST, SECOND, THIRD = (f"261120-00000000000000{number}" for number in (1, 2, 3))


def rice(**changes: Any) -> Line:
    return line(spec="10kg", **changes)


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Two orders that may go out, one that left, and one that the platform is reviewing."""
    keep(
        repository,
        order(rice(), OIL, order_no=FIRST),
        order(rice(ordered=5), order_no=SECOND),
        shipped(rice(), order_no=THIRD),
        order(rice(), order_no="261120-9", under_review=True),
    )
    return repository


def goods(shop: Repository, query: str = "") -> list[tuple[str, str, str, int, int]]:
    found = shop.packing(shop.search(query)).goods
    return [(one.sku, one.name, one.spec, one.units, len(one.orders)) for one in found]


def test_units_are_added_up_by_sku_for_the_orders_that_may_go_out(shop: Repository) -> None:
    assert goods(shop) == [
        ("OIL-5", "菜籽油", "", 1, 1),
        ("RICE-10", "东北大米", "10kg", 7, 2),
    ]
    found = shop.packing(shop.search())
    assert (found.units, found.orders) == (8, 2)


def test_an_order_that_may_not_go_out_is_left_out_and_why_is_said(shop: Repository) -> None:
    (left,) = shop.packing(shop.search()).left_out
    assert left.order_no == "261120-9"
    assert left.why == (
        "The platform is reviewing this order; it may go out once an import shows that the review"
        " has ended."
    )


def test_only_the_orders_that_are_found_are_packed(shop: Repository) -> None:
    assert goods(shop, FIRST) == [
        ("OIL-5", "菜籽油", "", 1, 1),
        ("RICE-10", "东北大米", "10kg", 2, 1),
    ]


def test_what_left_already_is_not_packed_again_nor_what_waits_for_a_verdict(
    repository: Repository,
) -> None:
    waits = stock_out(lines=units((2, 1)))
    keep(repository, order(rice(), OIL, stock_outs=(waits,)))
    assert goods(repository) == [("RICE-10", "东北大米", "10kg", 2, 1)]


def test_goods_of_two_shops_and_of_two_specs_are_lines_of_their_own(
    repository: Repository,
) -> None:
    keep(
        repository,
        order(rice(), order_no=FIRST),
        order(line(spec="5kg"), order_no=SECOND),
        order(rice(), order_no=THIRD, shop="二店"),
    )
    assert [
        (one.shop, one.spec, one.units) for one in repository.packing(repository.search()).goods
    ] == [("二店", "10kg", 2), (SHOP, "10kg", 2), (SHOP, "5kg", 2)]


def test_the_name_of_the_buyer_on_the_goods_is_hidden(repository: Repository) -> None:
    keep(repository, order(line(spec="刻字：张三丰")))
    ((_sku, _name, spec, _units, _orders),) = goods(repository)
    assert spec == "刻字：张**"


def test_the_list_is_written_with_numbers_and_texts(shop: Repository, tmp_path: Path) -> None:
    packing = shop.packing(shop.search())
    shop.write_packing(packing, tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert sheet.title == "To pack"
    assert [[cell.value for cell in row] for row in sheet] == [
        ["SKU", "Goods", "Spec", "Units", "Orders", "Shop"],
        ["OIL-5", "菜籽油", None, 1, 1, SHOP],
        ["RICE-10", "东北大米", "10kg", 7, 2, SHOP],
    ]
    assert [cell.data_type for cell in sheet[3]] == ["s", "s", "s", "n", "n", "s"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F3")

    first = packing.goods[0]._replace(sku="=1+1")
    shop.write_packing(packing._replace(goods=(first,)), tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1] == ["'=1+1", "菜籽油", "", "1", "1", SHOP]
    assert (tmp_path / "a.csv").stat().st_mode & 0o777 == 0o600


def test_another_ending_and_a_file_that_is_there_are_refused(
    shop: Repository, tmp_path: Path
) -> None:
    packing = shop.packing(shop.search())
    with pytest.raises(BadInput) as ending:
        shop.write_packing(packing, tmp_path / "a.json")
    assert ending.value.sentence == (
        "a.json: a packing list is a .csv or .xlsx file; choose one of these endings."
    )
    (tmp_path / "a.csv").write_bytes(b"old")
    with pytest.raises(BadInput) as there:
        shop.write_packing(packing, tmp_path / "a.csv")
    assert there.value.sentence == (
        f"{tmp_path}/a.csv is there already and is not written over; name another file."
    )
    assert (tmp_path / "a.csv").read_bytes() == b"old"


def test_the_command_lists_writes_and_tells_a_script(
    shop: Repository, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.close()
    before = ("--store", str(store), "--lang", "en", "--now", NOW.isoformat(), "pack")

    def said(*words: str) -> str:
        assert main([*before, *words]) == 0
        return capsys.readouterr().out

    lines = [" ".join(text.split()) for text in said().splitlines()]
    assert lines[0] == "SKU Goods Spec Units Orders"
    assert "RICE-10 东北大米 10kg 7 2" in lines
    assert lines[-1].startswith("261120-9 is left out: The platform is reviewing this order;")

    told = [json.loads(text) for text in said("sku:OIL-5", "--json").splitlines()]
    assert [ToPack(**{**one, "orders": tuple(one["orders"])}).units for one in told] == [1, 2]

    to = tmp_path / "pack.csv"
    assert said("--to", str(to)) == f"8 units for 2 orders written to {to}\n"

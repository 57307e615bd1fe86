"""Rejected rows become a file of their own: private, harmless, and importable once mended."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from store.errors import BadInput
from store.exchange.outgoing.rejected import RejectedRows, write_rejected
from store.models.facts import RejectedRow
from tests.exchange.read_files import PDD_2026, csv_file, pdd, read_export


def rejected(*rows: dict[str, str]) -> list[RejectedRows]:
    columns = dict.fromkeys(name for cells in rows for name in cells)
    return [RejectedRows(tuple(columns), list(_rows(rows)))]


def _rows(rows: Iterable[dict[str, str]]) -> Iterator[RejectedRow]:
    for place, cells in enumerate(rows, 2):
        yield RejectedRow(
            file="a.csv", row=place, field="订单号", reason="it is empty", cells=cells
        )


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_it_holds_where_why_and_the_cells(tmp_path: Path) -> None:
    path = tmp_path / "rejected.csv"
    write_rejected(path, rejected({"订单号": "", "商品": "米"}, {"商品": "油", "备注": "a\nb"}))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert rows_of(path) == [
        ["file", "row", "field", "reason", "订单号", "商品", "备注"],
        ["a.csv", "2", "订单号", "it is empty", "", "米", ""],
        ["a.csv", "3", "订单号", "it is empty", "", "油", "a\nb"],
    ]


def test_it_is_for_its_owner_only_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "rejected.csv"
    write_rejected(path, rejected({"商品": "米"}))
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "text", ["=HYPERLINK(1)", "+1", "-1", "@a", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠a"]
)
def test_no_cell_and_no_header_is_a_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rejected.csv"
    write_rejected(path, rejected({text: text}))
    header, row = rows_of(path)
    assert (header[-1], row[-1]) == (f"'{text}", f"'{text}")


def test_it_is_not_written_through_a_link(tmp_path: Path) -> None:
    path, target = tmp_path / "rejected.csv", tmp_path / "target"
    target.write_text("mine", encoding="utf-8")
    path.symlink_to(target)
    with pytest.raises(BadInput):
        write_rejected(path, rejected({"商品": "米"}))
    assert target.read_text(encoding="utf-8") == "mine"


def test_nothing_rejected_is_a_header(tmp_path: Path) -> None:
    path = tmp_path / "rejected.csv"
    write_rejected(path, [])
    assert rows_of(path) == [["file", "row", "field", "reason"]]


def test_the_rejected_rows_of_an_import_can_be_mended_and_imported(tmp_path: Path) -> None:
    bad = csv_file(tmp_path, PDD_2026, pdd(**{"商品数量(件)": "二"}))
    path = tmp_path / "rejected.csv"
    write_rejected(path, [RejectedRows(PDD_2026, read_export(bad).rejected)])
    path.write_text(path.read_text(encoding="utf-8").replace(",二,", ",2,"), encoding="utf-8")
    mended = read_export(path)
    assert mended.rejected == ()
    assert mended.orders[0].lines[0].ordered == 2
    assert mended.orders[0].extra == {"样式ID": "12345"}
    assert mended.unknown_columns == ()

"""The desk's own export goes through the same door as the platforms' exports."""

from pathlib import Path

import pytest

from store.errors import BadInput
from store.models.axes import Platform
from tests.exchange.read_files import read_export
from tests.exchange.write_orders import export_orders, order


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_desks_own_export_is_recognised_and_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"orders{suffix}"
    export_orders([order(), order(order_no="261120-2")], path, reveal=True)
    export = read_export(path)
    assert (export.variant, export.kind, export.platform) == (
        "shouhou",
        "orders",
        Platform.PINDUODUO,
    )
    assert [one.order_no for one in export.orders] == ["261120-123456789012345", "261120-2"]
    assert (export.rejected, export.unknown_columns, export.exported_at) == ((), (), None)


def test_the_platform_is_that_of_the_first_row(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    export_orders([order(platform=Platform.DOUYIN)], path, reveal=True)
    assert read_export(path).platform is Platform.DOUYIN


def test_a_row_that_was_spoilt_is_rejected_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    export_orders([order(), order(order_no="261120-2")], path, reveal=True)
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("62.00", "六十二", 1), encoding="utf-8-sig")
    export = read_export(path)
    assert [one.order_no for one in export.orders] == ["261120-2"]
    assert {bad.row for bad in export.rejected} == {2, 3}


def test_one_without_a_row_that_can_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    export_orders([order()], path, reveal=True)
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("62.00", "六十二", 1), encoding="utf-8-sig")
    with pytest.raises(BadInput) as refused:
        read_export(path)
    assert refused.value.sentence.startswith("orders.csv: none of its rows can be read, ")

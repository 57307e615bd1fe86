"""Stock from a file: each row is judged as `set-stock` is, and a wrong one stops no other."""

from pathlib import Path
from typing import Any

import pytest

from store.acting import Store
from store.errors import BadInput
from store.exchange.incoming.tables import TableRow
from store.importing import ImportReport
from store.importing.stock import StockFile
from store.models.import_record import ImportRecord
from store.models.product import Product
from store.repository import Repository
from store.rules.stock.actions.set_stock import SetStock
from tests.build import SHOP, keep, order
from tui.cli import main
from tui.import_text import told


def product(sku: str, **changes: object) -> Product:
    return Product.model_validate({"shop": SHOP, "sku": sku, "name": sku} | changes)


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """A shop with one order and two SKUs."""
    keep(repository, order(), product("RICE-10", on_hand=3), product("OIL-5"))
    return repository


def bring(shop: Repository, folder: Path, *lines: str, dry_run: bool = False) -> ImportReport:
    path = folder / "stock.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    (report,) = shop.import_files([path], SHOP, dry_run=dry_run)
    return report


def numbers(shop: Repository, sku: str) -> tuple[int | None, int | None, int | None]:
    found = shop.product(SHOP, sku)
    assert found
    return found.on_hand, found.per_day_made, found.per_day_shipped


@pytest.mark.parametrize(
    "header",
    ["sku,on_hand,per_day_made,per_day_shipped", "商家编码,现有库存,每天生产,每天发货"],
)
def test_stock_is_set_from_a_file(shop: Repository, tmp_path: Path, header: str) -> None:
    report = bring(shop, tmp_path, header, "RICE-10,120,40,60", 'OIL-5,"1,200",,')

    assert (report.kind, report.rows, report.counts["changed"]) == ("stock", 2, 2)
    assert numbers(shop, "RICE-10") == (120, 40, 60)
    assert numbers(shop, "OIL-5") == (1200, None, None)
    rice = shop.product(SHOP, "RICE-10")
    assert rice
    (event,) = shop.events(rice)
    assert (event.action, event.values) == (
        "set-stock",
        {"on_hand": "120", "per_day_made": "40", "per_day_shipped": "60"},
    )


def test_a_sku_of_digits_is_that_of_the_orders(shop: Repository, tmp_path: Path) -> None:
    keep(shop, product("1001"))

    bring(shop, tmp_path, "sku,on_hand", "1001.0,12.0")

    assert numbers(shop, "1001") == (12, None, None)


def test_what_is_left_out_stays_as_it_is(shop: Repository, tmp_path: Path) -> None:
    bring(shop, tmp_path, "sku,per_day_shipped", "RICE-10,9")

    assert numbers(shop, "RICE-10") == (3, None, 9)


def test_a_column_that_nobody_knows_is_said_to_be_read_by_nobody(
    shop: Repository, tmp_path: Path
) -> None:
    report = bring(shop, tmp_path, "sku,on_hand,备注", "RICE-10,7,湿")

    assert [line.strip() for line in told(report)][2:] == ["unknown columns, not read: 备注"]


def test_a_wrong_row_is_rejected_and_stops_no_other(shop: Repository, tmp_path: Path) -> None:
    report = bring(
        shop,
        tmp_path,
        "sku,on_hand,per_day_made",
        "SALT,5,",
        "RICE-10,-4,",
        "OIL-5,,",
        ",7,",
        "RICE-10,8,",
        "OIL-5,12,",
    )

    assert [(row.row, row.field, row.reason) for row in report.rejected] == [
        (2, "sku", "no order of shop 米铺 has named the SKU SALT yet"),
        (3, "on_hand", "-4 is no count; a whole number from 0 is expected."),
        (4, "on_hand", "On hand, made a day or shipped a day is needed."),
        (5, "sku", "a value is needed here"),
        (6, "sku", "this SKU stands in row 3 already"),
        (7, "sku", "this SKU stands in row 4 already"),
    ]
    assert (report.rejected_count, report.counts["changed"]) == (6, 0)
    assert numbers(shop, "RICE-10") == (3, None, None)


def test_the_same_file_again_changes_nothing(shop: Repository, tmp_path: Path) -> None:
    bring(shop, tmp_path, "sku,on_hand", "RICE-10,120")
    report = bring(shop, tmp_path, "sku,on_hand", "RICE-10,120")

    assert (report.counts["same"], report.counts["changed"]) == (1, 0)
    assert report.other_counts == ()
    rice = shop.product(SHOP, "RICE-10")
    assert rice
    assert len(shop.events(rice)) == 1
    (record,) = shop.all(ImportRecord)
    assert (record.kind, record.rows, record.changed, record.is_whole) == ("stock", 1, 1, True)


@pytest.mark.parametrize("dry_run", [True, False])
def test_the_same_file_again_does_not_give_back_what_was_sold(
    shop: Repository, tmp_path: Path, *, dry_run: bool
) -> None:
    bring(shop, tmp_path, "sku,on_hand", "RICE-10,120")
    rice = shop.product(SHOP, "RICE-10")
    assert rice
    shop.run(SetStock, rice, {"on_hand": "7"})

    report = bring(shop, tmp_path, "sku,on_hand", "RICE-10,120", dry_run=dry_run)

    assert (report.counts["same"], report.counts["changed"]) == (1, 0)
    assert numbers(shop, "RICE-10") == (7, None, None)
    # Whether it is a new count that came to the same, the file does not say.
    (said,) = [line.strip() for line in told(report)][2:]
    assert said == (
        "imported before, and not counted again by it, though another number is known here now:"
        " RICE-10; if it is a new count, set the stock of each"
    )


def test_a_file_that_was_broken_off_goes_on_where_it_stopped(
    shop: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.importing.stock.AT_ONCE", 1)
    lines = ("sku,on_hand", "RICE-10,120", "OIL-5,30")
    real = StockFile._set_row

    def cut_off(of: StockFile, store: Store, name: str, row: TableRow, *rest: Any, **more: Any):  # type: ignore[no-untyped-def]  # noqa: ANN202
        if "OIL" in row.text:
            raise OSError
        return real(of, store, name, row, *rest, **more)

    monkeypatch.setattr(StockFile, "_set_row", cut_off)
    with pytest.raises(OSError):  # noqa: PT011 - a disk that is gone says no more
        bring(shop, tmp_path, *lines)
    monkeypatch.setattr(StockFile, "_set_row", real)
    (record,) = shop.all(ImportRecord)
    assert (record.rows, record.left, record.changed) == (2, 1, 1)
    rice = shop.product(SHOP, "RICE-10")
    assert rice
    shop.run(SetStock, rice, {"on_hand": "7"})

    report = bring(shop, tmp_path, *lines)

    assert (report.counts["same"], report.counts["changed"]) == (1, 1)
    assert (numbers(shop, "RICE-10")[0], numbers(shop, "OIL-5")[0]) == (7, 30)
    (record,) = shop.all(ImportRecord)
    assert (record.left, record.changed, record.is_whole) == (0, 2, True)


def test_the_same_file_again_counts_what_no_order_had_named(
    shop: Repository, tmp_path: Path
) -> None:
    lines = ("sku,on_hand", "RICE-10,120", "SALT,5")
    assert bring(shop, tmp_path, *lines).rejected_count == 1
    keep(shop, product("SALT"))

    report = bring(shop, tmp_path, *lines)

    assert (report.counts["same"], report.counts["changed"], report.rejected_count) == (1, 1, 0)
    assert numbers(shop, "SALT") == (5, None, None)


def test_a_new_count_of_the_same_stock_is_taken(shop: Repository, tmp_path: Path) -> None:
    bring(shop, tmp_path, "sku,on_hand", "RICE-10,120")
    report = bring(shop, tmp_path, "sku,on_hand", "RICE-10,90")

    assert report.counts["changed"] == 1
    assert numbers(shop, "RICE-10") == (90, None, None)


def test_a_look_alone_changes_nothing(shop: Repository, tmp_path: Path) -> None:
    report = bring(shop, tmp_path, "sku,on_hand", "RICE-10,120", "SALT,1", dry_run=True)

    assert (report.counts["changed"], report.rejected_count) == (1, 1)
    assert numbers(shop, "RICE-10") == (3, None, None)


def test_a_file_without_a_row_is_refused(shop: Repository, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        bring(shop, tmp_path, "sku,on_hand")
    assert caught.value.sentence == "stock.csv: it has a header and no row below it."


def test_show_says_where_a_product_is_shown(
    shop: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shop.shop_policy.path.parent

    assert main(["--store", str(folder), "--lang", "en", "show", "RICE-10"]) == 2
    assert capsys.readouterr() == (
        "",
        (
            "subject: RICE-10 is a product: place 4 of the desk shows it, and `shouhou actions"
            " RICE-10` says what may be done with it.\n"
        ),
    )

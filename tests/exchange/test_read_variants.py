"""Every variant of every export is read, in every encoding that was seen, as CSV and as xlsx."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.models.axes import Fulfilment, Payment, Platform
from tests.exchange.read_files import (
    DOUYIN_A,
    DOUYIN_B,
    DOUYIN_C,
    DOUYIN_CASE_ROW,
    DOUYIN_CASES,
    DOUYIN_ROW,
    PDD_2018,
    PDD_2020,
    PDD_2023,
    PDD_2026,
    PDD_CASE_ROW,
    PDD_CASES,
    PDD_ROW,
    Row,
    csv_file,
    csv_text,
    read_export,
    xlsx_file,
)
from tests.said_by_files import ExportFile

VARIANTS = {
    "2018": (PDD_2018, PDD_ROW),
    "2020": (PDD_2020, PDD_ROW),
    "2023": (PDD_2023, PDD_ROW),
    "2026": (PDD_2026, PDD_ROW),
    "pdd-after-sales": (PDD_CASES, PDD_CASE_ROW),
    "A": (DOUYIN_A, DOUYIN_ROW),
    "B": (DOUYIN_B, DOUYIN_ROW),
    "C": (DOUYIN_C, DOUYIN_ROW),
    "doudian-after-sales": (DOUYIN_CASES, DOUYIN_CASE_ROW),
}
every_variant = pytest.mark.parametrize("variant", VARIANTS)


def same_facts(one: ExportFile, other: ExportFile) -> bool:
    return (one.orders, one.cases, one.variant) == (other.orders, other.cases, other.variant)


@every_variant
def test_a_variant_is_recognised_by_its_header(tmp_path: Path, variant: str) -> None:
    columns, row = VARIANTS[variant]
    export = read_export(csv_file(tmp_path, columns, row))
    assert (export.variant, export.encoding, export.row_count) == (variant, "utf-8-sig", 1)
    assert len(export.orders) + len(export.cases) == 1
    assert (export.rejected, export.unknown_columns) == ((), ())


@every_variant
@pytest.mark.parametrize(
    ("encoding", "codec"),
    [
        ("utf-8", "utf-8"),
        ("gb18030", "gb18030"),
        ("gb18030", "gbk"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_a_variant_says_the_same_in_each_encoding(
    tmp_path: Path, variant: str, encoding: str, codec: str
) -> None:
    columns, row = VARIANTS[variant]
    text = csv_text(columns, [row])
    path = tmp_path / "other.csv"
    path.write_bytes((("\ufeff" if codec == "utf-16-be" else "") + text).encode(codec))
    export = read_export(path)
    assert export.encoding == encoding
    assert same_facts(export, read_export(csv_file(tmp_path, columns, row)))


@every_variant
def test_a_variant_says_the_same_as_a_workbook_with_a_title_above(
    tmp_path: Path, variant: str
) -> None:
    columns, row = VARIANTS[variant]
    rows: list[list[object]] = [
        ["名称：店铺导出"],
        [*columns],
        [row.get(column) for column in columns],
    ]
    export = read_export(xlsx_file(tmp_path, rows, title="订单明细"))
    plain = read_export(csv_file(tmp_path, columns, row))
    assert (export.encoding, export.variant) == ("xlsx", variant)
    assert [one.model_copy(update={"rows": (2,)}) for one in export.orders] == list(plain.orders)
    assert [one.model_copy(update={"row": 2}) for one in export.cases] == list(plain.cases)


@every_variant
def test_a_variant_says_the_same_with_tabs_as_excel_saves_unicode_text(
    tmp_path: Path, variant: str
) -> None:
    columns, row = VARIANTS[variant]
    path = tmp_path / "text.txt"
    path.write_bytes(csv_text(columns, [row], delimiter="\t").encode("utf-16"))
    assert same_facts(read_export(path), read_export(csv_file(tmp_path, columns, row)))


@every_variant
def test_a_variant_says_the_same_with_its_columns_the_other_way_round(
    tmp_path: Path, variant: str
) -> None:
    columns, row = VARIANTS[variant]
    plain = read_export(csv_file(tmp_path, columns, row))
    turned = read_export(csv_file(tmp_path, columns[::-1], row))
    assert turned.orders == plain.orders
    assert [one.case.state for one in turned.cases] == [one.case.state for one in plain.cases]


@pytest.mark.parametrize("variant", ["2018", "2020", "2023", "2026"])
def test_a_pinduoduo_order_says_what_its_variant_has(tmp_path: Path, variant: str) -> None:
    columns, row = VARIANTS[variant]
    order = read_export(csv_file(tmp_path, columns, row)).orders[0]
    line = order.lines[0]
    assert order.platform is Platform.PINDUODUO
    assert (line.sku, line.product_code, line.product_id) == ("RICE-10", "RICE", "600000000001")
    assert (line.ordered, line.amount_fen, line.fulfilment) == (2, 5380, Fulfilment.TO_SHIP)
    assert (order.money.goods_fen, order.money.freight_fen) == (5980, 200)
    assert (order.money.shop_discount_fen, order.money.platform_discount_fen) == (500, 100)
    assert order.money.seller_receives_fen == (None if variant == "2018" else 5680)
    assert order.payment is Payment.PAID
    assert order.deal_at == datetime(2026, 11, 20, 4, 8, 23, tzinfo=UTC)
    assert (order.ship_by_deadline is None) == (variant == "2026")
    assert (order.under_review is None) == (variant == "2026")
    assert order.receiver.street == ("" if variant == "2026" else "新阳路街道")
    assert order.seller_note == "加急"
    assert order.extra == {"样式ID": "12345"}
    assert order.platform_status == {"订单状态": "待发货", "售后状态": "无售后或售后取消"}


@pytest.mark.parametrize("variant", ["A", "B", "C"])
def test_a_douyin_order_says_what_its_variant_has(tmp_path: Path, variant: str) -> None:
    columns, row = VARIANTS[variant]
    order = read_export(csv_file(tmp_path, columns, row)).orders[0]
    line = order.lines[0]
    assert order.platform is Platform.DOUYIN
    assert (line.line_no, line.sku, line.ordered) == ("6956488938693643482", "YX-B28", 2)
    assert line.spec == ("" if variant == "B" else "蓝色 28码")
    assert order.money.goods_fen == (5080 if variant == "C" else 5380)
    assert order.money.paid_fen == line.amount_fen == 5080
    assert order.ordered_at == datetime(2026, 11, 20, 2, 59, 58, tzinfo=UTC)
    assert (order.paid_at is None) == (variant == "C")
    assert order.extra == ({} if variant == "C" else {"旗帜颜色": "红"})


def test_a_column_nobody_knows_is_listed_and_kept(tmp_path: Path) -> None:
    row: Row = PDD_ROW | {"新功能": "开", "空的": ""}
    export = read_export(csv_file(tmp_path, [*PDD_2026, "新功能", "空的"], row))
    assert export.unknown_columns == ("新功能", "空的")
    assert export.orders[0].extra == {"样式ID": "12345", "新功能": "开"}


def test_names_of_columns_match_whatever_their_case_width_and_spaces(tmp_path: Path) -> None:
    spelled = {
        "商品id": "商品ＩＤ",
        "商品数量(件)": " 商品数量（件） ",
        "用户实付金额(元)": "用户实付金额（元）",
        "商家编码-规格维度": "商家编码-规格维度\t",
    }
    columns = [spelled.get(column, column) for column in PDD_2026]
    row = PDD_ROW | {spelled[name]: PDD_ROW[name] for name in spelled}
    order = read_export(csv_file(tmp_path, columns, row)).orders[0]
    line = order.lines[0]
    assert (line.product_id, line.ordered, line.amount_fen) == ("600000000001", 2, 5380)
    assert line.sku == "RICE-10"


def test_where_a_file_has_the_old_and_the_new_name_the_filled_cell_counts(tmp_path: Path) -> None:
    columns = [*PDD_2026, "拼单成功时间"]
    row = PDD_ROW | {"订单成交时间": "", "拼单成功时间": "2026-11-20 09:00:00"}
    order = read_export(csv_file(tmp_path, columns, row)).orders[0]
    assert order.deal_at == datetime(2026, 11, 20, 1, tzinfo=UTC)


def test_two_columns_of_one_name_are_both_kept(tmp_path: Path) -> None:
    path = tmp_path / "twice.csv"
    header, cells, _end = csv_text([*PDD_2026, "备注"], [PDD_ROW | {"备注": "一"}]).split("\r\n")
    path.write_text(f"{header},备注\r\n{cells},二\r\n", encoding="utf-8")
    order = read_export(path).orders[0]
    assert order.extra == {"样式ID": "12345", "备注": "一", "备注 (2)": "二"}

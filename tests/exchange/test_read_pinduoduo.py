"""Pinduoduo's words and quirks, one row at a time."""

from pathlib import Path

import pytest

from store.models.axes import AfterSales, Fulfilment, Payment
from store.models.facts import OrderFacts
from tests.exchange.read_files import PDD_2020, PDD_2023, PDD_2026, csv_file, pdd, read_export

PAID, UNPAID, DEPOSIT = Payment.PAID, Payment.UNPAID, Payment.DEPOSIT
TO_SHIP, SHIPPED = Fulfilment.TO_SHIP, Fulfilment.SHIPPED
RECEIVED, CANCELLED = Fulfilment.RECEIVED, Fulfilment.CANCELLED


def order(folder: Path, *columns: str, **cells: str) -> OrderFacts:
    export = read_export(csv_file(folder, columns or PDD_2023, pdd(**cells)))
    assert export.rejected == ()
    return export.orders[0]


@pytest.mark.parametrize(
    "nothing", ["1970-01-01 08:00:00", "1970/1/1 8:00", "1900/1/0 0:00", "0000/00/00", "0001/1/1"]
)
def test_the_zero_of_a_calendar_is_no_time_however_a_spreadsheet_shows_it(
    tmp_path: Path, nothing: str
) -> None:
    assert order(tmp_path, 确认收货时间=nothing).received_at is None


@pytest.mark.parametrize("zero", ["0", "0.0", "0.00"])
def test_a_bare_zero_is_no_time_and_an_amount(tmp_path: Path, zero: str) -> None:
    given = {"支付时间": zero, "承诺发货时间": zero, "发货时间": zero, "邮费(元)": zero}
    facts = order(tmp_path, 订单状态="待支付", **given)
    assert (facts.paid_at, facts.ship_by_deadline, facts.shipped_at) == (None, None, None)
    assert facts.money
    assert facts.money.freight_fen == 0


def test_what_is_named_by_digits_loses_the_fraction_that_a_program_gave_it(tmp_path: Path) -> None:
    cells = {"商家编码-规格维度": "12345.0", "商品id": "600001.0", "手机": "13812345678.0"}
    facts = order(tmp_path, *PDD_2023, "手机", 商品规格="1.0", **cells)
    line = facts.lines[0]
    assert (line.sku, line.product_id, line.spec) == ("12345", "600001", "1.0")
    assert facts.receiver.phone == "13812345678"


@pytest.mark.parametrize(
    ("word", "payment", "fulfilment", "refunded", "progress"),
    [
        ("待支付", UNPAID, None, False, 0),
        ("待付款", UNPAID, None, False, 0),
        ("已付定金，待付尾款", DEPOSIT, None, False, 1),
        ("已付定金/待支付尾款", DEPOSIT, None, False, 1),
        ("待发货", PAID, TO_SHIP, False, 2),
        ("已申请缺货", PAID, TO_SHIP, False, 2),
        ("已发货，待签收", PAID, SHIPPED, False, 3),
        ("已发货，待收货", PAID, SHIPPED, False, 3),
        ("已发货,待收货", PAID, SHIPPED, False, 3),
        ("已发货， 待收货", PAID, SHIPPED, False, 3),
        ("已签收", PAID, RECEIVED, False, 4),
        ("已收货", PAID, RECEIVED, False, 4),
        ("未发货，退款成功", PAID, TO_SHIP, True, 5),
        ("已发货，退款成功", PAID, SHIPPED, True, 5),
        ("已签收，退款成功", PAID, RECEIVED, True, 5),
        ("已收货，退款成功", PAID, RECEIVED, True, 5),
        ("已取消", PAID, CANCELLED, False, 5),
        ("已取消，退款成功", PAID, TO_SHIP, True, 5),
        ("未成交，退款成功", PAID, TO_SHIP, True, 5),
    ],
)
def test_a_status_says_payment_goods_and_refund(  # noqa: PLR0913, PLR0917 - one row of the table
    tmp_path: Path,
    word: str,
    payment: Payment,
    fulfilment: Fulfilment,
    refunded: bool,
    progress: int,
) -> None:
    facts = order(tmp_path, 订单状态=word)
    line = facts.lines[0]
    assert (facts.payment, line.fulfilment, line.refunded) == (payment, fulfilment, refunded)
    assert facts.knowledge.progress == progress
    assert facts.stock_out_applied is (word == "已申请缺货")
    assert facts.platform_status["订单状态"] == word


def test_a_cancelled_order_without_a_time_of_payment_was_never_paid(tmp_path: Path) -> None:
    assert order(tmp_path, 订单状态="已取消", 支付时间="").payment is UNPAID


def test_a_cancelled_order_of_a_file_without_times_of_payment_says_nothing(tmp_path: Path) -> None:
    assert order(tmp_path, *PDD_2026, 订单状态="已取消").payment is None


def test_a_word_nobody_knows_is_kept_and_claims_only_what_the_times_prove(tmp_path: Path) -> None:
    facts = order(tmp_path, 订单状态="拼团中", 售后状态="平台介入中")
    assert (facts.payment, facts.lines[0].fulfilment) == (Payment.PAID, None)
    assert (facts.after_sales, facts.stock_out_applied) == (None, None)
    assert facts.platform_status == {"订单状态": "拼团中", "售后状态": "平台介入中"}


@pytest.mark.parametrize(
    ("column", "cell", "fulfilment"),
    [
        ("发货时间", "2026-11-21 08:00:00", SHIPPED),
        ("快递单号", "YT6954154531736", SHIPPED),
        ("确认收货时间", "2026-11-23 08:00:00", RECEIVED),
    ],
)
def test_an_unknown_word_beside_proof_of_shipping_is_shipped(
    tmp_path: Path, column: str, cell: str, fulfilment: Fulfilment
) -> None:
    facts = order(tmp_path, **{"订单状态": "新词", column: cell})
    assert (facts.payment, facts.lines[0].fulfilment) == (Payment.PAID, fulfilment)


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("无售后", AfterSales.NONE),
        ("无售后或售后取消", AfterSales.NONE),
        ("无售后/取消售后", AfterSales.NONE),
        ("售后处理中", AfterSales.OPEN),
        ("退款中", AfterSales.OPEN),
        ("退款成功", AfterSales.REFUNDED),
        ("", None),
    ],
)
def test_the_after_sales_word_of_an_order(
    tmp_path: Path, word: str, meaning: AfterSales | None
) -> None:
    assert order(tmp_path, 售后状态=word).after_sales is meaning


def test_a_gift_is_a_line_of_its_own_for_nothing(tmp_path: Path) -> None:
    facts = order(tmp_path, 赠品名称="饭勺", 赠品id="600000000009", 赠品规格="木", 赠品数量="2")
    rice, gift = facts.lines
    assert (gift.name, gift.spec, gift.product_id) == ("饭勺", "木", "600000000009")
    assert (gift.ordered, gift.amount_fen, gift.fulfilment) == (2, 0, rice.fulfilment)
    assert rice.amount_fen == facts.money.paid_fen - facts.money.freight_fen


@pytest.mark.parametrize("count", ["", "0"])
def test_a_gift_without_a_number_is_no_line(tmp_path: Path, count: str) -> None:
    assert len(order(tmp_path, 赠品名称="饭勺", 赠品数量=count).lines) == 1


@pytest.mark.parametrize("between", [",", "，", ";", "；", "、", " ", "\n"])
def test_several_numbers_in_one_cell_are_several_parcels(tmp_path: Path, between: str) -> None:
    facts = order(tmp_path, 快递单号=f"YT6954154531736{between}78460695854044", 快递公司="圆通快递")
    assert [(one.tracking_no, one.carrier) for one in facts.parcels] == [
        ("YT6954154531736", "圆通快递"),
        ("78460695854044", "圆通快递"),
    ]


def test_as_many_carriers_as_numbers_belong_to_each_other(tmp_path: Path) -> None:
    facts = order(tmp_path, 快递单号="YT6954154531736,78460695854044", 快递公司="圆通快递,中通快递")
    assert [one.carrier for one in facts.parcels] == ["圆通快递", "中通快递"]


def test_an_order_under_review_says_so_in_either_column(tmp_path: Path) -> None:
    assert order(tmp_path, 是否审核中="是").under_review is True
    assert order(tmp_path, 是否审核中="").under_review is None


def test_receivers_of_2020_are_read_as_they_stand(tmp_path: Path) -> None:
    facts = order(tmp_path, *PDD_2020, 收货人="王*", 手机="13800138000转1234")
    assert (facts.receiver.name, facts.receiver.phone) == ("王*", "13800138000转1234")


def test_an_amount_the_merchant_did_not_export_follows_from_the_others(tmp_path: Path) -> None:
    columns = [name for name in PDD_2026 if name not in {"用户实付金额(元)", "商家实收金额(元)"}]
    money = order(tmp_path, *columns).money
    assert money.paid_fen == 5980 + 200 - 500 - 100
    assert money.seller_receives_fen is None
    only_paid = [name for name in PDD_2026 if name != "商品总价(元)"]
    assert order(tmp_path, *only_paid).money.goods_fen == 5980


def test_an_amount_that_only_the_shops_share_tells_is_that(tmp_path: Path) -> None:
    columns = [name for name in PDD_2026 if name not in {"用户实付金额(元)", "商品总价(元)"}]
    assert order(tmp_path, *columns).money.paid_fen == 5680


def test_a_row_without_any_amount_is_rejected(tmp_path: Path) -> None:
    empty = {"用户实付金额(元)": "", "商品总价(元)": "", "商家实收金额(元)": ""}
    bad = read_export(csv_file(tmp_path, PDD_2026, pdd(**empty))).rejected[0]
    assert (bad.field, bad.reason) == (
        "用户实付金额(元)",
        "an amount was expected, nothing was found",
    )


def test_a_file_without_quantities_says_for_each_row_which_column_it_lacks(tmp_path: Path) -> None:
    columns = [name for name in PDD_2026 if name != "商品数量(件)"]
    bad = read_export(csv_file(tmp_path, columns, pdd())).rejected[0]
    assert (bad.field, bad.reason) == (
        "商品数量(件)",
        "a whole number of at least 1 was expected, nothing was found",
    )


def test_an_order_that_stands_twice_alike_is_one_order(tmp_path: Path) -> None:
    export = read_export(csv_file(tmp_path, PDD_2023, pdd(), pdd()))
    assert [one.rows for one in export.orders] == [(2, 3)]
    assert export.row_count == 2


@pytest.mark.parametrize(
    ("status", "after_sales", "unknown"),
    [
        ("待发货", "无售后", ()),
        ("外星状态", "无售后", ("外星状态",)),
        ("外星状态", "售后处理中", ("外星状态",)),
        ("待发货", "新售后", ("新售后",)),
        ("", "", ()),
    ],
)
def test_only_words_that_nobody_knows_are_called_unknown(
    tmp_path: Path, status: str, after_sales: str, unknown: tuple[str, ...]
) -> None:
    row = pdd(订单状态=status, 售后状态=after_sales)
    export = read_export(csv_file(tmp_path, PDD_2023, row))
    assert export.orders[0].unknown_words == unknown


def test_an_order_that_stands_twice_with_two_states_is_told_twice_in_turn(tmp_path: Path) -> None:
    export = read_export(csv_file(tmp_path, PDD_2023, pdd(), pdd(订单状态="已取消")))
    assert [one.platform_status["订单状态"] for one in export.orders] == ["待发货", "已取消"]


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        (
            {"订单号": ""},
            "订单号",
            "an order number such as 261120-969798332074707 was expected, “” was found",
        ),
        (
            {"订单号": "2.61121E+20"},
            "订单号",
            (
                "the number itself was expected, “2.61121E+20” was found: "
                "a spreadsheet program has rounded it away"
            ),
        ),
        (
            {"用户实付金额(元)": "免费"},
            "用户实付金额(元)",
            "an amount in yuan such as 1,299.00 was expected, “免费” was found",
        ),
        (
            {"用户实付金额(元)": "-1.00"},
            "用户实付金额(元)",
            "an amount in yuan such as 1,299.00 was expected, “-1.00” was found",
        ),
        (
            {"用户实付金额(元)": "1.005"},
            "用户实付金额(元)",
            "an amount in yuan such as 1,299.00 was expected, “1.005” was found",
        ),
        (
            {"商品数量(件)": "0"},
            "商品数量(件)",
            "a whole number of at least 1 was expected, “0” was found",
        ),
        (
            {"商品数量(件)": ""},
            "商品数量(件)",
            "a whole number of at least 1 was expected, nothing was found",
        ),
        (
            {"支付时间": "昨天" * 40},
            "支付时间",
            f"a time such as 2026-11-20 12:08:23 was expected, “{('昨天' * 40)[:59]}…” was found",
        ),
        ({"是否审核中": "也许"}, "是否审核中", "是 or 否 was expected, “也许” was found"),
        (
            {"快递单号": "7.70518E+14"},
            "快递单号",
            (
                "the number itself was expected, “7.70518E+14” was found: "
                "a spreadsheet program has rounded it away"
            ),
        ),
    ],
)
def test_a_row_that_cannot_be_read_says_where_and_why_and_the_rest_is_read(
    tmp_path: Path, cells: dict[str, str], field: str, reason: str
) -> None:
    path = csv_file(tmp_path, PDD_2023, pdd(**cells), pdd(订单号="261120-2"))
    export = read_export(path)
    assert [one.order_no for one in export.orders] == ["261120-2"]
    bad = export.rejected[0]
    assert (bad.file, bad.row, bad.field, bad.reason) == ("orders.csv", 2, field, reason)
    assert bad.cells["商品"] == "东北大米"
    assert export.row_count == 2

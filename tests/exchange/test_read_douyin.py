"""Douyin Shop's words and quirks: sub-orders, joined rows, dashes, ciphers, tracking numbers."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.models.axes import AfterSales, Fulfilment, Payment
from store.models.facts import OrderFacts
from tests.exchange.read_files import (
    DOUYIN_A,
    DOUYIN_B,
    DOUYIN_C,
    Row,
    csv_file,
    douyin,
    read_export,
)

PAID, UNPAID = Payment.PAID, Payment.UNPAID
TO_SHIP, SHIPPED = Fulfilment.TO_SHIP, Fulfilment.SHIPPED
RECEIVED, CANCELLED = Fulfilment.RECEIVED, Fulfilment.CANCELLED
OTHER_LINE = "6937414741129037680"
HASH = "5e8ff9bf55ba3508199d22e984129be6"


def order(folder: Path, *rows: Row, columns: list[str] = DOUYIN_A) -> OrderFacts:
    export = read_export(csv_file(folder, columns, *rows))
    assert export.rejected == ()
    assert len(export.orders) == 1
    return export.orders[0]


@pytest.mark.parametrize(
    ("word", "after_sales", "payment", "fulfilment", "refunded", "progress"),
    [
        ("待支付", "-", UNPAID, None, False, 0),
        ("备货中", "-", PAID, TO_SHIP, False, 2),
        ("待发货", "售后中", PAID, TO_SHIP, False, 2),
        ("待发货", "退款成功", PAID, TO_SHIP, False, 2),
        ("部分发货", "-", PAID, TO_SHIP, False, 2),
        ("已发货", "-", PAID, SHIPPED, False, 3),
        ("已发货", "退款成功", PAID, SHIPPED, True, 5),
        ("已完成", "换货成功", PAID, RECEIVED, False, 4),
        ("已关闭", "退款成功", PAID, TO_SHIP, True, 5),
        ("已关闭", "-", PAID, CANCELLED, False, 5),
    ],
)
def test_a_status_says_payment_goods_and_refund(  # noqa: PLR0913, PLR0917 - one row of the table
    tmp_path: Path,
    word: str,
    after_sales: str,
    payment: Payment,
    fulfilment: Fulfilment,
    refunded: bool,
    progress: int,
) -> None:
    facts = order(tmp_path, douyin(订单状态=word, 售后状态=after_sales))
    line = facts.lines[0]
    assert (facts.payment, line.fulfilment, line.refunded) == (payment, fulfilment, refunded)
    assert facts.knowledge.line_progress == {line.line_no: progress}


def test_a_closed_order_that_was_shipped_and_refunded_stays_shipped(tmp_path: Path) -> None:
    row = douyin(订单状态="已关闭", 售后状态="退款成功", 发货时间="2026-11-21 08:00:00")
    line = order(tmp_path, row).lines[0]
    assert (line.fulfilment, line.refunded) == (SHIPPED, True)


@pytest.mark.parametrize(
    ("given", "fulfilment"),
    [
        ({}, CANCELLED),
        ({"发货时间": "2026-11-21 08:00:00"}, SHIPPED),
        (
            {"发货时间": "2026-11-21 08:00:00", "订单完成时间": "2026-11-22 08:00:00"},
            RECEIVED,
        ),
        ({"发货时间": "2026-11-21 08:00:00", "取消原因": "多拍"}, CANCELLED),
    ],
    ids=["never left", "left", "received", "for another reason"],
)
def test_a_gift_that_is_closed_with_its_main_article_stays_where_it_is(
    tmp_path: Path, given: Row, fulfilment: Fulfilment
) -> None:
    row = douyin(订单状态="已关闭", 订单应付金额="0.00", 取消原因="主品订单售后完成") | given
    assert order(tmp_path, row).lines[0].fulfilment is fulfilment


def test_a_closed_order_without_a_time_of_payment_was_never_paid(tmp_path: Path) -> None:
    row = douyin(订单状态="已关闭", 支付完成时间="-")
    assert order(tmp_path, row).payment is UNPAID
    assert order(tmp_path, row, columns=DOUYIN_C).payment is None


def test_a_word_nobody_knows_is_kept_and_claims_nothing(tmp_path: Path) -> None:
    facts = order(tmp_path, douyin(订单状态="新状态", 售后状态="新售后", 支付完成时间="-"))
    assert (facts.payment, facts.lines[0].fulfilment, facts.after_sales) == (None, None, None)
    assert facts.platform_status == {"订单状态": "新状态", "售后状态": "新售后"}
    assert facts.unknown_words == ("新状态", "新售后")
    shipped = order(tmp_path, douyin(订单状态="新状态", 发货时间="2026-11-21 08:00:00"))
    assert shipped.lines[0].fulfilment is SHIPPED


def test_a_known_word_beside_one_that_nobody_knows_is_not_called_unknown(tmp_path: Path) -> None:
    facts = order(tmp_path, douyin(订单状态="新状态;待发货", 售后状态="退款中", 子订单编号="1;2"))
    assert facts.unknown_words == ("新状态",)
    assert order(tmp_path, douyin()).unknown_words == ()


ROUNDED = (
    "the number itself was expected, “{found}” was found: a spreadsheet program has rounded it away"
)


def test_numbers_that_a_spreadsheet_rounded_are_refused_row_by_row(tmp_path: Path) -> None:
    number = "6956488938693640000"
    rows = [
        douyin(主订单编号=number),
        douyin(主订单编号=number, 选购商品="台灯"),
        douyin(主订单编号="69564889386936"),
        douyin(主订单编号="6.95649E+18"),
        douyin(主订单编号="6956488938693643482.0"),
    ]
    export = read_export(csv_file(tmp_path, DOUYIN_A, *rows))
    assert [one.order_no for one in export.orders] == ["69564889386936"]
    assert [(bad.row, bad.reason) for bad in export.rejected] == [
        (2, ROUNDED.format(found=number)),
        (3, "row 2 of the same order could not be read"),
        (5, ROUNDED.format(found="6.95649E+18")),
        (6, ROUNDED.format(found="6956488938693643482.0")),
    ]


@pytest.mark.parametrize(
    ("ending_in_zeros", "others", "taken"),
    [
        pytest.param(1, 0, 0, id="the only number of the file"),
        pytest.param(40, 0, 0, id="a spreadsheet has rounded the column"),
        pytest.param(40, 4, 4, id="a few rows were put right by hand"),
        pytest.param(1, 1, 2, id="beside a single other number"),
        pytest.param(2, 198, 200, id="as many as chance alone may give"),
        pytest.param(5, 395, 400, id="numbers of a shop that mostly end in two zeros"),
    ],
)
def test_a_number_that_ends_in_zeros_is_judged_by_its_neighbours(
    tmp_path: Path, ending_in_zeros: int, others: int, taken: int
) -> None:
    numbers = [f"69564889{number:07}0000" for number in range(ending_in_zeros)]
    numbers += [f"69564889{number:07}1200" for number in range(others)]
    path = csv_file(tmp_path, DOUYIN_A, *(douyin(主订单编号=number) for number in numbers))
    export = read_export(path)
    assert len(export.orders) == taken
    assert {bad.reason for bad in export.rejected} == {
        ROUNDED.format(found=number) for number in numbers[: len(numbers) - taken]
    }


@settings(max_examples=30)
@given(
    st.lists(
        st.integers(10**18, 10**19 - 1).map(str),
        min_size=1,
        max_size=20,
        unique_by=lambda n: n[:15],
    ),
    st.integers(0, 4),
)
def test_numbers_are_all_taken_or_all_refused_as_a_spreadsheet_rounds_all_or_none(
    numbers: list[str], kept: int
) -> None:
    as_kept = [number[:15] + "0000" for number in numbers[kept:]] + [
        f"{number[:15]}000{digit}" for digit, number in enumerate(numbers[:kept], 1)
    ]
    with TemporaryDirectory() as folder:
        rows = (douyin(主订单编号=number) for number in as_kept)
        export = read_export(csv_file(Path(folder), DOUYIN_A, *rows))
    refused = {bad.cells["主订单编号"] for bad in export.rejected}
    rounded = {number for number in as_kept if number.endswith("0000")}
    assert refused == (rounded if len(rounded) >= 0.9 * len(as_kept) else set())
    assert {one.order_no for one in export.orders} == set(as_kept) - refused


def test_a_payment_is_a_fact_beside_a_word_nobody_knows(tmp_path: Path) -> None:
    facts = order(tmp_path, douyin(订单状态="新状态"))
    assert (facts.payment, facts.lines[0].fulfilment) == (Payment.PAID, None)


@pytest.mark.parametrize(
    ("amounts", "goods_fen"),
    [
        # 商品金额 is the price of one where only so it adds up.
        (("3", "20.00", "2.00", "0.00", "58.00"), 6000),
        (("3", "20.00", "2.00", "6.00", "64.00"), 6000),
        (("3", "60.00", "2.00", "0.00", "58.00"), 6000),
        (("1", "20.00", "2.00", "0.00", "18.00"), 2000),
        # Neither adds up: what the column says stays.
        (("3", "20.00", "2.00", "0.00", "50.00"), 2000),
    ],
)
def test_goods_may_be_the_price_of_a_unit(
    tmp_path: Path, amounts: tuple[str, ...], goods_fen: int
) -> None:
    names = ("商品数量", "商品金额", "商家优惠", "运费", "订单应付金额")
    row = dict(zip(names, amounts, strict=True))
    discounts = {"平台优惠": "", "达人优惠": "", "支付优惠": "", "红包抵扣": ""}
    facts = order(tmp_path, douyin(**row, **discounts), columns=DOUYIN_B)
    assert facts.money.goods_fen == goods_fen


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        (("-", "-"), AfterSales.NONE),
        (("退款成功", "售后中"), AfterSales.OPEN),
        (("售后关闭", "退款成功"), AfterSales.REFUNDED),
        (("换货成功", "-"), AfterSales.CLOSED),
    ],
)
def test_the_after_sales_of_an_order_is_that_of_its_most_urgent_line(
    tmp_path: Path, words: tuple[str, str], meaning: AfterSales
) -> None:
    rows = [douyin(售后状态=words[0]), douyin(子订单编号=OTHER_LINE, 售后状态=words[1])]
    assert order(tmp_path, *rows).after_sales is meaning


def test_a_file_without_the_after_sales_column_says_nothing_about_it(tmp_path: Path) -> None:
    columns = [name for name in DOUYIN_A if name != "售后状态"]
    assert order(tmp_path, douyin(), columns=columns).after_sales is None


def test_sub_orders_that_stand_apart_are_one_order_with_all_its_money(tmp_path: Path) -> None:
    rows = [
        douyin(),
        douyin(主订单编号="6900000000000000001", 子订单编号="6900000000000000001"),
        douyin(子订单编号=OTHER_LINE, 订单应付金额="9.20", 商品数量="1", 商家编码="WZ-5"),
    ]
    first, second = read_export(csv_file(tmp_path, DOUYIN_A, *rows)).orders
    assert (first.rows, second.rows) == ((2, 4), (3,))
    assert [(line.sku, line.amount_fen) for line in first.lines] == [
        ("YX-B28", 5080),
        ("WZ-5", 920),
    ]
    assert first.money.paid_fen == 6000
    assert first.money.shop_discount_fen == 400


def test_each_line_has_come_as_far_as_its_word_says(tmp_path: Path) -> None:
    rows = [
        douyin(订单状态="已发货", 发货时间="2026-11-21 08:00:00"),
        douyin(子订单编号=OTHER_LINE, 承诺发货时间="2026-11-21 10:00:00"),
    ]
    facts = order(tmp_path, *rows)
    assert [facts.knowledge.line_progress[line.line_no] for line in facts.lines] == [3, 2]
    assert facts.knowledge.business_at == facts.shipped_at == datetime(2026, 11, 21, tzinfo=UTC)
    assert facts.ship_by_deadline == datetime(2026, 11, 21, 2, tzinfo=UTC)
    assert facts.platform_status["订单状态"] == "已发货 / 待发货"


def test_a_sub_order_that_stands_twice_is_one_line(tmp_path: Path) -> None:
    facts = order(tmp_path, douyin(), douyin())
    assert (len(facts.lines), facts.rows, facts.money.paid_fen) == (1, (2, 3), 5080)


JOINED = {
    "子订单编号": f"6956488938693643482;{OTHER_LINE}",
    "商品ID": "3713708453593080994;3722801758509050720",
    "商家编码": "YX-B28;ZJ-HEI",
}


@pytest.mark.parametrize(
    ("ordered", "shares"), [("2;3", [2, 3]), ("2", [1, 1]), ("5", [4, 1]), ("1", [1, 1])]
)
def test_a_joined_row_is_split_into_its_lines(
    tmp_path: Path, ordered: str, shares: list[int]
) -> None:
    facts = order(tmp_path, douyin(**JOINED, 商品数量=ordered))
    assert [(line.line_no, line.sku) for line in facts.lines] == [
        ("6956488938693643482", "YX-B28"),
        (OTHER_LINE, "ZJ-HEI"),
    ]
    assert [line.ordered for line in facts.lines] == shares
    assert [line.amount_fen for line in facts.lines] == [5080, 0]
    assert {line.name for line in facts.lines} == {"儿童雨鞋"}


def test_amounts_and_states_that_are_joined_as_well_go_to_their_lines(tmp_path: Path) -> None:
    joined = {"订单应付金额": "40.00;10.80", "订单状态": "已发货;待发货", "商品单价": "26.90;12.80"}
    facts = order(tmp_path, douyin(**JOINED, **joined, 商品数量="1;2"))
    assert [line.amount_fen for line in facts.lines] == [4000, 1080]
    assert [line.fulfilment for line in facts.lines] == [SHIPPED, TO_SHIP]
    assert facts.money.paid_fen == 5080
    assert facts.money.goods_fen == 2690 + 2 * 1280


@pytest.mark.parametrize(
    ("paid", "freight", "amounts"),
    [
        pytest.param("40.00;10.80", "5;0", [3500, 1080], id="beside its sub-order"),
        pytest.param("40.00;10.80", "45", [0, 580], id="more than its sub-order's amount"),
        pytest.param("3.00;20.00", "0;6", [300, 1400], id="of the second"),
        pytest.param("3.00;20.00", "7;0", [0, 1600], id="paid with the other"),
        pytest.param("3.00;2.00", "9", [0, 0], id="more than all that was paid"),
    ],
)
def test_freight_is_part_of_no_line_however_it_stands(
    tmp_path: Path, paid: str, freight: str, amounts: list[int]
) -> None:
    facts = order(tmp_path, douyin(**JOINED, 订单应付金额=paid, 运费=freight, 商品数量="1;1"))

    assert [line.amount_fen for line in facts.lines] == amounts


def test_money_back_before_shipping_is_a_part_of_it(tmp_path: Path) -> None:
    facts = order(tmp_path, douyin(订单状态="待发货", 售后状态="退款成功"))

    assert facts.lines[0].partly_refunded


@pytest.mark.parametrize(
    ("cell", "parcels"),
    [
        ("SF1026852703824-顺丰速运", [("SF1026852703824", "顺丰速运")]),
        ("JD0012-1-1-京东快递", [("JD0012-1-1", "京东快递")]),
        ("JD0012-1-1", [("JD0012-1-1", "")]),
        (
            "SF1-顺丰速运;YT2-圆通速递",
            [("SF1", "顺丰速运"), ("YT2", "圆通速递")],
        ),
        ("-", []),
    ],
)
def test_the_tracking_numbers_of_variant_b(
    tmp_path: Path, cell: str, parcels: list[tuple[str, str]]
) -> None:
    facts = order(tmp_path, douyin(快递信息=cell), columns=DOUYIN_B)
    assert [(one.tracking_no, one.carrier) for one in facts.parcels] == parcels


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        ("SF1-顺丰速运", "YT2-圆通速递", {"SF1": [1], "YT2": [2]}),
        ("SF1-顺丰速运", "SF1-顺丰速运", {"SF1": [1, 2]}),
        ("SF1-顺丰速运,YT2-圆通速递", "YT2", {"SF1": [1], "YT2": [1, 2]}),
        ("SF1-顺丰速运", "", {"SF1": [1]}),
    ],
)
def test_a_row_names_the_parcels_of_its_own_sub_order(
    tmp_path: Path, first: str, second: str, named: dict[str, list[int]]
) -> None:
    one = douyin(快递信息=first)
    other = douyin(子订单编号=OTHER_LINE, 快递信息=second)
    places = {"": 0, one["子订单编号"]: 1, OTHER_LINE: 2}

    parcels = order(tmp_path, one, other, columns=DOUYIN_B).parcels

    assert {
        parcel.tracking_no: [places[line_no] for line_no in parcel.line_nos] for parcel in parcels
    } == named
    assert [parcel.carrier for parcel in parcels if parcel.tracking_no == "YT2"] in (
        [],
        ["圆通速递"],
    )


def test_what_a_row_without_the_amount_to_pay_cost_follows_from_the_others(tmp_path: Path) -> None:
    money = order(tmp_path, douyin(订单应付金额="-", 运费="1.00")).money
    assert (money.goods_fen, money.paid_fen) == (5380, 5380 + 100 - 300)


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        (
            {"订单应付金额": "-", "商品单价": "-"},
            "订单应付金额",
            "an amount was expected, nothing was found",
        ),
        (
            {"订单应付金额": "-5.00"},
            "订单应付金额",
            "an amount in yuan such as 1,299.00 was expected, “-5.00” was found",
        ),
        (
            {"商品数量": "-"},
            "商品数量",
            "a whole number of at least 1 was expected, nothing was found",
        ),
    ],
)
def test_a_row_that_lacks_what_an_order_needs_or_owes_the_buyer_is_rejected(
    tmp_path: Path, cells: dict[str, str], field: str, reason: str
) -> None:
    bad = read_export(csv_file(tmp_path, DOUYIN_A, douyin(**cells))).rejected[0]
    assert (bad.field, bad.reason) == (field, reason)


def test_leading_tabs_and_dashes_are_taken_off(tmp_path: Path) -> None:
    row = douyin(主订单编号="\t6956488938693643482", 商家备注="\t-", 商家编码="\tYX-B28")
    facts = order(tmp_path, row)
    assert (facts.order_no, facts.seller_note) == ("6956488938693643482", "")
    assert facts.lines[0].sku == "YX-B28"


def test_of_two_spellings_of_a_receiver_the_fuller_is_told(tmp_path: Path) -> None:
    rows = [douyin(收件人="##abc##"), douyin(子订单编号=OTHER_LINE, 收件人="孙*")]
    assert order(tmp_path, *rows).receiver.name == "孙*"


@pytest.mark.parametrize(
    ("name", "exported_at"),
    [
        (f"1795309200_{HASH}.csv", datetime(2026, 11, 22, 1, tzinfo=UTC)),
        (f"1795309200_{HASH} (1).csv", datetime(2026, 11, 22, 1, tzinfo=UTC)),
        (f"doudian_orders_1795309200_{HASH}.csv", datetime(2026, 11, 22, 1, tzinfo=UTC)),
        ("1795309200.csv", None),
        ("orders.csv", None),
    ],
)
def test_the_time_of_the_export_is_read_from_the_name_of_the_file(
    tmp_path: Path, name: str, exported_at: datetime | None
) -> None:
    export = read_export(csv_file(tmp_path, DOUYIN_A, douyin(), name=name))
    assert export.exported_at == exported_at
    assert export.orders[0].knowledge.exported_at == exported_at


def test_one_bad_sub_order_rejects_the_whole_order_and_every_row_says_so(tmp_path: Path) -> None:
    rows = [
        douyin(),
        douyin(主订单编号="6900000000000000001"),
        douyin(子订单编号=OTHER_LINE, 商品数量="很多"),
    ]
    export = read_export(csv_file(tmp_path, DOUYIN_A, *rows))
    assert [one.order_no for one in export.orders] == ["6900000000000000001"]
    assert [(bad.row, bad.field, bad.reason) for bad in export.rejected] == [
        (2, "", "row 4 of the same order could not be read"),
        (4, "商品数量", "a whole number of at least 1 was expected, “很多” was found"),
    ]


@pytest.mark.parametrize("number", ["", "69564", "261120-123456789012345"])
def test_a_row_without_a_proper_order_number_is_rejected_by_itself(
    tmp_path: Path, number: str
) -> None:
    rows = [douyin(主订单编号=number), douyin()]
    export = read_export(csv_file(tmp_path, DOUYIN_A, *rows))
    assert len(export.orders) == 1
    assert [(bad.row, bad.field) for bad in export.rejected] == [(2, "主订单编号")]
    assert export.rejected[0].reason == (
        f"an order number such as 6956488938693643482 was expected, “{number}” was found"
    )


def test_a_cut_row_of_an_order_rejects_its_other_rows_too(tmp_path: Path) -> None:
    rows = [douyin(主订单编号="6900000000000000001"), douyin(), douyin(子订单编号=OTHER_LINE)]
    path = csv_file(tmp_path, DOUYIN_A, *rows)
    path.write_bytes(path.read_bytes()[:-150])
    export = read_export(path)
    assert [one.order_no for one in export.orders] == ["6900000000000000001"]
    assert [(bad.row, bad.reason) for bad in export.rejected] == [
        (3, "row 4 of the same order could not be read"),
        (
            4,
            "the file was cut in the middle of this row: 74 cells were expected, 20 were found",
        ),
    ]

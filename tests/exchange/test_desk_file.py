"""The desk's own file: an unmasked export imported into an empty store gives the same facts."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.exchange.desk_columns import COLUMNS
from store.exchange.incoming import desk_file
from store.exchange.incoming.desk_file import DeskReading
from store.exchange.incoming.tables import open_tables
from store.models.axes import Fulfilment, Payment, Platform, Source
from store.models.facts import CaseFacts, LineFacts, OrderFacts, ParcelFacts, RejectedRow
from store.models.order import Line, Order
from store.models.parcel import LineQuantity, Parcel
from store.words.masks import fuller
from tests.examples import examples
from tests.exchange.read_files import Row, csv_file, understood
from tests.exchange.write_orders import NOON, case, export_orders, order, orders, platform_refund

Read = tuple[tuple[OrderFacts, ...], tuple[CaseFacts, ...], tuple[RejectedRow, ...]]


def read_file(path: Path) -> Read:
    with open_tables(path, is_header=desk_file.recognises) as (table,):
        facts, rejected = understood(DeskReading(table), table.rows())
    orders = tuple(one for one in facts if isinstance(one, OrderFacts))
    cases = tuple(one for one in facts if isinstance(one, CaseFacts))
    return orders, cases, tuple(rejected)


def read_back(given: list[Order], suffix: str = ".csv", **how: object) -> Read:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"orders{suffix}"
        export_orders(given, path, **({"reveal": True} | how))
        return read_file(path)


def read_rows(*rows: Row) -> Read:
    with tempfile.TemporaryDirectory() as folder:
        return read_file(csv_file(Path(folder), list(rows[0]), *rows, name="f.csv"))


def only(given: Order) -> OrderFacts:
    facts, _cases, rejected = read_back([given])
    assert rejected == ()
    return facts[0]


def row(**cells: str) -> Row:
    return {
        "shouhou": "1",
        "平台": "拼多多",
        "订单号": "1",
        "行号": "1",
        "数量": "2",
        "本行金额(元)": "3.50",
    } | cells


def same_facts(facts: OrderFacts, told: Order) -> None:
    for field in OrderFacts.model_fields.keys() & Order.model_fields.keys() - {"lines", "parcels"}:
        assert getattr(facts, field) == getattr(told, field), field
    assert facts.payment == told.platform_payment
    assert facts.after_sales == told.platform_after_sales
    assert facts.under_review == told.under_review
    assert facts.stock_out_applied == (True if told.stock_outs else None)
    plain = LineFacts.model_fields.keys() & Line.model_fields.keys()
    assert [[getattr(one, name) for name in plain] for one in facts.lines] == [
        [getattr(one, name) for name in plain] for one in told.lines
    ]


@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow])
@given(orders(), st.sampled_from(["utf-8-sig", "gb18030"]))
def test_every_platform_fact_comes_back_from_a_csv(told: Order, encoding: str) -> None:
    facts, cases, rejected = read_back([told], encoding=encoding)
    assert rejected == ()
    same_facts(facts[0], told)
    assert tuple(one.case for one in cases) == told.cases


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(orders())
def test_every_platform_fact_comes_back_from_an_xlsx(told: Order) -> None:
    facts, cases, rejected = read_back([told], ".xlsx")
    assert rejected == ()
    same_facts(facts[0], told)
    assert tuple(one.case for one in cases) == told.cases


def test_lines_parcels_and_rows_are_read_as_the_platform_said_them() -> None:
    facts = only(order())
    assert facts.rows == (2, 3)
    assert facts.parcels == (ParcelFacts(tracking_no="YT1234567890123", carrier="YTO"),)
    assert facts.lines[0] == LineFacts(
        sku="RICE-10",
        product_id="600000000001",
        name="东北大米",
        spec="10kg",
        ordered=2,
        amount_fen=5980,
        fulfilment=Fulfilment.SHIPPED,
    )
    assert facts.lines[1].fulfilment is Fulfilment.TO_SHIP


def test_a_parcel_that_only_the_desk_knows_is_no_platform_fact() -> None:
    told = order(
        parcels=(
            Parcel(
                id="d",
                tracking_no="SF123456789012",
                carrier="SF",
                lines=(LineQuantity(line=1, quantity=2),),
                shipped_at=NOON,
                source=Source.DESK,
            ),
        )
    )
    assert only(told).parcels == ()
    assert [line.fulfilment for line in only(told).lines] == [Fulfilment.TO_SHIP] * 2


def test_a_line_refunded_by_the_orders_status_says_so_and_stays_unshipped() -> None:
    told = order(refunds=(platform_refund(),), platform_fulfilment=Fulfilment.SHIPPED, parcels=())
    assert [(line.refunded, line.fulfilment) for line in only(told).lines] == [
        (True, Fulfilment.TO_SHIP),
        (False, Fulfilment.SHIPPED),
    ]


@pytest.mark.parametrize(
    "refund",
    [
        platform_refund(estimated=False, case="A1", lines=()),
        platform_refund(source=Source.DESK),
        platform_refund(state="failed"),
    ],
)
def test_a_refund_that_the_status_did_not_tell_is_not_read_back(refund: object) -> None:
    assert [line.refunded for line in only(order(refunds=(refund,))).lines] == [False, False]


@pytest.mark.parametrize(
    ("platform", "words"),
    [
        (Platform.PINDUODUO, {"订单状态": "未发货,退款成功"}),
        (Platform.DOUYIN, {"售后状态": "退款成功"}),
    ],
)
def test_a_refund_made_at_the_desk_that_the_platforms_word_tells_too_is_read_back(
    platform: Platform, words: dict[str, str]
) -> None:
    refund = platform_refund(source=Source.DESK)
    told = order(platform=platform, platform_status=words, refunds=(refund,))
    assert [line.refunded for line in only(told).lines] == [True, True]


def test_a_cancelled_line_is_cancelled_and_an_unpaid_order_says_nothing_of_shipping() -> None:
    one = order().lines[0]
    told = order(lines=(one.model_copy(update={"cancelled": 2}),))
    assert only(told).lines[0].fulfilment is Fulfilment.CANCELLED
    unpaid = order(platform_fulfilment=Fulfilment.WAITING, platform_payment=Payment.UNPAID)
    assert only(unpaid).lines[0].fulfilment is None
    assert only(unpaid).payment is Payment.UNPAID


def test_a_confirmation_made_at_the_desk_is_no_platform_fact() -> None:
    assert only(order(confirmed_at=NOON)).confirmed_at == NOON
    assert only(order(confirmed_at=NOON, confirmed_by="li")).confirmed_at is None


def test_a_case_comes_back_with_its_line_and_without_what_the_desk_added() -> None:
    lines = tuple(one.model_copy(update={"line_no": f"69{one.line}"}) for one in order().lines)
    desk_reason = {"text": "电话里说的", "at": NOON, "source": Source.DESK}
    both = (*case().reasons, desk_reason)
    told = order(lines=lines, cases=(case(reasons=both), case(id="D1", source=Source.DESK)))
    _facts, cases, _rejected = read_back([told])
    assert [(one.case, one.line_no, one.row) for one in cases] == [(case(), "691", 2)]
    assert cases[0].knowledge.business_at == NOON


def test_rows_may_have_been_sorted_by_somebody() -> None:
    facts, _cases, _rejected = read_rows(row(行号="2", 数量="1"), row())
    assert [line.ordered for line in facts[0].lines] == [2, 1]
    assert facts[0].rows == (3, 2)


def test_a_masked_export_can_be_imported_and_hides_nothing_that_is_known() -> None:
    facts, _cases, rejected = read_back([order()], reveal=False)
    assert rejected == ()
    for name in ("name", "phone", "street", "detail"):
        known = getattr(order().receiver, name)
        assert fuller(getattr(facts[0].receiver, name), known) == known
    assert facts[0].receiver.name == "张**"
    assert facts[0].buyer_note == ""
    assert facts[0].seller_note == order().seller_note
    assert facts[0].extra == {"样式ID": "000123"}
    assert facts[0].receiver.district == "西湖区"


def test_a_masked_case_comes_back_without_the_words_that_were_hidden() -> None:
    name = order().receiver.name
    plain, hidden = (
        {"text": text, "at": NOON, "source": Source.PLATFORM} for text in ("少件", f"{name}说漏了")
    )
    words = (("售后状态", "待商家处理"), ("买家", name), ("联系电话", "13812345600"))
    told = case(
        reasons=(plain, hidden),
        platform_status=words,
        explanation=f"{name}来过电话",
        agreed_by="李",
    )
    _facts, cases, rejected = read_back([order(cases=(told, case(id="A2")))], reveal=False)
    assert rejected == ()
    assert [one.case for one in cases] == [
        case(reasons=(plain,), platform_status=words[:1], agreed_by="李"),
        case(id="A2"),
    ]


def test_what_the_platform_itself_masked_is_not_hidden_further_by_importing_a_masked_export() -> (
    None
):
    known = order().receiver.model_copy(update={"phone": "138****5600", "detail": "##cipher##"})
    facts, _cases, _rejected = read_back([order(receiver=known)], reveal=False)
    assert (facts[0].receiver.phone, facts[0].receiver.detail) == ("", "")


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ({"数量": "两"}, "数量", "a whole number of at least 1 was expected, “两” was found"),
        ({"数量": ""}, "数量", "a value is needed here"),
        ({"订单号": ""}, "订单号", "a value is needed here"),
        *(
            (
                {"订单号": number},
                "订单号",
                f"an order number of the platform was expected, “{shown}” was found",
            )
            for number, shown in (("２６-1", "２６-1"), ("a:b:c", "a:b:c"))
        ),
        ({"平台": "淘宝"}, "平台", "a value that the desk writes was expected, “淘宝” was found"),
        (
            {"平台发货状态": "飞"},
            "平台发货状态",
            "a value that the desk writes was expected, “飞” was found",
        ),
        (
            {"平台售后(数据)": '[{"id": 1}]'},
            "平台售后(数据)",
            "a value that the desk writes was expected, “1” was found",
        ),
        (
            {"平台其他列(数据)": "{"},
            "平台其他列(数据)",
            "JSON as the desk wrote it was expected, “{” was found",
        ),
        ({"shouhou": "2"}, "shouhou", "format version 1 was expected, “2” was found"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_named(cells: dict[str, str], field: str, reason: str) -> None:
    facts, cases, rejected = read_rows(row(**cells))
    assert (facts, cases) == ((), ())
    assert [(one.file, one.row, one.field, one.reason) for one in rejected] == [
        ("f.csv", 2, field, reason)
    ]
    assert rejected[0].cells == row(**cells)


def test_no_part_of_an_order_is_read_when_one_row_of_it_cannot_be() -> None:
    facts, _cases, rejected = read_rows(row(), row(行号="2", 数量="x"), row(订单号="2"))
    assert [one.order_no for one in facts] == ["2"]
    assert [(one.row, one.reason) for one in rejected] == [
        (2, "row 3 of the same order could not be read"),
        (3, "a whole number of at least 1 was expected, “x” was found"),
    ]


def test_a_time_that_a_spreadsheet_wrote_again_is_understood() -> None:
    facts, _cases, _rejected = read_rows(row(支付时间="2026/11/20 12:08"))
    assert facts[0].paid_at == NOON.replace(second=0)


def test_the_header_is_recognised_by_label_or_key_in_any_order() -> None:
    assert desk_file.recognises([one.label for one in reversed(COLUMNS)])
    assert desk_file.recognises([f" {one.key.upper()} " for one in COLUMNS])
    assert desk_file.recognises(
        ["SHOUHOU", "平台", "订单号", "行号", "数量", "本行金额（元）", "我的列"]
    )
    assert not desk_file.recognises(["平台", "订单号", "行号", "数量", "本行金额(元)"])
    assert not desk_file.recognises(["shouhou", "订单号"])


def test_columns_that_somebody_added_are_listed() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = csv_file(Path(folder), [*row(), "我的列"], row())
        with open_tables(path, is_header=desk_file.recognises) as (table,):
            assert DeskReading(table).unknown_columns == ("我的列",)

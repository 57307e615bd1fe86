"""The six sample files, which agree with one another, are read without one rejected row."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from store.models.after_sales_case import CaseKind
from store.models.axes import AfterSales, Fulfilment, Party, Payment
from store.models.case_state import CaseOutcome, CaseState
from store.models.facts import CaseFacts, OrderFacts
from tests.exchange.read_files import SAMPLES, read_export
from tests.said_by_files import ExportFile

PDD_2020 = "pdd_orders_2020_gbk.csv"
PDD_2023 = "pdd_orders_2023_utf8bom.csv"
PDD_2026 = "pdd_orders_2026_trailing_tabs.csv"
PDD_CASES = "pdd_aftersales_2026.xlsx"
DOUYIN = "doudian_orders_1795309200_5e8ff9bf55ba3508199d22e984129be6.csv"
DOUYIN_CASES = "doudian_aftersales_utf8bom.csv"


def sample(name: str) -> ExportFile:
    return read_export(SAMPLES / name)


def orders(name: str) -> dict[str, OrderFacts]:
    return {order.order_no: order for order in sample(name).orders}


def cases(name: str) -> dict[str, CaseFacts]:
    return {one.case.id: one for one in sample(name).cases}


@pytest.mark.parametrize(
    ("name", "variant", "encoding", "rows", "facts"),
    [
        (PDD_2020, "2020", "gb18030", 38, 38),
        (PDD_2023, "2023", "utf-8-sig", 50, 50),
        (PDD_2026, "2026", "utf-8", 32, 32),
        (PDD_CASES, "pdd-after-sales", "xlsx", 27, 27),
        (DOUYIN, "A", "utf-8-sig", 40, 37),
        (DOUYIN_CASES, "doudian-after-sales", "utf-8-sig", 24, 24),
    ],
)
def test_a_sample_is_read_whole(
    name: str, variant: str, encoding: str, rows: int, facts: int
) -> None:
    export = sample(name)
    assert (export.variant, export.encoding, export.row_count) == (variant, encoding, rows)
    assert len(export.orders) + len(export.cases) == facts
    assert (export.rejected, export.unknown_columns) == ((), ())


def test_the_words_of_2020_say_how_far_each_order_is() -> None:
    export = sample(PDD_2020)
    lines = Counter((line.fulfilment, line.refunded) for one in export.orders for line in one.lines)
    assert lines == {
        (Fulfilment.TO_SHIP, False): 8,
        (Fulfilment.TO_SHIP, True): 4,
        (Fulfilment.SHIPPED, False): 8,
        (Fulfilment.SHIPPED, True): 4,
        (Fulfilment.RECEIVED, False): 8,
        (Fulfilment.RECEIVED, True): 2,
        (Fulfilment.CANCELLED, False): 2,
        (None, False): 2,
    }


def test_the_words_of_2023_say_how_far_each_order_is() -> None:
    export = sample(PDD_2023)
    payments = Counter(one.payment for one in export.orders)
    assert payments == {Payment.PAID: 45, Payment.UNPAID: 4, Payment.DEPOSIT: 1}
    assert sum(bool(one.stock_out_applied) for one in export.orders) == 2
    after_sales = Counter(one.after_sales for one in export.orders)
    assert after_sales == {AfterSales.NONE: 33, AfterSales.OPEN: 10, AfterSales.REFUNDED: 7}


def test_an_order_of_2023_has_its_money_times_and_parcel() -> None:
    order = orders(PDD_2023)["261119-279130449352801"]
    assert order.rows == (20,)
    assert (order.money.goods_fen, order.money.platform_discount_fen) == (2990, 120)
    assert (order.money.paid_fen, order.money.seller_receives_fen) == (2870, 2990)
    assert order.shipped_at == datetime(2026, 11, 20, 20, 59, 18, tzinfo=UTC)
    assert order.knowledge.business_at == order.shipped_at
    assert (order.knowledge.progress, order.knowledge.exported_at) == (3, None)
    assert [(one.tracking_no, one.carrier) for one in order.parcels] == [
        ("770518130237072", "申通快递")
    ]


def test_trailing_tabs_thousands_and_excel_dates_are_read() -> None:
    found = orders(PDD_2026)
    dear = found["261121-977600726769394"]
    assert dear.money.paid_fen == dear.lines[0].amount_fen == 129900
    resaved = found["261108-166554579739455"]
    assert resaved.received_at == datetime(2026, 11, 13, 6, 59, tzinfo=UTC)
    assert not [text for one in found.values() for text in one.extra.values() if "\t" in text]


def test_the_two_files_of_2026_agree_about_the_orders_they_share() -> None:
    older, newer = orders(PDD_2023), orders(PDD_2026)
    assert set(newer) <= set(older)
    for number, order in newer.items():
        assert order.money == older[number].money
        assert order.lines[0].fulfilment == older[number].lines[0].fulfilment
        assert order.parcels == older[number].parcels


def test_a_note_with_a_line_break_and_a_name_with_quotes_are_kept() -> None:
    found = orders(PDD_2023)
    assert found["261121-349535391326965"].seller_note == "补差价勿发\n对应订单见备注"
    assert found["261121-378324261466930"].lines[0].name == '儿童雨鞋防滑"小黄鸭"水鞋'


def test_every_pinduoduo_case_has_its_order_and_every_state_its_party() -> None:
    found = cases(PDD_CASES)
    assert {one.order_no for one in found.values()} <= set(orders(PDD_2023))
    states = Counter((one.case.state, one.case.waits_for) for one in found.values())
    assert states == {
        (CaseState.SELLER_TO_ANSWER, Party.US): 9,
        (CaseState.SELLER_TO_RECEIVE, Party.US): 3,
        (CaseState.BUYER_TO_RETURN, Party.BUYER): 1,
        (CaseState.PLATFORM_TO_RULE, None): 2,
        (CaseState.CLOSED, None): 12,
    }


def test_a_pinduoduo_case_has_its_amount_reason_and_notes() -> None:
    facts = cases(PDD_CASES)["98085793267"]
    case = facts.case
    assert (facts.order_no, facts.row, facts.tracking_no) == (
        "261118-917428651058886",
        5,
        "414714308800273",
    )
    assert (case.kind, case.requested_fen) == (CaseKind.REFUND_ONLY, 800)
    assert (case.unshipped, facts.shipped, case.refunded_fen) == (False, True, None)
    assert [reason.text for reason in case.reasons] == ["少件"]
    assert dict(case.platform_status)["备注"] == "买家称少1双\n要求退8元"
    assert dict(case.platform_status)["买家"] == "朱*: 1*****3"
    assert case.as_of == case.applied_at == datetime(2026, 11, 21, 4, 59, 51, tzinfo=UTC)


def test_the_time_of_a_douyin_export_stands_in_its_name() -> None:
    export = sample(DOUYIN)
    assert export.exported_at == datetime(2026, 11, 22, 1, tzinfo=UTC)
    assert {one.knowledge.exported_at for one in export.orders} == {export.exported_at}


def test_three_sub_orders_are_one_order() -> None:
    order = orders(DOUYIN)["6926553105591011501"]
    assert order.rows == (15, 16, 17)
    assert [line.amount_fen for line in order.lines] == [3590, 2790, 0]
    assert order.money.paid_fen == 6380
    assert len({line.line_no for line in order.lines}) == 3


def test_a_gift_closed_with_its_refunded_main_article_is_cancelled() -> None:
    order = orders(DOUYIN)["6953216534135940819"]
    main, gift = order.lines
    assert (main.fulfilment, main.refunded) == (Fulfilment.TO_SHIP, True)
    assert (gift.fulfilment, gift.refunded) == (Fulfilment.CANCELLED, False)
    assert order.payment is Payment.PAID
    assert order.platform_status == {
        "订单状态": "已关闭",
        "售后状态": "退款成功",
        "取消原因": "商品缺货 / 主品订单售后完成",
    }


def test_an_order_closed_unpaid_is_unpaid_and_cancelled() -> None:
    order = orders(DOUYIN)["6924948673731016793"]
    assert order.payment is Payment.UNPAID
    assert order.lines[0].fulfilment is Fulfilment.CANCELLED


def test_a_ciphered_receiver_is_kept_as_it_is_and_a_dash_is_nothing() -> None:
    order = orders(DOUYIN)["6941739414481958343"]
    assert order.receiver.name == "##yDQ8XvkvnrQkAyqwmULQqm##"
    assert (order.buyer_note, order.seller_note) == ("", "")
    assert "-" not in order.extra.values()


def test_every_douyin_case_has_its_order_and_line() -> None:
    known = orders(DOUYIN)
    for one in cases(DOUYIN_CASES).values():
        assert one.line_no in {line.line_no for line in known[one.order_no].lines}


def test_a_douyin_case_has_its_deadline_and_an_ended_one_its_outcome() -> None:
    found = {facts.row: facts.case for facts in sample(DOUYIN_CASES).cases}
    assert found[2].platform_deadline == datetime(2026, 11, 24, tzinfo=UTC)
    assert (found[2].unshipped, found[2].kind) == (True, CaseKind.REFUND_ONLY)
    assert (found[7].state, found[7].return_tracking_no) == (
        CaseState.SELLER_TO_RECEIVE,
        "SF1026852703824",
    )
    assert (found[11].state, found[11].waits_for) == (CaseState.PLATFORM_TO_RULE, Party.US)
    assert (found[12].state, found[12].waits_for) == (CaseState.PLATFORM_TO_RULE, Party.PLATFORM)
    assert (found[13].outcome, found[13].refunded_fen) == (CaseOutcome.FULFILLED, None)
    assert (found[14].outcome, found[14].refunded_fen) == (CaseOutcome.WITHDRAWN, None)
    assert (found[15].outcome, found[15].refunded_fen) == (CaseOutcome.REFUNDED, 2690)
    assert found[15].closed_at == datetime(2026, 11, 21, 19, 59, 23, tzinfo=UTC)


def test_the_sample_file_is_not_changed_by_reading_and_its_digest_is_of_its_bytes() -> None:
    first, again = (sample(PDD_2026) for _ in range(2))
    assert first == again
    assert len(first.digest) == 64
    assert len({sample(name).digest for name in (PDD_2020, PDD_2023, PDD_2026)}) == 3

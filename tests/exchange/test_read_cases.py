"""After-sales exports: every word of both platforms means one kind, one state and one party."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.exchange.incoming.pinduoduo.cases import side_of
from store.models.after_sales_case import CaseKind
from store.models.axes import Party, Platform, Source
from store.models.case_state import CaseOutcome, CaseState
from store.models.facts import CaseFacts
from store.rules.platform.platform_intercepts import outcome_for
from tests.exchange.read_files import (
    DOUYIN_CASE_ROW,
    DOUYIN_CASES,
    PDD_CASE_ROW,
    PDD_CASES,
    csv_file,
    read_export,
)

ANSWER, BUYER = CaseState.SELLER_TO_ANSWER, CaseState.BUYER_TO_RETURN
REJECTED, COMING = CaseState.BUYER_TO_ANSWER, CaseState.PARCEL_TO_COME_BACK
PAY, SEND, CONFIRM = (
    CaseState.SELLER_TO_REFUND,
    CaseState.SELLER_TO_SEND,
    CaseState.BUYER_TO_CONFIRM,
)
RECEIVE, RULE = CaseState.SELLER_TO_RECEIVE, CaseState.PLATFORM_TO_RULE
OPEN, CLOSED = CaseState.OPEN, CaseState.CLOSED
AGREED = "2026-11-21 12:00:00"


def pdd_case(folder: Path, **cells: str) -> CaseFacts:
    return read_export(csv_file(folder, PDD_CASES, PDD_CASE_ROW | cells)).cases[0]


def douyin_case(folder: Path, **cells: str) -> CaseFacts:
    return read_export(csv_file(folder, DOUYIN_CASES, DOUYIN_CASE_ROW | cells)).cases[0]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("退款", CaseKind.REFUND_ONLY),
        ("退款退货", CaseKind.RETURN_AND_REFUND),
        ("退货退款", CaseKind.RETURN_AND_REFUND),
        ("换货", CaseKind.EXCHANGE),
        ("补寄", CaseKind.SUPPLEMENTARY),
        ("维修", CaseKind.REPAIR),
        ("价保", CaseKind.OTHER),
    ],
)
def test_the_kind_of_a_pinduoduo_case(tmp_path: Path, word: str, kind: CaseKind) -> None:
    case = pdd_case(tmp_path, 退款类型=word).case
    assert (case.kind, case.platform_kind) == (kind, word)


@pytest.mark.parametrize(
    ("word", "state", "waits_for", "outcome"),
    [
        ("待商家处理", ANSWER, Party.US, None),
        ("买家申请退款，待商家处理", ANSWER, Party.US, None),
        ("待商家收货", RECEIVE, Party.US, None),
        ("待商家确认收货", RECEIVE, Party.US, None),
        ("待快递退回后退款", COMING, Party.CARRIER, None),
        ("已同意拒收退款，待用户拒收", COMING, Party.BUYER, None),
        ("驳回退款，待买家处理", REJECTED, Party.BUYER, None),
        ("换货补寄，待用户处理", REJECTED, Party.BUYER, None),
        ("买家已发货，请在 7 天内确认，待商家处理", RECEIVE, Party.US, None),
        ("待消费者发货", BUYER, Party.BUYER, None),
        ("待消费者寄出退货", BUYER, Party.BUYER, None),
        ("平台处理中", RULE, None, None),
        ("待商家举证", RULE, Party.US, None),
        ("已同意退货退款,待用户发货", BUYER, Party.BUYER, None),
        ("退款中", PAY, Party.PLATFORM, None),
        ("商家同意退款，退款中", PAY, Party.PLATFORM, None),
        ("补寄，待商家发货", SEND, Party.US, None),
        ("补寄，待商家召回", OPEN, Party.US, None),
        ("待消费者确认收货", CONFIRM, Party.BUYER, None),
        ("商家已发货待消费者确认收货", CONFIRM, Party.BUYER, None),
        ("新状态", OPEN, None, None),
        ("退款成功", CLOSED, None, CaseOutcome.REFUNDED),
        ("退款关闭", CLOSED, None, CaseOutcome.WITHDRAWN),
        ("买家撤销", CLOSED, None, CaseOutcome.WITHDRAWN),
        ("平台拒绝退款，退款关闭", CLOSED, None, CaseOutcome.REJECTED),
        ("买家逾期未处理，退款失败", CLOSED, None, CaseOutcome.EXPIRED),
        ("换货/补寄成功", CLOSED, None, CaseOutcome.FULFILLED),
        ("换货/补寄关闭", CLOSED, None, CaseOutcome.WITHDRAWN),
        ("维修成功", CLOSED, None, CaseOutcome.FULFILLED),
        ("维修关闭", CLOSED, None, CaseOutcome.WITHDRAWN),
    ],
)
def test_the_state_of_a_pinduoduo_case(
    tmp_path: Path,
    word: str,
    state: CaseState,
    waits_for: Party | None,
    outcome: CaseOutcome | None,
) -> None:
    facts = pdd_case(tmp_path, 售后状态=word)
    case = facts.case
    assert (case.state, case.waits_for, case.outcome) == (state, waits_for, outcome)
    assert case.platform_status[0] == ("售后状态", word)
    assert case.refunded_fen == (800 if outcome is CaseOutcome.REFUNDED else None)
    assert facts.knowledge.progress == (5 if state is CLOSED else 0)


@pytest.mark.parametrize("word", ["待快递退回后退款", "已同意拒收退款，待用户拒收"])
def test_a_refund_for_which_the_parcel_comes_back_is_a_refused_delivery(
    tmp_path: Path, word: str
) -> None:
    refused = pdd_case(tmp_path, 退款类型="退款", 售后状态=word).case
    assert (refused.kind, refused.platform_kind) == (CaseKind.REFUSED_DELIVERY, "退款")
    returned = pdd_case(tmp_path, 退款类型="退款退货", 售后状态=word).case
    assert returned.kind is CaseKind.RETURN_AND_REFUND


def test_since_when_it_is_our_turn_only_the_application_tells(tmp_path: Path) -> None:
    answer = pdd_case(tmp_path).case
    assert answer.since == answer.applied_at
    assert pdd_case(tmp_path, 售后状态="待商家收货").case.since is None


def test_a_type_glued_to_the_state_is_told_apart(tmp_path: Path) -> None:
    case = pdd_case(tmp_path, 退款类型="", 售后状态="退货退款待商家处理").case
    assert (case.kind, case.state) == (CaseKind.RETURN_AND_REFUND, ANSWER)


def test_only_a_refund_of_unshipped_goods_is_unshipped(tmp_path: Path) -> None:
    unshipped = pdd_case(tmp_path, 订单状态="未发货")
    assert (unshipped.case.unshipped, unshipped.shipped) == (True, False)
    shipped = pdd_case(tmp_path, 订单状态="已发货")
    assert (shipped.case.unshipped, shipped.shipped) == (False, True)
    unknown = pdd_case(tmp_path, 订单状态="")
    assert (unknown.case.unshipped, unknown.shipped) == (False, None)


def test_a_pinduoduo_case_says_everything_its_row_says(tmp_path: Path) -> None:
    row = {"退货运单号": "JT4548321227800", "退货物流状态": "签收", "备注": "第一行\n第二行"}
    facts = pdd_case(tmp_path, **row)
    case = facts.case
    assert (facts.platform, facts.order_no, facts.line_no, facts.row) == (
        Platform.PINDUODUO,
        "261120-123456789012345",
        "",
        2,
    )
    assert (facts.tracking_no, case.return_tracking_no) == ("YT6954154531736", "JT4548321227800")
    assert (case.id, case.source, case.requested_fen) == ("83640963443", Source.PLATFORM, 800)
    reason = case.reasons[0]
    assert (reason.text, reason.at, reason.source) == ("少件", case.applied_at, Source.PLATFORM)
    assert case.platform_status == (
        ("售后状态", "待商家处理"),
        ("订单状态", "已发货"),
        ("退货物流状态", "签收"),
        ("买家", "王*: 1*****9"),
        ("备注", "第一行\n第二行"),
    )
    assert case.as_of == facts.knowledge.business_at
    assert case.as_of == datetime(2026, 11, 21, 4, 59, 51, tzinfo=UTC)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("未发货仅退款", CaseKind.REFUND_ONLY),
        ("已发货仅退款", CaseKind.REFUND_ONLY),
        ("退货退款", CaseKind.RETURN_AND_REFUND),
        ("换货", CaseKind.EXCHANGE),
        ("补寄", CaseKind.SUPPLEMENTARY),
        ("维修", CaseKind.REPAIR),
        ("价保", CaseKind.OTHER),
    ],
)
def test_the_kind_of_a_douyin_case(tmp_path: Path, word: str, kind: CaseKind) -> None:
    case = douyin_case(tmp_path, 售后类型=word).case
    assert (case.kind, case.platform_kind) == (kind, word)
    assert case.unshipped is (word == "未发货仅退款")


def test_a_parcel_the_buyer_refused_is_a_kind_of_its_own(tmp_path: Path) -> None:
    assert douyin_case(tmp_path, 是否拒签后退款="是").case.kind is CaseKind.REFUSED_DELIVERY


@pytest.mark.parametrize(
    ("kind", "agreed", "return_no", "state", "waits_for"),
    [
        ("退货退款", "-", "-", ANSWER, Party.US),
        ("退货退款", AGREED, "-", BUYER, Party.BUYER),
        ("退货退款", AGREED, "SF1026852703824", RECEIVE, Party.US),
        ("换货", AGREED, "-", BUYER, Party.BUYER),
        ("换货", AGREED, "SF1026852703824", RECEIVE, Party.US),
        ("已发货仅退款", "-", "-", ANSWER, Party.US),
        ("已发货仅退款", AGREED, "-", PAY, Party.PLATFORM),
        ("补寄", AGREED, "-", SEND, Party.US),
    ],
)
def test_whose_turn_it_is_while_a_douyin_case_is_in_progress(  # noqa: PLR0913, PLR0917 - a table
    tmp_path: Path, kind: str, agreed: str, return_no: str, state: CaseState, waits_for: Party
) -> None:
    cells = {"售后类型": kind, "同意售后申请时间": agreed, "退货物流单号": return_no}
    case = douyin_case(tmp_path, **cells).case
    assert (case.state, case.waits_for) == (state, waits_for)


def test_a_refused_douyin_parcel_comes_back_once_it_is_agreed(tmp_path: Path) -> None:
    case = douyin_case(tmp_path, 是否拒签后退款="是", 同意售后申请时间=AGREED).case
    assert (case.state, case.waits_for) == (COMING, Party.CARRIER)


def test_an_exchange_that_was_sent_anew_waits_for_the_buyer(tmp_path: Path) -> None:
    cells = {"售后类型": "换货", "同意售后申请时间": AGREED, "换货物流单号": "SF1026852703825"}
    case = douyin_case(tmp_path, **cells).case
    assert (case.state, case.waits_for) == (CONFIRM, Party.BUYER)


def test_since_when_it_is_whose_turn_a_douyin_file_tells(tmp_path: Path) -> None:
    asked = douyin_case(tmp_path).case
    assert asked.since == asked.applied_at
    agreed = {"售后类型": "退货退款", "同意售后申请时间": AGREED}
    away = douyin_case(tmp_path, **agreed).case
    assert (away.since, away.agreed_at) == (datetime(2026, 11, 21, 4, tzinfo=UTC),) * 2
    sent_back = {"退货物流单号": "SF1026852703824", "退货发货时间": "2026-11-22 08:00:00"}
    receive = douyin_case(tmp_path, **agreed, **sent_back).case
    assert receive.since == datetime(2026, 11, 22, tzinfo=UTC)
    ruling = douyin_case(tmp_path, 仲裁状态="客服处理中").case
    assert ruling.since is None


@pytest.mark.parametrize(
    ("word", "kind", "state", "waits_for", "outcome"),
    [
        ("待商家同意", "退货退款", ANSWER, Party.US, None),
        ("商家一次拒绝", "退货退款", REJECTED, Party.BUYER, None),
        ("待买家退货", "退货退款", BUYER, Party.BUYER, None),
        ("待商家二次同意", "退货退款", RECEIVE, Party.US, None),
        ("待商家发货", "补寄", SEND, Party.US, None),
        ("待买家收货", "换货", CONFIRM, Party.BUYER, None),
        ("售后成功", "退货退款", CLOSED, None, CaseOutcome.REFUNDED),
        ("售后成功", "换货", CLOSED, None, CaseOutcome.FULFILLED),
        ("售后失败", "换货", CLOSED, None, CaseOutcome.WITHDRAWN),
    ],
)
def test_the_words_of_doudians_numbers_mean_the_same_in_a_file(  # noqa: PLR0913, PLR0917 - a table
    tmp_path: Path,
    word: str,
    kind: str,
    state: CaseState,
    waits_for: Party | None,
    outcome: CaseOutcome | None,
) -> None:
    case = douyin_case(tmp_path, 售后状态=word, 售后类型=kind).case
    assert (case.state, case.waits_for, case.outcome) == (state, waits_for, outcome)


@pytest.mark.parametrize(
    ("word", "state", "outcome", "refunded"),
    [
        ("同意退款，退款成功", CLOSED, CaseOutcome.REFUNDED, 5080),
        ("售后关闭", CLOSED, CaseOutcome.WITHDRAWN, None),
        ("换货成功", CLOSED, CaseOutcome.FULFILLED, None),
        ("新状态", OPEN, None, None),
    ],
)
def test_how_a_douyin_case_ended(
    tmp_path: Path,
    word: str,
    state: CaseState,
    outcome: CaseOutcome | None,
    refunded: int | None,
) -> None:
    row = {"售后状态": word, "售后关闭时间": "2026-11-22 08:00:00", "仲裁状态": "仲裁结束"}
    case = douyin_case(tmp_path, **row).case
    assert (case.state, case.outcome, case.refunded_fen) == (state, outcome, refunded)
    assert case.closed_at == (datetime(2026, 11, 22, tzinfo=UTC) if state is CLOSED else None)


@pytest.mark.parametrize(
    ("word", "waits_for"),
    [("待商家举证", Party.US), ("客服处理中", Party.PLATFORM), ("待与买家协商", Party.US)],
)
def test_arbitration_goes_before_the_state_of_an_open_case_only(
    tmp_path: Path, word: str, waits_for: Party
) -> None:
    case = douyin_case(tmp_path, 仲裁状态=word).case
    assert (case.state, case.waits_for) == (RULE, waits_for)
    ended = douyin_case(tmp_path, 仲裁状态=word, 售后状态="售后关闭").case
    assert (ended.state, ended.waits_for) == (CLOSED, None)


def test_a_douyin_case_says_everything_its_row_says(tmp_path: Path) -> None:
    facts = douyin_case(tmp_path, 订单备注="已联系", 退货发货时间="2026-11-22 09:00:00")
    case = facts.case
    assert (facts.platform, facts.line_no) == (Platform.DOUYIN, "6956488938693643482")
    assert case.requested_fen == 5080
    assert case.platform_deadline == datetime(2026, 11, 23, tzinfo=UTC)
    assert case.as_of == datetime(2026, 11, 22, 1, tzinfo=UTC)
    assert case.platform_status == (
        ("售后状态", "售后处理中"),
        ("商品发货状态", "已发货"),
        ("自动处理截止时间", "2026-11-23 08:00:00"),
        ("订单备注", "已联系"),
    )


def test_a_case_is_as_of_the_export_where_the_name_of_the_file_tells(tmp_path: Path) -> None:
    name = "1795309200_5e8ff9bf55ba3508199d22e984129be6.csv"
    path = csv_file(tmp_path, DOUYIN_CASES, DOUYIN_CASE_ROW, name=name)
    facts = read_export(path).cases[0]
    assert facts.case.as_of == facts.knowledge.exported_at
    assert facts.case.as_of == datetime(2026, 11, 22, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        (
            {"售后编号": ""},
            "售后编号",
            "the number of an after-sales case was expected, “” was found",
        ),
        (
            {"订单编号": "6956488938693643482"},
            "订单编号",
            (
                "an order number such as 261120-969798332074707 was expected, "
                "“6956488938693643482” was found"
            ),
        ),
        (
            {"退款金额": "8块"},
            "退款金额",
            "an amount in yuan such as 1,299.00 was expected, “8块” was found",
        ),
        (
            {"申请时间": "2026-13-01 00:00:00"},
            "申请时间",
            "a time such as 2026-11-20 12:08:23 was expected, “2026-13-01 00:00:00” was found",
        ),
    ],
)
def test_a_case_that_cannot_be_read_is_rejected_with_the_reason(
    tmp_path: Path, cells: dict[str, str], field: str, reason: str
) -> None:
    path = csv_file(tmp_path, PDD_CASES, PDD_CASE_ROW | cells)
    export = read_export(path)
    assert export.cases == ()
    assert [(bad.row, bad.field, bad.reason) for bad in export.rejected] == [(2, field, reason)]


NEWER_PDD_CASES = [
    "售后编号",
    "订单编号",
    "交易金额",
    "退款金额",
    "售后状态",
    "退款类型",
    "退款原因",
    "订单状态",
    "发货运单号",
    "退货运单号",
    "商品ID",
    "买家",
    "备注",
    "超时时间",
    "申请时间",
    "同意退款时间",
    "同意退款人",
    "同意退货时间",
    "退货物流状态",
    "退货物流状态对应时间",
    "快递拦截状态",
    "sku信息",
    "商家编码",
    "订单标记",
]


def newer_file(folder: Path, *rows: dict[str, str]) -> Path:
    """The newer after-sales export of Pinduoduo: 24 columns, a hint above, a remark below."""
    path = csv_file(folder, NEWER_PDD_CASES, *(PDD_CASE_ROW | row for row in rows))
    text = path.read_text(encoding="utf-8-sig")
    remark = "注：3个月前的售后单请在历史售后中查询"
    path.write_text(f"共1条\n{text}{remark}\n", encoding="utf-8-sig", newline="")
    return path


def test_the_newer_export_has_the_case_s_own_deadline_and_who_agreed(tmp_path: Path) -> None:
    row = {
        "售后状态": "待消费者寄出退货",
        "退款类型": "退货退款",
        "超时时间": "2026-11-28 12:59:51",
        "同意退货时间": "2026-11-21 13:30:00",
        "同意退款人": "小王",
        "快递拦截状态": "拦截成功",
    }
    export = read_export(newer_file(tmp_path, row))
    assert (export.row_count, export.rejected, export.unknown_columns) == (1, (), ())
    case = export.cases[0].case
    assert case.platform_deadline == datetime(2026, 11, 28, 4, 59, 51, tzinfo=UTC)
    # The words are of whenever the file was written: an agreement does not date them.
    assert case.agreed_at == case.since
    assert case.as_of == case.applied_at
    assert case.agreed_at == datetime(2026, 11, 21, 5, 30, tzinfo=UTC)
    assert (case.agreed_by, case.agreed_for) == ("小王", Party.US)
    assert outcome_for(case) == "stopped"
    assert dict(case.platform_status)["快递拦截状态"] == "拦截成功"
    assert case.closed_at is None


def test_the_newer_export_says_when_the_money_went(tmp_path: Path) -> None:
    ended = {"售后状态": "退款成功", "退款类型": "退货退款", "同意退货时间": "2026-11-20 13:30:00"}
    paid = ended | {"同意退款时间": "2026-11-21 13:30:00"}

    export = read_export(newer_file(tmp_path, ended, paid | {"售后编号": "2"}))

    at = datetime(2026, 11, 21, 5, 30, tzinfo=UTC)
    assert [one.case.closed_at for one in export.cases] == [None, at]


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("拦截成功", "stopped"),
        ("已拦截", "stopped"),
        ("拦截失败", "failed"),
        ("拦截中", None),
        ("等待网点回复", None),
        ("", None),
    ],
)
def test_the_word_of_an_interception_says_how_it_ended_or_is_kept(
    tmp_path: Path, word: str, outcome: str | None
) -> None:
    (facts,) = read_export(newer_file(tmp_path, {"快递拦截状态": word})).cases
    assert outcome_for(facts.case) == outcome
    assert dict(facts.case.platform_status).get("快递拦截状态", "") == word


def test_a_deadline_in_words_is_kept_as_words(tmp_path: Path) -> None:
    case = read_export(newer_file(tmp_path, {"超时时间": "剩余1天"})).cases[0].case
    assert case.platform_deadline is None
    assert dict(case.platform_status)["超时时间"] == "剩余1天"


def test_the_same_case_twice_is_one_case(tmp_path: Path) -> None:
    path = csv_file(tmp_path, PDD_CASES, PDD_CASE_ROW, PDD_CASE_ROW)
    assert len(read_export(path).cases) == 1


@pytest.mark.parametrize(
    ("named", "side"),
    [
        ("", None),
        (" - ", None),
        ("小王", Party.US),
        ("系统", None),
        ("系统自动同意", None),
        ("平台系统自动同意", None),
        ("平台", Party.PLATFORM),
        ("平台客服", Party.PLATFORM),
    ],
)
def test_on_whose_side_somebody_is_who_agreed(named: str, side: Party | None) -> None:
    assert side_of(named) is side

"""Douyin Shop's after-sales export (抖店售后单导出): one row is one case."""

from datetime import datetime
from typing import NamedTuple

from store.exchange.incoming import cells
from store.exchange.incoming.case_meaning import (
    BUYER_TO_ANSWER,
    BUYER_TO_CONFIRM,
    BUYER_TO_RETURN,
    FULFILLED,
    MONEY_ON_ITS_WAY,
    PARCEL_TO_COME_BACK,
    PLATFORM_TO_RULE,
    REFUNDED,
    SELLER_TO_ANSWER,
    SELLER_TO_PROVE,
    SELLER_TO_RECEIVE,
    SELLER_TO_SEND,
    UNKNOWN,
    WITHDRAWN,
    CaseMeaning,
    kind_by_state,
    knowledge,
    reasons,
)
from store.exchange.incoming.douyin.orders import order_number
from store.exchange.incoming.row_view import RowView
from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.axes import Platform, Source
from store.models.case_state import CaseOutcome, CaseState
from store.models.facts import CaseFacts

KINDS = {
    "未发货仅退款": CaseKind.REFUND_ONLY,
    "已发货仅退款": CaseKind.REFUND_ONLY,
    "仅退款": CaseKind.REFUND_ONLY,
    "退货退款": CaseKind.RETURN_AND_REFUND,
    "换货": CaseKind.EXCHANGE,
    "补寄": CaseKind.SUPPLEMENTARY,
    "维修": CaseKind.REPAIR,
}
"""售后类型 (domain.md §2.3)."""

STATES = {
    "同意退款，退款成功": REFUNDED,
    "退款成功": REFUNDED,
    "售后关闭": WITHDRAWN,
    "换货成功": FULFILLED,
    "补寄成功": FULFILLED,
    "维修成功": FULFILLED,
    "待商家处理": SELLER_TO_ANSWER,
    "待商家审核": SELLER_TO_ANSWER,
    "待商家同意": SELLER_TO_ANSWER,
    "商家拒绝": BUYER_TO_ANSWER,
    "商家一次拒绝": BUYER_TO_ANSWER,
    "商家二次拒绝": BUYER_TO_ANSWER,
    "待退货": BUYER_TO_RETURN,
    "待买家退货": BUYER_TO_RETURN,
    "待商家收货": SELLER_TO_RECEIVE,
    "待商家二次同意": SELLER_TO_RECEIVE,
    "待商家发货": SELLER_TO_SEND,
    "待买家收货": BUYER_TO_CONFIRM,
    "退款中": MONEY_ON_ITS_WAY,
    "售后成功": REFUNDED,
    "售后失败": WITHDRAWN,
    "取消成功": WITHDRAWN,
}
"""售后状态, but for 售后处理中, which other columns tell apart."""

ARBITRATION = {
    "待商家举证": SELLER_TO_PROVE,
    "仲裁待举证": SELLER_TO_PROVE,
    "客服处理中": PLATFORM_TO_RULE,
    "仲裁中": PLATFORM_TO_RULE,
    "仲裁平台处理中": PLATFORM_TO_RULE,
    "待与买家协商": SELLER_TO_PROVE,
    "仲裁待协商": SELLER_TO_PROVE,
    "协商期": SELLER_TO_PROVE,
}
"""仲裁状态, as long as the case is open."""

SHIPPED = {"未发货": False, "已发货": True}
_IN_PROGRESS = ("售后处理中", "售后中")
_UNSHIPPED = "未发货仅退款"
_SENT_ANEW = "换货物流单号"
_SENT_BACK = (CaseKind.RETURN_AND_REFUND, CaseKind.EXCHANGE, CaseKind.REPAIR)


class _Times(NamedTuple):
    applied_at: datetime | None
    agreed_at: datetime | None
    returned_at: datetime | None
    refunded_at: datetime | None
    credited_at: datetime | None
    closed_at: datetime | None
    finished_at: datetime | None

    @property
    def end(self) -> datetime | None:
        """When it was finished, by whatever column says so."""
        return self.finished_at or self.closed_at or self.refunded_at

    def since(self, meaning: CaseMeaning) -> datetime | None:
        """Since when it is whose turn it is, where a column says so."""
        match meaning.state:
            case CaseState.SELLER_TO_ANSWER:
                return self.applied_at
            case CaseState.SELLER_TO_RECEIVE:
                return self.returned_at
            case (
                CaseState.BUYER_TO_RETURN
                | CaseState.PARCEL_TO_COME_BACK
                | CaseState.SELLER_TO_REFUND
                | CaseState.SELLER_TO_SEND
            ):
                return self.agreed_at
        return None


def case(row: RowView, exported_at: datetime | None) -> CaseFacts:
    """The case of one row."""
    order_no = order_number(row)
    times = _Times(*(row.instant(name) for name in _Times._fields))
    latest = max(filter(None, times), default=None)
    kind = _kind(row)
    meaning = _meaning(row, kind)
    shipped = SHIPPED.get(row.text("goods_status"))
    amount = (row.money("amount") or 0) + (row.money("freight") or 0)
    closed = meaning.state is CaseState.CLOSED
    return CaseFacts(
        platform=Platform.DOUYIN,
        order_no=order_no,
        line_no=row.text("line_no"),
        row=row.number,
        case=AfterSalesCase(
            id=row.case_number(),
            kind=kind_by_state(kind, meaning),
            state=meaning.state,
            outcome=meaning.outcome,
            waits_for=meaning.waits_for,
            reasons=reasons(row.text("reason"), times.applied_at),
            unshipped=shipped is False or row.text("kind") == _UNSHIPPED,
            requested_fen=amount,
            refunded_fen=amount if meaning.outcome is CaseOutcome.REFUNDED else None,
            applied_at=times.applied_at,
            agreed_at=times.agreed_at,
            since=times.since(meaning),
            platform_deadline=row.instant("deadline"),
            closed_at=times.end if closed else None,
            return_tracking_no=row.number_of("return_tracking_no"),
            source=Source.PLATFORM,
            platform_kind=row.text("kind"),
            platform_fen=amount,
            platform_status=row.words(),
            as_of=exported_at or latest,
            latest_at=latest if latest != times.applied_at else None,
        ),
        tracking_no=row.number_of("tracking_no"),
        shipped=shipped,
        knowledge=knowledge(exported_at, latest, meaning),
    )


def _kind(row: RowView) -> CaseKind:
    if row.read("refused", cells.yes_or_no):
        return CaseKind.REFUSED_DELIVERY
    return KINDS.get(row.text("kind"), CaseKind.OTHER)


def _meaning(row: RowView, kind: CaseKind) -> CaseMeaning:
    word = row.text("status")
    meaning = _in_progress(row, kind) if word in _IN_PROGRESS else STATES.get(word, UNKNOWN)
    if meaning.state is CaseState.CLOSED:
        return _ended_as(meaning, kind) if word == "售后成功" else meaning
    return ARBITRATION.get(row.text("arbitration"), meaning)


def _in_progress(row: RowView, kind: CaseKind) -> CaseMeaning:
    """Whose turn it is while the word says only "in progress": 同意售后申请时间 tells."""
    if not row.text("agreed_at"):
        return SELLER_TO_ANSWER
    if kind in _SENT_BACK:
        if row.extra().get(_SENT_ANEW):
            return BUYER_TO_CONFIRM
        return SELLER_TO_RECEIVE if row.text("return_tracking_no") else BUYER_TO_RETURN
    if kind is CaseKind.REFUSED_DELIVERY:
        return PARCEL_TO_COME_BACK
    return SELLER_TO_SEND if kind is CaseKind.SUPPLEMENTARY else MONEY_ON_ITS_WAY


def _ended_as(meaning: CaseMeaning, kind: CaseKind) -> CaseMeaning:
    """`售后成功` is money for some kinds and goods for the others."""
    goods = kind in (CaseKind.EXCHANGE, CaseKind.SUPPLEMENTARY, CaseKind.REPAIR)
    return FULFILLED if meaning is REFUNDED and goods else meaning

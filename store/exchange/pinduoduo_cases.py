"""Pinduoduo's after-sales export (拼多多售后工作台导出): one row is one case."""

from datetime import datetime

from store.exchange.case_meaning import (
    BUYER_TO_RETURN,
    FULFILLED,
    MONEY_ON_ITS_WAY,
    PLATFORM_TO_RULE,
    REFUNDED,
    SELLER_TO_ANSWER,
    SELLER_TO_PROVE,
    SELLER_TO_RECEIVE,
    UNKNOWN,
    WITHDRAWN,
    CaseMeaning,
    knowledge,
    reasons,
)
from store.exchange.pinduoduo import order_number
from store.exchange.pinduoduo_words import plain_word
from store.exchange.row_view import RowView
from store.models.after_sales_case import AfterSalesCase, CaseKind, CaseOutcome
from store.models.axes import Platform, Source
from store.models.facts import CaseFacts

KINDS = {
    "退款": CaseKind.REFUND_ONLY,
    "仅退款": CaseKind.REFUND_ONLY,
    "退款退货": CaseKind.RETURN_AND_REFUND,
    "退货退款": CaseKind.RETURN_AND_REFUND,
    "换货": CaseKind.EXCHANGE,
    "补寄": CaseKind.SUPPLEMENTARY,
    "维修": CaseKind.REPAIR,
    "拒收退款": CaseKind.REFUSED_DELIVERY,
    "拒收后退款": CaseKind.REFUSED_DELIVERY,
}
"""退款类型 (domain.md §1.4)."""

STATES = {
    "待商家处理": SELLER_TO_ANSWER,
    "待商家收货": SELLER_TO_RECEIVE,
    "待商家确认收货": SELLER_TO_RECEIVE,
    "待快递退回后退款": SELLER_TO_RECEIVE,
    "待消费者发货": BUYER_TO_RETURN,
    "待消费者寄出退货": BUYER_TO_RETURN,
    "待商家举证": SELLER_TO_PROVE,
    "平台处理中": PLATFORM_TO_RULE,
    "退款中": MONEY_ON_ITS_WAY,
    "退款成功": REFUNDED,
    "退款关闭": WITHDRAWN,
    "换货/补寄成功": FULFILLED,
    "换货成功": FULFILLED,
    "补寄成功": FULFILLED,
    "换货/补寄关闭": WITHDRAWN,
    "换货关闭": WITHDRAWN,
    "补寄关闭": WITHDRAWN,
    "维修成功": FULFILLED,
    "维修关闭": WITHDRAWN,
}
"""售后状态 of the export, and the sentences of the merchant's page."""

SHIPPED = {"未发货": False, "已发货": True}
_SENT_BACK = "买家已发货"


def case(row: RowView, exported_at: datetime | None) -> CaseFacts:
    """The case of one row."""
    order_no = order_number(row)
    applied_at = row.instant("applied_at")
    kind, meaning = _meaning(row)
    amount = row.money("amount")
    shipped = SHIPPED.get(row.text("order_status"))
    return CaseFacts(
        platform=Platform.PINDUODUO,
        order_no=order_no,
        row=row.number,
        case=AfterSalesCase(
            id=row.case_number(),
            kind=kind,
            state=meaning.state,
            outcome=meaning.outcome,
            waits_for=meaning.waits_for,
            reasons=reasons(row.text("reason"), applied_at),
            unshipped=kind is CaseKind.REFUND_ONLY and shipped is False,
            requested_fen=amount or 0,
            refunded_fen=amount if meaning.outcome is CaseOutcome.REFUNDED else None,
            applied_at=applied_at,
            return_tracking_no=row.number_of("return_tracking_no"),
            source=Source.PLATFORM,
            platform_kind=row.text("kind"),
            platform_status=row.words(),
            as_of=exported_at or applied_at,
        ),
        tracking_no=row.number_of("tracking_no"),
        shipped=shipped,
        order_amount_fen=row.money("order_amount"),
        knowledge=knowledge(exported_at, applied_at, meaning),
    )


def _meaning(row: RowView) -> tuple[CaseKind, CaseMeaning]:
    """A page may glue type and state (`退货退款待商家处理`), or say more before a comma."""
    kind = KINDS.get(row.text("kind"))
    word = "".join(row.text("status").split())
    state = STATES.get(word)
    if not state:
        glued = sorted(filter(word.startswith, KINDS), key=len)
        rest = word.removeprefix(glued[-1]) if glued else word
        kind = kind or (KINDS[glued[-1]] if glued else None)
        sent_back = plain_word(word).startswith(_SENT_BACK)
        state = SELLER_TO_RECEIVE if sent_back else STATES.get(plain_word(rest).split("，")[-1])
    return kind or CaseKind.OTHER, state or UNKNOWN

"""Pinduoduo's after-sales export (拼多多售后工作台导出): one row is one case."""

from datetime import datetime

from store.exchange.incoming import cells
from store.exchange.incoming.case_meaning import (
    BUYER_TO_ANSWER,
    BUYER_TO_CONFIRM,
    BUYER_TO_REFUSE,
    BUYER_TO_RETURN,
    EXPIRED,
    FULFILLED,
    MONEY_ON_ITS_WAY,
    PARCEL_TO_COME_BACK,
    PLATFORM_IS_IN,
    REFUNDED,
    SELLER_TO_ACT,
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
from store.exchange.incoming.pinduoduo.codes import AFTER_SALES_STATUS, MERCHANT_PAGE_STATUS
from store.exchange.incoming.pinduoduo.orders import order_number
from store.exchange.incoming.pinduoduo.words import plain_word
from store.exchange.incoming.row_view import RowView
from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.axes import Party, Platform, Source
from store.models.case_state import CaseOutcome
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

_TEXTS_OF_CODES = {
    code.text: code.meaning
    for code in (*AFTER_SALES_STATUS.values(), *MERCHANT_PAGE_STATUS.values())
    if code.meaning
}

STATES = _TEXTS_OF_CODES | {
    "待商家处理": SELLER_TO_ANSWER,
    "待买家处理": BUYER_TO_ANSWER,
    "待消费者处理": BUYER_TO_ANSWER,
    "待用户处理": BUYER_TO_ANSWER,
    "待商家收货": SELLER_TO_RECEIVE,
    "待商家确认收货": SELLER_TO_RECEIVE,
    "待快递退回后退款": PARCEL_TO_COME_BACK,
    "待用户拒收": BUYER_TO_REFUSE,
    "待消费者发货": BUYER_TO_RETURN,
    "待消费者寄出退货": BUYER_TO_RETURN,
    "待买家发货": BUYER_TO_RETURN,
    "待用户发货": BUYER_TO_RETURN,
    "待商家发货": SELLER_TO_SEND,
    "待商家召回": SELLER_TO_ACT,
    "待消费者确认收货": BUYER_TO_CONFIRM,
    "待用户确认收货": BUYER_TO_CONFIRM,
    "待用户确认完成": BUYER_TO_CONFIRM,
    "待商家举证": SELLER_TO_PROVE,
    "平台处理中": PLATFORM_IS_IN,
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
    "退款失败": WITHDRAWN,
    "售后取消": WITHDRAWN,
    "超过有效期": EXPIRED,
}
"""售后状态 of the export, the sentences of the merchant's page and the texts of the codes."""

SHIPPED = {"未发货": False, "待发货": False, "已取消": False, "已发货": True}
"""订单状态 of the after-sales export; an order that was cancelled had not left."""
_SENT_BACK = "买家已发货"
NOBODY = ("系统", "自动")
"""Words of 同意退款人 that name nobody: a time ran out (unverified)."""
PLATFORM = ("平台", "拼多多", "官方")
"""Words of 同意退款人 that name the platform, which ruled in our place (unverified)."""


def side_of(agreed_by: str) -> Party | None:
    """On whose side somebody is whom 同意退款人 names; None where it names nobody."""
    if not agreed_by.strip(" -") or any(word in agreed_by for word in NOBODY):
        return None
    return Party.PLATFORM if any(word in agreed_by for word in PLATFORM) else Party.US


def case(row: RowView, exported_at: datetime | None) -> CaseFacts:
    """The case of one row."""
    order_no = order_number(row)
    applied_at = row.instant("applied_at")
    agreed_at = row.instant("agreed_at")
    agreed_by = row.text("agreed_by")
    latest = max(filter(None, (applied_at, agreed_at)), default=None)
    kind, meaning = _meaning(row)
    amount = row.money("amount")
    shipped = SHIPPED.get(row.text("order_status"))
    is_refunded = meaning.outcome is CaseOutcome.REFUNDED
    return CaseFacts(
        platform=Platform.PINDUODUO,
        order_no=order_no,
        row=row.number,
        case=AfterSalesCase(
            id=row.case_number(),
            kind=kind_by_state(kind, meaning),
            state=meaning.state,
            outcome=meaning.outcome,
            waits_for=meaning.waits_for,
            reasons=reasons(row.text("reason"), applied_at),
            unshipped=kind is CaseKind.REFUND_ONLY and shipped is False,
            since=_since(meaning, applied_at, agreed_at),
            platform_deadline=_deadline(row),
            requested_fen=amount or 0,
            refunded_fen=amount if is_refunded else None,
            applied_at=applied_at,
            agreed_at=agreed_at,
            agreed_by=agreed_by,
            agreed_for=side_of(agreed_by),
            closed_at=row.instant("refunded_at") if is_refunded else None,
            return_tracking_no=row.number_of("return_tracking_no"),
            source=Source.PLATFORM,
            platform_kind=row.text("kind"),
            platform_fen=amount or 0,
            platform_status=row.words(),
            as_of=exported_at or applied_at,
        ),
        tracking_no=row.number_of("tracking_no"),
        shipped=shipped,
        knowledge=knowledge(exported_at, latest, meaning),
    )


def _since(
    meaning: CaseMeaning, applied_at: datetime | None, agreed_at: datetime | None
) -> datetime | None:
    """Since when it is whose turn it is, where a column says so."""
    return {SELLER_TO_ANSWER: applied_at, BUYER_TO_RETURN: agreed_at}.get(meaning)


def _deadline(row: RowView) -> datetime | None:
    """超时时间, where it is an instant; else the desk's own clock runs, and the words are kept."""
    try:
        return row.instant("deadline")
    except cells.BadCellError:
        return None


def _meaning(row: RowView) -> tuple[CaseKind, CaseMeaning]:
    """A page may glue type and state (`退货退款待商家处理`), or say more before a comma."""
    kind = KINDS.get(row.text("kind"))
    word = "".join(row.text("status").split())
    state = STATES.get(word) or STATES.get(plain_word(word))
    if not state:
        glued = sorted(filter(word.startswith, KINDS), key=len)
        rest = word.removeprefix(glued[-1]) if glued else word
        kind = kind or (KINDS[glued[-1]] if glued else None)
        sent_back = plain_word(word).startswith(_SENT_BACK)
        state = SELLER_TO_RECEIVE if sent_back else STATES.get(plain_word(rest).split("，")[-1])
    return kind or CaseKind.OTHER, state or UNKNOWN

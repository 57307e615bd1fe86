"""Douyin Shop's words for the state of an order and of its sub-orders (domain.md §2.2)."""

from dataclasses import replace

from store.exchange.incoming.row_view import RowView
from store.exchange.incoming.status import Status
from store.models.axes import AfterSales, Fulfilment, Payment

STATUSES = {
    "待支付": Status(Payment.UNPAID),
    "待付款": Status(Payment.UNPAID),
    "备货中": Status(Payment.PAID, Fulfilment.TO_SHIP),
    "待发货": Status(Payment.PAID, Fulfilment.TO_SHIP),
    # Which units went out, only a parcel says.
    "部分发货": Status(Payment.PAID, Fulfilment.TO_SHIP),
    "已发货": Status(Payment.PAID, Fulfilment.SHIPPED),
    "已完成": Status(Payment.PAID, Fulfilment.RECEIVED),
}
"""订单状态, but for 已关闭, which says how only together with other columns."""

AFTER_SALES = {
    "": AfterSales.NONE,
    "售后中": AfterSales.OPEN,
    "售后处理中": AfterSales.OPEN,
    "退款中": AfterSales.OPEN,
    "退款成功": AfterSales.REFUNDED,
    "同意退款，退款成功": AfterSales.REFUNDED,
    "换货成功": AfterSales.CLOSED,
    "补寄成功": AfterSales.CLOSED,
    "维修成功": AfterSales.CLOSED,
    "售后关闭": AfterSales.CLOSED,
}
"""售后状态 of the order export; the desk's word for `-` is "none"."""

_CLOSED = ("已关闭", "已取消")
_WITH_ITS_MAIN = "主品订单售后完成"
"""取消原因 of a gift that is closed with what it came with (domain.md §2.2)."""


def unknown_of(word: str, after_sales: str) -> tuple[str, ...]:
    """Which of one sub-order's words the desk does not know."""
    is_known = word in STATUSES or word in _CLOSED or not word
    unknown = () if is_known else (word,)
    return unknown if after_sales in AFTER_SALES else (*unknown, after_sales)


def status_of(row: RowView, word: str, after_sales: str) -> Status:
    """What one sub-order's words and times say."""
    refunded = AFTER_SALES.get(after_sales) is AfterSales.REFUNDED
    if word in _CLOSED:
        return _closed(row, refunded=refunded)
    known = STATUSES.get(word)
    if known:
        return _refunded(known) if refunded else known
    # A word nobody knows: a payment is a fact all the same.
    paid = Payment.PAID if row.text("paid_at") else None
    if row.text("shipped_at") or row.text("parcel"):
        return Status(paid, Fulfilment.SHIPPED, refunded)
    return Status(paid, refunded=refunded)


def _refunded(status: Status) -> Status:
    """退款成功 beside a word that goes on: of goods still to be shipped only a part went back, the
    platform closes what was refunded as a whole.
    """
    if status.fulfilment is Fulfilment.TO_SHIP:
        return replace(status, partly_refunded=True)
    return replace(status, refunded=status.payment is Payment.PAID)


def _closed(row: RowView, *, refunded: bool) -> Status:
    if refunded:
        shipped = Fulfilment.SHIPPED if row.text("shipped_at") else Fulfilment.TO_SHIP
        return Status(Payment.PAID, shipped, refunded=True)
    if row.text("closed_because") == _WITH_ITS_MAIN and row.text("shipped_at"):
        # It had left together with it: nothing was cancelled that is with the buyer.
        received = bool(row.text("received_at"))
        return Status(Payment.PAID, Fulfilment.RECEIVED if received else Fulfilment.SHIPPED)
    if not row.has("paid_at"):
        return Status(None, Fulfilment.CANCELLED)
    paid = Payment.PAID if row.text("paid_at") else Payment.UNPAID
    return Status(paid, Fulfilment.CANCELLED)

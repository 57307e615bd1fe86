"""Pinduoduo's words for the state of an order, old and new (domain.md §1.3)."""

import re
from functools import lru_cache

from store.exchange.incoming.status import Status
from store.models.axes import AfterSales, Fulfilment, Payment

_COMMA = re.compile("[,/，]")

_TO_SHIP = Status(Payment.PAID, Fulfilment.TO_SHIP)
_SHIPPED = Status(Payment.PAID, Fulfilment.SHIPPED)
_RECEIVED = Status(Payment.PAID, Fulfilment.RECEIVED)
_REFUNDED_UNSHIPPED = Status(Payment.PAID, Fulfilment.TO_SHIP, refunded=True)
_REFUNDED_SHIPPED = Status(Payment.PAID, Fulfilment.SHIPPED, refunded=True)
_REFUNDED_RECEIVED = Status(Payment.PAID, Fulfilment.RECEIVED, refunded=True)

STATUSES = {
    "待支付": Status(Payment.UNPAID, None),
    "待付款": Status(Payment.UNPAID, None),
    "已付定金，待付尾款": Status(Payment.DEPOSIT, None),
    "已付定金，待支付尾款": Status(Payment.DEPOSIT, None),
    "待发货": _TO_SHIP,
    "已申请缺货": Status(Payment.PAID, Fulfilment.TO_SHIP, stock_out=True),
    "已发货": _SHIPPED,
    "已发货，待签收": _SHIPPED,
    "已发货，待收货": _SHIPPED,
    "已签收": _RECEIVED,
    "已收货": _RECEIVED,
    "未发货，退款成功": _REFUNDED_UNSHIPPED,
    "已发货，退款成功": _REFUNDED_SHIPPED,
    "已签收，退款成功": _REFUNDED_RECEIVED,
    "已收货，退款成功": _REFUNDED_RECEIVED,
    "已取消": Status(None, Fulfilment.CANCELLED),
    "已取消，退款成功": _REFUNDED_UNSHIPPED,
    "未成交，退款成功": _REFUNDED_UNSHIPPED,
}
"""Both vocabularies of 订单状态 (domain.md §1.3); the comma may be half-width or a stroke."""

AFTER_SALES = {
    "无售后": AfterSales.NONE,
    "无售后或售后取消": AfterSales.NONE,
    "无售后，取消售后": AfterSales.NONE,
    "售后处理中": AfterSales.OPEN,
    "退款中": AfterSales.OPEN,
    "退款成功": AfterSales.REFUNDED,
}
"""售后状态 of the order export."""


@lru_cache(maxsize=1024)
def plain_word(text: str) -> str:
    """A status word with full-width commas and no spaces, however it was typed."""
    return _COMMA.sub("，", "".join(text.split()))

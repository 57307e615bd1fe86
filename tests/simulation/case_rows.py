"""Rows of the platforms' after-sales exports (售后导出)."""

from datetime import datetime

from tests.simulation.bought import Asked, Bought
from tests.simulation.cells import Row, time, yuan
from tests.simulation.order_rows import all_shipped_at
from tests.simulation.told import DOUYIN_NAMES

PDD_CASES = (
    *("售后编号", "订单编号", "订单状态", "交易金额", "退款金额", "售后状态", "退款类型"),
    *("退款原因", "申请时间", "超时时间", "同意退款时间", "同意退款人", "同意退货时间"),
    *("同意退货人", "发货运单号", "退货运单号", "退货物流状态", "退货物流状态对应时间"),
    *("快递拦截状态", "商品ID", "sku信息", "商家编码", "订单标记", "买家", "备注"),
)
"""The newer download, with the deadline of each turn."""
PDD_KINDS = {
    "refund_only": "退款",
    "return_and_refund": "退货退款",
    "exchange": "换货",
    "supplementary": "补寄",
}
DOUYIN_KINDS = PDD_KINDS | {"refund_only": "已发货仅退款"}
PDD_STATES = {
    "answer": "待商家处理",
    "rejected": "待买家处理",
    "return": "待消费者寄出退货",
    "receive": "待商家收货",
    "pay": "退款中",
    "send": "待商家发货",
    "confirm": "待消费者确认收货",
    "rule": "平台处理中",
    "refunded": "退款成功",
    "closed": "退款关闭",
}
DOUYIN_STATES = {
    "answer": "待商家处理",
    "rejected": "商家拒绝",
    "return": "待退货",
    "receive": "待商家收货",
    "pay": "退款中",
    "send": "待商家发货",
    "confirm": "待买家收货",
    "rule": "待商家处理",
    "refunded": "同意退款，退款成功",
    "closed": "售后关闭",
}
DONE = {"exchange": "换货成功", "supplementary": "补寄成功"}


def _word(asked: Asked, words: dict[str, str]) -> str:
    return DONE[asked.kind] if asked.state == "fulfilled" else words[asked.state]


def _fen(asked: Asked) -> int:
    if asked.kind in DONE:
        return asked.paid_fen or 0
    return asked.fen if asked.paid_fen is None else asked.paid_fen


def pdd_case(bought: Bought, asked: Asked, now: datetime) -> Row:
    """A row of Pinduoduo's after-sales export."""
    has_return = asked.kind in ("return_and_refund", "exchange")
    return {
        "售后编号": asked.number, "订单编号": bought.order_no,
        "发货运单号": _first_number(bought, now), "退货运单号": asked.back_no,
        "售后状态": _word(asked, PDD_STATES), "退款类型": PDD_KINDS[asked.kind],
        "退款原因": asked.reason,
        "订单状态": "已发货" if all_shipped_at(bought, now) else "未发货",
        "交易金额": yuan(bought.paid_fen), "退款金额": yuan(_fen(asked)),
        "申请时间": time(asked.at), "超时时间": time(asked.due_at),
        "同意退货时间": time(asked.agreed_at) if has_return else "",
        "同意退货人": asked.agreed_by if has_return and asked.agreed_at else "",
        "同意退款时间": time(asked.ended_at) if asked.state == "refunded" else "",
        "同意退款人": asked.agreed_by if asked.state == "refunded" else "",
        "商品ID": f"5821{bought.goods[0][0].number // 10:08}",
    }  # fmt: skip


def douyin_case(bought: Bought, asked: Asked, now: datetime) -> Row:
    """A row of Doudian's after-sales export."""
    kind = "未发货仅退款" if asked.unshipped else DOUYIN_KINDS[asked.kind]
    line = max(1, asked.line)
    good, _units = bought.goods[line - 1]
    of_goods = bought.price_of(line, with_freight=False)
    freight_fen = max(0, min(_fen(asked) - of_goods, bought.freight_fen))
    return {
        "售后单号": asked.number, "订单号": bought.order_no,
        "商品单号": bought.line_no(line), "商品名称": good.name,
        "应付金额（元）": yuan(of_goods),
        "商品发货状态": "已发货" if bought.shipped_at(line, now) else "未发货",
        "售后类型": kind,
        "退商品金额（元）": yuan(_fen(asked) - freight_fen),
        "退运费金额（元）": yuan(freight_fen),
        "售后状态": _word(asked, DOUYIN_STATES), "售后申请时间": time(asked.at),
        "售后原因": asked.reason, "退货物流单号": asked.back_no,
        "自动处理截止时间": time(asked.due_at) if asked.state in DOUYIN_NAMES else "",
        "同意售后申请时间": time(asked.agreed_at), "是否拒签后退款": "否",
        "商家退款时间": time(asked.ended_at) if asked.state == "refunded" else "",
        "售后关闭时间": time(asked.ended_at) if asked.state == "closed" else "",
        "售后完结时间": time(asked.ended_at), "发货物流单号": _first_number(bought, now),
        "仲裁状态": _arbitration(asked, now), "商家编码": good.sku,
    }  # fmt: skip


def _arbitration(asked: Asked, now: datetime) -> str:
    """First it waits for the merchant's evidence, then its people rule."""
    if asked.state != "rule":
        return ""
    asks_us = asked.due_at is None or now < asked.due_at
    return "待商家举证" if asks_us else "客服处理中"


def _first_number(bought: Bought, now: datetime) -> str:
    return next((parcel.shown for parcel in bought.shipped(now)), "")

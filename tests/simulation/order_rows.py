"""Rows of the platforms' order exports (订单导出), and by what they hold an order back."""

from collections.abc import Sequence
from datetime import datetime

from tests.simulation.bought import PROMISE, Asked, Bought
from tests.simulation.cells import Row, time, yuan


def all_shipped_at(bought: Bought, now: datetime) -> datetime | None:
    """When what was bought was shipped, once the platform knows of all of it."""
    times = [bought.shipped_at(line, now) for line in bought.lines]
    known = [at for at in times if at]
    return max(known) if len(known) == len(times) else None


def pdd_order(bought: Bought, now: datetime) -> Row:
    """A row of Pinduoduo's order export."""
    ((good, units),) = bought.goods
    shipped_at = all_shipped_at(bought, now)
    stands = "已签收" if bought.received_at else "已发货" if shipped_at else "未发货"
    word = {"已签收": "已签收", "已发货": "已发货，待签收", "未发货": "待发货"}[stands]
    refunded = bought.back_fen >= bought.paid_fen
    if bought.paid_at is None:
        word = "已取消" if bought.closed_at else "待支付"
    elif refunded:
        word = f"{stands}，退款成功"
    elif bought.closed_at:
        word = "已取消"
    elif bought.stock_out_at and not shipped_at:
        word = "已申请缺货"
    who, sent = bought.who, bought.shipped(now)
    return {
        "商品": good.name, "商品规格": good.spec, "订单号": bought.order_no, "订单状态": word,
        "商品总价(元)": yuan(bought.paid_fen - bought.freight_fen), "店铺优惠折扣(元)": "0.00",
        "平台优惠折扣(元)": "0.00", "邮费(元)": yuan(bought.freight_fen),
        "用户实付金额(元)": yuan(bought.paid_fen), "商家实收金额(元)": yuan(bought.paid_fen),
        "商品数量(件)": str(units), "收货人": who.name, "手机": who.phone,
        "是否审核中": "是" if bought.is_reviewed(now) else "否",
        "省": who.province, "市": who.city, "区": who.district, "街道": who.street,
        "支付时间": time(bought.paid_at), "拼单成功时间": time(bought.paid_at),
        "承诺发货时间": time(bought.paid_at and bought.paid_at + PROMISE),
        "发货时间": time(shipped_at), "确认收货时间": time(bought.received_at),
        "商品id": f"5821{good.number // 10:08}", "样式ID": f"1753{good.number:08}",
        "商家编码-SKU维度": good.sku, "商家编码-商品维度": good.product,
        "快递单号": ",".join(parcel.shown for parcel in sent),
        "快递公司": ",".join(parcel.carrier for parcel in sent),
        "是否抽奖或0元试用": "否", "是否顺丰加价": "否", "是否门店自提": "否",
        "售后状态": _after_sales(bought, bought.cases, "无售后或售后取消"),
    }  # fmt: skip


def _after_sales(bought: Bought, cases: Sequence[Asked], none: str) -> str:
    if any(asked.open for asked in cases):
        return "售后处理中"
    paid = {money.case for money in bought.back}
    return "退款成功" if any(asked.number in paid for asked in cases) else none


def has_case(bought: Bought, line: int) -> bool:
    """Is there an open case of it, by which somebody may leave it out?"""
    return any(asked.open for asked in bought.cases if asked.line in (0, line))


def douyin_line(bought: Bought, line: int, now: datetime) -> Row:
    """A row of Doudian's order export, one sub-order."""
    shipped_at, sent = bought.shipped_at(line, now), bought.shipped(now, line)
    token = f"##{bought.number * 618_033_988_749_897_001 % 16**24:024x}##"
    good, units = bought.goods[line - 1]
    main = line if good.fen else 1
    is_over = bought.is_over(main)
    cases = [asked for asked in bought.cases if asked.line == line]
    fen = good.fen * units + (bought.freight_fen if line == 1 else 0)
    word = "已完成" if bought.received_at else "已发货" if shipped_at else "待发货"
    if bought.paid_at is None:
        word = "已关闭" if bought.closed_at else "待支付"
    elif is_over or bought.closed_at:
        word = "已关闭"
    return {
        "主订单编号": bought.order_no, "子订单编号": bought.line_no(line),
        "选购商品": good.name, "商品ID": f"37139{good.number:08}", "商家编码": good.sku,
        "商品数量": str(units), "商品金额": yuan(good.fen * units),
        "订单应付金额": yuan(fen), "运费": yuan(bought.freight_fen if line == 1 else 0),
        "订单提交时间": time(bought.ordered_at), "支付完成时间": time(bought.paid_at),
        "承诺发货时间": time(bought.paid_at and bought.paid_at + PROMISE),
        "订单状态": word, "发货时间": time(shipped_at),
        "订单完成时间": time(bought.received_at),
        "取消原因": "主品订单售后完成" if is_over and main != line else "",
        "售后状态": _after_sales(bought, cases, ""), "收件人": token, "收件人手机号": token,
        "省": bought.who.province, "市": bought.who.city, "区": bought.who.district,
        "详细地址": token, "订单类型": "普通订单",
        "快递信息": ",".join(f"{parcel.shown}-{parcel.carrier}" for parcel in sent),
    }  # fmt: skip

"""The platforms (平台) of a simulated shop: export files as they would write them at a moment."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from store.words.times import SHOP_TIME
from tests.demo_file_formats import TABBED
from tests.exchange.read_files import DOUYIN_B, DOUYIN_CASES, PDD_2020, PDD_CASES
from tests.simulation.bought import DAY, PROMISE, Asked, Bought
from tests.simulation.world import World

Row = dict[str, str]
SPAN = 12 * DAY
"""What an export looks back on, as far as nobody asks for more."""

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
ANSWER_IN, EVIDENCE_IN = 2 * DAY, DAY


class Written(NamedTuple):
    """The files of one moment, each with its kind."""

    at: datetime
    paths: list[Path]


def time(at: datetime | None) -> str:
    """A time as both platforms write it."""
    return "" if at is None else f"{at.astimezone(SHOP_TIME):%Y-%m-%d %H:%M:%S}"


def yuan(fen: int) -> str:
    """An amount as both platforms write it."""
    return f"{fen // 100}.{fen % 100:02}"


def export(world: World, folder: Path, now: datetime, *, whole: bool = False) -> Written:
    """Write what the platforms show now; with `whole` of every order there ever was."""
    folder.mkdir(parents=True, exist_ok=True)
    since = now - SPAN
    some = [bought for bought in world.orders.values() if whole or bought.touched_at >= since]
    pdd = [bought for bought in some if not bought.is_douyin]
    douyin = [bought for bought in some if bought.is_douyin]
    stamp = f"{now:%m%d_%H%M}"
    unix = int(now.timestamp())
    files: Iterable[tuple[str, Sequence[str], Iterable[Row]]] = (
        (f"pdd_orders_{stamp}.csv", PDD_2020, (pdd_order(bought, now) for bought in pdd)),
        (f"pdd_cases_{stamp}.csv", PDD_CASES, _cases(pdd, now, douyin=False)),
        (
            f"{unix}_{unix:032x}.csv",
            DOUYIN_B,
            (row for bought in douyin for row in _lines(bought, now)),
        ),
        (f"{unix}_{unix + 1:032x}.csv", DOUYIN_CASES, _cases(douyin, now, douyin=True)),
        (f"traces_{stamp}.csv", TRACES, traces(some, now)),
    )
    paths = [folder / name for name, _columns, _rows in files]
    for path, (_name, columns, rows) in zip(paths, files, strict=True):
        _write(path, columns, rows)
    # A platform gives no file of nothing.
    return Written(now, [path for path in paths if path.exists()])


def _write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    given = list(rows)
    if not given:
        return
    is_douyin = path.name[0].isdigit()
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(columns)
        for row in given:
            cells = ((name, row.get(name) or ("-" if is_douyin else "")) for name in columns)
            writer.writerow(
                f"\t{text}" if is_douyin and name in TABBED else text for name, text in cells
            )


# Orders


def _shipped_at(bought: Bought, now: datetime) -> datetime | None:
    """When what was bought was shipped, once the platform knows of all of it."""
    known = bought.shipped(now)
    if sum(len(parcel.units) for parcel in known) < len(bought.units):
        return None
    return max(parcel.known_at for parcel in known)


def pdd_order(bought: Bought, now: datetime) -> Row:
    """A row of Pinduoduo's order export."""
    ((good, units),) = bought.goods
    shipped_at = _shipped_at(bought, now)
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
        "商品数量(件)": str(units), "收货人": who.name, "手机": who.phone, "是否审核中": "否",
        "省": who.province, "市": who.city, "区": who.district, "街道": who.street,
        "支付时间": time(bought.paid_at), "拼单成功时间": time(bought.paid_at),
        "承诺发货时间": time(bought.paid_at and bought.paid_at + PROMISE),
        "发货时间": time(shipped_at), "确认收货时间": time(bought.received_at),
        "商品id": f"5821{good.number // 10:08}", "样式ID": f"1753{good.number:08}",
        "商家编码-SKU维度": good.sku, "商家编码-商品维度": good.product,
        "快递单号": ",".join(parcel.shown for parcel in sent),
        "快递公司": ",".join(parcel.carrier for parcel in sent),
        "是否抽奖或0元试用": "否", "是否顺丰加价": "否", "是否门店自提": "否",
        "售后状态": _after_sales(bought.cases, "无售后或售后取消"),
    }  # fmt: skip


def _after_sales(cases: Sequence[Asked], none: str) -> str:
    if any(asked.open for asked in cases):
        return "售后处理中"
    return "退款成功" if any(asked.state == "refunded" for asked in cases) else none


def _lines(bought: Bought, now: datetime) -> Iterator[Row]:
    """The rows of Doudian's order export, one a sub-order."""
    shipped_at, sent = _shipped_at(bought, now), bought.shipped(now)
    token = f"##{bought.number * 618_033_988_749_897_001 % 16**24:024x}##"
    for line, (good, units) in enumerate(bought.goods, 1):
        main = line if good.fen else 1
        is_over = _is_over(bought, main)
        cases = [asked for asked in bought.cases if asked.line == line]
        fen = good.fen * units + (bought.freight_fen if line == 1 else 0)
        word = "已完成" if bought.received_at else "已发货" if shipped_at else "待发货"
        if bought.paid_at is None:
            word = "已关闭" if bought.closed_at else "待支付"
        elif is_over or bought.closed_at:
            word = "已关闭"
        yield {
            "主订单编号": bought.order_no, "子订单编号": line_no(bought, line),
            "选购商品": good.name, "商品ID": f"37139{good.number:08}", "商家编码": good.sku,
            "商品数量": str(units), "商品金额": yuan(good.fen * units),
            "订单应付金额": yuan(fen), "运费": yuan(bought.freight_fen if line == 1 else 0),
            "订单提交时间": time(bought.ordered_at), "支付完成时间": time(bought.paid_at),
            "承诺发货时间": time(bought.paid_at and bought.paid_at + PROMISE),
            "订单状态": word, "发货时间": time(shipped_at),
            "订单完成时间": time(bought.received_at),
            "取消原因": "主品订单售后完成" if is_over and main != line else "",
            "售后状态": _after_sales(cases, ""), "收件人": token, "收件人手机号": token,
            "省": bought.who.province, "市": bought.who.city, "区": bought.who.district,
            "详细地址": token, "订单类型": "普通订单",
            "快递信息": ",".join(f"{parcel.shown}-{parcel.carrier}" for parcel in sent),
        }  # fmt: skip


def _is_over(bought: Bought, line: int) -> bool:
    """Did all the money of a sub-order go back?"""
    (good, units), freight = bought.goods[line - 1], bought.freight_fen if line == 1 else 0
    back = sum(asked.paid_fen or 0 for asked in bought.cases if asked.line == line)
    return back >= good.fen * units + freight


def line_no(bought: Bought, line: int) -> str:
    """The platform's number of a sub-order; the first has the order's own."""
    return bought.order_no if line == 1 else f"{bought.order_no[:-1]}{line}"


# After-sales cases


def _cases(some: Iterable[Bought], now: datetime, *, douyin: bool) -> Iterator[Row]:
    make = douyin_case if douyin else pdd_case
    for bought in some:
        for asked in bought.cases:
            yield make(bought, asked, now)


def _word(asked: Asked, words: dict[str, str]) -> str:
    return DONE[asked.kind] if asked.state == "fulfilled" else words[asked.state]


def _fen(asked: Asked) -> int:
    if asked.kind in DONE:
        return asked.paid_fen or 0
    return asked.fen if asked.paid_fen is None else asked.paid_fen


def pdd_case(bought: Bought, asked: Asked, now: datetime) -> Row:
    """A row of Pinduoduo's after-sales export."""
    return {
        "售后编号": asked.number, "订单编号": bought.order_no,
        "发货运单号": _first_number(bought, now), "退货运单号": asked.back_no,
        "售后状态": _word(asked, PDD_STATES), "退款类型": PDD_KINDS[asked.kind],
        "退款原因": asked.reason,
        "订单状态": "已发货" if _shipped_at(bought, now) else "未发货",
        "交易金额": yuan(bought.paid_fen), "退款金额": yuan(_fen(asked)),
        "申请时间": time(asked.at), "商品ID": f"5821{bought.goods[0][0].number // 10:08}",
    }  # fmt: skip


def douyin_case(bought: Bought, asked: Asked, now: datetime) -> Row:
    """A row of Doudian's after-sales export."""
    kind = "未发货仅退款" if asked.unshipped else DOUYIN_KINDS[asked.kind]
    good, units = bought.goods[max(0, asked.line - 1)]
    deadline = asked.since and asked.since + ANSWER_IN
    return {
        "售后单号": asked.number, "订单号": bought.order_no,
        "商品单号": line_no(bought, max(1, asked.line)), "商品名称": good.name,
        "应付金额（元）": yuan(good.fen * units),
        "商品发货状态": "已发货" if _shipped_at(bought, now) else "未发货", "售后类型": kind,
        "退商品金额（元）": yuan(_fen(asked)), "退运费金额（元）": "0.00",
        "售后状态": _word(asked, DOUYIN_STATES), "售后申请时间": time(asked.at),
        "售后原因": asked.reason, "退货物流单号": asked.back_no,
        "自动处理截止时间": time(deadline) if asked.state in ("answer", "receive") else "",
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
    asks_us = asked.since is None or now - asked.since < EVIDENCE_IN
    return "待商家举证" if asks_us else "客服处理中"


def _first_number(bought: Bought, now: datetime) -> str:
    return next((parcel.shown for parcel in bought.shipped(now)), "")


# Traces

TRACES = ("order_no", "tracking_no", "at", "state", "text")


def traces(some: Iterable[Bought], now: datetime) -> Iterator[Row]:
    """What the carriers have seen of the parcels the platform or the desk knows."""
    for bought in some:
        for sent in bought.sent:
            # Nobody can ask a carrier for a number that is not known yet, or is wrong here.
            for scan in sent.seen(now) if sent.known_at <= now and not sent.mistaken else ():
                yield {
                    "order_no": bought.order_no, "tracking_no": sent.number,
                    "at": time(scan.at), "state": scan.state, "text": scan.state,
                }  # fmt: skip

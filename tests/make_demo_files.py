"""Writes the files of the sample shop, `store/demo/files/`: the same every time, by hand:
`python -m tests.make_demo_files`.

What they say stands in `make_demo_files.toml`, told from one instant, REFERENCE, in minutes before
it. An order's number ends in its running number of three digits, by which `store/demo/story.toml`
means it. People, addresses and numbers are invented; the phones begin with 154 or 169, which no
carrier hands out. The columns are those of the exact samples in `tests/exchange/files/`.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.demo_file_formats import (
    Row,
    as_csv,
    header,
    pairs,
    plain,
    tab_after,
    tab_before,
    table,
    time_text,
    workbook,
    workbook_header,
)

TARGET = Path(__file__).parents[1] / "store" / "demo" / "files"
DOUDIAN = "demo_doudian_1795303500_3f9a0c51d27e4b86a1c5e09d7b42f683.csv"
"""As Doudian names its files, by the time of the export: 95 minutes before REFERENCE."""
UNPAID = ("待支付", "已付定金，待付尾款")
CARRIERS = "圆通快递 YT8 12,中通快递 78 12,极兔速递 JT8 12,申通快递 77 13,顺丰快递 SF8 12"
SAME_RECEIVER = {2: 1, 17: 16, 18: 16}
THREE_OF_IT = {4, 8, 9, 10, 19, 51, 53, 61, 103, 149}
MANY_OF_IT = {119: 36}
TWO_NUMBERS = {320}
"""Orders that left in two parcels; an export does not say what is in which."""
GIFTS_2023 = ["赠品名称", "赠品id", "赠品规格", "赠品数量"]

GOODS = table("goods")
NAMED = [name for name, *_more in GOODS]
PLACES = [line.split() for (line,) in table("places")]
NAMES = table("names")[0][0].split()
SAID = {int(number): (buyer, shop) for number, buyer, shop in table("said")}
CASES = {kind: table(kind) for kind in ("pdd_cases", "doudian_cases")}
ASKED = {
    int(case[0]): int(case[4])
    for cases in CASES.values()
    for case in cases
    if re.match("待|平台|售后处理", case[2])
}
"""Orders with an open case, and how long ago it was asked for."""
REFUNDED = "退款成功"
PAID_BACK = {int(case[0]) for cases in CASES.values() for case in cases if REFUNDED in case[2]}
"""Orders of which a case says so; their status says it too."""


class Sold(NamedTuple):
    """One order: its running number, file and state, and how many minutes ago it was paid."""

    number: int
    file: str
    status: str
    after: str
    ago: int
    promise: int

    @property
    def order_no(self) -> str:
        """PDD's begins with the day, Doudian's with 69."""
        digits = f"{self.random('order').randrange(10**11, 10**12)}{self.number:03}"
        doudian = self.file == "doudian"
        return (
            f"6950{digits}" if doudian else f"{self.text(self.ago)[2:10].replace('-', '')}-{digits}"
        )

    @property
    def shipped(self) -> int | None:
        """How long ago it was shipped."""
        gone = re.match("已发货|已签收|已收货|已完成", self.status)
        return self.ago - min(1500, self.ago // 3) if gone else None

    @property
    def received(self) -> int | None:
        """How long ago the buyer had it."""
        there = re.match("已签收|已收货|已完成", self.status)
        return (self.shipped or 0) - 2900 if there else None

    @property
    def tracking(self) -> tuple[str, str]:
        """The number, or numbers, and the carrier of what left."""
        if self.shipped is None:
            return "", ""
        carrier, start, digits = self.random("parcel").choice(CARRIERS.split(",")).split()
        least = 10 ** (int(digits) - 1)
        choices = self.random("number")
        numbers = [
            f"{start}{choices.randrange(least, 10 * least)}"
            for _parcel in range(2 if self.number in TWO_NUMBERS else 1)
        ]
        return ",".join(numbers), carrier

    @property
    def quantity(self) -> int:
        """How many were bought."""
        common = self.random("quantity").choice((1, 1, 1, 2, 2, 3))
        return MANY_OF_IT.get(self.number, 3 if self.number in THREE_OF_IT else common)

    @property
    def ware(self) -> list[str]:
        """What was bought: name, spec, SKU and price."""
        if self.number in MANY_OF_IT:
            return GOODS[-1]
        return GOODS[self.number % (len(GOODS) - (2 if self.file == "2020" else 1))]

    @property
    def product(self) -> int:
        """What the platform's number of it ends in: its specifications are one product."""
        return NAMED.index(self.ware[0])

    def random(self, what: str) -> Random:
        """The same choice whenever it is asked for."""
        return Random(f"{self.number} {what}")

    def text(self, ago: int | None) -> str:
        """A time as the platforms write it, at a second of the order's own."""
        return "" if ago is None else time_text(ago, self.number * 7 % 60)


def sold() -> Iterator[Sold]:
    """Every order of the shop."""
    for file, numbers, status, after, ago, promise in table("scenes"):
        first, last = map(int, numbers.split("-"))
        youngest, oldest = map(int, ago.split("-"))
        step = (oldest - youngest) / max(1, last - first)
        for number in range(first, last + 1):
            age = round(youngest + step * (number - first))
            one = Sold(number, file, status, after, age, int(promise))
            yield _paid_back(one) if number in PAID_BACK and REFUNDED not in after else one


def _paid_back(one: Sold) -> Sold:
    """Pinduoduo says it in the state of the order, Doudian beside it."""
    status = one.status if one.file == "doudian" else f"{one.status}，{REFUNDED}"
    return one._replace(status=status, after=REFUNDED)


def receiver(one: Sold) -> Row:
    """Who gets it: in full in 2020, but for every fifth; masked or ciphered at Doudian."""
    who = one._replace(number=SAME_RECEIVER.get(one.number, one.number))
    rng = who.random("receiver")
    name, place = rng.choice(NAMES), rng.choice(PLACES)
    phone = f"{rng.choice(('154', '169'))}{rng.randrange(10**7, 10**8)}"
    row = dict(zip(("省", "市", "区", "街道"), place, strict=True)) | {"街道/镇": place[3]}
    masked = f"{phone[:3]}****{phone[-4:]}"
    if one.file == "doudian":
        token = f"##{rng.randbytes(12).hex()}##"
        shown = (token, token) if who.number % 6 == 0 else (f"{name[0]}*", masked)
        return row | {"收件人": shown[0], "收件人手机号": shown[1], "详细地址": "****"}
    if who.number % 5 == 0:
        return row | {"收货人": f"{name[0]}**", "手机": masked}
    extension = f" 转 {rng.randrange(1000, 10000)}" if who.number % 11 == 0 else ""
    return row | {"收货人": name, "手机": phone + extension}


def pdd(one: Sold) -> Row:
    """A row of Pinduoduo's order export, with the columns of every year."""
    name, spec, sku, yuan = one.ware
    goods = float(yuan) * one.quantity
    off = one.random("discount").choice((0, 0, 2, 3)) if goods > 20 else 0
    platform_off = one.random("coupon").choice((0, 0, 1.2)) if goods > 20 else 0
    unpaid, waits = one.status in UNPAID, one.status == "待支付"
    asked = ASKED.get(one.number, 0) > (1560 if one.file == "2020" else 0)
    deal = "" if waits else one.text(one.ago - one.number % 3)
    buyer_note, seller_note = SAID.get(one.number, ("", ""))
    tracking_no, carrier = one.tracking
    return receiver(one) | {
        "商品": name, "商品规格": spec, "订单号": one.order_no, "订单状态": one.status,
        "商品总价(元)": f"{goods:,.2f}", "店铺优惠折扣(元)": f"{off:.2f}", "邮费(元)": "0.00",
        "平台优惠折扣(元)": f"{platform_off:.2f}", "多多支付立减金额(元)": "0.00",
        "用户实付金额(元)": f"{goods - off - platform_off:,.2f}",
        "商家实收金额(元)": f"{goods - off:,.2f}", "商品数量(件)": str(one.quantity),
        "是否审核中": "是" if one.number in {*range(42, 46), 135, 136} else "否",
        "支付时间": "" if unpaid else one.text(one.ago), "拼单成功时间": deal, "订单成交时间": deal,
        "订单确认时间": one.text(one.ago - 10) if one.number > 15 and not unpaid else "",
        "承诺发货时间": "" if unpaid else one.text(one.ago - one.promise),
        "发货时间": one.text(one.shipped), "确认收货时间": one.text(one.received),
        "商品id": f"5821{one.product:08}", "样式ID": f"1753{GOODS.index(one.ware):08}",
        "商家编码-SKU维度": sku, "商家编码-规格维度": sku, "商家编码-商品维度": sku.split("-")[0],
        "快递单号": tracking_no, "快递公司": carrier, "支付方式": "" if unpaid else "微信",
        "是否抽奖或0元试用": "否", "是否顺丰加价": "否", "是否门店自提": "否",
        "商家备注": seller_note.replace("\\n", "\n"), "买家留言": buyer_note,
        "售后状态": one.after or ("售后处理中" if asked else "无售后或售后取消"),
    } | (_gift() if one.file == "2023" and one.number % 13 == 0 else {})  # fmt: skip


def _gift() -> Row:
    return {
        "赠品名称": "【赠品】冰袋",
        "赠品id": "582199990000",
        "赠品规格": "默认",
        "赠品数量": "1",
    }


def subs(one: Sold) -> list[Sold]:
    """The sub-orders of a Doudian order, each sold like an order of its own."""
    count = 1 + (one.number % 3 == 0) + (one.number % 9 == 0)
    parts = [one._replace(number=one.number + 1000 * place) for place in range(count)]
    if one.status == "部分发货":
        return [
            part._replace(status="待发货" if part.number > one.number else "已发货")
            for part in parts
        ]
    if one.after == "退款成功":  # of the first only, where it was shipped
        alike = one.after if one.shipped is None else "-"
        return [parts[0], *(part._replace(after=alike) for part in parts[1:])]
    return parts


def doudian(one: Sold) -> Iterator[Row]:
    """The rows of Doudian's order export: one a sub-order, and now and then a gift."""
    for part in subs(one):
        yield _sub_order(one, part)
    if one.number % 7 == 0:
        gift = _sub_order(one, one._replace(number=one.number + 9000))
        ended = one.after == "退款成功"
        yield gift | {
            "选购商品": "【赠品】随机小礼品", "商品规格": "默认", "商家编码": "ZP-1",
            "商品数量": "1", "商品单价": "0.00", "订单应付金额": "0.00", "售后状态": "-",
            "订单状态": "已关闭" if ended else one.status,
            "取消原因": "主品订单售后完成" if ended else "-",
        }  # fmt: skip


def _sub_order(one: Sold, part: Sold) -> Row:
    name, spec, sku, yuan = part.ware
    never_paid = one.status == "待支付" or (one.status == "已关闭" and one.number % 2 == 0)
    unpaid = never_paid and one.after != "退款成功"
    asked = part.number in ASKED
    buyer_note, seller_note = SAID.get(one.number, ("-", "-"))
    return receiver(one) | {
        "主订单编号": one.order_no, "子订单编号": part.order_no, "选购商品": name, "商品规格": spec,
        "商品数量": str(part.quantity), "商品ID": f"37139{part.product:014}",
        "商家编码": sku, "商品单价": yuan, "订单应付金额": f"{float(yuan) * part.quantity:.2f}",
        "支付方式": "抖音支付", "买家留言": buyer_note or "-", "商家备注": seller_note or "-",
        "订单提交时间": one.text(one.ago + 1), "支付完成时间": "-" if unpaid else one.text(one.ago),
        "承诺发货时间": "-" if unpaid else one.text(one.ago - one.promise),
        "订单状态": part.status, "发货时间": one.text(part.shipped) or "-",
        "售后状态": "售后处理中" if asked else part.after, "取消原因": "-", "发货主体": "商家发货",
        "订单完成时间": one.text(part.received) or "-", "订单类型": "普通订单", "是否安心购": "否",
    }  # fmt: skip


def cases(kind: str, orders: dict[int, Sold]) -> Iterator[Row]:
    """The rows of an after-sales export."""
    for number, way, status, reason, ago, share, more in CASES[kind]:
        unknown = Sold(int(number), "2023", "待发货", "", 200, 2880)
        one = orders.get(int(number), unknown)
        write = _pdd_case if kind == "pdd_cases" else _doudian_case
        row = write(one, float(share)) | pairs(more.replace("\\n", "\n"))
        case_no = str(one.random(f"case {reason}").randrange(10**10, 10**11))
        yield row | {
            "售后编号": case_no, "售后单号": f"1465{case_no}0", "售后状态": status,
            "退款类型": way, "售后类型": way, "退款原因": reason, "售后原因": reason,
            "申请时间": one.text(int(ago)), "售后申请时间": one.text(int(ago)),
        }  # fmt: skip


def _pdd_case(one: Sold, share: float) -> Row:
    row = pdd(one)
    paid = row["用户实付金额(元)"].replace(",", "")
    return {
        "订单编号": one.order_no, "发货运单号": row["快递单号"], "商品ID": row["商品id"],
        "订单状态": "未发货" if one.shipped is None else "已发货", "交易金额": paid,
        "退款金额": f"{float(paid) * share:.2f}",
        "买家": f"{one.random('buyer').choice(NAMES)[0]}*: 1*****{one.number % 10}",
    }  # fmt: skip


def _doudian_case(one: Sold, share: float) -> Row:
    row = next(doudian(one))
    paid = float(row["订单应付金额"])
    return {
        "订单号": one.order_no, "商品单号": row["子订单编号"], "商品名称": row["选购商品"],
        "应付金额（元）": f"{paid:.2f}", "退商品金额（元）": f"{paid * share:.2f}",
        "退运费金额（元）": "0.00", "是否拒签后退款": "否",
        "商品发货状态": "未发货" if one.shipped is None else "已发货",
        "发货物流单号": one.tracking[0] or "-", "商家编码": row["商家编码"], "退款方式": "原路退回",
    }  # fmt: skip


def write(target: Path) -> None:
    """Write all files."""
    orders = {one.number: one for one in sold()}
    rows = {file: [pdd(one) for one in orders.values() if one.file == file] for file in PDD_FILES}
    for file, number, patch in table("updates"):
        rows[file].append(pdd(orders[int(number)]) | pairs(patch))
    for file, (name, pattern, encoding, cell) in PDD_FILES.items():
        columns = header(pattern, encoding) + (GIFTS_2023 if file == "2023" else [])
        text = as_csv(columns, rows[file], cell)
        (target / name).write_bytes(text.encode(encoding))
    columns = header("doudian_orders_*", "utf-8-sig")
    sub_orders = [row for one in orders.values() if one.file == "doudian" for row in doudian(one)]
    (target / DOUDIAN).write_bytes(as_csv(columns, sub_orders, tab_before).encode("utf-8-sig"))
    columns = header("doudian_aftersales_*", "utf-8-sig")
    text = as_csv(columns, cases("doudian_cases", orders), tab_before)
    (target / "demo_doudian_aftersales.csv").write_bytes(text.encode("utf-8-sig"))
    columns = workbook_header("pdd_aftersales_2026.xlsx")
    (target / "demo_pdd_aftersales.xlsx").write_bytes(workbook(columns, cases("pdd_cases", orders)))


PDD_FILES = {
    "2020": ("demo_pdd_orders_2020.csv", "pdd_orders_2020*", "gbk", plain),
    "2023": ("demo_pdd_orders_2023.csv", "pdd_orders_2023*", "utf-8-sig", plain),
    "2026": ("demo_pdd_orders_2026.csv", "pdd_orders_2026*", "utf-8", tab_after),
}
if __name__ == "__main__":
    write(TARGET)

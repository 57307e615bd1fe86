"""Export files of a shop of any size, in the platforms' own columns, written as a stream.

`parts(folder, count)` writes the files one part after another, so that nobody ever keeps them all;
`as_sheet` writes the same orders as one CSV file, for a peer that reads nothing else.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from tests.bench.shop_orders import Sold, at, orders
from tests.bench.shop_texts import Good, scattered
from tests.demo_file_formats import TABBED
from tests.exchange.read_files import DOUYIN_A, DOUYIN_CASES, PDD_2020, PDD_CASES

PART = 50_000
"""Orders a file, as much as a platform gives at once."""

Row = dict[str, str]

PDD_STATES = {
    "unpaid": "待支付",
    "cancelled": "已取消",
    "to ship": "待发货",
    "stock-out": "已申请缺货",
    "shipped": "已发货，待签收",
    "received": "已签收",
}
PDD_REFUNDED = {"to ship": "未发货", "shipped": "已发货", "received": "已签收"}
DOUYIN_STATES = {
    "unpaid": "待支付",
    "cancelled": "已关闭",
    "to ship": "待发货",
    "stock-out": "备货中",
    "shipped": "已发货",
    "received": "已完成",
}


def time(ago: float | None) -> str:
    """A time as both platforms write it."""
    return "" if ago is None else f"{at(ago):%Y-%m-%d %H:%M:%S}"


def yuan(fen: int) -> str:
    """An amount as both platforms write it."""
    return f"{fen // 100}.{fen % 100:02}"


def pdd_order(sold: Sold) -> Row:
    """A row of Pinduoduo's order export."""
    ((good, units),) = sold.lines
    who, case = sold.person, sold.case
    refunded = bool(case and case.refunded)
    unpaid = sold.state in {"unpaid", "cancelled"}
    status = PDD_STATES[sold.state]
    return {
        "商品": good.name, "商品规格": good.spec, "订单号": sold.order_no,
        "订单状态": f"{PDD_REFUNDED[sold.state]}，退款成功" if refunded else status,
        "商品总价(元)": yuan(sold.fen), "店铺优惠折扣(元)": "0.00", "平台优惠折扣(元)": "0.00",
        "邮费(元)": "0.00", "用户实付金额(元)": yuan(sold.fen), "商家实收金额(元)": yuan(sold.fen),
        "商品数量(件)": str(units), "收货人": who.name, "手机": who.phone, "是否审核中": "否",
        "省": who.province, "市": who.city, "区": who.district, "街道": who.street,
        "支付时间": "" if unpaid else time(sold.paid), "订单确认时间": "",
        "拼单成功时间": "" if unpaid else time(sold.paid),
        "承诺发货时间": "" if unpaid else time(sold.promised),
        "发货时间": time(sold.shipped), "确认收货时间": time(sold.received),
        "商品id": _product_id(good), "样式ID": f"1753{good.number:08}",
        "商家编码-SKU维度": good.sku, "商家编码-商品维度": good.product,
        "快递单号": sold.tracking_no, "快递公司": sold.carrier[0] if sold.tracking_no else "",
        "支付方式": "" if unpaid else "微信", "是否抽奖或0元试用": "否", "是否顺丰加价": "否",
        "商家备注": sold.seller_note, "买家留言": sold.buyer_note, "是否门店自提": "否",
        "售后状态": "退款成功" if refunded else _pdd_after_sales(sold),
    }  # fmt: skip


def _pdd_after_sales(sold: Sold) -> str:
    return "售后处理中" if sold.case and sold.case.is_open else "无售后或售后取消"


def _product_id(good: Good) -> str:
    return f"5821{good.number // 10:08}"


def pdd_case(sold: Sold) -> Row | None:
    """The row of Pinduoduo's after-sales export, where the order has a case."""
    case = sold.case
    if case is None:
        return None
    over = "退款成功" if case.refunded else "退款关闭"
    done = {"换货": "换货成功", "补寄": "补寄成功"}.get(case.kind, over)
    return {
        "售后编号": scattered(sold.number, 61_803_398_877, 11), "订单编号": sold.order_no,
        "发货运单号": sold.tracking_no, "退货运单号": case.returned,
        "售后状态": "待商家处理" if case.is_open else done,
        "退款类型": case.kind, "退款原因": case.reason,
        "订单状态": "未发货" if sold.shipped is None else "已发货", "交易金额": yuan(sold.fen),
        "退款金额": "0.00" if case.kind in {"换货", "补寄"} else yuan(sold.fen),
        "申请时间": time(case.asked), "退货物流状态": "已签收" if case.returned else "",
        "买家": f"{sold.person.name[0]}*: 1*****{sold.number % 10}",
        "商品ID": _product_id(sold.lines[0][0]), "备注": sold.buyer_note,
    }  # fmt: skip


def douyin_order(sold: Sold) -> Row:
    """A row of Doudian's order export; the receiver is ciphered, as long as nobody asks for him."""
    ((good, units),) = sold.lines
    who, case = sold.person, sold.case
    token = f"##{sold.number * 618_033_988_749_897_001 % 16**24:024x}##"
    unpaid = sold.state in {"unpaid", "cancelled"}
    refunded = bool(case and case.refunded)
    asked = "售后处理中" if case and case.is_open else ""
    return {
        "主订单编号": sold.order_no, "子订单编号": sold.order_no, "选购商品": good.name,
        "商品规格": good.spec, "商品数量": str(units), "商品ID": f"37139{_product_id(good)}22",
        "商家编码": good.sku, "商品单价": yuan(good.fen), "订单应付金额": yuan(sold.fen),
        "支付方式": "抖音支付", "收件人": token, "收件人手机号": token, "省": who.province,
        "市": who.city, "区": who.district, "街道": who.street, "详细地址": token,
        "买家留言": sold.buyer_note, "商家备注": sold.seller_note,
        "订单提交时间": time(sold.paid + 1), "支付完成时间": "" if unpaid else time(sold.paid),
        "承诺发货时间": "" if unpaid else time(sold.promised),
        "订单状态": DOUYIN_STATES[sold.state], "发货时间": time(sold.shipped),
        "订单完成时间": time(sold.received), "订单类型": "普通订单", "是否安心购": "否",
        "发货主体": "商家发货", "售后状态": "退款成功" if refunded else asked,
    }  # fmt: skip


def douyin_case(sold: Sold) -> Row | None:
    """The row of Doudian's after-sales export, where the order has a case."""
    case = sold.case
    if case is None:
        return None
    kind = case.kind
    if kind == "退款":
        kind = "未发货仅退款" if case.before_shipping else "已发货仅退款"
    over = "同意退款，退款成功" if case.refunded else "售后关闭"
    done = {"换货": "换货成功", "补寄": "补寄成功"}.get(kind, over)
    ended = "" if case.is_open else time(max(0.0, case.asked - 300))
    money = "0.00" if kind in {"换货", "补寄"} else yuan(sold.fen)
    return {
        "售后单号": f"1465{scattered(sold.number, 61_803_398_877, 14)}", "订单号": sold.order_no,
        "商品单号": sold.order_no, "商品名称": sold.lines[0][0].name,
        "应付金额（元）": yuan(sold.fen),
        "商品发货状态": "未发货" if sold.shipped is None else "已发货", "售后类型": kind,
        "退商品金额（元）": money, "退运费金额（元）": "0.00",
        "售后状态": "售后处理中" if case.is_open else done, "售后申请时间": time(case.asked),
        "退款方式": "原路退回", "售后原因": case.reason, "退货物流单号": case.returned,
        "自动处理截止时间": time(case.asked - 2880) if case.is_open else "",
        "同意售后申请时间": ended, "商家退款时间": ended if case.refunded else "",
        "售后完结时间": ended, "是否拒签后退款": "否", "发货物流单号": sold.tracking_no,
        "商家编码": sold.lines[0][0].sku,
    }  # fmt: skip


class _Sheet:
    """A CSV file that is being written; nothing in a cell stands as its platform writes it."""

    def __init__(self, file: TextIO, columns: Sequence[str], *, is_douyin: bool) -> None:
        self._columns = columns
        self._tabbed = [is_douyin and name in TABBED for name in columns]
        self._blank = [_blank(name) if is_douyin else "" for name in columns]
        self._writer: Any = csv.writer(file, lineterminator="\r\n")
        self._writer.writerow(columns)
        self.count = 0

    def add(self, row: Row | None) -> None:
        if row is None:
            return
        self.count += 1
        cells = [row.get(name) or self._blank[at] for at, name in enumerate(self._columns)]
        self._writer.writerow(
            f"\t{cell}" if self._tabbed[at] else cell for at, cell in enumerate(cells)
        )


def _blank(name: str) -> str:
    amounts = ("优惠", "运费", "金额（元）", "改价", "抵扣")
    return "0.00" if name not in TABBED and any(one in name for one in amounts) else "-"


KINDS: tuple[tuple[str, Sequence[str], bool, Callable[[Sold], Row | None]], ...] = (
    ("pdd_orders_{part}.csv", PDD_2020, False, pdd_order),
    ("pdd_cases_{part}.csv", PDD_CASES, False, pdd_case),
    ("doudian_{at}_{part:032x}.csv", DOUYIN_A, True, douyin_order),
    ("doudian_cases_{part}.csv", DOUYIN_CASES, True, douyin_case),
)
"""File name, columns, Doudian or not, and what makes a row of an order."""


def parts(folder: Path, count: int, part: int = PART) -> Iterator[list[Path]]:
    """Write the files of so many orders, part by part; each part's files, to be read or removed."""
    stream = orders(count)
    for number in range(-(-count // part)):
        yield _written(folder, islice(stream, part), number)


def _written(folder: Path, some: Iterable[Sold], number: int) -> list[Path]:
    exported = int(at(0).timestamp())
    names = [name.format(part=number, at=exported) for name, *_kind in KINDS]
    paths = [folder / name for name in names]
    with ExitStack() as stack:
        files = [
            stack.enter_context(path.open("w", encoding="utf-8-sig", newline="")) for path in paths
        ]
        kinds = [
            (_Sheet(file, columns, is_douyin=douyin), douyin, make)
            for file, (_name, columns, douyin, make) in zip(files, KINDS, strict=True)
        ]
        for sold in some:
            for sheet, douyin, make in kinds:
                if douyin is sold.is_douyin:
                    sheet.add(make(sold))
    # A platform gives no file of nothing, and the desk takes none.
    for path, (sheet, _douyin, _make) in zip(paths, kinds, strict=True):
        if not sheet.count:
            path.unlink()
    return [path for path in paths if path.exists()]


def as_sheet(path: Path, count: int) -> Path:
    """The same orders, of both platforms, as one CSV file of Pinduoduo's columns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = _Sheet(file, PDD_2020, is_douyin=False)
        for sold in orders(count):
            sheet.add(pdd_order(sold))
    return path


def pdd_sheet(path: Path, count: int, first: int = 0) -> Path:
    """So many orders, all of Pinduoduo's, as one CSV file; `first` makes them others."""
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = _Sheet(file, PDD_2020, is_douyin=False)
        for sold in orders(count):
            sheet.add(pdd_order(sold._replace(is_douyin=False, number=sold.number + first)))
    return path


def as_workbook(path: Path, sheet: Path) -> Path:
    """The rows of a CSV file as a workbook, every cell a text that is kept once, as Excel does."""
    from xlsxwriter import Workbook

    with Workbook(path) as book, sheet.open(encoding="utf-8", newline="") as file:
        page = book.add_worksheet()
        for number, row in enumerate(csv.reader(file)):
            for column, cell in enumerate(row):
                if cell:
                    page.write_string(number, column, cell)
    return path

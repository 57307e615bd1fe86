"""Exports for the tests of what the desk reads: the platforms' headers, files made of rows, and
what is read of them.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import openpyxl

from store.exchange.incoming.reader import nothing_in, open_export, reading_of, unreadable
from store.exchange.incoming.reading import Facts, Reading, UnreadableRows
from store.exchange.incoming.tables import DEFAULT_LIMITS, IsHeader, Limits, TableRow, open_tables
from store.models.axes import Platform
from store.models.facts import CaseFacts, OrderFacts, RejectedRow, TraceFacts
from tests.build import NOW
from tests.said_by_files import ExportFile

SAMPLES = Path(__file__).parent / "files"
"""Copies of the made-up sample files; all persons and numbers in them are invented."""


def _names(text: str) -> list[str]:
    return text.split()


PDD_2018 = _names("""
商品 订单号 订单状态 商品总价（元） 店铺优惠折扣(元) 平台优惠折扣(元) 邮费(元)
上门安装费(元) 送货入户费(元) 送货入户并安装费(元) 用户实付金额(元) 商品数量(件) 身份证姓名
身份证号码 收货人 手机 是否异常 省 市 区 街道 支付时间 拼单成功时间 订单确认时间
承诺发货时间 发货时间 确认收货时间 商品id 商品规格 用户购买手机号 样式ID 商家编码-SKU维度
商家编码-商品维度 快递单号 快递公司 海淘清关订单号 支付ID 支付方式 是否抽奖或0元试用
是否顺丰加价 商家备注 售后状态 买家留言 关联货品编码 货品名称 货品类型 子货品 仓库名称
仓库所在地址 是否门店自提 门店名称 门店自定义编码 旅行类信息
""")
"""2018 to 2021, before the receivers were hidden; one name is written with full-width brackets."""

PDD_2020 = _names("""
商品 订单号 订单状态 商品总价(元) 店铺优惠折扣(元) 平台优惠折扣(元) 邮费(元) 上门安装费(元)
送货入户费(元) 送货入户并安装费(元) 用户实付金额(元) 商家实收金额(元) 商品数量(件)
身份证姓名 身份证号码 收货人 手机 是否审核中 省 市 区 街道 支付时间 拼单成功时间
订单确认时间 承诺发货时间 发货时间 确认收货时间 商品id 商品规格 用户购买手机号 样式ID
商家编码-SKU维度 商家编码-商品维度 快递单号 快递公司 海淘清关订单号 支付ID 支付方式
是否抽奖或0元试用 是否顺丰加价 商家备注 售后状态 买家留言 关联货品编码 货品名称 货品类型
子货品 仓库名称 仓库所在地址 是否门店自提 门店名称 门店自定义编码 旅行类信息 消费者资料
""")
"""May 2020 on."""

PDD_2023 = _names("""
商品 订单号 订单状态 商品数量(件) 是否审核中 支付时间 承诺发货时间 承诺送达时间 发货时间
确认收货时间 商品id 商品规格 样式ID 商品一级类目 商品二级类目 商品三级类目 商品四级类目
商家编码-规格维度 商家编码-商品维度 商家备注 买家留言 售后状态 消费者资料 订单成交时间
消费者资料上传时间 赠品名称 赠品id 赠品规格 赠品数量 团ID 团身份 是否已开始配送
配送员是否已送达 配送状态 同城是否普通快递 商品总价(元) 邮费(元) 店铺优惠折扣(元)
平台优惠折扣(元) 多多支付立减金额(元) 上门安装费(元) 送货入户费(元) 送货入户并安装费(元)
用户实付金额(元) 商家实收金额(元) 快递单号 快递公司 省 市 区 街道/镇 配送员手机号
是否抽奖或0元试用 是否顺丰加价 用户购买手机号 旅行类信息 充值号码 是否门店自提 门店名称
门店自定义编码 关联货品编码 货品名称 货品类型 子货品 仓库名称 仓库所在地址 海淘清关订单号
支付ID 支付方式 保税仓 是否直播间成交 是否直播间引导成交 预约配送时间 是否节能补贴 是否分期
分期期数 手续费承担方 是否无痕发货 订单来源 是否社区团购 小区送达情况 分期方式
""")
"""Every option a merchant can tick."""

PDD_2026 = _names("""
订单成交时间 商品 订单号 订单状态 商品总价(元) 邮费(元) 店铺优惠折扣(元) 平台优惠折扣(元)
多多支付立减金额(元) 用户实付金额(元) 商家实收金额(元) 商品数量(件) 发货时间 确认收货时间
商品id 商品规格 样式ID 商家编码-规格维度 商家编码-商品维度 商家备注 售后状态 快递单号
快递公司
""")
"""The common set of 2025 and 2026."""

PDD_CASES = _names("""
售后编号 订单编号 发货运单号 退货运单号 售后状态 退款类型 退款原因 订单状态 交易金额
退款金额 申请时间 退货物流状态 买家 商品ID 备注
""")
"""售后工作台导出."""

DOUYIN_A = _names("""
主订单编号 子订单编号 选购商品 商品规格 商品数量 商品ID 商家编码 商品单价 订单应付金额 运费
优惠总金额 平台优惠 商家优惠 达人优惠 商家改价 支付优惠 红包抵扣 支付方式 手续费 收件人
收件人手机号 省 市 区 街道 详细地址 是否修改过地址 地址修改时段 买家留言 订单提交时间
旗帜颜色 商家备注 订单完成时间 支付完成时间 APP渠道 流量来源 订单状态 承诺发货时间 订单类型
鲁班落地页ID 达人ID 达人昵称 所属门店ID 售后状态 取消原因 预约发货时间 仓库ID 仓库名称
序列号 是否安心购 广告渠道 流量类型 流量体裁 流量渠道 发货主体 发货主体明细 发货时间
降价类优惠 平台实际承担优惠金额 商家实际承担优惠金额 达人实际承担优惠金额 预计送达时间
是否平台仓自流转 车型 商品69码 发货SN码 发货IMEI码1 发货IMEI码2 预约送达时间
建议发货时间（起） 建议发货时间（止） 物流SN码 物流IMEI码1 物流IMEI码2
""")
"""74 columns, no tracking number."""

DOUYIN_B = _names("""
主订单编号 子订单编号 支付方式 选购商品 货号 商品ID 商家编码 商品数量 商品金额 订单提交时间
支付完成时间 订单完成时间 承诺发货时间 预约发货时间 买家留言 旗帜颜色 商家备注 APP渠道
订单状态 取消原因 售后状态 订单类型 发货时间 车型 是否是以旧换新 换新额外补贴
换新额外补贴发放状态 订单应付金额 运费 优惠总金额 平台优惠 商家优惠 达人优惠 商家改价
支付优惠 手续费 红包抵扣 降价类优惠 平台实际承担优惠金额 商家实际承担优惠金额
达人实际承担优惠金额 收件人 收件人手机号 省 市 区 街道 详细地址 是否修改过地址 快递信息
序列号 达人ID 达人昵称 拼团订单团编号 商品单价是否含税 税费 鲁班落地页ID 所属门店ID 流量来源
仓库ID 仓库名称 是否安心购 广告渠道 流量类型 流量体裁 流量渠道 发货主体 发货主体明细
教育优惠 预计送达时间 是否平台仓自流转 是否是渠道商品 预约送达时间 建议发货时间（起）
建议发货时间（止）
""")
"""75 columns, with 快递信息."""

DOUYIN_C = _names("""
主订单编号 子订单编号 选购商品 商品规格 商品数量 商家编码 订单应付金额 运费 收件人
收件人手机号 详细地址 订单提交时间 商家备注 订单完成时间 订单状态 售后状态 取消原因 发货时间
平台实际承担优惠金额 商家实际承担优惠金额 达人实际承担优惠金额
""")
"""The short list of 2026."""

DOUYIN_CASES = _names("""
售后单号 订单号 商品单号 商品名称 商品ID 应付金额（元） 商品运费（元） 支付优惠（元）
商品税费（元） 商品发货状态 售后类型 退商品金额（元） 退运费金额（元） 退支付优惠（元）
退税费金额（元） 售后状态 售后申请时间 退款方式 是否已上传退款凭证 售后原因 售后原因标签
退货物流单号 退货异常 退货发货时间 退货物流公司 自动处理截止时间 同意售后申请时间
商家退款时间 用户到账时间 售后关闭时间 商家退货地址 商家退货联系人姓名 商家退货联系人电话
仲裁状态 纠纷责任方 是否极速退款 是否拒签后退款 发货物流单号 发货物流状态 换货物流单号
退货物流状态 售后完结时间 订单备注 用户售后说明 售后备注 操作人 协商记录 换货商品信息
商家编码 门店名称
""")
"""50 columns."""

Row = dict[str, str]

PDD_ROW: Row = {
    "商品": "东北大米",
    "订单号": "261120-123456789012345",
    "订单状态": "待发货",
    "商品总价(元)": "59.80",
    "商品总价（元）": "59.80",
    "邮费(元)": "2.00",
    "店铺优惠折扣(元)": "5.00",
    "平台优惠折扣(元)": "1.00",
    "用户实付金额(元)": "55.80",
    "商家实收金额(元)": "56.80",
    "商品数量(件)": "2",
    "商品id": "600000000001",
    "商品规格": "10kg",
    "商家编码-SKU维度": "RICE-10",
    "商家编码-规格维度": "RICE-10",
    "商家编码-商品维度": "RICE",
    "是否异常": "否",
    "是否审核中": "否",
    "省": "黑龙江省",
    "市": "哈尔滨市",
    "区": "道里区",
    "街道": "新阳路街道",
    "街道/镇": "新阳路街道",
    "支付时间": "2026-11-20 12:00:00",
    "拼单成功时间": "2026-11-20 12:08:23",
    "订单成交时间": "2026-11-20 12:08:23",
    "承诺发货时间": "2026-11-22 12:00:00",
    "售后状态": "无售后或售后取消",
    "商家备注": "加急",
    "样式ID": "12345",
}
"""A paid order of two bags of rice; a header takes from it what it has."""

PDD_CASE_ROW: Row = {
    "售后编号": "83640963443",
    "订单编号": "261120-123456789012345",
    "发货运单号": "YT6954154531736",
    "售后状态": "待商家处理",
    "退款类型": "退款",
    "退款原因": "少件",
    "订单状态": "已发货",
    "交易金额": "55.80",
    "退款金额": "8",
    "申请时间": "2026-11-21 12:59:51",
    "买家": "王*: 1*****9",
}

DOUYIN_ROW: Row = {
    "主订单编号": "6956488938693643482",
    "子订单编号": "6956488938693643482",
    "选购商品": "儿童雨鞋",
    "商品规格": "蓝色 28码",
    "货号": "YX",
    "商品数量": "2",
    "商品ID": "3713708453593080994",
    "商家编码": "YX-B28",
    "商品单价": "26.90",
    "商品金额": "53.80",
    "订单应付金额": "50.80",
    "运费": "0.00",
    "平台优惠": "1.00",
    "商家优惠": "2.00",
    "收件人": "孙*",
    "收件人手机号": "139****4702",
    "省": "浙江省",
    "订单提交时间": "2026-11-20 10:59:58",
    "支付完成时间": "2026-11-20 11:00:33",
    "承诺发货时间": "2026-11-22 10:59:58",
    "订单状态": "待发货",
    "售后状态": "-",
    "旗帜颜色": "红",
}

DOUYIN_CASE_ROW: Row = {
    "售后单号": "147233344478784381",
    "订单号": "6956488938693643482",
    "商品单号": "6956488938693643482",
    "应付金额（元）": "50.80",
    "商品发货状态": "已发货",
    "售后类型": "退货退款",
    "退商品金额（元）": "48.80",
    "退运费金额（元）": "2.00",
    "售后状态": "售后处理中",
    "售后申请时间": "2026-11-21 07:59:50",
    "售后原因": "质量问题",
    "自动处理截止时间": "2026-11-23 08:00:00",
    "仲裁状态": "-",
    "是否拒签后退款": "否",
    "发货物流单号": "YT6954154531736",
}


def pdd(**cells: str) -> Row:
    """A row of Pinduoduo's order export with these cells changed."""
    return PDD_ROW | cells


def douyin(**cells: str) -> Row:
    """A row of Douyin's order export with these cells changed."""
    return DOUYIN_ROW | cells


def csv_text(columns: Sequence[str], rows: Iterable[Row], delimiter: str = ",") -> str:
    """The rows under their header."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue()


def csv_file(folder: Path, columns: Sequence[str], *rows: Row, name: str = "orders.csv") -> Path:
    """A CSV file as most platforms write it: UTF-8 with a byte order mark."""
    path = folder / name
    path.write_text(csv_text(columns, rows), encoding="utf-8-sig", newline="")
    return path


def xlsx_file(folder: Path, rows: Iterable[Sequence[object]], title: str = "Sheet1") -> Path:
    """A workbook with these rows, header included, on its only sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    path = folder / "orders.xlsx"
    workbook.save(path)
    return path


class Cells(NamedTuple):
    """A row with its cells by column."""

    number: int
    cells: Row
    reason: str = ""
    """Why it cannot be read."""


class ReadTable(NamedTuple):
    """A whole table."""

    digest: str
    encoding: str
    columns: tuple[str, ...]
    rows: tuple[Cells, ...]
    broken: tuple[Cells, ...]


def read_table(
    path: Path, limits: Limits = DEFAULT_LIMITS, is_header: IsHeader | None = None
) -> ReadTable:
    """All rows of the first table of a file."""
    with open_tables(path, limits, is_header) as tables:
        table = next(iter(tables))
        rows = list(table.rows())
        named = [
            Cells(row.number, dict(zip(table.columns, row.cells, strict=True)), row.fault)
            for row in rows
        ]
        whole = tuple(one for one in named if not one.reason)
        broken = tuple(one for one in named if one.reason)
        return ReadTable(table.digest, table.encoding, table.columns, whole, broken)


class Understood(NamedTuple):
    """What the rows of a table say, order by order as they name them, as an import reads it."""

    facts: list[Facts]
    rejected: list[RejectedRow]
    """By row."""


def understood(reading: Reading, rows: Iterable[TableRow]) -> Understood:
    """What these rows of a file say."""
    by_order: dict[object, list[TableRow]] = {}
    for row in rows:
        reading.notice(reading.order_no(row))
        by_order.setdefault(reading.order_no(row) or row.number, []).append(row)
    facts: list[Facts] = []
    rejected: list[RejectedRow] = []
    for of_order in by_order.values():
        rejected += reading.broken(of_order)
        whole = [row for row in of_order if not row.fault]
        if reading.is_of_lines and len(whole) < len(of_order):
            continue
        for unit in reading.units(whole) if whole else ():
            try:
                facts += reading.facts(unit)
            except UnreadableRows as fault:
                rejected += fault.rejected
    return Understood(facts, sorted(rejected, key=lambda one: one.row))


def read_export(path: Path) -> ExportFile:
    """Everything that a file says; of a workbook its first sheet."""
    with open_export(path) as tables:
        table = next(iter(tables))
        reading = reading_of(table)
        rows = [row for row in table.rows() if not reading.is_note(row)]
        if all(row.fault for row in rows):
            raise nothing_in(table, next(iter(rows), None))
        for row in rows:
            if reading.latest and not row.fault:
                reading.latest.note(row, NOW)
        facts, rejected = understood(reading, rows)
        platform = reading.platform or _platform(facts)
        if platform is None and reading.kind == "orders":
            raise unreadable(table.name, rejected[0].reason)
        return ExportFile(
            name=table.name,
            digest=table.digest,
            platform=platform,
            kind=reading.kind,
            variant=reading.variant,
            encoding=table.encoding,
            exported_at=reading.exported_at,
            latest_at=reading.latest.at if reading.latest else None,
            row_count=len(rows),
            orders=tuple(one for one in facts if isinstance(one, OrderFacts)),
            cases=tuple(one for one in facts if isinstance(one, CaseFacts)),
            traces=tuple(one for one in facts if isinstance(one, TraceFacts)),
            rejected=tuple(rejected),
            unknown_columns=reading.unknown_columns,
        )


def _platform(facts: Sequence[Facts]) -> Platform | None:
    return next((one.platform for one in facts if not isinstance(one, TraceFacts)), None)

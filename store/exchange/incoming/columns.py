"""Columns: what each column of a platform's export is called, and what the desk calls it.

Merchants choose the columns, and the platforms renamed them over the years, so a column is found by
name and never by place. Names and where they were seen: domain.md §1.1, §1.4, §2.1, §2.3.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

REJECTED_COLUMNS = ("file", "row", "field", "reason")
"""What stands before the cells of a rejected row; it says nothing when that is mended and read."""

Spellings = Mapping[str, tuple[str, ...]]
"""The desk's name of a field → every spelling of its column, the preferred one first."""
_DEADLINES = frozenset({"ship_by", "deadline"})
_UNIT = re.compile(r"\((?:元|件)\)$")


def normal(name: str) -> str:
    """A column's name without what makes no difference: width, case, spaces, its unit."""
    half_width = unicodedata.normalize("NFKC", name).casefold()
    return _UNIT.sub("", "".join(half_width.split()))


def is_time(field: str) -> bool:
    """Does a field of an export hold a time?"""
    return field.endswith("_at") or field in _DEADLINES


def named(columns: Sequence[str], spellings: Spellings) -> dict[str, str]:
    """What a file calls each field that it has a column for; the first of two with one meaning."""
    by_name = {normal(name): field for field, names in spellings.items() for name in names}
    found: dict[str, str] = {}
    for name in columns:
        if field := by_name.get(normal(name)):
            found.setdefault(field, name)
    return found


class ColumnsFound:
    """Where a file has the columns of fields, and what columns it has besides."""

    def __init__(
        self, columns: Sequence[str], spellings: Spellings, others: frozenset[str] = frozenset()
    ) -> None:
        """`others` are known and not read, in normal form."""
        self._spellings = spellings
        self.names = named(columns, spellings)
        """What the file calls the column of each field that it has one for."""
        self.places = {field: columns.index(name) for field, name in self.names.items()}
        read, known = {*self.names.values()}, others.union(REJECTED_COLUMNS)
        self.unknown = tuple(
            name for name in columns if name not in read and normal(name) not in known
        )
        """Somebody may have added columns; they are not read."""

    def name(self, field: str) -> str:
        """What the file calls the column of a field, or could call it where it has none."""
        return self.names.get(field) or self._spellings[field][0]

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """The cells of a row by field."""
        return {field: row[place] for field, place in self.places.items()}


@dataclass(frozen=True, slots=True)
class ColumnSet:
    """The columns of one kind of export."""

    fields: Spellings
    amounts: tuple[str, ...]
    """Fields of which an export has at least one."""
    status: tuple[str, ...]
    """Columns whose words are kept as the platform's own, whatever field they also fill."""
    others: frozenset[str]
    """Columns the platform is known to offer and the desk has no field for, in normal form."""


def names(text: str) -> frozenset[str]:
    """Columns as they are compared."""
    return frozenset(normal(name) for name in text.split())


PDD_ORDERS = ColumnSet(
    fields={
        "order_no": ("订单号", "订单编号"),
        "status": ("订单状态",),
        "after_sales": ("售后状态",),
        "name": ("商品",),
        "spec": ("商品规格",),
        "sku": ("商家编码-规格维度", "商家编码-SKU维度"),
        "product_code": ("商家编码-商品维度",),
        "product_id": ("商品id",),
        "ordered": ("商品数量(件)",),
        "gift_name": ("赠品名称",),
        "gift_id": ("赠品id",),
        "gift_spec": ("赠品规格",),
        "gift_ordered": ("赠品数量",),
        "goods": ("商品总价(元)",),
        "freight": ("邮费(元)",),
        "shop_discount": ("店铺优惠折扣(元)",),
        "platform_discount": ("平台优惠折扣(元)",),
        "payment_discount": ("多多支付立减金额(元)",),
        "paid": ("用户实付金额(元)",),
        "seller_receives": ("商家实收金额(元)",),
        "under_review": ("是否审核中", "是否异常"),
        "receiver": ("收货人",),
        "phone": ("手机",),
        "province": ("省",),
        "city": ("市",),
        "district": ("区",),
        "street": ("街道/镇", "街道"),
        "detail": ("详细地址",),
        "deal_at": ("订单成交时间", "拼单成功时间"),
        "paid_at": ("支付时间",),
        "confirmed_at": ("订单确认时间",),
        "ship_by": ("承诺发货时间",),
        "shipped_at": ("发货时间",),
        "received_at": ("确认收货时间",),
        "tracking_no": ("快递单号",),
        "carrier": ("快递公司",),
        "buyer_note": ("买家留言",),
        "seller_note": ("商家备注",),
    },
    amounts=("paid", "goods", "seller_receives"),
    status=("订单状态", "售后状态"),
    others=names(
        """
        上门安装费(元) 送货入户费(元) 送货入户并安装费(元) 身份证姓名 身份证号码 用户购买手机号
        样式ID 海淘清关订单号 支付ID 支付方式 是否抽奖或0元试用 是否顺丰加价 关联货品编码
        货品名称 货品类型 子货品 仓库名称 仓库所在地址 是否门店自提 门店名称 门店自定义编码
        旅行类信息 消费者资料 承诺送达时间 商品一级类目 商品二级类目 商品三级类目 商品四级类目
        消费者资料上传时间 团ID 团身份 是否已开始配送 配送员是否已送达 配送状态 同城是否普通快递
        配送员手机号 充值号码 保税仓 是否直播间成交 是否直播间引导成交 预约配送时间 是否节能补贴
        是否分期 分期期数 手续费承担方 是否无痕发货 订单来源 是否社区团购 小区送达情况 分期方式
        """
    ),
)

PDD_AFTER_SALES = ColumnSet(
    fields={
        "case_no": ("售后编号",),
        "order_no": ("订单编号", "订单号"),
        "status": ("售后状态",),
        "kind": ("退款类型", "售后类型"),
        "reason": ("退款原因", "申请原因"),
        "order_status": ("订单状态", "发货状态"),
        "order_amount": ("交易金额",),
        "amount": ("退款金额",),
        "applied_at": ("申请时间", "售后申请时间"),
        "agreed_at": ("同意退款时间", "同意退货时间"),
        "agreed_by": ("同意退款人",),
        "refunded_at": ("同意退款时间",),
        "intercept": ("快递拦截状态", "包裹拦截状态"),
        "deadline": ("超时时间",),
        "tracking_no": ("发货运单号",),
        "return_tracking_no": ("退货运单号",),
    },
    amounts=("amount", "order_amount"),
    # 超时时间 too: what is no instant of it is to be read all the same, and another is a newer one.
    status=("售后状态", "订单状态", "发货状态", "快递拦截状态", "包裹拦截状态", "超时时间"),
    others=names(
        """
        退货物流状态 退货物流状态对应时间 发货物流状态 买家 商品ID 备注
        同意退货人 sku信息 商家编码 订单标记 处理状态 店铺名称
        """
    ),
)

PDD_INSURANCE = ColumnSet(
    fields={
        "order_no": ("订单编号", "订单号"),
        "status": ("运费补偿状态",),
        "premium": ("服务费用(元)", "保费(元)"),
        "insured_at": ("运费补偿生效时间",),
        "shipped_at": ("订单发货时间",),
    },
    amounts=("premium",),
    status=("运费补偿状态",),
    others=names("收费编号 收费状态 理赔状态"),
)

DOUYIN_INSURANCE = ColumnSet(
    fields={
        "order_no": ("订单编号", "订单号"),
        "status": ("保障状态",),
        "premium": ("支付保费",),
        "covered": ("保障额度",),
        "insured_at": ("承保时间",),
    },
    amounts=("premium", "covered"),
    status=("保障状态",),
    others=names(
        """
        投保单号 下单时间 保险名称 承保保司 保费来源 保费状态 动账时间 动账流水号 保险交易单号
        平台优惠【营销补贴】 备注 平台优惠【特殊活动】 平台优惠
        """
    ),
)

DOUYIN_ORDERS = ColumnSet(
    fields={
        "order_no": ("主订单编号", "主订单号", "订单编号", "订单号"),
        "line_no": ("子订单编号",),
        "status": ("订单状态",),
        "after_sales": ("售后状态",),
        "closed_because": ("取消原因",),
        "name": ("选购商品",),
        "spec": ("商品规格",),
        "sku": ("商家编码", "货号"),
        "product_id": ("商品ID",),
        "ordered": ("商品数量",),
        "unit_price": ("商品单价",),
        "goods": ("商品金额",),
        "paid": ("订单应付金额",),
        "freight": ("运费",),
        "shop_discount": ("商家优惠",),
        "platform_discount": ("平台优惠",),
        "author_discount": ("达人优惠",),
        "payment_discount": ("支付优惠",),
        "coupon": ("红包抵扣",),
        "receiver": ("收件人",),
        "phone": ("收件人手机号",),
        "province": ("省",),
        "city": ("市",),
        "district": ("区",),
        "street": ("街道",),
        "detail": ("详细地址",),
        "ordered_at": ("订单提交时间",),
        "paid_at": ("支付完成时间",),
        "ship_by": ("承诺发货时间",),
        "shipped_at": ("发货时间",),
        "received_at": ("订单完成时间",),
        "parcel": ("快递信息",),
        "buyer_note": ("买家留言",),
        "seller_note": ("商家备注",),
    },
    amounts=("paid", "goods", "unit_price"),
    status=("订单状态", "售后状态", "取消原因"),
    others=names(
        """
        优惠总金额 商家改价 支付方式 手续费 是否修改过地址 地址修改时段 旗帜颜色 APP渠道
        流量来源 订单类型 鲁班落地页ID 达人ID 达人昵称 所属门店ID 预约发货时间 仓库ID 仓库名称
        序列号 是否安心购 广告渠道 流量类型 流量体裁 流量渠道 发货主体 发货主体明细 降价类优惠
        平台实际承担优惠金额 商家实际承担优惠金额 达人实际承担优惠金额 预计送达时间
        是否平台仓自流转 车型 商品69码 发货SN码 发货IMEI码1 发货IMEI码2 预约送达时间
        建议发货时间（起） 建议发货时间（止） 物流SN码 物流IMEI码1 物流IMEI码2 是否是以旧换新
        换新额外补贴 换新额外补贴发放状态 拼团订单团编号 商品单价是否含税 税费 教育优惠
        是否是渠道商品
        """
    ),
)

DOUYIN_AFTER_SALES = ColumnSet(
    fields={
        "case_no": ("售后单号",),
        "order_no": ("订单号", "订单编号", "主订单编号"),
        "line_no": ("商品单号",),
        "status": ("售后状态",),
        "arbitration": ("仲裁状态",),
        "kind": ("售后类型",),
        "reason": ("售后原因",),
        "goods_status": ("商品发货状态",),
        "refused": ("是否拒签后退款",),
        "order_amount": ("应付金额（元）",),
        "amount": ("退商品金额（元）",),
        "freight": ("退运费金额（元）",),
        "applied_at": ("售后申请时间",),
        "agreed_at": ("同意售后申请时间",),
        "returned_at": ("退货发货时间",),
        "refunded_at": ("商家退款时间",),
        "credited_at": ("用户到账时间",),
        "closed_at": ("售后关闭时间",),
        "finished_at": ("售后完结时间",),
        "deadline": ("自动处理截止时间",),
        "tracking_no": ("发货物流单号",),
        "return_tracking_no": ("退货物流单号",),
    },
    amounts=("amount", "order_amount"),
    status=("售后状态", "仲裁状态", "商品发货状态", "自动处理截止时间"),
    others=names(
        """
        商品名称 商品ID 商品运费（元） 支付优惠（元） 商品税费（元） 退支付优惠（元）
        退税费金额（元） 退款方式 是否已上传退款凭证 售后原因标签 退货异常 退货物流公司
        商家退货地址 商家退货联系人姓名 商家退货联系人电话 纠纷责任方 是否极速退款 发货物流状态
        换货物流单号 退货物流状态 订单备注 用户售后说明 售后备注 操作人 协商记录 换货商品信息
        商家编码 门店名称
        """
    ),
)

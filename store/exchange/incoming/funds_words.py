"""What the platforms call the rows of their funds files, and which kind of payment each is.

Codes and scenes: domain.md §6. A word that is none of these is kept, shown, and left to a person.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from store.models.payment import PaymentKind

PINDUODUO_CODES: Mapping[str, PaymentKind] = MappingProxyType(
    {
        "0010002": "order_income",
        "0010005": "coupon_settlement",
        "0020002": "refund",
        "0020005": "coupon_settlement",
        "0030002": "platform_fee",
        "0030003": "platform_fee",
        "0040002": "compensation",
        "0040003": "freight_compensation",
        "0040004": "late_shipment",
        "0040005": "false_shipment",
        "0050002": "platform_fee",
        "0060002": "coupon_settlement",
        "0070001": "platform_deposit",
        "0070004": "advertising",
        "0140028": "platform_fee",
    }
)
"""By the number before the words of 业务描述."""
_PINDUODUO: tuple[tuple[str, PaymentKind], ...] = (
    ("订单收入", "order_income"),
    ("交易收入", "order_income"),
    ("优惠券", "coupon_settlement"),
    ("跨店满返", "coupon_settlement"),
    ("订单退款", "refund"),
    ("技术服务费", "platform_fee"),
    ("多多进宝", "platform_fee"),
    ("消费者体验提升计划", "platform_fee"),
    ("合作费", "platform_fee"),
    ("延迟发货", "late_shipment"),
    ("虚假发货", "false_shipment"),
    ("虚假轨迹", "trace_abnormal"),
    ("欺诈发货", "fraudulent_shipment"),
    ("缺货", "stock_out"),
    ("运费补偿", "freight_compensation"),
    ("售后补偿", "compensation"),
    ("消费者赔付", "compensation"),
    ("小额打款", "small_payment"),
    ("保证金", "platform_deposit"),
    ("广告", "advertising"),
    ("推广", "advertising"),
    ("提现", "transfer"),
    ("转账", "transfer"),
    ("申诉补回", "appeal_return"),
)
"""By what the words hold, in this turn."""
DOUYIN_SCENES: Mapping[str, PaymentKind] = MappingProxyType(
    {
        "其他": "other",
        "消费者赔付": "compensation",
        "小额打款": "small_payment",
        "判罚扣款": "penalty",
        "物流赔付": "other",
        "充值保证金": "platform_deposit",
        "权益保险": "insurance",
        "欠票扣款": "other",
        "公益捐款": "other",
        "上门取件运费": "platform_fee",
        "QIC": "platform_fee",
        "联合补贴": "other",
        "贴息": "other",
        "放心借": "transfer",
        "人工调账": "other",
        "提前收款": "transfer",
        "充值千川": "advertising",
        "评价有礼": "advertising",
        "年框返点": "other",
        "云仓": "platform_fee",
        "代发": "platform_fee",
        "退款-结算后退款-退用户": "refund",
        "退款-订单退款触发-退补贴": "coupon_settlement",
        "价保补差退回": "other",
        "退转付": "refund",
        "极速退二阶段资金回补": "refund",
        "商家赔付扣减货款": "compensation",
        "极速退二次售后-退用户": "refund",
        "取件分佣": "platform_fee",
        "货款结算入账": "order_income",
        "执照注销分账": "transfer",
        "保证金垫付退款结算": "platform_deposit",
        "福袋": "advertising",
        "退款触发-分账": "platform_fee",
        "退分账": "platform_fee",
        "价保补差": "other",
        "退款失败资金退回": "refund",
        "赔付失败资金退回": "compensation",
        "上门取件": "platform_fee",
        "佣金入账": "platform_fee",
        "提现": "transfer",
        "提现退票": "transfer",
        # 动账摘要 of older files.
        "订单结算": "order_income",
        "原路退": "refund",
        "已退款": "refund",
        "服务费返还": "platform_fee",
        "极速退款分账": "refund",
    }
)
_DOUYIN: tuple[tuple[str, PaymentKind], ...] = (
    ("主体变更旧主体资金转入新主体", "transfer"),
    ("货款充值保证金", "platform_deposit"),
    ("保费扣除", "insurance"),
    ("联合补贴", "other"),
    ("贴息", "other"),
    ("上门取件", "platform_fee"),
    ("提现", "transfer"),
)
_CODED = re.compile(r"(\d{7})(?:\||$)", re.ASCII)


@lru_cache(maxsize=1024)  # a file says the same few words in each of its rows
def pinduoduo_kind(description: str, kind: str, note: str) -> PaymentKind:
    """What a row of 店铺账务明细 is, by 业务描述, else by 账务类型 and 备注."""
    coded = _CODED.match(description)
    if coded and coded[1] in PINDUODUO_CODES:
        return PINDUODUO_CODES[coded[1]]
    return _held(_PINDUODUO, description) or _held(_PINDUODUO, f"{kind} {note}") or "unknown"


@lru_cache(maxsize=1024)
def douyin_kind(scene: str, note: str) -> PaymentKind:
    """What a row of 动账明细 is, by 动账场景, else by 备注."""
    if scene in DOUYIN_SCENES:
        return DOUYIN_SCENES[scene]
    return _held(_DOUYIN, f"{scene} {note}") or "unknown"


def _held(words: tuple[tuple[str, PaymentKind], ...], text: str) -> PaymentKind | None:
    return next((kind for word, kind in words if word in text), None)

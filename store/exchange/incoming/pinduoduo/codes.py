"""Pinduoduo's numbers of after-sales (domain.md §0 fact 8, §3.1): one map per endpoint.

The same number means different things at different doors, so that no map is ever used for
another's. None of these numbers is kept: only what it means, and the platform's own text.
"""

from collections.abc import Mapping
from types import MappingProxyType

from store.exchange.incoming.case_meaning import (
    BUYER_TO_ANSWER,
    BUYER_TO_CONFIRM,
    BUYER_TO_REFUSE,
    BUYER_TO_RETURN,
    EXPIRED,
    FULFILLED,
    MONEY_ON_ITS_WAY,
    PLATFORM_TO_RULE,
    REFUNDED,
    REJECTED,
    SELLER_TO_ACT,
    SELLER_TO_ANSWER,
    SELLER_TO_RECEIVE,
    SELLER_TO_REFUND,
    SELLER_TO_SEND,
    WITHDRAWN,
    Code,
)
from store.models.after_sales_case import CaseKind

TYPES_OF_REFUND_LIST: Mapping[int, CaseKind] = MappingProxyType(
    {
        2: CaseKind.REFUND_ONLY,
        3: CaseKind.RETURN_AND_REFUND,
        4: CaseKind.EXCHANGE,
        5: CaseKind.SUPPLEMENTARY,
        6: CaseKind.REPAIR,
    }
)
"""after_sales_type of `pdd.refund.list.increment.get` (lywzx/pdd-node-sdk; 6 in pdd-rs)."""

TYPES_OF_REFUND_INFORMATION: Mapping[int, CaseKind] = MappingProxyType(
    {
        1: CaseKind.REFUND_ONLY,
        2: CaseKind.RETURN_AND_REFUND,
        3: CaseKind.EXCHANGE,
        4: CaseKind.SUPPLEMENTARY,
        5: CaseKind.REPAIR,
    }
)
"""after_sales_type of `pdd.refund.information.get` (lywzx/pdd-node-sdk)."""

AFTER_SALES_STATUS: Mapping[int, Code] = MappingProxyType(
    {
        0: Code("无售后", None),
        2: Code("买家申请退款，待商家处理", SELLER_TO_ANSWER),
        3: Code("退货退款，待商家处理", SELLER_TO_ANSWER),
        4: Code("商家同意退款，退款中", MONEY_ON_ITS_WAY),
        5: Code("平台同意退款，退款中", MONEY_ON_ITS_WAY),
        6: Code("驳回退款，待买家处理", BUYER_TO_ANSWER),
        7: Code("已同意退货退款，待用户发货", BUYER_TO_RETURN),
        8: Code("平台处理中", PLATFORM_TO_RULE),
        9: Code("平台拒绝退款，退款关闭", REJECTED),
        10: Code("退款成功", REFUNDED),
        11: Code("买家撤销", WITHDRAWN),
        12: Code("买家逾期未处理，退款失败", EXPIRED),
        13: Code("买家逾期，超过有效期", EXPIRED),
        14: Code("换货补寄，待商家处理", SELLER_TO_ANSWER),
        15: Code("换货补寄，待用户处理", BUYER_TO_ANSWER),
        16: Code("换货补寄成功", FULFILLED),
        17: Code("换货补寄失败", WITHDRAWN),
        18: Code("换货补寄，待用户确认完成", BUYER_TO_CONFIRM),
        21: Code("待商家同意维修", SELLER_TO_ANSWER),
        22: Code("待用户确认发货", BUYER_TO_RETURN),
        24: Code("维修关闭", WITHDRAWN),
        25: Code("维修成功", FULFILLED),
        27: Code("待用户确认收货", BUYER_TO_CONFIRM),
        31: Code("已同意拒收退款，待用户拒收", BUYER_TO_REFUSE),
        32: Code("补寄，待商家发货", SELLER_TO_SEND),
        33: Code("补寄，待商家召回", SELLER_TO_ACT),
    }
)
"""after_sales_status of the open platform; 33 only in pdd-rs."""

SUPPORT_TOOL_STATUS: Mapping[int, Code] = MappingProxyType(
    {
        5: Code("未发货，退款成功", REFUNDED),
        10: Code("已发货，退款成功", REFUNDED),
        13: Code("部分退款成功", REFUNDED),
        14: Code("商家拒绝退款", BUYER_TO_ANSWER),
        15: Code("退货完成待退款", SELLER_TO_REFUND),
    }
)
"""A support tool's reading of the same field (public code); it contradicts the map above."""

MERCHANT_PAGE_STATUS: Mapping[int, Code] = MappingProxyType(
    {
        5: Code("退款成功", REFUNDED),
        6: Code("买家撤销", WITHDRAWN),
        10: Code("商家同意退货退款待买家发货", BUYER_TO_RETURN),
        11: Code("用户已发货待商家处理", SELLER_TO_RECEIVE),
        12: Code("售后取消/退款失败", WITHDRAWN),
        16: Code("换货成功", FULFILLED),
        18: Code("商家已发货待消费者确认收货", BUYER_TO_CONFIRM),
    }
)
"""The merchant's own page (public code); NULL there means that there is no case."""

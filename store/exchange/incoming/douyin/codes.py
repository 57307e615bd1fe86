"""Doudian's numbers of after-sales (domain.md §3.2): one map per field and per direction.

`arbitrate_status` means one thing as a filter of a request and another in the answer to it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from store.exchange.incoming.case_meaning import (
    BUYER_TO_ANSWER,
    BUYER_TO_CONFIRM,
    BUYER_TO_RETURN,
    FULFILLED,
    PLATFORM_TO_RULE,
    REFUNDED,
    SELLER_TO_ANSWER,
    SELLER_TO_PROVE,
    SELLER_TO_RECEIVE,
    SELLER_TO_SEND,
    WITHDRAWN,
    Code,
)
from store.models.after_sales_case import CaseKind

AFTERSALE_TYPE: Mapping[int, CaseKind] = MappingProxyType(
    {
        0: CaseKind.RETURN_AND_REFUND,
        1: CaseKind.REFUND_ONLY,
        2: CaseKind.REFUND_ONLY,
        3: CaseKind.EXCHANGE,
        7: CaseKind.SUPPLEMENTARY,
        8: CaseKind.REPAIR,
    }
)
"""aftersale_type; 4 系统取消, 5 用户取消 and 6 价保 are no kinds of the desk's: OTHER."""

STANDARD_AFTERSALE_STATUS: Mapping[int, Code] = MappingProxyType(
    {
        6: Code("待商家同意", SELLER_TO_ANSWER),
        7: Code("待买家退货", BUYER_TO_RETURN),
        8: Code("待商家发货（补寄/维修）", SELLER_TO_SEND),
        11: Code("待商家二次同意", SELLER_TO_RECEIVE),
        12: Code("售后成功", REFUNDED),
        13: Code("换货/补寄/维修待买家收货", BUYER_TO_CONFIRM),
        14: Code("换货/补寄/维修成功", FULFILLED),
        27: Code("商家一次拒绝", BUYER_TO_ANSWER),
        28: Code("售后失败", WITHDRAWN),
        29: Code("商家二次拒绝", BUYER_TO_ANSWER),
        51: Code("取消成功", WITHDRAWN),
        53: Code("逆向交易完成", REFUNDED),
    }
)
"""standard_aftersale_status; 12 of a kind that ends with goods is FULFILLED."""

ARBITRATE_STATUS_FILTER: Mapping[int, Code] = MappingProxyType(
    {
        0: Code("未介入", None),
        1: Code("客服处理中", PLATFORM_TO_RULE),
        2: Code("仲裁结束-支持买家", None),
        3: Code("仲裁结束-支持卖家", None),
        4: Code("待商家举证", SELLER_TO_PROVE),
        5: Code("待与买家协商", SELLER_TO_PROVE),
        6: Code("仲裁结束", None),
        255: Code("取消", None),
    }
)
"""arbitrate_status as a filter of the request `afterSale.List`."""

ARBITRATE_STATUS_ANSWER: Mapping[int, Code] = MappingProxyType(
    {
        0: Code("无仲裁记录", None),
        1: Code("仲裁中", PLATFORM_TO_RULE),
        2: Code("客服同意", None),
        3: Code("客服拒绝", None),
        4: Code("待商家举证", SELLER_TO_PROVE),
        5: Code("协商期", SELLER_TO_PROVE),
        255: Code("仲裁结束", None),
    }
)
"""arbitrate_status in the answer of `afterSale.List`.

An arbitration that has ended leaves the word to the case's own state, which says what follows.
"""

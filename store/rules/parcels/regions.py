"""Regions (区域): how long a parcel may take between two scans depends on both its ends.

Douyin, aHwHroCPheig 物流轨迹超时 (domain.md §4.1): within 江浙沪皖, within 京津冀 and within one
province is one region; eight provinces are remote, whether the goods leave there or go there
(任一地址); all else goes to another province. Pinduoduo's own regions were not found (domain.md
§4.2): its orders are put into the same ones, and the `transit_*` rules of its policy file say so
beside each number, marked unverified.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

from store.rules.parcels.divisions import PROVINCES, short_name

if TYPE_CHECKING:
    from store.models.order import Order
    from store.rules.timing.policy import Policy

ONE_REGION = (frozenset({"江苏", "浙江", "上海", "安徽"}), frozenset({"北京", "天津", "河北"}))
REMOTE = frozenset({"新疆", "西藏", "内蒙古", "青海", "宁夏", "云南", "甘肃", "海南"})
KNOWN = tuple(map(short_name, PROVINCES))
WAREHOUSE = "仓库所在地址"
"""The column of Pinduoduo's export from which the goods are sent."""


def transit_rule(order: "Order", policy: "Policy") -> str:
    """The policy rule that says how long this order's parcels may stand still.

    Where an end is not known the parcel is taken to go to another province.
    """
    ends = provinces(order, policy)
    if ends & REMOTE:
        return "transit_remote"
    one_region = len(ends) == 1 or any(ends <= one for one in ONE_REGION)
    return "transit_same_region" if one_region and all(_ends(order, policy)) else "transit_other"


def provinces(order: "Order", policy: "Policy") -> frozenset[str]:
    """Where the goods leave and where they go, as far as it is known."""
    return frozenset(one for one in _ends(order, policy) if one)


def _ends(order: "Order", policy: "Policy") -> tuple[str, str]:
    """The warehouse of the export, else what the shop says of itself; and the receiver's."""
    told = order.extra.get(WAREHOUSE, "") or policy.sender(order.platform, order.shop)
    return province(told), province(order.receiver.province)


@lru_cache(maxsize=1024)
def province(text: str) -> str:
    """The province that a text begins with, without its 省, 市 or 自治区; empty where unknown."""
    return next((one for one in KNOWN if text.strip().startswith(one)), "")

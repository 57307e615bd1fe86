"""Regions (区域): how long a parcel may take between two scans depends on where it goes.

Douyin, aHwHroCPheig 物流轨迹超时 (domain.md §4.1): within 江浙沪皖, within 京津冀 and within one
province is one region; eight provinces are remote; all else goes to another province. Pinduoduo's
own regions were not found (domain.md §4.2): its orders are put into the same ones, and the
`transit_*` rules of its policy file say so beside each number, marked unverified.
"""

from store.models.order import Order

ONE_REGION = (frozenset({"江苏", "浙江", "上海", "安徽"}), frozenset({"北京", "天津", "河北"}))
REMOTE = frozenset({"新疆", "西藏", "内蒙古", "青海", "宁夏", "云南", "甘肃", "海南"})
KNOWN = frozenset.union(
    *ONE_REGION,
    REMOTE,
    {"山西", "辽宁", "吉林", "黑龙江", "福建", "江西", "山东", "河南", "湖北", "湖南"},
    {"广东", "广西", "重庆", "四川", "贵州", "香港", "澳门", "台湾"},
)
WAREHOUSE = "仓库所在地址"
"""The column of Pinduoduo's export from which the goods are sent."""


def transit_rule(order: Order) -> str:
    """The policy rule that says how long this order's parcels may stand still.

    Where the sender is not known the parcel is taken to go to another province.
    """
    to = province(order.receiver.province)
    if to in REMOTE:
        return "transit_remote"
    sent_from = province(order.extra.get(WAREHOUSE, ""))
    if to and sent_from and (to == sent_from or any({to, sent_from} <= one for one in ONE_REGION)):
        return "transit_same_region"
    return "transit_other"


def province(text: str) -> str:
    """The province that a text begins with, without its 省, 市 or 自治区; empty where unknown."""
    return next((one for one in KNOWN if text.strip().startswith(one)), "")

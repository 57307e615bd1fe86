"""Judgements by the carrier's scans: 物流轨迹超时 (late) and 物流轨迹异常 (abnormal).

Douyin aHwHroCPheig and aHzmeN9E9dBF, Pinduoduo 虚假发货 (domain.md §4.1, §4.2).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from store.models.order import Order
from store.models.parcel import Parcel
from store.rules.obligations.parcels import leg_rule
from store.rules.order.lateness import promised
from store.rules.parcels.tracking import same_receiver
from store.rules.parcels.uploading import is_told
from store.rules.parcels.watch import Leg, awaited, legs, watched
from store.rules.timing.clocks import clock
from store.rules.timing.policy import Policy, PolicyRule
from store.words import _
from store.words.labels import label
from store.words.times import SHOP_TIME, minute_text

ABNORMAL = {"first-scan": "abnormal_first_scan", "sorting": "abnormal_sorting"}


class Finding(NamedTuple):
    """Something that counts against the order from a moment on, unless it ended before."""

    at: datetime
    because: str
    ended_at: datetime | None
    about: str = ""


def late_traces(order: Order, parcel: Parcel, policy: Policy, now: datetime) -> Iterator[Finding]:
    """The first leg that took, or is taking, too long."""
    found = (
        _leg(order, parcel, leg, leg_rule(order, leg, policy), policy)
        for leg in _known(order, parcel)
        if leg.kind != "delivery"
    )
    yield from _worst([one for one in found if one], now)


def abnormal_traces(
    order: Order, parcel: Parcel, policy: Policy, now: datetime, sharing: tuple[Order, ...]
) -> Iterator[Finding]:
    """No scan for twice as long, a scan before the payment, a number or an address of another.

    Where a rule says so: another number for goods that were late, a parcel stopped of our own will.
    """
    early = next((one for one in parcel.traces if order.paid_at and one.at < order.paid_at), None)
    if early and order.paid_at:
        said = _("{number} was seen at {time}, before the order was paid at {paid}").format(
            number=parcel.tracking_no, time=minute_text(early.at), paid=minute_text(order.paid_at)
        )
        yield Finding(early.at, said, None, parcel.id)
    yield from _shared_number(order, parcel, now, sharing)
    yield from _old_address(parcel)
    yield from _renumbered(order, parcel, policy)
    yield from _private_stop(order, parcel, policy)
    found = (
        _leg(order, parcel, leg, ABNORMAL[leg.kind], policy)
        for leg in _known(order, parcel)
        if leg.kind in ABNORMAL
    )
    yield from _worst([one for one in found if one], now)


def _known(order: Order, parcel: Parcel) -> Iterator[Leg]:
    """The legs of which something is known; when a parcel arrived, only its scans say.

    A number that it was not told no platform can judge.
    """
    if watched(parcel) and is_told(order, parcel):
        yield from (leg for leg in legs(order, parcel) if leg.end or awaited(order, parcel))


def _leg(order: Order, parcel: Parcel, leg: Leg, rule: str, policy: Policy) -> Finding | None:
    at = clock(order, policy, leg.start, rule).at
    if at is None:
        return None
    said = _("{number}: to {what} by {time}").format(
        number=parcel.tracking_no, what=label(leg.kind), time=minute_text(at)
    )
    return Finding(at, said, leg.end, parcel.id)


def _worst(found: list[Finding], now: datetime) -> list[Finding]:
    """The first that was too late, else the one that is running."""
    late = [one for one in found if (one.ended_at or now) > one.at]
    running = [one for one in found if one.ended_at is None]
    return (late or running)[:1]


def _shared_number(
    order: Order, parcel: Parcel, now: datetime, sharing: tuple[Order, ...]
) -> Iterator[Finding]:
    for other in sharing:
        numbers = {one.tracking_no for one in other.parcels}
        mine = other.key == order.key or parcel.tracking_no not in numbers
        if mine or same_receiver(order.receiver, other.receiver) is not False:
            continue
        said = _("{number} is also the number of order {order}, which goes elsewhere").format(
            number=parcel.tracking_no, order=other.order_no
        )
        yield Finding(parcel.shipped_at or now, said, None, parcel.id)
        return


def _old_address(parcel: Parcel) -> Iterator[Finding]:
    """Delivered to the address that was changed: 地址不一致."""
    delivered = next((one.at for one in parcel.traces if one.state == "delivered"), None)
    if parcel.old_address and delivered:
        said = _("{number} was delivered to the old address").format(number=parcel.tracking_no)
        yield Finding(delivered, said, None, parcel.id)


def _renumbered(order: Order, parcel: Parcel, policy: Policy) -> Iterator[Finding]:
    """Goods that were late got another number: 重复发货 in order to look shipped."""
    by = promised(order, policy).at
    late = [one for one in parcel.corrections if by and one.corrected_at > by]
    if not late or parcel.kind != "shipment":
        return
    rule = _rule(order, "abnormal_numbers", late[0].corrected_at, policy)
    if rule and 1 + len(parcel.corrections) > rule.value:
        said = _("{number} took the place of {before} when the order was late already").format(
            number=parcel.tracking_no, before=late[-1].tracking_no
        )
        yield Finding(late[0].corrected_at, said, None, parcel.id)


def _private_stop(order: Order, parcel: Parcel, policy: Policy) -> Iterator[Finding]:
    """Stopped and brought back though the buyer asked for nothing: 私自拦截."""
    stopped = parcel.interception
    asked = order.cases or order.refunds or order.cancellation or order.address_changes
    if stopped is None or stopped.outcome not in ("stopped", "returned") or asked:
        return
    if _rule(order, "abnormal_private_stop", stopped.asked_at, policy):
        said = _("{number} was stopped though the buyer asked for nothing")
        yield Finding(stopped.asked_at, said.format(number=parcel.tracking_no), None, parcel.id)


def _rule(order: Order, name: str, at: datetime, policy: Policy) -> PolicyRule | None:
    return policy.rule(order.platform, name, at.astimezone(SHOP_TIME).date())

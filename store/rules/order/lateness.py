"""Lateness (延迟发货): until when goods had to leave, when they left, and what it costs.

`承诺发货时间之后才退款成功的订单，依然会被判定为延迟发货` (domain.md §0, fact 7): what does not
leave has to be refunded by the same deadline.
"""

from datetime import datetime

from msgspec import Struct

from store.models.base import remembered
from store.models.order import Order
from store.models.parcel import Parcel
from store.models.penalty import PenaltyKind
from store.rules.money.costs import Cost, cost
from store.rules.order.axes import was_paid
from store.rules.order.ledger import line_ledgers, spent, units_to_ship
from store.rules.parcels.uploading import (
    first_there,
    is_back_untold,
    is_to_be_told,
    shipped_there_at,
)
from store.rules.parcels.whereabouts import was_unseen
from store.rules.timing.clocks import Clock, clock, relieved
from store.rules.timing.policy import Policy
from store.words.times import shop_day

CONFIRMED = ("late_shipment", "stock_out")
"""Penalties that say what is computed otherwise."""


class Deduction(Struct, frozen=True):
    """What a platform deducts by its rules for goods that do not leave in time.

    It charges an order once: for lateness, and where that costs nothing, or less, later as out of
    stock in its place (domain.md §4.1).
    """

    kind: PenaltyKind
    at: datetime
    """From then on it is deducted, if the goods have not left by then."""
    costs: Cost


def promised(order: Order, policy: Policy) -> Clock:
    """Until when the goods have to leave (承诺发货时间).

    The platform's own always wins over a computed one; a relief that it announced later moves both.
    """
    if order.ship_by_deadline:
        return relieved(order, policy, Clock(order.ship_by_deadline), "ship_by")
    return clock(order, policy, order.formed_at, "ship_by")


@remembered
def waiting(order: Order) -> bool:
    """Is anything left that has to go out, as the platform sees it, or whose money has to go back?

    What left here, and the platform was not told of, waits there.
    """
    pending = (one for one in spent(order) if one.state != "done")
    return (
        units_to_ship(order) > 0
        or any(one.of_unshipped for one in pending)
        or any(is_to_be_told(order, one) for one in order.shipments)
        or (is_back_untold(order) and _is_to_leave_anew(order))
    )


def _is_to_leave_anew(order: Order) -> bool:
    """Is what came back neither sent again, so that the platform knows it, nor paid back?"""
    again = (one for one in order.parcels if one.kind == "reissue")
    return (
        any(one.reissuable > 0 for one in line_ledgers(order))
        or any(one.state == "open" for one in order.reissues)
        or any(is_to_be_told(order, one) for one in again)
    )


def nothing_left_at(order: Order, policy: Policy) -> datetime | None:
    """When the last goods had left, or the money of the rest had gone back; none while it lasts."""
    if waiting(order):
        return None
    ends = [_left_at(order, one, policy) for one in first_there(order)]
    ends += [one.settled_at or one.requested_at for one in spent(order) if one.of_unshipped]
    known = [one for one in ends if one]
    return max(known) if known and len(known) == len(ends) else None


def charged_as(order: Order) -> PenaltyKind | None:
    """The penalty that says already what it cost that the goods did not leave in time."""
    return next((one.kind for one in order.penalties if one.kind in CONFIRMED), None)


def judged_by_rules(order: Order, policy: Policy) -> bool:
    """Do the rules say whether the goods were late, and what that costs?

    Not where they left by the platform's own deadline, where nobody knows when they left, or where
    a penalty says it already.
    """
    if not was_paid(order) or charged_as(order):
        return False
    ended = nothing_left_at(order, policy)
    if ended is None:
        return waiting(order)
    return order.ship_by_deadline is None or ended > order.ship_by_deadline


def deduction(order: Order, policy: Policy) -> Deduction | None:
    """What it costs that goods do not leave; none where no promise or no rule is known.

    The first of `deductions` that says an amount, be it a waived one.
    """
    found = deductions(order, policy)
    return next(
        (one for one in found if one.costs.fen or one.costs.waived), next(iter(found), None)
    )


def deductions(order: Order, policy: Policy) -> tuple[Deduction, ...]:
    """What it costs that goods do not leave, by time: a later one takes the place of the first.

    Totals, the order's page and what is owed all ask here. No clock is read: each says from when on
    it is so.
    """
    at = promised(order, policy).at
    costs = cost(order, "late", at, policy) if at else None
    if at is None or costs is None:
        return ()
    late = Deduction("late_shipment", at, costs)
    later = None if costs.waived else clock(order, policy, at, "stock_out_after_late").at
    then = cost(order, "stock_out", later, policy) if later else None
    if later is None or then is None or (costs.fen and then.fen <= costs.fen):
        return (late,)
    return (late, Deduction("stock_out", later, then))


def computed_penalties(order: Order, policy: Policy) -> tuple[Deduction, ...]:
    """What late goods cost this order by the platform's rules, each in place of the one before;
    none once a penalty says it.
    """
    return penalties_by_rules(order, policy) if judged_by_rules(order, policy) else ()


def penalties_by_rules(order: Order, policy: Policy) -> tuple[Deduction, ...]:
    """The same of an order that the rules judge (`judged_by_rules`)."""
    found = tuple(one for one in deductions(order, policy) if one.costs.fen)
    ended = nothing_left_at(order, policy) if found else None
    return tuple(one for one in found if ended is None or ended > one.at)


def _left_at(order: Order, parcel: Parcel, policy: Policy) -> datetime | None:
    """When a parcel counts as shipped: with the scan that a rule asks for, if that is known."""
    left_at = shipped_there_at(order, parcel)
    if not parcel.traces or was_unseen(parcel):
        return left_at
    day = shop_day(parcel.traces[0].at)
    rule = policy.rule(order.platform, "shipped_with_scan", day)
    if rule is None or len(parcel.traces) < rule.value:
        return left_at
    return parcel.traces[int(rule.value) - 1].at

"""Penalties (处罚) totalled: what failures cost, by order, by kind or by month.

Goods that left late, or still wait after the promised time, count by the platform's rules until a
penalty of their order says what it was; how much of a total is so computed is said beside it. What
an appeal brought back is taken off.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct

from store.models.money import Fen
from store.models.order import Order
from store.models.penalty import Penalty
from store.rules.order.lateness import computed_penalties
from store.rules.timing.policy import Policy
from store.words.times import SHOP_TIME

By = Literal["order", "kind", "month"]


class PenaltyTotal(Struct, frozen=True):
    """What several penalties cost together."""

    name: str
    """The key of the order, the kind, or the month as YYYY-MM of the shop's time."""
    count: int
    points: int
    amount_fen: Fen
    computed_fen: Fen = 0
    """What of it is computed by the rules, and recorded by no penalty yet."""


def penalties_by(order: Order, policy: Policy, now: datetime) -> tuple[Penalty, ...]:
    """The penalties recorded for an order, and what its lateness costs by the rules.

    A computed one has no id, and names its rule as what it rests on.
    """
    computed = [one for one in computed_penalties(order, policy) if one.at <= now]
    if not computed:
        return order.penalties
    last = computed[-1]
    cost = last.costs
    told = Penalty(
        id="", kind=last.kind, at=last.at, amount_fen=cost.fen, source=cost.rule.said, by=""
    )
    return (*order.penalties, told)


def computed_by_rule(orders: Iterable[Order], policy: Policy, now: datetime) -> Counter[str]:
    """What the lateness of these orders costs by the rules, in fen by what each rule rests on."""
    found: Counter[str] = Counter()
    for order in orders:
        for penalty in penalties_by(order, policy, now):
            if not penalty.id:
                found[penalty.source] += penalty.amount_fen
    return found


def penalty_totals(
    orders: Iterable[Order], by: By, policy: Policy, now: datetime
) -> tuple[PenaltyTotal, ...]:
    """The total of each order, kind or month: months in their order, else the dearest first."""
    found: dict[str, list[Penalty]] = {}
    for order in orders:
        for penalty in penalties_by(order, policy, now):
            found.setdefault(_NAMES[by](order, penalty), []).append(penalty)
    totals = [_total(name, penalties) for name, penalties in sorted(found.items())]
    if by != "month":
        totals.sort(key=lambda one: (-one.amount_fen, -one.points, -one.count))
    return tuple(totals)


def sum_of_totals(totals: Sequence[PenaltyTotal]) -> PenaltyTotal:
    """All of them together, without a name."""
    return PenaltyTotal(
        name="",
        count=sum(total.count for total in totals),
        points=sum(total.points for total in totals),
        amount_fen=sum(total.amount_fen for total in totals),
        computed_fen=sum(total.computed_fen for total in totals),
    )


def _total(name: str, penalties: Sequence[Penalty]) -> PenaltyTotal:
    return PenaltyTotal(
        name=name,
        count=len(penalties),
        points=sum(penalty.cost_points for penalty in penalties),
        amount_fen=sum(penalty.cost_fen for penalty in penalties),
        computed_fen=sum(penalty.cost_fen for penalty in penalties if not penalty.id),
    )


_NAMES: dict[By, Callable[[Order, Penalty], str]] = {
    "order": lambda order, _penalty: order.key,
    "kind": lambda _order, penalty: penalty.kind,
    "month": lambda _order, penalty: penalty.at.astimezone(SHOP_TIME).strftime("%Y-%m"),
}

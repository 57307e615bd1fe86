"""Penalties (处罚) totalled: what failures cost, by order, by kind or by month.

Goods that left late, or still wait after the promised time, count by the platform's rules until a
penalty of their order says what it was; how much of a total is so computed is said beside it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from store.models.money import Fen
from store.models.order import Order
from store.models.penalty import Penalty
from store.rules.order.lateness import computed_penalty
from store.rules.timing.policy import Policy
from store.words.times import SHOP_TIME

By = Literal["order", "kind", "month"]


@dataclass(frozen=True, slots=True)
class PenaltyTotal:
    """What several penalties cost together."""

    name: str
    """The key of the order, the kind, or the month as YYYY-MM of the shop's time."""
    count: int
    points: int
    amount_fen: Fen
    computed_fen: Fen = 0
    """What of it is computed by the rules, and confirmed by no bill."""


def penalties_by(order: Order, policy: Policy, now: datetime) -> tuple[Penalty, ...]:
    """The penalties recorded for an order, and what its lateness costs by the rules.

    A computed one has no id, and names its rule as what it rests on.
    """
    computed = computed_penalty(order, policy)
    if computed is None or computed.at > now:
        return order.penalties
    cost = computed.costs
    told = Penalty(
        id="", kind=computed.kind, at=computed.at, amount_fen=cost.fen, source=cost.rule.said, by=""
    )
    return (*order.penalties, told)


def penalty_totals(
    orders: Iterable[Order], by: By, policy: Policy, now: datetime
) -> tuple[PenaltyTotal, ...]:
    """The total of each order, kind or month: months in their order, else the dearest first."""
    found: dict[str, list[Penalty]] = {}
    for order in orders:
        for penalty in penalties_by(order, policy, now):
            found.setdefault(_NAMES[by](order, penalty), []).append(penalty)
    totals = [penalty_total(name, penalties) for name, penalties in sorted(found.items())]
    if by != "month":
        totals.sort(key=lambda one: (-one.amount_fen, -one.points, -one.count))
    return tuple(totals)


def penalty_total(name: str, penalties: Iterable[Penalty]) -> PenaltyTotal:
    """These penalties together."""
    given = tuple(penalties)
    return PenaltyTotal(
        name=name,
        count=len(given),
        points=sum(one.points for one in given),
        amount_fen=sum(one.amount_fen for one in given),
        computed_fen=sum(one.amount_fen for one in given if not one.id),
    )


_NAMES: dict[By, Callable[[Order, Penalty], str]] = {
    "order": lambda order, _penalty: order.key,
    "kind": lambda _order, penalty: penalty.kind,
    "month": lambda _order, penalty: penalty.at.astimezone(SHOP_TIME).strftime("%Y-%m"),
}

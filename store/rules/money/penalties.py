"""Penalties (处罚) totalled: what failures cost, by order, by kind or by month."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from store.models.money import Fen
from store.models.order import Order
from store.models.penalty import Penalty
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


def penalty_totals(orders: Iterable[Order], by: By) -> tuple[PenaltyTotal, ...]:
    """The total of each order, kind or month: months in their order, else the dearest first."""
    found: dict[str, list[Penalty]] = {}
    for order in orders:
        for penalty in order.penalties:
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
    )


_NAMES: dict[By, Callable[[Order, Penalty], str]] = {
    "order": lambda order, _penalty: order.key,
    "kind": lambda _order, penalty: penalty.kind,
    "month": lambda _order, penalty: penalty.at.astimezone(SHOP_TIME).strftime("%Y-%m"),
}

"""What the platforms have to be told (平台待办), by what is to be done there; opens no order."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from store import kinds
from store.models.row import ObligationRow
from store.reading.owed import Failure, dearest
from store.reading.shop_lists import Lists
from store.search.board import cost_by
from store.search.conditions import Is
from store.search.lists import OBLIGATIONS

KIND = "platform-task"
"""What is owed as long as a platform has to be told something."""


class TaskGroup(NamedTuple):
    """What one platform has to be told in one way."""

    platform: str
    """Empty for what is told of a SKU, which is on sale on any."""
    kind: str
    """The word of what is to be done (`store.words.task_labels`)."""
    tasks: int
    numbers: tuple[str, ...]
    """The orders, or SKUs, that it is about, the most urgent first, each once."""
    due_at: int | None
    """When the first of them has to be done."""
    estimated: bool
    """That time is computed, not given by the platform."""
    cost_fen: int
    """What it costs by now when none is done, as far as that is known."""

    @property
    def is_of_orders(self) -> bool:
        """Is it about orders?"""
        return bool(self.platform)


def tasks_by_kind(lists: Lists) -> tuple[TaskGroup, ...]:
    """All of them, the most urgent first; of the shop that was chosen."""
    found: dict[tuple[str, str], list[ObligationRow]] = {}
    for row in lists.rows_where(OBLIGATIONS, Is("kind", (KIND,)), *lists.kept_to(OBLIGATIONS)):
        platform = row.platform if row.of_kind == kinds.ORDERS else ""
        found.setdefault((platform, row.zero[1]), []).append(row)
    groups = (_group(*name, rows, lists.now) for name, rows in found.items())
    return tuple(sorted(groups, key=lambda one: (one.due_at is None, one.due_at or 0, one.kind)))


def _group(platform: str, kind: str, rows: Iterable[ObligationRow], now: datetime) -> TaskGroup:
    every = sorted(rows, key=lambda row: (row.due_at is None, row.due_at or 0, row.order_no))
    costs = dearest(
        (Failure(one.of_kind, one.of_key, one.due_at), cost_by(one, now)) for one in every
    )
    return TaskGroup(
        platform=platform,
        kind=kind,
        tasks=len(every),
        numbers=tuple(dict.fromkeys(row.order_no for row in every)),
        due_at=every[0].due_at,
        estimated=every[0].estimated,
        cost_fen=sum(costs.values()),
    )

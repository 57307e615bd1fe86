"""Moved clocks (时限变动): what other rules make of an order otherwise than those before."""

import math
from functools import lru_cache

from msgspec import Struct

from store.models.adopted_policy import OWN, AdoptedPolicy
from store.models.money import Fen
from store.models.moved_deadline import ClockMoves, MovedDeadline
from store.models.order import Order
from store.models.row import ObligationRow, instant_of
from store.policy.shop import own_rows
from store.reading.records import Records
from store.rules.order.lateness import computed_penalties, waiting
from store.rules.timing.policy import FileRow, Policy


class Difference(Struct, frozen=True):
    """What other rules make of one order."""

    moved: list[MovedDeadline]
    costs: list[tuple[str, Fen, Fen]]
    """The kind of what costs another amount, and the amounts before and after."""


def difference(order: Order, before: Policy, after: Policy) -> Difference:
    """What the rules after make of an order otherwise than those before.

    What is owed under one of them only has no deadline that could move.
    """
    old, new = _deadlines(order, before), _deadlines(order, after)
    costs = [
        (row.kind, old[name].cost_fen, row.cost_fen) for name, row in new.items() if name in old
    ]
    if not waiting(order):
        # What is still to ship says by itself what it costs.
        costs.append(("late_shipment", _deducted(order, before), _deducted(order, after)))
    differ = [(kind, was or 0, now or 0) for kind, was, now in costs if (was or 0) != (now or 0)]
    return Difference(_moved(old, new), differ)


def _deducted(order: Order, policy: Policy) -> Fen:
    computed = computed_penalties(order, policy)
    return computed[-1].costs.fen if computed else 0


def clock_moves(repository: Records, order: Order) -> ClockMoves:
    """Which of the files that the shop adopted moved a clock of this order, and how.

    Worked out by comparing what is owed for the order today by the rules before and after each.
    """
    adopted = repository.get(AdoptedPolicy, OWN)
    if adopted is None:
        return
    since = order.placed_at
    policy = repository.policy.with_own(())
    before = _deadlines(order, policy)
    for adoption in adopted.adoptions:
        after = _deadlines(order, policy.with_own(_adopted(adoption.text, adoption.file)))
        moved = _moved(before, after)
        if moved and (since is None or since < adoption.at):
            yield adoption, moved
        before = after


@lru_cache(maxsize=64)
def _adopted(text: str, file: str) -> tuple[FileRow, ...]:
    return own_rows(text.encode(), file)


def first_due(moved: MovedDeadline) -> tuple[float, str]:
    """For sorting: the nearest deadline first, then by order."""
    due = moved.after.timestamp() if moved.after else math.inf
    return due, moved.row.order_no


Deadlines = dict[tuple[str, str], ObligationRow]
"""What is owed, by its kind and what it is about."""


def _deadlines(order: Order, policy: Policy) -> Deadlines:
    # Most shops have adopted no rules, whose orders are shown without it.
    from store.documents.rows import rows_of

    rows = rows_of(order, policy)["obligations"]
    return {(row.kind, row.about): row for row in rows if isinstance(row, ObligationRow)}


def _moved(before: Deadlines, after: Deadlines) -> list[MovedDeadline]:
    return [
        MovedDeadline(row, *name, instant_of(before[name].due_at), instant_of(row.due_at))
        for name, row in after.items()
        if name in before and before[name].due_at != row.due_at
    ]

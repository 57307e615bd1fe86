"""What is owed for all orders (应办一览), by time left; read from the rows alone."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from store.models.axes import Platform
from store.models.row import OrderRow
from store.rules.obligations import Obligation, standing, unpacked
from store.rules.policy import Policy

LAST = datetime.max.replace(tzinfo=UTC)


class OwedFor(NamedTuple):
    """One obligation as it stands now, and the order it is owed for."""

    row: OrderRow
    obligation: Obligation


def owed(
    rows: Iterable[OrderRow], policy: Policy, now: datetime, until: datetime | None = None
) -> list[OwedFor]:
    """The obligations of these orders, the most urgent first; `until` leaves out what is later."""
    found = [
        one for row in rows for one in _of(row, policy, now) if until is None or _due(one) < until
    ]
    found.sort(key=lambda one: (_due(one), one.row.order_no))
    return found


def _of(row: OrderRow, policy: Policy, now: datetime) -> Iterator[OwedFor]:
    platform = Platform(row.platform)
    for kept in row.owed:
        one = standing(unpacked(kept, platform, policy), now)
        if one:
            yield OwedFor(row, one)


def _due(one: OwedFor) -> datetime:
    return one.obligation.due_at or LAST

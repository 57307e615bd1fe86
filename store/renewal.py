"""Renewal (更新行): rows that an earlier version, or other rules, made are stale, and made anew.

A row says what is owed for its order by the rules of the day it was made. Those change: a release
brings newer numbers, a shop writes its own, the holidays of a year are announced.
"""

from store.models.order import Order
from store.models.row import FORM, OrderRow
from store.repository import Repository
from store.rules.calendar import published
from store.rules.policy import Policy

AT_ONCE = 1000
"""So many rows are made anew in one commit: others get their turn at the lock in between."""


def is_stale(row: OrderRow, policy: Policy) -> bool:
    """Would the row be made otherwise now, though its order is the same?"""
    return (
        row.form != FORM
        or row.policy not in (0, policy.digest(row.platform))
        or (row.stock_out != "none" and _announced_since(row))
    )


def _announced_since(row: OrderRow) -> bool:
    """Does a verdict's deadline stand in a year whose holidays were not known, and are now?"""
    return any(
        code == "verdict_unpublished" and published(int(values[0]))
        for _kind, _who, _at, _estimated, (code, *values), *_rest in row.owed
    )


def renew_rows(repository: Repository) -> int:
    """Make every stale row anew; how many there were.

    The documents stay as they are; only what lists read of them changes.
    """
    stale = _stale(repository)
    for start in range(0, len(stale), AT_ONCE):
        some = set(stale[start : start + AT_ONCE])
        with repository.writing() as writing:
            # Looked for once more under the lock: another process may be at it too.
            keys = [key for key in _stale(repository) if key in some]
            writing.save([one for key in keys if (one := repository.get(Order, key))])
    return len(stale)


def _stale(repository: Repository) -> list[str]:
    policy = repository.policy
    return [row.key for row in repository.rows() if is_stale(row, policy)]

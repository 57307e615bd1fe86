"""What is owed for all orders (应办一览), as it stands now; read from the rows alone."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from store.models.row import ObligationRow
from store.rules.obligations import Obligation, standing, unpacked
from store.rules.timing.policy import Policy

__all__ = ["LAST", "Obligation", "OwedFor", "owed"]

LAST = datetime.max.replace(tzinfo=UTC)
"""When something is due that no deadline is known for: after everything else."""


class OwedFor(NamedTuple):
    """One obligation as it stands now, and the row that keeps it."""

    row: ObligationRow
    obligation: Obligation

    def is_snoozed(self, now: datetime) -> bool:
        """Is it put off, and has not come back yet?"""
        until = self.row.snoozed_until
        return until is not None and now.timestamp() < until


def owed(rows: Iterable[ObligationRow], policy: Policy, now: datetime) -> Iterator[OwedFor]:
    """What the obligations of these rows are by now, in the same order.

    What another party let pass is ours; what has lapsed is left out.
    """
    for row in rows:
        obligation = standing(unpacked(row, policy), now)
        if obligation:
            yield OwedFor(row, obligation)

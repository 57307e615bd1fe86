"""What is owed for all orders (应办一览), as it stands now; read from the rows alone."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from store.models.money import Fen
from store.models.row import ObligationRow
from store.rules.obligations import Obligation, standing, unpacked
from store.rules.timing.policy import Policy

__all__ = ["Failure", "Obligation", "OwedFor", "dearest", "failures", "next_costs", "owed"]


class Failure(NamedTuple):
    """What ends at one instant of one order fails once, whatever has to be done about it."""

    of_kind: str
    of_key: str
    due_at: datetime | int | None


class OwedFor(NamedTuple):
    """One obligation as it stands now, and the row that keeps it."""

    row: ObligationRow
    obligation: Obligation

    @property
    def failure(self) -> Failure:
        """What it is a part of, once nothing was done."""
        return Failure(self.row.of_kind, self.row.of_key, self.obligation.due_at)

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


def failures(duties: Iterable[OwedFor]) -> dict[Failure, Fen]:
    """What each failure of these duties costs, as far as it is known."""
    return dearest((one.failure, one.obligation.cost_fen) for one in duties)


def next_costs(duties: Iterable[OwedFor]) -> dict[Failure, Fen]:
    """What is deducted next for each failure of these duties, as far as it is known."""
    return dearest((one.failure, one.obligation.next_fen) for one in duties)


def dearest(costs: Iterable[tuple[Failure, Fen | None]]) -> dict[Failure, Fen]:
    """Each failure with the dearest of what it costs.

    The board and the header add up the same of the rows (`store.search.board`).
    """
    found: dict[Failure, Fen] = {}
    for failure, cost in costs:
        found[failure] = max(found.get(failure, 0), cost or 0)
    return found

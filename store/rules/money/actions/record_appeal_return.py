"""RecordAppealReturn (申诉补回): what an appeal brought back: of a penalty, in money or points, or
of money that went to the buyer by a ruling.

Penalty and refund stay recorded, as what the platform held against the order and what the buyer
has; they cost less. Where the funds show the money, it is recorded from them (`record-charge`).
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from store.errors import Problem
from store.models.order import Order
from store.models.penalty import AppealReturn
from store.rules.action.base import OneOf, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Amount, Count, Word
from store.rules.action.markers import Reference
from store.rules.action.record_action import RecordAction
from store.rules.action.time_fields import PastTime
from store.rules.money.appealed import Appealed
from store.words import N_, _, counts


class RecordAppealReturn(RecordAction[Appealed]):
    """Record what an appeal brought back of a penalty or a refund."""

    title = N_("Record what an appeal brought back")
    place = 875
    one_of = OneOf(("amount", "points"), N_("Points or an amount is needed."))
    settles = frozenset({"give-back", "ask-platform"})

    of: Annotated[str, Reference("appealed")] = Field(title=N_("Penalty or refund"))
    amount: Amount | None = Field(default=None, title=N_("Amount"), description=N_("in yuan"))
    points: Count | None = Field(default=None, title=N_("Points given back"))
    source: Word | None = Field(
        default=None,
        title=N_("Where it stands"),
        description=N_("the number of a notice, a row of the funds export …"),
    )
    at: PastTime | None = Field(
        default=None, title=N_("When it came back"), description=N_("left out, now")
    )

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        refused = tuple(super().problems(subject, context))
        yield from refused or self._too_much(self.record_of(subject))

    def _too_much(self, given: Appealed) -> Iterator[Problem]:
        """More than is left of it, or at a time when there was none."""
        too_much = given.too_much(self.amount or 0)
        if too_much:
            yield Problem("amount", too_much)
        if (self.points or 0) > given.left_points:
            points, left = counts.points(self.points or 0), given.left_points
            said = _("{points}: more than are still taken ({left}).")
            yield Problem("points", said.format(points=points, left=left))
        if self.at and (too_early := given.too_early(self.at)):
            yield Problem("at", too_early)

    def apply(self, subject: Order, context: Context) -> Outcome:
        back = AppealReturn(
            id=context.new_id(),
            at=self.at or context.now,
            amount_fen=self.amount or 0,
            points=self.points or 0,
            source=self.source or "",
            by=str(context.actor),
        )
        changed, said = self.record_of(subject).brought(subject, back)
        return Outcome((changed,), (said,))

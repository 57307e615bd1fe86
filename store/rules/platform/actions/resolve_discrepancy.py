"""ResolveDiscrepancy (处理不一致): somebody has settled with the platform what does not add up.

Both sides stay as they are; the order is no longer held back by it.
"""

from typing import Annotated

from pydantic import Field

from store.models.order import Discrepancy, Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Reference, Text
from store.rules.action.record_action import RecordAction
from store.rules.platform.discrepancies import explain
from store.words import N_


class ResolveDiscrepancy(RecordAction[Discrepancy]):
    """Record how a contradiction between platform and desk was settled."""

    title = N_("Resolve a discrepancy")
    place = 930
    key = "D"

    discrepancy: Annotated[str, Reference("discrepancy")] = Field(title=N_("Discrepancy"))
    reason: Text = Field(title=N_("How it was settled"))

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        return tuple(explain(subject, one) for one in subject.open_discrepancies)

    def apply(self, subject: Order, context: Context) -> Outcome:
        settled = {
            "resolved_at": context.now,
            "resolved_by": str(context.actor),
            "reason": self.reason,
        }
        discrepancies = tuple(
            one.model_copy(update=settled) if one.id == self.discrepancy else one
            for one in subject.discrepancies
        )
        return Outcome((subject.model_copy(update={"discrepancies": discrepancies}),))

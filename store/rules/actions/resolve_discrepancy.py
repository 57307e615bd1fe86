"""ResolveDiscrepancy (处理不一致): somebody has settled with the platform what does not add up.

Both sides stay as they are; the order is no longer held back by it.
"""

from typing import Annotated, ClassVar

from pydantic import Field

from store.models.order import Order
from store.rules.base import Action, Outcome
from store.rules.context import Context
from store.rules.discrepancies import explain
from store.rules.fields import Reference, Text
from store.words import N_, _


class ResolveDiscrepancy(Action[Order]):
    """Record how a contradiction between platform and desk was settled."""

    title: ClassVar[str] = N_("Resolve a discrepancy")

    discrepancy: Annotated[str, Reference("discrepancy")] = Field(title=N_("Discrepancy"))
    reason: Text = Field(title=N_("How it was settled"))

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        if not subject.open_discrepancies:
            return _("The platform and the desk agree about this order.")
        return None

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

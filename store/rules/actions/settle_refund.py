"""SettleRefund (退款结果): how a refund ended: done, failed, or nobody knows.

Unknown counts as spent and blocks another try until somebody finds out. Money that went back for an
after-sales case moves the case on; a refund that failed leaves it where it stood.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from store.models.order import Order
from store.rules.base import Action, Outcome
from store.rules.case_progress import advanced, standing
from store.rules.context import Context
from store.rules.fields import Reference, Text
from store.words import N_, _


class SettleRefund(Action[Order]):
    """Record how a refund ended."""

    title: ClassVar[str] = N_("Settle a refund")
    typed_again: ClassVar[str | None] = "outcome"

    refund: Annotated[str, Reference("refund")] = Field(title=N_("Refund"))
    outcome: Literal["done", "failed", "unknown"] = Field(title=N_("Outcome"))
    note: Text | None = Field(default=None, title=N_("Note"))

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        if not any(one.state in ("pending", "unknown") for one in subject.refunds):
            return _("No refund of this order is open.")
        return None

    def apply(self, subject: Order, context: Context) -> Outcome:
        update = {
            "state": self.outcome,
            "settled_at": None if self.outcome == "unknown" else context.now,
            "settled_note": self.note or "",
        }
        refunds = tuple(
            one.model_copy(update=update) if one.id == self.refund else one
            for one in subject.refunds
        )
        after = subject.model_copy(update={"refunds": refunds})
        settled = next(one for one in refunds if one.id == self.refund)
        if self.outcome != "done" or settled.case is None:
            return Outcome((after,))
        after = advanced(after, settled.case, context)
        return Outcome((after,), _case_said(subject, after, settled.case))


def _case_said(before: Order, after: Order, case_id: str) -> tuple[str, ...]:
    """Where the case stands now, if it moved."""
    old, new = before.case_named(case_id), after.case_named(case_id)
    if old is None or new is None or old.state is new.state:
        return ()
    return (standing(new),)

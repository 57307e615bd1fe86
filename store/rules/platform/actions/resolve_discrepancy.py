"""ResolveDiscrepancy (处理不一致): somebody has settled with the platform what does not add up.

Both sides stay as they are; the order is no longer held back by it. Only where the amounts of a
case differ it has to be said whose counts: by the platform's, what is left may be refunded.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Source
from store.models.money import Fen
from store.models.order import Discrepancy, Order
from store.models.refund import Refund, RefundLine
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Reference, Text
from store.rules.action.record_action import RecordAction
from store.rules.platform.discrepancies import refunded_here
from store.rules.platform.explaining import explain
from store.words import N_, _


class ResolveDiscrepancy(RecordAction[Discrepancy]):
    """Record how a contradiction between platform and desk was settled."""

    title = N_("Resolve a discrepancy")
    place = 930
    key = "D"
    settles = frozenset({"discrepancy"})

    discrepancy: Annotated[str, Reference("discrepancy")] = Field(title=N_("Discrepancy"))
    reason: Text = Field(title=N_("How it was settled"))
    right: Literal["platform", "us"] | None = Field(
        default=None,
        title=N_("Whose amount counts"),
        description=N_("only where two amounts of one case differ"),
    )

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        return tuple(explain(subject, one) for one in subject.open_discrepancies)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        is_asked = self.record_of(subject).kind == "case_money"
        if is_asked and self.right is None:
            said = _("{contradiction} Say whose amount counts (right).")
            explained = explain(subject, self.record_of(subject))
            yield Problem("right", said.format(contradiction=explained))
        elif self.right and not is_asked:
            yield Problem("right", _("No two amounts differ here; leave it out (right)."))

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = subject.case_named(self.record_of(subject).about)
        if case and self.right == "platform":
            subject = _as_there(subject, case, self.reason)
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


def _as_there(order: Order, case: AfterSalesCase, reason: str) -> Order:
    """The order in which no more of the case's money counts as gone than the platform says.

    The last refund is the first that did not go, or not all of it.
    """
    excess = refunded_here(order, case) - (case.refunded_fen or 0)
    refunds = list(order.refunds)
    for at, refund in reversed(tuple(enumerate(refunds))):
        if refund.case == case.id and refund.source is Source.DESK and refund.spent and excess > 0:
            gone = max(0, refund.amount_fen - excess)
            excess -= refund.amount_fen - gone
            refunds[at] = _less(refund, gone, reason)
    return order.model_copy(update={"refunds": tuple(refunds)})


def _less(refund: Refund, gone: Fen, reason: str) -> Refund:
    if not gone:
        return refund.model_copy(update={"state": "failed", "settled_note": reason})
    left = gone
    parts: list[RefundLine] = []
    for part in refund.lines:
        share = min(part.amount_fen, left)
        left -= share
        parts.append(part.model_copy(update={"amount_fen": share}))
    less = {"amount_fen": gone, "lines": tuple(parts), "settled_note": reason}
    return refund.model_copy(update=less)

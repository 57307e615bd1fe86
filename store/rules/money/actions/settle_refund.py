"""SettleRefund (退款结果): how a refund ended: done, failed, or nobody knows.

Unknown counts as spent and blocks another try until somebody finds out. Money that went back for an
after-sales case moves the case on; a refund that failed leaves it where it stood. One that the
platform's funds show as gone is asked about before it counts as failed.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from store.errors import Problem
from store.models.case_state import CaseOutcome
from store.models.money import yuan_text
from store.models.order import Order
from store.models.refund import Refund
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Text, YesNoIfAsked
from store.rules.action.markers import Reference
from store.rules.action.record_action import RecordAction, fitting_records
from store.rules.cases.advancing import advance_case
from store.rules.cases.case_machine import (
    AWAY,
    CLOSED,
    CONFIRM,
    EVERY,
    GOODS,
    GOODS_SENT,
    ON_ITS_WAY,
    PART_BACK,
    PAY,
    RECEIVE,
    RULE,
    SEND,
    SENT_BACK,
    UNDECIDED,
    Move,
    stands_now,
)
from store.rules.money.unknown_money import shown_by_funds
from store.rules.platform.refunds.estimated import with_failed_estimated
from store.words import N_, _

HOW_ENDED = {
    "done": N_("The refund of {amount} has gone."),
    "failed": N_("The refund of {amount} has failed."),
    "unknown": N_("How the refund of {amount} ended is not known."),
}


class SettleRefund(RecordAction[Refund]):
    """Record how a refund ended."""

    title = N_("Settle the refund")
    place = 420
    key = "R"
    put_right_by = "reopen-refund"
    settles = frozenset({"settle-refund"})
    moves = (
        Move(EVERY, (PAY, SEND, CONFIRM), CLOSED, CaseOutcome.REFUNDED),
        Move(GOODS, (PAY, SEND, CONFIRM), CONFIRM, variant=GOODS_SENT),
        Move(SENT_BACK, (PAY, SEND), AWAY, variant=PART_BACK),
        Move(SENT_BACK, (PAY, SEND), RECEIVE, variant=ON_ITS_WAY),
        # Money that was on its way when the case went elsewhere ends it all the same.
        Move(EVERY, (*UNDECIDED, RECEIVE, RULE), CLOSED, CaseOutcome.REFUNDED),
    )

    refund: Annotated[str, Reference("refund")] = Field(title=N_("Refund"))
    outcome: Literal["done", "failed", "unknown"] = Field(title=N_("Outcome"))
    note: Text | None = Field(default=None, title=N_("Note"))
    sure: YesNoIfAsked = Field(
        default=None,
        title=N_("Failed all the same"),
        description=N_("yes, where what the funds show is other money"),
    )

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        refunds = fitting_records(cls, subject, context)
        return tuple(said for one in refunds for said in shown_by_funds(subject, one, context))

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        refused = tuple(super().problems(subject, context))
        yield from refused
        if refused or self.outcome != "failed" or self.sure == "yes":
            return
        for said in shown_by_funds(subject, self.record_of(subject), context):
            asked = _("{gone} Answer yes where it has failed all the same.")
            yield Problem("sure", asked.format(gone=said))

    def apply(self, subject: Order, context: Context) -> Outcome:
        settled_at = None if self.outcome == "unknown" else context.now
        ended = self.record_of(subject).as_said(self.outcome, self.note or "")
        settled = ended.model_copy(update={"settled_at": settled_at})
        after = subject.with_refund(settled)
        if self.outcome == "failed":
            after = with_failed_estimated(after, settled, context)
        said = _(HOW_ENDED[self.outcome]).format(amount=yuan_text(settled.amount_fen))
        if self.outcome != "done" or settled.case is None:
            return Outcome((after,), (said,))
        after = advance_case(after, settled.case, context)
        return Outcome((after,), (said, *_case_said(subject, after, settled.case)))


def _case_said(before: Order, after: Order, case_id: str) -> tuple[str, ...]:
    """Where the case stands now, if it moved."""
    old, new = before.case_named(case_id), after.case_named(case_id)
    if old is None or new is None or old.state is new.state:
        return ()
    return (stands_now(new),)

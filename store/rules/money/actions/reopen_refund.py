"""ReopenRefund (重新确认退款): how a refund ended was recorded wrongly, and is found out anew.

It counts as spent, as one does of which nobody knows how it ended; the case that its money had
closed waits for it again. How it really ended is recorded as ever (settle-refund).
"""

from typing import Annotated

from pydantic import Field

from store.models.after_sales_case import AfterSalesCase, CaseOutcome
from store.models.axes import Source
from store.models.money import yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities
from store.models.refund import Refund, RefundLine
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Reference, Text
from store.rules.action.record_action import RecordAction, fitting_records
from store.rules.cases.case_machine import CLOSED, EVERY, PAY, Move, at_state, stands_now
from store.rules.cases.reopening import claimed_meanwhile
from store.rules.order.goods import goods_in
from store.rules.order.ledger import line_ledgers, money_ledger
from store.rules.platform.platform_money import BY_PLATFORM
from store.words import N_, _


class ReopenRefund(RecordAction[Refund]):
    """Take back how a refund was recorded to have ended."""

    title = N_("Take back how a refund ended")
    place = 421
    moves = (Move(EVERY, (CLOSED,), PAY),)

    refund: Annotated[str, Reference("refund")] = Field(title=N_("Refund"))
    reason: Text = Field(title=N_("Reason"))

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        if fitting_records(cls, subject, context):
            return None
        settled = [one for one in subject.refunds if one.state in ("done", "failed")]
        if not settled:
            return _("No refund of this order was settled.")
        return cls.refusal(subject, settled[-1], context)

    @classmethod
    def refusal(cls, order: Order, record: Refund, context: Context | None) -> str | None:
        amount = yuan_text(record.amount_fen)
        if record.state in ("pending", "unknown"):
            return _("The refund of {amount} is not settled.").format(amount=amount)
        is_shown = record.source is Source.PLATFORM or record.settled_note == BY_PLATFORM
        if is_shown or record.returns or _paid_there(order, record):
            return _("The platform shows the refund of {amount} as gone.").format(amount=amount)
        case = _closed_by(order, record)
        if case and (claimed := claimed_meanwhile(order, case)):
            return claimed
        return _given_otherwise(order, record) if record.state == "failed" else None

    def apply(self, subject: Order, context: Context) -> Outcome:
        before = self.record_of(subject)
        anew = before.model_copy(
            update={
                "state": "unknown",
                "settled_at": None,
                "settled_note": self.reason,
                "lines": tuple(_as_it_is(subject, part) for part in before.lines)
                if before.state == "failed"
                else before.lines,
            }
        )
        after = subject.with_refund(anew)
        case = _closed_by(subject, before)
        if case is None:
            return Outcome((after,))
        waits = at_state(case, PAY, context, refunded_fen=None)
        return Outcome((after.with_case(waits),), (stands_now(waits),))


def _closed_by(order: Order, refund: Refund) -> AfterSalesCase | None:
    """The case that its money closed here; None where there is none."""
    case = order.case_named(refund.case)
    is_closed = case is not None and case.outcome is CaseOutcome.REFUNDED
    return case if is_closed and refund.state == "done" else None


def _paid_there(order: Order, refund: Refund) -> bool:
    """Did the platform end its case with money?"""
    case = _closed_by(order, refund)
    return case is not None and case.closed_by is not Source.DESK


def _given_otherwise(order: Order, refund: Refund) -> str | None:
    """Why money that failed cannot have gone after all: it, or its goods, went otherwise since."""
    left = money_ledger(order).refundable
    if refund.amount_fen > left:
        said = _("Only {left} is left to refund, so that the refund of {amount} cannot have gone.")
        return said.format(left=yuan_text(left), amount=yuan_text(refund.amount_fen))
    units = {one.line.line: one.refundable_units for one in line_ledgers(order)}
    if any(part.quantity > units.get(part.line, 0) for part in refund.lines):
        said = _("Money or goods went for {lines} since: settle that with the buyer.")
        return said.format(lines=goods_in(order, _units(refund)))
    return None


def _units(refund: Refund) -> tuple[LineQuantity, ...]:
    return line_quantities((part.line, part.quantity) for part in refund.lines)


def _as_it_is(order: Order, part: RefundLine) -> RefundLine:
    """The units of a refund that failed, as far as they are still here or lost."""
    ledger = next(one for one in line_ledgers(order) if one.line.line == part.line)
    unshipped = min(part.quantity, max(0, ledger.to_ship))
    lost = min(part.quantity - unshipped, max(0, ledger.reissuable))
    return part.model_copy(update={"unshipped": unshipped, "lost": lost})

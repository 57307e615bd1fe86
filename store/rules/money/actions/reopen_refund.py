"""ReopenRefund (重新确认退款): how a refund ended was recorded wrongly, and is found out anew.

It counts as spent, as one does of which nobody knows how it ended. What hung on it is open again:
the case that its money had closed stands where it stood, and what was settled with the platform
since is judged anew. Where it had failed, and its goods left or were sent again since, both may
have gone, which contradicts. How it really ended is recorded as ever (settle-refund).
"""

from functools import partial
from typing import Annotated

from pydantic import Field

from store.models.after_sales_case import AfterSalesCase
from store.models.case_state import CaseOutcome, CaseState
from store.models.discrepancy import Discrepancy, DiscrepancyKind
from store.models.money import yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities
from store.models.platform_task import PlatformTask
from store.models.refund import Refund, RefundLine
from store.rules.action.base import LAST_FOUR, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Text
from store.rules.action.markers import Reference
from store.rules.action.record_action import RecordAction
from store.rules.cases.case_machine import (
    AWAITS_GOODS,
    AWAY,
    CLOSED,
    COMING,
    CONFIRM,
    EVERY,
    GOODS,
    GOODS_FOR_GOODS,
    MONEY,
    PAY,
    RECEIVE,
    REFUSED,
    RETURN,
    SEND,
    SENT_BACK,
    UNAGREED,
    Move,
    case_after,
    stands_again,
    stands_now,
)
from store.rules.cases.case_view import case_of
from store.rules.cases.goods_coming import on_its_way
from store.rules.cases.reopening import claimed_meanwhile
from store.rules.order.goods import goods_in
from store.rules.order.ledger import line_ledgers, money_ledger
from store.rules.platform.discrepancies.noted import lapsed
from store.rules.platform.discrepancies.shown_gone import shown_gone, shown_said
from store.rules.platform.refunds.estimated import without_estimates_for
from store.words import N_, _

OF_MONEY: tuple[DiscrepancyKind, ...] = (
    "goods",
    "money",
    "cancelled",
    "case_closed",
    "case_money",
    "refund_not_shown",
    "ruling",
    "not_ours",
    "found",
    "sent_again",
)
"""What contradicts may hang on whether money went."""


class ReopenRefund(RecordAction[Refund]):
    """Take back how a refund was recorded to have ended."""

    title = N_("Take back how a refund ended")
    place = 421
    typed_again = LAST_FOUR
    moves = (
        # As it stood, wherever that was: the usual of it.
        *(Move(EVERY, (CLOSED,), state, variant=state) for state in UNAGREED),
        *(Move(SENT_BACK, (CLOSED,), state, variant=state) for state in (AWAY, RECEIVE)),
        Move((REFUSED,), (CLOSED,), COMING, variant=COMING),
        Move(MONEY, (CLOSED,), PAY, variant=PAY),
        *(Move(GOODS, (CLOSED,), state, variant=state) for state in (SEND, CONFIRM)),
        # What came is not paid for, while the rest is still to come.
        Move((RETURN,), (AWAY, RECEIVE), PAY),
        Move(GOODS_FOR_GOODS, (AWAY, RECEIVE), SEND),
    )

    refund: Annotated[str, Reference("refund", ended=True)] = Field(title=N_("Refund"))
    reason: Text = Field(title=N_("Reason"))

    @classmethod
    def refusal(cls, order: Order, record: Refund, context: Context | None) -> str | None:
        amount = yuan_text(record.amount_fen)
        if record.state in ("pending", "unknown"):
            return _("The refund of {amount} is not settled.").format(amount=amount)
        if shown := shown_gone(order, record, context):
            return shown
        if record.returns:
            return shown_said(record)
        case = _moved_by(order, record)
        if case and (claimed := claimed_meanwhile(order, case)):
            return claimed
        return _given_otherwise(order, record) if record.state == "failed" else None

    def apply(self, subject: Order, context: Context) -> Outcome:
        before = self.record_of(subject)
        anew = before.as_said("unknown", self.reason).model_copy(update={"settled_at": None})
        if before.state == "failed":
            subject = without_estimates_for(subject, before)
            parts = tuple(_as_it_is(subject, part) for part in before.lines)
            anew = anew.model_copy(update={"lines": parts, "unfailed_at": context.now})
        after = lapsed(subject.with_refund(anew), partial(_hangs_on, before), context)
        case = _moved_by(subject, before)
        if case is None:
            return Outcome((after,))
        waits = self._as_it_stood(case, before, context)
        untold = partial(_was_untold, case, before)
        after = after.with_case(waits).with_tasks_open_again(untold, context.now)
        return Outcome((after,), (stands_now(waits),))

    def _as_it_stood(
        self, case: AfterSalesCase, refund: Refund, context: Context
    ) -> AfterSalesCase:
        """The case as it stood before its money moved it, with the platform's own time for that;
        where its goods came or were sent since, where those lead.
        """
        stood = case.stood
        if case.open or stood is None:
            return case_after(case, self.moves, context, since=refund.requested_at)
        state = _moved_since(case, stood.state)
        return stands_again(case, stood, state, context, refunded_fen=None)


def _moved_by(order: Order, refund: Refund) -> AfterSalesCase | None:
    """The case that its money closed here, or led on to the rest of its goods; None where there is
    none.
    """
    case = order.case_named(refund.case)
    if case is None or refund.state != "done":
        return None
    is_paid_for = case.kind in SENT_BACK and any(case_of(order, case).came_back.values())
    is_led_on = case.state in (AWAY, RECEIVE) and is_paid_for
    return case if is_led_on or case.outcome is CaseOutcome.REFUNDED else None


def _was_untold(case: AfterSalesCase, refund: Refund, task: PlatformTask) -> bool:
    """Was it still to be told there when the money ended its case, and does the case not ask anew
    since?
    """
    done_at, ended_at, applied_at = task.done_at, refund.settled_at, case.applied_at
    is_since = done_at is not None and ended_at is not None and done_at >= ended_at
    is_of_before = applied_at is not None and task.created_at < applied_at
    return task.moot and task.case == case.id and is_since and not is_of_before


def _moved_since(case: AfterSalesCase, stood: CaseState) -> CaseState:
    """Where a case stands that stood there, by what became of its goods while it was closed."""
    if stood not in AWAITS_GOODS:
        return stood
    if case.kind in SENT_BACK and on_its_way(case):
        return RECEIVE
    closed_at = case.closed_at
    if closed_at is None or all(at < closed_at for at in case.returns_received_at):
        return stood
    return PAY if case.kind in MONEY else SEND


def _hangs_on(refund: Refund, given: Discrepancy) -> bool:
    """Was it settled knowing how the refund had ended?"""
    settled_at, resolved_at = refund.settled_at or refund.requested_at, given.resolved_at
    is_since = bool(resolved_at and settled_at and resolved_at >= settled_at)
    return given.kind in OF_MONEY and is_since


def _given_otherwise(order: Order, refund: Refund) -> str | None:
    """Why money that failed cannot have gone after all: it, or its goods, went otherwise since."""
    order = without_estimates_for(order, refund)
    left = money_ledger(order).refundable
    if refund.amount_fen > left:
        said = _("Only {left} is left to refund, so that the refund of {amount} cannot have gone.")
        return said.format(left=yuan_text(left), amount=yuan_text(refund.amount_fen))
    units = {one.number: one.refundable_units for one in line_ledgers(order)}
    if any(part.quantity > units.get(part.line, 0) for part in refund.lines):
        said = _("Money or goods went for {lines} since: settle that with the buyer.")
        return said.format(lines=goods_in(order, _units(refund)))
    return None


def _units(refund: Refund) -> tuple[LineQuantity, ...]:
    return line_quantities((part.line, part.quantity) for part in refund.lines)


def _as_it_is(order: Order, part: RefundLine) -> RefundLine:
    """The units of a refund that failed: those that were unshipped or lost when it was asked for
    stay so, though they left or were sent again since, and contradict its money.
    """
    ledger = next(one for one in line_ledgers(order) if one.number == part.line)
    unshipped = min(part.unshipped, max(0, ledger.to_ship) + ledger.shipped)
    lost = min(part.quantity - unshipped, max(part.lost, ledger.reissuable), ledger.recorded_lost)
    return part.model_copy(update={"unshipped": unshipped, "lost": max(0, lost)})

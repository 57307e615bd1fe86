"""CloseCase (售后关闭): nothing is to be done about a case any more, as the platform shows.

How it ended follows from where it stood: the buyer let a time pass, did not come back after our no,
or has what they asked for.
"""

from collections.abc import Iterator
from datetime import datetime

from pydantic import Field

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase, CaseOutcome, CaseState
from store.models.axes import Party
from store.models.money import yuan_text
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedCase, Text, lines_text
from store.rules.action.record_action import RecordAction
from store.rules.cases.case_decision import while_refund_is_open
from store.rules.cases.case_machine import (
    ANSWERED,
    AWAY,
    CLOSED,
    COMING,
    CONFIRM,
    EVERY,
    NOTHING_BACK,
    PAY,
    RECEIVE,
    SEND,
    UNCLEAR,
    Move,
    case_after,
)
from store.rules.cases.case_view import case_of
from store.rules.obligations.cases import owed_for_case
from store.words import N_, _
from store.words.labels import label
from store.words.times import minute_text


class CloseCase(RecordAction[AfterSalesCase]):
    """Record that a case has ended."""

    title = N_("Close a case")
    place = 770
    settles = frozenset({"close-case", "ask-platform"})
    moves = (
        Move(EVERY, (ANSWERED,), CLOSED, CaseOutcome.REJECTED),
        Move(EVERY, (AWAY, COMING), CLOSED, CaseOutcome.EXPIRED),
        Move(EVERY, (CONFIRM,), CLOSED, CaseOutcome.FULFILLED),
        Move(EVERY, (UNCLEAR,), CLOSED, CaseOutcome.WITHDRAWN),
        Move(NOTHING_BACK, (RECEIVE,), CLOSED, CaseOutcome.EXPIRED),
        Move(EVERY, (PAY,), CLOSED, CaseOutcome.REFUNDED),
        Move(EVERY, (SEND,), CLOSED, CaseOutcome.FULFILLED),
    )

    case: NamedCase
    reason: Text | None = Field(default=None, title=N_("Reason"))

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        refused = super().refusal(order, case, context) or _still_owed(order, case)
        until = _others_until(order, case, context)
        if refused or until is None or not case.unshipped:
            return refused
        return _(
            "The buyer has until {time} to answer in case {case}, and until then the goods may not"
            " go out; it can be withdrawn before (withdraw-case), or an import closes it."
        ).format(case=case.id, time=minute_text(until))

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        until = _others_until(subject, self.record_of(subject), context)
        if until and self.reason is None:
            yield Problem(
                "reason",
                _("Their time runs until {time}; say why the case ends before.").format(
                    time=minute_text(until)
                ),
            )

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        back = case_of(subject, case).spent_fen or case.refunded_fen
        closed = case_after(case, self.moves, context, refunded_fen=back)
        sentence = _("Case {case} is closed: {outcome}.").format(
            case=case.id, outcome=label(closed.outcome or closed.state)
        )
        return Outcome((subject.with_case(closed),), (sentence,))


def _others_until(order: Order, case: AfterSalesCase, context: Context | None) -> datetime | None:
    """Until when the buyer or the carrier may still act; None when their time is over."""
    if context is None:
        return None
    turns = (
        owed.due_at
        for owed in owed_for_case(order, case, context.policy)
        if owed.who in (Party.BUYER, Party.CARRIER)
    )
    return next((until for until in turns if until and context.now < until), None)


def _still_owed(order: Order, case: AfterSalesCase) -> str | None:
    """What was agreed has to be carried out; a case cannot be closed over it."""
    view = case_of(order, case)
    waits = while_refund_is_open(
        view,
        _(
            "A refund of {amount} for case {case} is open ({refund}); settle it, and the case"
            " follows."
        ),
    )
    if waits:
        return waits
    if case.state is CaseState.SELLER_TO_REFUND and view.left_to_pay > 0:
        return _(
            "Case {case} still has to be refunded with {amount}; refund it, and the case follows."
        ).format(case=case.id, amount=yuan_text(view.left_to_pay))
    if case.state is CaseState.SELLER_TO_SEND and view.unsettled:
        return _(
            "For case {case} units are still to be sent ({lines}); send or refund them, and the"
            " case follows."
        ).format(case=case.id, lines=lines_text(view.unsettled))
    return None

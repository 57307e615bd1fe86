"""ConfirmCaseReceipt (售后确认收货): the buyer has what was sent for the case; it ends.

Money of the same case that is still on its way is settled first, so that nothing is left open.
"""

from store.models.after_sales_case import AfterSalesCase
from store.models.case_state import CaseOutcome
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedCase
from store.rules.action.record_action import RecordAction
from store.rules.cases.case_decision import while_refund_is_open
from store.rules.cases.case_machine import CLOSED, CONFIRM, EVERY, Move, case_after, stands_now
from store.rules.cases.case_sending import over_unsent
from store.rules.cases.case_view import case_of
from store.words import N_, _


class ConfirmCaseReceipt(RecordAction[AfterSalesCase]):
    """Record that the buyer received what was sent for a case."""

    title = N_("Confirm receipt of a case's goods")
    place = 760
    settles = frozenset({"confirm-receipt"})
    moves = (Move(EVERY, (CONFIRM,), CLOSED, CaseOutcome.FULFILLED),)

    case: NamedCase

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        refused = super().refusal(order, case, context) or while_refund_is_open(
            case_of(order, case),
            _(
                "A refund of {amount} of case {case} is open ({time}); settle it before the case"
                " is closed."
            ),
        )
        return refused or over_unsent(order, case)

    def apply(self, subject: Order, context: Context) -> Outcome:
        closed = case_after(self.record_of(subject), self.moves, context)
        return Outcome((subject.with_case(closed),), (stands_now(closed),))

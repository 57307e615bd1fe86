"""WithdrawCase (买家撤销): the buyer takes the case back while nobody has agreed to anything, or
nothing is sent back yet.

Goods that had not left go out again by themselves: nothing holds them back any more.
"""

from store.models.after_sales_case import AfterSalesCase
from store.models.case_state import CaseOutcome
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedCase
from store.rules.action.record_action import RecordAction
from store.rules.cases.case_decision import while_refund_is_open
from store.rules.cases.case_machine import (
    AWAY,
    CLOSED,
    EVERY,
    SENT_BACK,
    UNAGREED,
    Move,
    case_after,
)
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_of
from store.rules.obligations import ship_by
from store.rules.order.ledger import units_to_ship
from store.words import N_, _
from store.words.times import minute_text


class WithdrawCase(RecordAction[AfterSalesCase]):
    """Record that the buyer withdrew the case."""

    title = N_("Withdraw a case")
    place = 630
    key = "W"
    moves = (
        Move(EVERY, UNAGREED, CLOSED, CaseOutcome.WITHDRAWN),
        Move(SENT_BACK, (AWAY,), CLOSED, CaseOutcome.WITHDRAWN),
    )

    case: NamedCase

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        refused = super().refusal(order, case, context) or _sent_back(case)
        return refused or while_refund_is_open(
            case_of(order, case),
            _(
                "A refund of {amount} for case {case} is open ({time}); settle it before the case"
                " is withdrawn."
            ),
        )

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        changed = subject.with_case(case_after(case, self.moves, context))
        return Outcome((changed,), _to_ship_again(changed, case, context))


def _sent_back(case: AfterSalesCase) -> str | None:
    if case.state is not AWAY or not (case.returns or case.return_tracking_no):
        return None
    said = _("The buyer has sent goods of case {case} back: receive the return.")
    return said.format(case=case_called(case))


def _to_ship_again(order: Order, case: AfterSalesCase, context: Context) -> tuple[str, ...]:
    units = units_to_ship(order)
    if not case.unshipped or not units:
        return ()
    deadline = ship_by(order, context.policy)
    if deadline is None or deadline.at is None:
        return (_("To be shipped again: {units}.").format(units=units),)
    sentence = _("To be shipped again by {time}: {units}.")
    return (sentence.format(units=units, time=minute_text(deadline.at)),)

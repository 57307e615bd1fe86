"""AgreeSupplementary (同意补寄): what the buyer asks for is sent to them; nothing comes back.

From here on the buyer can neither change the case nor withdraw it nor call the platform in; it ends
when they confirm the receipt (source article 001).
"""

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedCase
from store.rules.action.record_action import RecordAction
from store.rules.action.telling import answer_case
from store.rules.cases.case_decision import search_text, tell_platform
from store.rules.cases.case_machine import CAN_AGREE, CONFIRM, SEND, SUPPLEMENTARY, Move, case_after
from store.words import N_

AGREE_TO_SEND = answer_case("同意补寄", SEND, CONFIRM)


class AgreeSupplementary(RecordAction[AfterSalesCase]):
    """Agree to send what the buyer asks for."""

    title = N_("Agree to a supplementary shipment")
    place = 670
    settles = frozenset({"answer-case"})
    moves = (Move((SUPPLEMENTARY,), CAN_AGREE, SEND),)
    tells = (AGREE_TO_SEND,)

    case: NamedCase

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        agreed = case_after(case, self.moves, context, agreed_at=context.now)
        changed = tell_platform(
            subject, agreed, context, search_text(subject, agreed), AGREE_TO_SEND
        )
        return Outcome((changed,), (AGREE_TO_SEND.said(case=case.id),))

"""AgreeSupplementary (同意补寄): what the buyer asks for is sent to them; nothing comes back.

From here on the buyer can neither change the case nor withdraw it nor call the platform in; it ends
when they confirm the receipt (source article 001).
"""

from collections.abc import Iterator

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedCase
from store.rules.action.record_action import RecordAction, fitting_records
from store.rules.action.telling import answer_case
from store.rules.cases.case_decision import money_is_back, tell_platform
from store.rules.cases.case_machine import CAN_AGREE, CONFIRM, SEND, SUPPLEMENTARY, Move, case_after
from store.rules.cases.case_names import case_there, search_text
from store.rules.cases.case_view import case_of
from store.rules.parcels.goods_twice import sent_twice
from store.rules.platform.moot import NOT_TO_BE_SENT_ANY_MORE
from store.words import N_

AGREE_TO_SEND = answer_case("同意补寄", SEND, CONFIRM, moot=NOT_TO_BE_SENT_ANY_MORE)


class AgreeSupplementary(RecordAction[AfterSalesCase]):
    """Agree to send what the buyer asks for."""

    title = N_("Agree to a supplementary shipment")
    place = 670
    settles = frozenset({"answer-case"})
    moves = (Move((SUPPLEMENTARY,), CAN_AGREE, SEND),)
    tells = (AGREE_TO_SEND,)

    case: NamedCase

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        refused = super().refusal(order, case, context)
        return refused or money_is_back(case_of(order, case))

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        cases = fitting_records(cls, subject, context)
        return tuple(said for case in cases for said in _sent_already(subject, case))

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        agreed = case_after(case, self.moves, context, agreed_at=context.now)
        changed = tell_platform(
            subject, agreed, context, search_text(subject, agreed), AGREE_TO_SEND
        )
        sent = _sent_already(subject, case)
        return Outcome((changed,), (AGREE_TO_SEND.said(case=case_there(subject, case)), *sent))


def _sent_already(order: Order, case: AfterSalesCase) -> Iterator[str]:
    """What sends the goods of the case already."""
    view = case_of(order, case)
    sent = sent_twice(order, view.units_due, view)
    if sent:
        yield sent

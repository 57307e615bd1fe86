"""AgreeSupplementary (同意补寄): what the buyer asks for is sent to them; nothing comes back.

From here on the buyer can neither change the case nor withdraw it nor call the platform in; it ends
when they confirm the receipt (source article 001).
"""

from typing import ClassVar

from store.models.order import Order
from store.rules.base import Outcome
from store.rules.case_action import CaseAction
from store.rules.case_decision import found_by, press_said, told
from store.rules.case_machine import moved
from store.rules.context import Context
from store.words import N_

PRESS = "同意补寄"


class AgreeSupplementary(CaseAction):
    """Agree to send what the buyer asks for."""

    title: ClassVar[str] = N_("Agree to a supplementary shipment")

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.the_case(subject)
        agreed = moved(case, self.name, context, agreed_at=context.now)
        changed = told(subject, agreed, context, found_by(subject, agreed), PRESS)
        return Outcome((changed,), (press_said(agreed, PRESS),))

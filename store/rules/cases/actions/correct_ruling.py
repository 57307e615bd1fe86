"""CorrectRuling (更正裁决): a ruling was recorded wrongly, and nothing has followed from it.

The history keeps both; the case goes where the ruling leads that was meant.
"""

from store.models.after_sales_case import AfterSalesCase
from store.models.intervention import Intervention
from store.models.money import yuan_text
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.action.record_action import fitting_records
from store.rules.cases.case_machine import CLOSED, PAY, SEND
from store.rules.cases.case_names import case_called
from store.rules.cases.interventions import last_ruling
from store.rules.cases.reopening import claimed_meanwhile
from store.rules.cases.ruling import RulingAction, ruled_from
from store.rules.cases.ruling_followed import what_followed
from store.words import N_, _


class CorrectRuling(RulingAction):
    """Correct a ruling that was recorded wrongly."""

    title = N_("Correct a recorded ruling")
    place = 855
    moves = ruled_from(CLOSED, PAY, SEND)

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        ruled = last_ruling(case)
        if ruled and ruled.read:
            said = _(
                "The ruling on case {case} is known from the platform's file alone; record it."
            )
            return said.format(case=case_called(case))
        return what_followed(order, case) or claimed_meanwhile(order, case)

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        """What is recorded, where there is one: mostly the amount is wrong."""
        cases = fitting_records(cls, subject, context)
        if len(cases) != 1:
            return {}
        ruled = cases[0].interventions[-1]
        amount = {"amount": yuan_text(ruled.amount_fen)} if ruled.amount_fen else {}
        return amount | ({"ruling": ruled.ruling} if ruled.ruling else {})

    def intervention(self, case: AfterSalesCase, context: Context) -> Intervention:
        return case.interventions[-1]

"""RecordRuling (平台裁决): the platform has decided; what it gives to the buyer has to be done."""

from store.models.after_sales_case import AfterSalesCase
from store.models.intervention import Intervention
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.cases.case_machine import RULE
from store.rules.cases.case_names import case_called
from store.rules.cases.interventions import current_intervention, last_ruling
from store.rules.cases.ruling import RulingAction, ruled_from
from store.rules.cases.ruling_followed import what_followed
from store.words import N_, _
from store.words.labels import label
from store.words.times import day_text


class RecordRuling(RulingAction):
    """Record how the platform ruled on a case."""

    title = N_("Record the platform's ruling")
    place = 850
    put_right_by = "correct-ruling"
    settles = frozenset({"rule"})
    moves = ruled_from(RULE)

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        refused, ruled = super().refusal(order, case, context), last_ruling(case)
        if ruled and ruled.read:
            return what_followed(order, case)
        if refused is None or ruled is None or what_followed(order, case):
            return refused
        said = _("The ruling on case {case} of {day} is recorded ({ruling}); it can be corrected.")
        day = day_text(ruled.ruled_at) if ruled.ruled_at else "-"
        return said.format(case=case_called(case), day=day, ruling=label(ruled.ruling or "-"))

    def intervention(self, case: AfterSalesCase, context: Context) -> Intervention:
        ruled = last_ruling(case)
        if ruled and ruled.read:
            return ruled
        # On appeal the older ruling stands in the same record.
        return current_intervention(case, context).model_copy(update={"ruled_at": None})

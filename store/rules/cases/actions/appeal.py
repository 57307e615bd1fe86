"""Appeal (申诉): against a ruling that was not for us; once, and within the window."""

from pydantic import Field

from store.models.after_sales_case import AfterSalesCase
from store.models.intervention import Appeal as StoredAppeal
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedCase, Text
from store.rules.action.record_action import RecordAction
from store.rules.action.telling import IN_THE_CASE, Tells
from store.rules.cases.case_machine import CLOSED, CONFIRM, EVERY, PAY, RULE, SEND, Move, case_after
from store.rules.cases.case_names import case_there
from store.rules.cases.interventions import appeal_refused, with_intervention
from store.rules.cases.reopening import claimed_meanwhile
from store.rules.platform.moot import DECIDED_ON_APPEAL
from store.words import N_

APPEAL = Tells(
    "appeal",
    N_("appeal on the platform"),
    IN_THE_CASE,
    press="申诉",
    shown_at=(RULE,),
    moot=DECIDED_ON_APPEAL,
)


class Appeal(RecordAction[AfterSalesCase]):
    """Appeal against the platform's ruling."""

    title = N_("Appeal")
    place = 860
    settles = frozenset({"appeal"})
    moves = (Move(EVERY, (PAY, SEND, CONFIRM, CLOSED), RULE),)
    tells = (APPEAL,)

    case: NamedCase
    text: Text = Field(
        title=N_("Grounds"), description=N_("why the ruling is wrong, and what proves it")
    )

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        return (
            super().refusal(order, case, context)
            or appeal_refused(order, case, context)
            or claimed_meanwhile(order, case)
        )

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        appealed = case.interventions[-1].model_copy(
            update={"appeal": StoredAppeal(at=context.now, text=self.text, by=str(context.actor))}
        )
        interventions = with_intervention(case, appealed)
        open_again = case_after(case, self.moves, context, interventions=interventions)
        todo = APPEAL.task(context, self.text, case=case.id)
        changed = subject.with_case(open_again).with_tasks(todo)
        return Outcome((changed,), (APPEAL.said(case=case_there(subject, case)),))

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
from store.rules.cases.case_decision import search_text
from store.rules.cases.case_machine import CLOSED, CONFIRM, EVERY, PAY, RULE, SEND, Move, case_after
from store.rules.cases.case_view import case_of, case_views
from store.rules.cases.interventions import appeal_refused, with_intervention
from store.rules.order.goods import goods_of
from store.rules.platform.moot import DECIDED_ON_APPEAL
from store.words import N_, _

APPEAL = Tells(
    "appeal",
    N_("appeal"),
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
            or _other_case(order, case)
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
        return Outcome((changed,), (APPEAL.said(case=search_text(subject, case)),))


def _other_case(order: Order, case: AfterSalesCase) -> str | None:
    """An appeal opens a closed case again, and no two open ones are about the same unit."""
    if case.open:
        return None
    mine = case_of(order, case).claimed
    there = {line.line: line.ordered - line.cancelled for line in order.lines}
    for other in (view for view in case_views(order) if view.case.open):
        for line, units in other.claimed.items():
            if mine.get(line, 0) and mine[line] + units > there.get(line, 0):
                return _(
                    "Case {other} is open for the same goods as case {case} ({goods}); bring it to"
                    " its end first."
                ).format(other=other.id, case=case.id, goods=goods_of(order, line))
    return None

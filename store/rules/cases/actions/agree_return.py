"""AgreeReturn (同意退货): the goods come back; the money follows once they were looked at."""

from collections.abc import Iterator

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import YesNoIfAsked
from store.rules.action.telling import answer_case
from store.rules.cases.case_decision import AgreeToTakeBack
from store.rules.cases.case_machine import (
    AWAY,
    CAN_AGREE,
    HERE,
    ON_ITS_WAY,
    PAY,
    RECEIVE,
    RETURN,
    Move,
)
from store.rules.money.given_before import (
    WENT_FIELD,
    as_beside,
    given_before,
    given_problem,
    nothing_to_give,
)
from store.rules.money.went_before import as_its_money, ended_by_its_money, given_said
from store.words import N_


class AgreeReturn(AgreeToTakeBack):
    """Agree that the buyer returns the goods for their money."""

    title = N_("Agree to a return")
    place = 650
    settles = frozenset({"answer-case"})
    moves = (
        Move((RETURN,), CAN_AGREE, AWAY),
        Move((RETURN,), CAN_AGREE, RECEIVE, variant=ON_ITS_WAY),
        Move((RETURN,), CAN_AGREE, PAY, variant=HERE),
    )
    tells = (answer_case("同意退货", AWAY, RECEIVE),)

    went: YesNoIfAsked = WENT_FIELD

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        return super().refusal(order, case, context) or nothing_to_give(order, case)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        refused = tuple(super().problems(subject, context))
        yield from refused
        if not refused:
            case = self.record_of(subject)
            yield from given_problem(subject, case, self.went, 0, is_typed=False)

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        given = given_before(subject, case)
        if self.went == "no":
            subject = as_beside(subject, given)
        if self.went != "yes":
            return super().apply(subject, context)
        ended = ended_by_its_money(subject, given, self.agreed(case, context), context)
        if ended:
            return ended
        agreed = super().apply(as_its_money(subject, given, case, context), context)
        return Outcome(agreed.documents, (given_said(given, case), *agreed.said))

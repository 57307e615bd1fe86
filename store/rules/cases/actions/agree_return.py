"""AgreeReturn (同意退货): the goods come back; the money follows once they were looked at.

Where less is left to give than the case asks for, that is offered there instead (`counter_offer`).
"""

from collections.abc import Iterator

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import YesNoIfAsked
from store.rules.action.telling import CLOSE_THERE, answer_case
from store.rules.cases.case_decision import AgreeToTakeBack, tell_platform
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
from store.rules.cases.case_names import case_there
from store.rules.money.counter_offer import (
    AGREE_TO_LESS,
    as_agreed,
    falls_short,
    offer_text,
)
from store.rules.paid.given_before import (
    WENT_FIELD,
    as_beside,
    given_before,
    given_problem,
    nothing_to_give,
)
from store.rules.paid.went_before import as_answered
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
    tells = (answer_case("同意退货", AWAY, RECEIVE), AGREE_TO_LESS, CLOSE_THERE)

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

    def falls_short(self, subject: Order) -> str | None:
        if self.went == "yes":
            return None
        case = self.record_of(subject)
        if self.went == "no":
            subject = as_beside(subject, given_before(subject, case))
        return falls_short(subject, as_agreed(subject, case))

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        given, agreed = given_before(subject, case), self.agreed(case, context)
        subject, agreed, ended, told = as_answered(subject, given, agreed, self.went, context)
        if ended:
            return ended
        at_most = as_agreed(subject, agreed)
        less = falls_short(subject, at_most)
        if less is None:
            done = self.told(subject, agreed, context)
            return Outcome(done.documents, (*told, *done.said))
        changed = tell_platform(
            subject, at_most, context, offer_text(subject, at_most), AGREE_TO_LESS
        )
        there = AGREE_TO_LESS.said(case=case_there(subject, case))
        return Outcome((changed,), (*told, less, there))

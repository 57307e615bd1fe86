"""AgreeReturn (同意退货): the goods come back; the money follows once they were looked at."""

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.rules.action.context import Context
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
from store.rules.money.given_before import already_gone
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

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        return super().refusal(order, case, context) or already_gone(order, case)

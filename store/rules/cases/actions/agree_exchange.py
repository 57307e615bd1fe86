"""AgreeExchange (同意换货): the goods come back, and others go out for them."""

from collections.abc import Iterator

from pydantic import Field

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.telling import answer_case
from store.rules.cases.case_decision import AgreeToTakeBack, money_is_back
from store.rules.cases.case_machine import (
    AWAY,
    CAN_AGREE,
    EXCHANGE,
    HERE,
    ON_ITS_WAY,
    RECEIVE,
    SEND,
    Move,
)
from store.rules.cases.case_view import case_of
from store.rules.cases.other_article import (
    OtherSku,
    sku_problems,
    units_of,
    with_article,
)
from store.rules.platform.moot import NOT_TO_BE_SENT_ANY_MORE
from store.words import N_


class AgreeExchange(AgreeToTakeBack):
    """Agree that the buyer returns the goods for others."""

    title = N_("Agree to an exchange")
    place = 660
    settles = frozenset({"answer-case"})
    moves = (
        Move((EXCHANGE,), CAN_AGREE, AWAY),
        Move((EXCHANGE,), CAN_AGREE, RECEIVE, variant=ON_ITS_WAY),
        Move((EXCHANGE,), CAN_AGREE, SEND, variant=HERE),
    )
    tells = (answer_case("同意换货", AWAY, RECEIVE, moot=NOT_TO_BE_SENT_ANY_MORE),)

    sku: OtherSku = Field(
        default=None,
        title=N_("SKU wanted instead"),
        description=N_("of an exchange: another SKU than was bought; left out, the same again"),
    )

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        refused = super().refusal(order, case, context)
        return refused or money_is_back(case_of(order, case))

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        refused = tuple(super().problems(subject, context))
        yield from refused
        if self.sku and not refused:
            units = units_of(subject, self.record_of(subject))
            yield from sku_problems(subject, self.sku, units, context)

    def apply(self, subject: Order, context: Context) -> Outcome:
        agreed = super().apply(subject, context)
        if not self.sku:
            return agreed
        (order,) = agreed.documents
        assert isinstance(order, Order)
        case = self.record_of(subject)
        changed, consent = with_article(order, self.sku, case, context)
        return Outcome((changed,), (*agreed.said, *consent))

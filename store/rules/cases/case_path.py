"""The path of a case (售后步骤): the states that one of its kind usually goes through."""

from store.models.after_sales_case import AfterSalesCase, CaseState
from store.rules.cases.case_machine import (
    ANSWER,
    AWAY,
    CLOSED,
    COMING,
    CONFIRM,
    EXCHANGE,
    PAY,
    RECEIVE,
    REFUSED,
    REPAIR,
    RETURN,
    SEND,
    SUPPLEMENTARY,
)

_USUAL = {
    RETURN: (ANSWER, AWAY, RECEIVE, PAY),
    REFUSED: (ANSWER, COMING, RECEIVE, PAY),
    EXCHANGE: (ANSWER, AWAY, RECEIVE, SEND, CONFIRM),
    REPAIR: (ANSWER, AWAY, RECEIVE, SEND, CONFIRM),
    SUPPLEMENTARY: (ANSWER, SEND, CONFIRM),
}
_MONEY_ALONE = (ANSWER, PAY)


def path(case: AfterSalesCase) -> tuple[CaseState, ...]:
    """The states from the first to the last; where it stands is one of them while it is open."""
    usual = _USUAL.get(case.kind, _MONEY_ALONE)
    if case.state is CLOSED or case.state in usual:
        return usual
    # What is asked for besides comes after our answer: the buyer's word, the platform's ruling.
    return (ANSWER, case.state, *usual[1:])

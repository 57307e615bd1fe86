"""The path of a case (售后步骤): the states that one of its kind usually goes through."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from store.models.after_sales_case import AfterSalesCase
from store.models.case_state import CaseState
from store.rules.cases.case_machine import (
    ANSWER,
    AWAITS_GOODS,
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
    goods_due,
)

_USUAL = {
    RETURN: (ANSWER, AWAY, RECEIVE, PAY),
    REFUSED: (ANSWER, COMING, RECEIVE, PAY),
    EXCHANGE: (ANSWER, AWAY, RECEIVE, SEND, CONFIRM),
    REPAIR: (ANSWER, AWAY, RECEIVE, SEND, CONFIRM),
    SUPPLEMENTARY: (ANSWER, SEND, CONFIRM),
}
_MONEY_ALONE = (ANSWER, PAY)
_AFTER_THEM = (PAY, SEND, CONFIRM, CLOSED)


def path(case: AfterSalesCase) -> tuple[CaseState, ...]:
    """The states from the first to the last; where it stands is one of them while it is open."""
    usual = tuple(
        state for state in _USUAL.get(case.kind, _MONEY_ALONE) if not _passed_over(case, state)
    )
    if case.state is CLOSED or case.state in usual:
        return usual
    # What is asked for besides comes after our answer: the buyer's word, the platform's ruling.
    return (ANSWER, case.state, *usual[1:])


def has_come_to(case: AfterSalesCase, states: Iterable[CaseState]) -> bool:
    """Does an open case stand at one of these, or at what comes behind one on its path?"""
    way = path(case)
    return any(way.index(state) <= way.index(case.state) for state in states if state in way)


def _passed_over(case: AfterSalesCase, state: CaseState) -> bool:
    """Was the case decided without goods that come back, as far as anybody knows?

    What the platform rules, or we agree to at once, may be money for goods that stay there.
    """
    if state not in AWAITS_GOODS or case.state not in _AFTER_THEM:
        return False
    if state is RECEIVE:
        return not case.returns_received_at
    return not (goods_due(case) or case.returns or case.return_tracking_no)


class CaseStep(NamedTuple):
    """A state that a case goes through, and whether it is behind it, there or ahead."""

    state: CaseState
    reached: Literal["done", "now", "to_do"]


def steps_along(case: AfterSalesCase) -> tuple[CaseStep, ...]:
    """The path with how far the case has come; all of it lies behind one that is closed."""
    way = path(case)
    here = way.index(case.state) if case.open else len(way)
    return tuple(
        CaseStep(state, "done" if place < here else "now" if place == here else "to_do")
        for place, state in enumerate(way)
    )

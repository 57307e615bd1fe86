"""The steps of a case (售后进度): what it goes through from the asking to its end, and where it is.

Which states a kind goes through is read off the table of cases; one that a case stands at without
that, because a platform does as it likes or was called in, is a step of this case too.
"""

from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase, CaseKind, CaseState
from store.models.inquiry import Inquiry
from store.rules.cases.case_machine import (
    ANSWER,
    ANSWERED,
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
    RULE,
    SEND,
    SUPPLEMENTARY,
    UNCLEAR,
)

ASKED = "asked"
"""The first step of all; whatever is listed was asked for."""
IN_ORDER = (ANSWER, ANSWERED, RULE, AWAY, COMING, RECEIVE, PAY, SEND, CONFIRM, CLOSED)
"""The states as they follow each other."""
WITH_GOODS = frozenset({ANSWER, AWAY, RECEIVE, SEND, CONFIRM, CLOSED})
USUAL: dict[CaseKind, frozenset[CaseState]] = {
    RETURN: frozenset({ANSWER, AWAY, RECEIVE, PAY, CLOSED}),
    EXCHANGE: WITH_GOODS,
    REPAIR: WITH_GOODS,
    SUPPLEMENTARY: frozenset({ANSWER, SEND, CONFIRM, CLOSED}),
    REFUSED: frozenset({ANSWER, COMING, PAY, CLOSED}),
}
"""What a case of a kind goes through."""
MONEY_ALONE = frozenset({ANSWER, PAY, CLOSED})
"""What the other kinds go through."""
OF_INQUIRY = (ASKED, "tied", "resolved")


class Steps(NamedTuple):
    """The way of a case, and how far along it is."""

    names: tuple[str, ...]
    done: int
    """So many are behind it; the next one is where it stands, and none is left of what ended."""


def steps_of(case: AfterSalesCase) -> Steps:
    """The steps of a case; where a word is not known, our answer is what it waits for."""
    here = ANSWER if case.state is UNCLEAR else CaseState(case.state)
    usual = USUAL.get(CaseKind(case.kind), MONEY_ALONE)
    way = [state for state in IN_ORDER if state in usual or state is here]
    names = (ASKED, *(str(state) for state in way))
    return Steps(names, len(names) if here is CLOSED else 1 + way.index(here))


def steps_of_inquiry(inquiry: Inquiry) -> Steps:
    """The steps of an inquiry: asked, its order found, resolved."""
    if not inquiry.open:
        return Steps(OF_INQUIRY, len(OF_INQUIRY))
    return Steps(OF_INQUIRY, 2 if inquiry.tied else 1)

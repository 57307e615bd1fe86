"""Turns (轮到谁): what is owed in each state of a case, by whom, and until when."""

from collections.abc import Iterable
from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Party
from store.models.case_state import CaseState
from store.models.order import Order
from store.rules.cases.case_machine import WAITS_FOR
from store.rules.cases.interventions import evidence_due
from store.rules.obligations.at_zero import Zero
from store.rules.obligations.obligation import Obligation
from store.rules.timing.clocks import Clock, clock
from store.rules.timing.policy import Policy


class Turn(NamedTuple):
    """What is owed in one state of a case by one party."""

    kind: str
    rule: str
    zero: Zero
    then: str = ""


TURNS = {
    (CaseState.BUYER_TO_ANSWER, Party.BUYER): Turn(
        "answer-rejection", "buyer_answer", ("rejection_stands",), "close-case"
    ),
    (CaseState.BUYER_TO_RETURN, Party.BUYER): Turn(
        "return-goods", "buyer_return", ("return_lapses",), "close-case"
    ),
    (CaseState.PARCEL_TO_COME_BACK, Party.BUYER): Turn(
        "refuse-parcel", "come_back", ("return_lapses",), "close-case"
    ),
    (CaseState.PARCEL_TO_COME_BACK, Party.CARRIER): Turn(
        "refused-parcel", "come_back", ("not_back",), "contact-carrier"
    ),
    (CaseState.SELLER_TO_RECEIVE, Party.US): Turn(
        "receive-return", "receive_return", ("not_received",)
    ),
    (CaseState.SELLER_TO_REFUND, Party.US): Turn("refund-case", "refund_case", ("not_refunded",)),
    (CaseState.SELLER_TO_REFUND, Party.PLATFORM): Turn(
        "pay-refund", "settle_refund", ("settle",), "ask-platform"
    ),
    (CaseState.SELLER_TO_SEND, Party.US): Turn("send-for-case", "send_for_case", ("not_refunded",)),
    (CaseState.BUYER_TO_CONFIRM, Party.BUYER): Turn(
        "confirm-receipt", "confirm_receipt", ("confirmed",), "close-case"
    ),
}
"""The states in which one clock runs, by whose turn it is; to answer and to rule have more to them.

Where the platform's word names another party than is usual, that party is meant: 待用户拒收 (the
buyer has not refused the parcel yet), 退款中 (the platform pays, nothing is left for us to do).
"""
ANSWER_WRONG = Turn("answer-case", "receive_return", ("not_ours",))
"""What came back is not ours: nothing is to be received any more, and our answer is due."""
TURN_KINDS = frozenset(
    (
        "answer-case",
        "submit-evidence",
        "rule",
        "close-case",
        *(turn.kind for turn in TURNS.values()),
    )
)
"""What is owed for a case because it is somebody's turn; to appeal is a chance besides."""


def whose(case: AfterSalesCase) -> Party | None:
    """Whose turn it is: as is known of this case, else as is usual where it stands."""
    for who in (case.waits_for, WAITS_FOR.get(case.state)):
        if who and (case.state, who) in TURNS:
            return who
    return None


def about_case(order: Order, case: AfterSalesCase, owed: Iterable[Obligation]) -> list[Obligation]:
    """What of it is owed for the case."""
    parts = parts_of_cases(order)
    return [one for one in owed if case.id in (one.about, parts.get(one.about))]


def parts_of_cases(order: Order) -> dict[str, str]:
    """The case by what may be owed something about beside it: what is to be told there of it, what
    contradicts itself of it, its money on its way, and what of it the buyer is to answer.
    """
    told = {one.id: one.case for one in order.open_tasks if one.case}
    numbers = {case.id for case in order.cases}
    contradicted = {one.id: one.about for one in order.open_discrepancies if one.about in numbers}
    going = {one.id: one.case for one in order.refunds if one.open and one.case}
    asked = {one.id: one.case for one in order.offers if one.case and one.accepted is None}
    return told | contradicted | going | asked


def turn_clock(order: Order, case: AfterSalesCase, policy: Policy) -> Clock:
    """Until when whoever's turn it is in the case may act; none of a case that is closed.

    While the platform rules, our evidence is what runs out.
    """
    if case.state is CaseState.PLATFORM_TO_RULE:
        return evidence_due(order, case, policy)
    if case.platform_deadline:
        return Clock(case.platform_deadline if case.open else None)
    return clock(order, policy, case.since or case.applied_at, *_rules(case))


def _rules(case: AfterSalesCase) -> tuple[str, ...]:
    if case.state is CaseState.SELLER_TO_ANSWER:
        return (f"answer_case_{case.kind}", "answer_case")
    who = whose(case)
    return (TURNS[case.state, who].rule,) if who else ()

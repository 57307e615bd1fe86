"""What is owed for after-sales cases: one thing a case, by whose turn it is.

The clock of a turn starts with it and stops when another party has to act; the platform's own
deadline of the case (自动处理截止时间, expire_time) stands before every computed one.
"""

from collections.abc import Iterator
from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase, CaseState
from store.models.axes import Party
from store.models.order import Order
from store.rules.axes import after_sales
from store.rules.case_machine import GOODS
from store.rules.interventions import (
    appeal_due,
    appeal_refused,
    known_intervention,
)
from store.rules.ledger import spent
from store.rules.obligations.at_zero import Zero
from store.rules.obligations.clocks import Clock, clock, earlier
from store.rules.obligations.obligation import Obligation
from store.rules.obligations.shipment import late_refund, promised
from store.rules.policy import Policy


class Turn(NamedTuple):
    """What is owed in one state of a case."""

    kind: str
    who: Party
    rule: str
    zero: Zero
    then: str = ""


TURNS = {
    CaseState.BUYER_TO_ANSWER: Turn(
        "answer-rejection", Party.BUYER, "buyer_answer", ("rejection_stands",), "close-case"
    ),
    CaseState.BUYER_TO_RETURN: Turn(
        "return-goods", Party.BUYER, "buyer_return", ("return_lapses",), "close-case"
    ),
    CaseState.PARCEL_TO_COME_BACK: Turn(
        "refuse-parcel", Party.CARRIER, "come_back", ("not_back",), "contact-carrier"
    ),
    CaseState.SELLER_TO_RECEIVE: Turn(
        "receive-return", Party.US, "receive_return", ("not_received",)
    ),
    CaseState.SELLER_TO_REFUND: Turn("refund-case", Party.US, "refund_case", ("not_refunded",)),
    CaseState.SELLER_TO_SEND: Turn("send-for-case", Party.US, "send_for_case", ("not_refunded",)),
    CaseState.BUYER_TO_CONFIRM: Turn(
        "confirm-receipt", Party.BUYER, "confirm_receipt", ("confirmed",), "close-case"
    ),
}
"""The states in which one clock runs; to answer and to rule have more to them."""


def cases(order: Order, policy: Policy) -> Iterator[Obligation]:
    """Whose turn it is in each case, until when."""
    for case in order.cases:
        yield from _turn(order, case, policy)
        yield from _appeal(order, case, policy)
    if after_sales(order) == "open" and not order.open_cases:
        yield Obligation("answer-case", Party.US, zero=("unknown_case",))


def _turn(order: Order, case: AfterSalesCase, policy: Policy) -> Iterator[Obligation]:
    if case.state is CaseState.SELLER_TO_ANSWER:
        yield _answer(order, case, policy)
    elif case.state is CaseState.OPEN:
        yield Obligation(
            "answer-case", Party.US, case.platform_deadline, zero=("unclear",), about=case.id
        )
    elif case.state is CaseState.PLATFORM_TO_RULE:
        yield from _ruling(order, case, policy)
    elif case.state in TURNS and not _refund_is_going(order, case):
        turn = TURNS[case.state]
        due = _clock(order, case, policy, turn.rule)
        yield Obligation(
            turn.kind, turn.who, due.at, due.estimated, turn.zero, due.rule, case.id, turn.then
        )


def _clock(order: Order, case: AfterSalesCase, policy: Policy, *names: str) -> Clock:
    if case.platform_deadline:
        return Clock(case.platform_deadline)
    return clock(order, policy, case.since or case.applied_at, *names)


def _answer(order: Order, case: AfterSalesCase, policy: Policy) -> Obligation:
    """An answer is ours to give; to a request for unshipped goods before they count as late."""
    due = _clock(order, case, policy, f"answer_case_{case.kind}", "answer_case")
    zero: Zero = ("agreed",) if case.kind in GOODS else ("agreed_refund",)
    if case.unshipped:
        by = promised(order, policy)
        first = earlier(due, by)
        if first is by and by.at:
            zero = late_refund(order, by.at, policy)
        due = first
    return Obligation("answer-case", Party.US, due.at, due.estimated, zero, due.rule, case.id)


def _refund_is_going(order: Order, case: AfterSalesCase) -> bool:
    """The money is on its way already; what is owed is to see how it ends."""
    pending = (one for one in spent(order) if one.state in ("pending", "unknown"))
    return case.state is CaseState.SELLER_TO_REFUND and any(one.case == case.id for one in pending)


def _ruling(order: Order, case: AfterSalesCase, policy: Policy) -> Iterator[Obligation]:
    """The platform decides; until its evidence has been handed in our word is asked for."""
    known = known_intervention(case)
    asked = case.waits_for is Party.US
    if known:
        asked = known.submitted_at is None and known.appeal is None
    if asked:
        given = known.evidence_deadline if known else case.platform_deadline
        since = known.requested_at if known else case.since
        due = Clock(given) if given else clock(order, policy, since, "evidence_hours")
        zero = ("no_evidence",)
        yield Obligation(
            "submit-evidence", Party.US, due.at, due.estimated, zero, due.rule, case.id
        )
    yield Obligation("rule", Party.PLATFORM, zero=("ruling",), about=case.id)


def _appeal(order: Order, case: AfterSalesCase, policy: Policy) -> Iterator[Obligation]:
    """A ruling against us may be appealed against for some days; then it stands."""
    ruled = case.interventions[-1].ruled_at if case.interventions else None
    if ruled is None or appeal_refused(order, case, None):
        return
    due = appeal_due(order, ruled, policy)
    yield Obligation(
        "appeal",
        Party.US,
        due.at,
        due.rule is not None,
        ("ruling_stands",),
        due.rule,
        case.id,
        lapses=True,
    )

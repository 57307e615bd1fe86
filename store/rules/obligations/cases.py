"""What is owed for after-sales cases: one thing a case, by whose turn it is.

The clock of a turn starts with it and stops when another party has to act; the platform's own
deadline of the case (自动处理截止时间, expire_time) stands before every computed one.
"""

from collections.abc import Iterator
from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase, CaseKind, CaseState
from store.models.axes import Party
from store.models.money import Fen
from store.models.order import Order
from store.rules.cases.case_machine import GOODS, MONEY, WAITS_FOR
from store.rules.cases.case_view import case_of
from store.rules.cases.goods_coming import (
    WAITS,
    is_back_for_another,
    is_settled_by_another,
)
from store.rules.cases.interventions import (
    appeal_due,
    appeal_refused,
    evidence_due,
    known_intervention,
)
from store.rules.obligations.at_zero import Ending, Zero
from store.rules.obligations.ended_cases import goods_of_ended
from store.rules.obligations.obligation import Obligation
from store.rules.obligations.shipment import late_refund
from store.rules.order.axes import hides_a_case
from store.rules.order.lateness import promised
from store.rules.order.ledger import money_ledger, units_to_ship
from store.rules.parcels.reissues import open_reissues
from store.rules.parcels.sent_again import still_to_send
from store.rules.parcels.whereabouts import under_way
from store.rules.timing.clocks import Clock, clock, earlier
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


def cases(order: Order, policy: Policy) -> Iterator[Obligation]:
    """Whose turn it is in each case, until when."""
    for case in order.cases:
        yield from owed_for_case(order, case, policy)
    if hides_a_case(order):
        yield Obligation("answer-case", Party.US, zero=("unknown_case",))


def owed_for_case(order: Order, case: AfterSalesCase, policy: Policy) -> Iterator[Obligation]:
    """Whose turn it is in this case, the chance to appeal, and its goods once it has ended."""
    yield from _turn(order, case, policy)
    yield from _appeal(order, case, policy)
    yield from goods_of_ended(order, case, policy)


def _turn(order: Order, case: AfterSalesCase, policy: Policy) -> Iterator[Obligation]:
    if case.state is CaseState.SELLER_TO_ANSWER:
        yield _answer(order, case, policy)
    elif case.state is CaseState.OPEN:
        due = turn_clock(order, case, policy)
        yield Obligation("answer-case", Party.US, due.at, zero=("unclear",), about=case.id)
    elif case.state is CaseState.PLATFORM_TO_RULE:
        yield from _ruling(order, case, policy)
    elif (who := _whose(case)) and not _goes_by_itself(order, case):
        due = turn_clock(order, case, policy)
        if _is_carried_out_beside(order, case):
            yield from _to_close(order, case, due)
            return
        turn = _what(order, case, who)
        if turn is None:
            return
        zero = turn.zero
        by_law = _by_law(order, case, policy)
        if who is Party.US and (first := earlier(due, by_law)) is by_law:
            due, zero = first, ("law_refund",)
        yield Obligation(turn.kind, who, due.at, due.estimated, zero, due.rule, case.id, turn.then)


def _what(order: Order, case: AfterSalesCase, who: Party) -> Turn | None:
    """What is owed by whose turn it is; goods that are back for another case are only paid for.

    Where they are not to be paid for by this one, that case says what is owed.
    """
    if case.state not in WAITS or not is_back_for_another(order, case):
        return TURNS[case.state, who]
    is_paid_here = case.state is CaseState.SELLER_TO_RECEIVE and case.kind in MONEY
    return TURNS[CaseState.SELLER_TO_REFUND, Party.US] if is_paid_here else None


def _is_carried_out_beside(order: Order, case: AfterSalesCase) -> bool:
    """Is nothing left to pay or to send for it: money or goods went beside it, or it costs none?"""
    if is_settled_by_another(order, case):
        return True
    view = case_of(order, case)
    if case.state is CaseState.SELLER_TO_REFUND:
        return not view.platform_pays and not view.left_to_pay
    # Of a case about goods money is due only where a ruling gives it.
    money = view.left_to_pay if case.agreed_fen else 0
    return case.state is CaseState.SELLER_TO_SEND and not (still_to_send(order, view) or money)


def _to_close(order: Order, case: AfterSalesCase, due: Clock) -> Iterator[Obligation]:
    """The case has to end; as long as what went beside it may not have gone, that is owed instead.

    Its clock goes on: the platform knows nothing of what went.
    """
    may_fail = any(one.state in ("pending", "unknown") for one in order.refunds)
    if not (may_fail or open_reissues(order)):
        zero = ("costs_nothing" if case_of(order, case).costs_nothing else "given_beside",)
        yield Obligation("close-case", Party.US, due.at, due.estimated, zero, due.rule, case.id)


def _whose(case: AfterSalesCase) -> Party | None:
    """Whose turn it is: as is known of this case, else as is usual where it stands."""
    for who in (case.waits_for, WAITS_FOR.get(case.state)):
        if who and (case.state, who) in TURNS:
            return who
    return None


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
    who = _whose(case)
    return (TURNS[case.state, who].rule,) if who else ()


def _by_law(order: Order, case: AfterSalesCase, policy: Policy) -> Clock:
    """Until when the law wants the money back for goods that have come back (消保法 §25)."""
    back = [one.received_at for one in case.returns if one.received_at]
    if case.state not in (CaseState.SELLER_TO_RECEIVE, CaseState.SELLER_TO_REFUND) or not back:
        return Clock(None)
    return clock(order, policy, min(back), "law_refund_after_return")


def _answer(order: Order, case: AfterSalesCase, policy: Policy) -> Obligation:
    """An answer is ours to give; to a request for unshipped goods before they count as late.

    Goods that left after all are not late any more; whoever lets the time pass loses them too.
    """
    due = turn_clock(order, case, policy)
    ending = Ending(("agreed",))
    if case.kind not in GOODS:
        ending = Ending(("agreed_refund",), _at_stake(order, case))
    if case.unshipped and units_to_ship(order):
        by = promised(order, policy)
        first = earlier(due, by)
        if first is by and by.at:
            ending = late_refund(order, policy)
        due = first
    elif case.unshipped and any(under_way(order, one) for one in order.parcels):
        ending = Ending(("agreed_refund_shipped",), _at_stake(order, case))
    return Obligation(
        "answer-case",
        Party.US,
        due.at,
        due.estimated,
        ending.zero,
        due.rule,
        case.id,
        cost_fen=ending.cost_fen,
    )


def _at_stake(order: Order, case: AfterSalesCase) -> Fen | None:
    """What is lost once our word comes too late: the money of goods that the buyer keeps.

    None where no sum is named, and where the goods are here or are to come back.
    """
    asked = min(case.requested_fen, money_ledger(order).refundable)
    are_here = case.unshipped and units_to_ship(order)
    is_kept = case.kind is CaseKind.REFUND_ONLY and not are_here
    return asked if is_kept and asked > 0 else None


def _goes_by_itself(order: Order, case: AfterSalesCase) -> bool:
    """The money is on its way already, and what is owed is to see how it ends; or the platform ends
    a case that costs nothing.
    """
    view = case_of(order, case)
    by_platform = view.platform_pays and view.costs_nothing
    going = view.open_refund is not None or by_platform
    return case.state is CaseState.SELLER_TO_REFUND and going


def _ruling(order: Order, case: AfterSalesCase, policy: Policy) -> Iterator[Obligation]:
    """The platform decides; until its evidence has been handed in our word is asked for."""
    known = known_intervention(case)
    asked = case.waits_for is not Party.PLATFORM
    if known:
        asked = known.submitted_at is None and known.appeal is None
    if asked:
        due = turn_clock(order, case, policy)
        yield Obligation(
            "submit-evidence",
            Party.US,
            due.at,
            due.estimated,
            ("no_evidence",),
            due.rule,
            case.id,
            cost_fen=_at_stake(order, case),
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
        due.estimated,
        ("ruling_stands",),
        due.rule,
        case.id,
        lapses=True,
    )

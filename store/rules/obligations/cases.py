"""What is owed for after-sales cases: one thing a case, by whose turn it is.

The clock of a turn starts with it and stops when another party has to act; the platform's own
deadline of the case (自动处理截止时间, expire_time) stands before every computed one.
"""

from collections.abc import Iterator
from datetime import datetime

from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.axes import Party
from store.models.case_state import CaseState
from store.models.money import Fen
from store.models.order import Order
from store.rules.cases.case_ledger import units_in
from store.rules.cases.case_machine import AWAITS_GOODS, GOODS, MONEY
from store.rules.cases.case_view import case_of
from store.rules.cases.goods_coming import (
    brought_by,
    brought_nothing,
    is_back_for_another,
    is_settled_by_another,
    is_to_pay,
    pays_for_what_is_back,
)
from store.rules.cases.interventions import (
    appeal_due,
    appeal_refused,
    known_intervention,
)
from store.rules.money.guessed_away import guessed_away
from store.rules.obligations.answers_to_tell import before_it_is_paid, no_to_tell, yes_to_tell
from store.rules.obligations.at_zero import Ending, Zero, maybe_over_zero
from store.rules.obligations.ended_cases import goods_of_ended
from store.rules.obligations.late import late_refund
from store.rules.obligations.money_beside import beside_zero, given_zero
from store.rules.obligations.obligation import Obligation
from store.rules.obligations.rest_of_case import owed_for_rest
from store.rules.obligations.turns import ANSWER_WRONG, TURNS, Turn, turn_clock, whose
from store.rules.order.cases_shown import hides_a_case, maybe_over
from store.rules.order.lateness import promised
from store.rules.paid.given_before import already_gone
from store.rules.parcels.leaving_there import open_reissues
from store.rules.parcels.losses import is_back_and_settled
from store.rules.parcels.sent_again import still_to_send
from store.rules.parcels.whereabouts import back_since, under_way
from store.rules.platform.cases.answers import untold_answer, untold_no
from store.rules.timing.clocks import Clock, clock, earlier
from store.rules.timing.policy import Policy


def cases(order: Order, policy: Policy) -> Iterator[Obligation]:
    """Whose turn it is in each case, until when."""
    for case in order.cases:
        yield from owed_for_case(order, case, policy)
    if hides_a_case(order):
        yield Obligation("answer-case", Party.US, zero=("unknown_case",))


def owed_for_case(order: Order, case: AfterSalesCase, policy: Policy) -> Iterator[Obligation]:
    """Whose turn it is in this case, the chance to appeal, and its goods once it has ended."""
    is_in_doubt = case.id in maybe_over(order)
    for duty in _turn(order, case, policy):
        zero = maybe_over_zero(duty.kind, duty.zero)
        yield duty.ending_as(Ending(zero)) if is_in_doubt else duty
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
    elif told := untold_no(order, case):
        yield no_to_tell(order, case, told, at_stake(order, case), policy)
    elif came_at := _back_by_scan(order, case):
        yield from _to_count(order, case, came_at, policy)
    elif rest := owed_for_rest(order, case, policy):
        yield rest
    elif (who := whose(case)) and not _goes_by_itself(order, case):
        yield from _step(order, case, who, policy)
    elif case.state is CaseState.SELLER_TO_REFUND and (told := untold_answer(order, case)):
        # Its money was begun here before the yes to it was told there.
        due, ending = _our_time(order, case, Ending(("not_refunded",)), policy)
        yield yes_to_tell(order, told, due, ending, policy)


def _step(order: Order, case: AfterSalesCase, who: Party, policy: Policy) -> Iterator[Obligation]:
    """The next step of a case that was answered; what was agreed to is told before it is paid, and
    one that waits for goods whose money may have gone is to be closed.
    """
    due, turn = turn_clock(order, case, policy), _what(order, case, who)
    asked = given_zero(order, case)
    if asked and case.state in AWAITS_GOODS:
        yield _close(case, due, asked)
        return
    said = asked if turn and turn.kind == "refund-case" else None
    if said is None and _is_carried_out_beside(order, case):
        yield from _to_close(order, case, due)
        return
    if turn is None:
        return
    ending = Ending(said or turn.zero)
    if who is Party.US:
        due, ending = _our_time(order, case, ending, policy)
    step = Obligation.by(turn.kind, who, due, ending, case.id, then=turn.then)
    is_money = turn.kind == "refund-case" and said is None
    yield (is_money and before_it_is_paid(order, case, due, ending, policy)) or step


def _our_time(
    order: Order, case: AfterSalesCase, ending: Ending, policy: Policy
) -> tuple[Clock, Ending]:
    """Until when our turn is and what comes of it then: where that is earlier, by the law, or, of
    money for goods that have not left, by the promised time.
    """
    due, by_law = turn_clock(order, case, policy), _by_law(order, case, policy)
    if earlier(due, by_law) is by_law:
        due, ending = by_law, Ending(("law_refund",))
    if case.state is not CaseState.SELLER_TO_REFUND:
        return due, ending
    return _before_late(order, case, due, ending, policy)


def _what(order: Order, case: AfterSalesCase, who: Party) -> Turn | None:
    """What is owed by whose turn it is; goods that are here already are only paid for.

    Where those that are back for another case are not to be paid for by this one, that says what is
    owed; not of a return once it has ended.
    """
    if brought_nothing(case):
        return ANSWER_WRONG
    if pays_for_what_is_back(order, case):
        return TURNS[CaseState.SELLER_TO_REFUND, Party.US]
    if case.state not in AWAITS_GOODS or not is_back_for_another(order, case):
        return TURNS[case.state, who]
    is_said_there = case.kind in GOODS or any(one.open for one in brought_by(order, case))
    return None if is_said_there else TURNS[case.state, who]


def _is_carried_out_beside(order: Order, case: AfterSalesCase) -> bool:
    """Is nothing left to pay or to send for it: money or goods went beside it, or it costs none?"""
    if is_settled_by_another(order, case):
        return True
    if guessed_away(order, case):
        return False
    view = case_of(order, case)
    if case.state is CaseState.SELLER_TO_REFUND:
        return not view.platform_pays and not view.left_to_pay
    if case.state is CaseState.SELLER_TO_RECEIVE and case.kind in MONEY:
        is_back = view.was_received and not any(view.may_come_back.values())
        return is_back and not any(view.outstanding.values()) and not view.left_to_pay
    if case.state is CaseState.BUYER_TO_CONFIRM:
        sent = view.parcels
        return bool(sent) and all(is_back_and_settled(order, one) for one in sent)
    # Of a case about goods money is due only where a ruling gives it.
    money = view.left_to_pay if case.agreed_fen else 0
    return case.state is CaseState.SELLER_TO_SEND and not (still_to_send(order, view) or money)


def _to_close(order: Order, case: AfterSalesCase, due: Clock) -> Iterator[Obligation]:
    """The case has to end; as long as what went beside it may not have gone, that is owed instead.

    Its clock goes on: the platform knows nothing of what went.
    """
    may_fail = any(one.open for one in order.refunds)
    if not (may_fail or open_reissues(order)):
        costs_nothing = case_of(order, case).costs_nothing
        yield _close(case, due, ("costs_nothing",) if costs_nothing else beside_zero(order, case))


def _close(case: AfterSalesCase, due: Clock, zero: Zero) -> Obligation:
    return Obligation.by("close-case", Party.US, due, Ending(zero), case.id)


def _back_by_scan(order: Order, case: AfterSalesCase) -> datetime | None:
    """Since when all that was to be refused is here again, by its scans, and nobody counted it."""
    if case.state is not CaseState.PARCEL_TO_COME_BACK:
        return None
    ends = [back_since(one) for one in order.shipments]
    return max((at for at in ends if at), default=None) if all(ends) else None


def _to_count(
    order: Order, case: AfterSalesCase, came_at: datetime, policy: Policy
) -> Iterator[Obligation]:
    """What came back is counted, or, where its money went beside the case, the case closed."""
    due = clock(order, policy, came_at, "receive_return")
    if not any(case_of(order, case).outstanding.values()):
        yield from _to_close(order, case, due)
        return
    yield Obligation.by("receive-return", Party.US, due, Ending(("not_received",)), case.id)


def _by_law(order: Order, case: AfterSalesCase, policy: Policy) -> Clock:
    """Until when the law wants the money back for goods that have come back (消保法 §25)."""
    back = [one.received_at for one in case.returns if one.received_at and units_in((one,)).total()]
    is_paid = case.state is CaseState.SELLER_TO_RECEIVE and case.kind in MONEY
    if not back or not (is_paid or case.state is CaseState.SELLER_TO_REFUND):
        return Clock(None)
    return clock(order, policy, min(back), "law_refund_after_return")


def _answer(order: Order, case: AfterSalesCase, policy: Policy) -> Obligation:
    """An answer is ours to give; to a request for unshipped goods before they count as late.

    Goods that left after all are not late any more; whoever lets the time pass loses them too.
    """
    due = turn_clock(order, case, policy)
    ending = Ending(("agreed",))
    view = case_of(order, case)
    if case.kind not in GOODS:
        is_back = bool(case.requested_fen and view.money.paid) and view.refundable <= 0
        is_given = is_back or already_gone(order, case) is not None
        zero: Zero = beside_zero(order, case) if is_given else ("agreed_refund",)
        if not is_given:
            zero = given_zero(order, case) or zero
        ending = Ending(zero, at_stake(order, case))
    if case.unshipped and view.to_ship:
        due, ending = _before_late(order, case, due, ending, policy)
    elif (
        case.unshipped
        and any(view.outstanding.values())
        and any(under_way(order, one) for one in order.parcels)
    ):
        ending = Ending(("agreed_refund_shipped",), at_stake(order, case))
    return Obligation.by("answer-case", Party.US, due, ending, case.id)


def _before_late(
    order: Order, case: AfterSalesCase, due: Clock, ending: Ending, policy: Policy
) -> tuple[Clock, Ending]:
    """The money of goods that have not left is to go back before they count as late: what that
    costs is what comes of it where this comes first, else what comes of it later.
    """
    by, view = promised(order, policy), case_of(order, case)
    is_here = view.to_ship or any(one.open and one.of_unshipped for one in view.refunds)
    if not (case.unshipped and is_here and by.at):
        return due, ending
    is_late = late_refund(order, policy)
    if earlier(due, by) is by:
        return by, is_late
    later = is_late._replace(at=by.at, later=None) if is_late.cost_fen else None
    return due, ending._replace(later=ending.later or later)


def at_stake(order: Order, case: AfterSalesCase) -> Fen | None:
    """What is lost once our word comes too late: the money of goods that the buyer keeps.

    None where no sum is named, and where the goods are here or are to come back.
    """
    view = case_of(order, case)
    asked = min(case.requested_fen, view.refundable)
    are_here = case.unshipped and view.to_ship
    is_kept = case.kind is CaseKind.REFUND_ONLY and not are_here
    return asked if is_kept and asked > 0 else None


def _goes_by_itself(order: Order, case: AfterSalesCase) -> bool:
    """The money is on its way, maybe instead of goods, and what is owed is to see how it ends; or
    the platform ends a case that costs nothing.
    """
    view = case_of(order, case)
    if case.state is CaseState.SELLER_TO_SEND:
        return view.is_paid_instead and view.open_refund is not None
    by_platform = view.platform_pays and view.costs_nothing
    going = view.open_refund is not None or by_platform
    return going and is_to_pay(order, case)


def _ruling(order: Order, case: AfterSalesCase, policy: Policy) -> Iterator[Obligation]:
    """The platform decides; until its evidence has been handed in our word is asked for."""
    known = known_intervention(case)
    asked = case.waits_for is not Party.PLATFORM
    if known:
        asked = known.submitted_at is None and known.appeal is None
    if asked:
        due = turn_clock(order, case, policy)
        yield Obligation.by(
            "submit-evidence",
            Party.US,
            due,
            Ending(("no_evidence",), at_stake(order, case)),
            case.id,
        )
    yield Obligation("rule", Party.PLATFORM, zero=("ruling",), about=case.id)


def _appeal(order: Order, case: AfterSalesCase, policy: Policy) -> Iterator[Obligation]:
    """A ruling against us may be appealed against for some days; then it stands."""
    last = case.last_intervention
    if last is None or last.ruled_at is None or appeal_refused(order, case, None):
        return
    due = appeal_due(order, last.ruled_at, policy)
    yield Obligation.by("appeal", Party.US, due, Ending(("ruling_stands",)), case.id, lapses=True)

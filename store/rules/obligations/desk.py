"""What is owed at the desk: promised answers, platform tasks, refunds to settle, discrepancies."""

from collections.abc import Collection, Iterable, Iterator

from store.models.axes import Party
from store.models.discrepancy import DiscrepancyKind
from store.models.money import yuan_text
from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.rules.cases.case_machine import SEND
from store.rules.cases.goods_coming import brought_nothing
from store.rules.money.won_back import to_come_back
from store.rules.obligations.answers_to_tell import to_tell
from store.rules.obligations.at_zero import Ending
from store.rules.obligations.late import late, late_refund
from store.rules.obligations.obligation import Obligation
from store.rules.obligations.task_clocks import task_clock
from store.rules.obligations.turns import turn_clock
from store.rules.order.lateness import promised
from store.rules.order.ledger import units_to_ship
from store.rules.order.promises import open_promises
from store.rules.order.veil import veil_of
from store.rules.parcels.leaving_there import open_reissues
from store.rules.parcels.reissues import in_question, sent_already
from store.rules.platform.cases.answers import button_of, gives
from store.rules.platform.cases.case_back import RowShown
from store.rules.timing.clocks import Clock, clock, earlier
from store.rules.timing.policy import Policy
from store.words.excerpts import first_line

AT_ZERO: dict[DiscrepancyKind, str] = {
    "refund_not_shown": "not_shown",
    "case_back": "case_back",
    "amount_unknown": "amount_unknown",
}
"""What comes of a discrepancy that waits; of any other, nothing ships, where anything is to."""


def promises(order: Order) -> Iterator[Obligation]:
    """Each answer that was promised and not given."""
    for one in open_promises(order):
        zero = ("promise", veil_of(order).within(first_line(one.text)))
        yield Obligation("answer-promise", Party.US, one.promise_due, zero=zero, about=one.id)


def tasks(
    order: Order, told_next: Collection[PlatformTask], policy: Policy
) -> Iterator[Obligation]:
    """Each thing that the platform still has to be told, of a reissue once it is sure to go. What
    is `told_next` of a case is its turn.
    """
    already = sent_already(order)
    for one in order.open_tasks:
        if one in told_next or one.reissue in in_question(order) or one.reissue in already:
            continue
        due, by = task_clock(order, one, policy), promised(order, policy)
        # What is told too late for the promised ship time makes the goods count as late.
        is_last = by.at is not None and due == by
        ending = late(order, policy) if is_last else Ending(())
        yield to_tell(one, due, ending.named(("task", one.kind, button_of(one))))


def refunds(
    order: Order, told_next: Collection[PlatformTask], policy: Policy
) -> Iterator[Obligation]:
    """Each refund of which nobody knows yet how it ended; of unshipped goods in time. Where the yes
    to its case is `told_next`, that is owed first.
    """
    untold = {task.case for task in told_next if gives(task)}
    for one in order.refunds:
        if not one.open or (one.case and one.case in untold):
            continue
        due = clock(order, policy, one.requested_at, "settle_refund")
        by = promised(order, policy) if one.of_unshipped else Clock(None)
        first = earlier(due, by)
        is_late = by.at is not None and first == by
        case = order.case_named(one.case)
        zero = "settle_not_due" if case and brought_nothing(case) else "settle"
        ending = late_refund(order, policy) if is_late else Ending((zero,))
        yield Obligation.by("settle-refund", Party.US, first, ending, one.id)


def money_back(order: Order, policy: Policy) -> Iterator[Obligation]:
    """What the platform is to make good since an appeal was won, until it has come."""
    for one in to_come_back(order):
        if one.left:
            due = clock(order, policy, one.since, "won_back")
            yield Obligation.by(
                "give-back",
                Party.PLATFORM,
                due,
                Ending(("not_given_back", yuan_text(one.left))),
                one.refund.id,
                then="ask-platform",
            )


def discrepancies(order: Order, policy: Policy) -> Iterator[Obligation]:
    """Each contradiction between the platform and the desk; one for which goods stay here, be it
    because of money that may not have gone, or of which nobody knows the amount, by the time by
    which they have to leave; whether a case went back, by the earliest of that and both its
    deadlines.
    """
    holds_up = units_to_ship(order) > 0
    for one in order.open_discrepancies:
        is_of_unshipped = one.kind in ("case_closed", "refund_not_shown") and any(
            refund.spent and refund.of_unshipped
            for refund in order.refunds
            if one.about in (refund.id, refund.case)
        )
        waits_for_money = one.kind in ("money", "amount_unknown") and bool(one.about)
        is_held_up = is_of_unshipped or waits_for_money or (holds_up and one.stops_shipping)
        due = promised(order, policy) if is_held_up else Clock(None)
        if one.kind == "case_back" and (case := order.case_named(one.about)):
            due = earlier(
                due, earlier(turn_clock(order, case, policy), Clock(RowShown.of(one).due))
            )
        zero = AT_ZERO.get(one.kind) or ("discrepancy" if _is_to_send(order) else "unresolved")
        ending = Ending((zero,))
        yield Obligation.by("discrepancy", Party.US, due, ending, one.id)


def _is_to_send(order: Order) -> bool:
    """Is anything of it to leave, the first time or again?"""
    is_sent_for_case = any(one.state is SEND for one in order.open_cases)
    return bool(units_to_ship(order) or open_reissues(order)) or is_sent_for_case


def at_the_desk(
    order: Order, of_cases: Iterable[Obligation], policy: Policy
) -> Iterator[Obligation]:
    """All of it, beside what is owed for its cases."""
    turns = {duty.about for duty in of_cases if duty.kind == "platform-task"}
    told_next = [task for task in order.open_tasks if task.id in turns]
    yield from promises(order)
    yield from refunds(order, told_next, policy)
    yield from money_back(order, policy)
    yield from tasks(order, told_next, policy)
    yield from discrepancies(order, policy)

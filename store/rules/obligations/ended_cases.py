"""What is owed for the goods of cases that have ended: they come, or they lie here."""

from collections.abc import Iterator
from datetime import datetime

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Party
from store.models.case_state import CaseState
from store.models.order import Order
from store.models.parcel import Parcel
from store.rules.action.telling import CLOSE_THERE, WITHDRAWN_THERE
from store.rules.cases.case_machine import NOTHING_BACK
from store.rules.cases.case_view import case_of
from store.rules.cases.goods_coming import (
    awaited_after_all,
    awaited_of_exchange,
    awaits_refused,
    gave_money,
    is_back_for_another,
    on_its_way,
)
from store.rules.cases.returning import is_signed_for, to_go_back
from store.rules.obligations.at_zero import Ending
from store.rules.obligations.obligation import Obligation
from store.rules.obligations.turns import TURNS
from store.rules.parcels.whereabouts import comes_back, under_way
from store.rules.timing.clocks import Clock, clock
from store.rules.timing.policy import Policy


def goods_of_ended(order: Order, case: AfterSalesCase, policy: Policy) -> Iterator[Obligation]:
    """On their way, paid for or not, or here and not paid for."""
    is_given_up = not case.open and not gave_money(order, case)
    is_coming = on_its_way(case) and not is_back_for_another(order, case)
    # Of a return that became a refund alone, or that is to be closed there, the buyer may have sent
    # goods, and has not to.
    is_sent = on_its_way(case) or is_signed_for(case)
    is_to_come = is_sent or (case.kind not in NOTHING_BACK and not _is_open_there(order, case))
    is_exchanged = awaited_of_exchange(order, case) and not _is_settled(order, case)
    is_awaited = (is_to_come and awaited_after_all(order, case)) or is_exchanged
    if is_awaited or (is_given_up and is_coming):
        yield _coming(order, case, policy)
    if (
        not case.open
        and awaits_refused(order, case)
        and any(_is_coming(order, one) for one in order.parcels)
    ):
        yield _refused(order, case, policy)
    if not case.open and to_go_back(order, case):
        due = clock(order, policy, _to_go_back_since(case), "ship_reissue")
        zero = "loss_unless_paid" if case_of(order, case).maybe_paid_by else "loss"
        yield Obligation.by("send-back", Party.US, due, Ending((zero,)), case.id)


def _is_open_there(order: Order, case: AfterSalesCase) -> bool:
    """Is it still to be closed on the platform?"""
    kinds = (CLOSE_THERE.kind, WITHDRAWN_THERE.kind)
    return any(one.case == case.id and one.kind in kinds for one in order.open_tasks)


def _is_settled(order: Order, case: AfterSalesCase) -> bool:
    """Has somebody settled with the buyer what they have of an exchange carried out there?"""
    return any(
        one.resolved_by
        for one in order.discrepancies
        if one.kind == "case_sent" and one.about == case.id
    )


def _coming(order: Order, case: AfterSalesCase, policy: Policy) -> Obligation:
    """Goods of a case that has ended, until they are received.

    What the platform says was signed for is ours to count, and nothing there hangs on when.
    """
    if is_signed_for(case):
        return Obligation("receive-return", Party.US, zero=("to_count",), about=case.id)
    due = _until_known(case, clock(order, policy, _ended(order, case), "come_back"))
    if not awaited_after_all(order, case):
        return Obligation.by("receive-return", Party.US, due, Ending(("not_here",)), case.id)
    return Obligation.by(
        "return-after-refund",
        Party.BUYER,
        due,
        Ending(("goods_missing",)),
        case.id,
        then="receive-return",
    )


def _is_coming(order: Order, parcel: Parcel) -> bool:
    """May it be what was refused? Of what was stopped, that it comes is owed by itself."""
    return under_way(order, parcel) and not comes_back(order, parcel)


def _refused(order: Order, case: AfterSalesCase, policy: Policy) -> Obligation:
    """What was refused comes back, though its money has gone before."""
    turn = TURNS[CaseState.PARCEL_TO_COME_BACK, Party.CARRIER]
    due = _until_known(case, clock(order, policy, _ended(order, case), turn.rule))
    return Obligation.by(turn.kind, Party.CARRIER, due, Ending(turn.zero), case.id, then=turn.then)


def _until_known(case: AfterSalesCase, due: Clock) -> Clock:
    """No clock where its time was over before an import told of the case: nobody here let it pass.

    The first files of a shop are full of what ended months ago.
    """
    is_over = due.at is not None and case.known_at is not None and due.at <= case.known_at
    return Clock(None) if is_over else due


def _to_go_back_since(case: AfterSalesCase) -> datetime | None:
    """Since when somebody could send back what lies here: it has come, and the case is known to
    have ended.
    """
    ended_at = case.closed_at or case.since or case.known_at or case.applied_at
    return max(filter(None, (*case.returns_received_at, ended_at)), default=None)


def _ended(order: Order, case: AfterSalesCase) -> datetime | None:
    """When it ended, as far as that is known; where the platform ended it without the money that
    had gone here, when that went.
    """
    paid = (one for one in case_of(order, case).refunds if one.state == "done")
    paid_at = max(filter(None, (one.settled_at for one in paid)), default=None)
    return (case.gave_nothing and paid_at) or case.closed_at or case.since or case.applied_at

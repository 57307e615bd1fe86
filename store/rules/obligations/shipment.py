"""What is owed until the goods have left: ship, refund in time, wait for a stock-out verdict."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Party, Payment
from store.models.case_state import CaseState
from store.models.order import Order
from store.rules.cases.case_view import case_of
from store.rules.obligations.at_zero import Ending
from store.rules.obligations.late import late, late_refund
from store.rules.obligations.obligation import Obligation
from store.rules.obligations.turns import about_case
from store.rules.order.axes import payment, was_paid
from store.rules.order.cases_shown import maybe_over
from store.rules.order.lateness import promised
from store.rules.order.ledger import line_ledgers, money_ledger, units_to_ship
from store.rules.paid.paid_there import is_paid_there
from store.rules.parcels.reissues import in_question, sent_already
from store.rules.parcels.shipping import open_lines
from store.rules.parcels.uploading import is_back_untold
from store.rules.stock.cancelling import (
    FIND_CAUSE,
    FOLLOW_UP,
    TELL,
    cancellation,
    left_nevertheless,
    next_step,
    owed_as_cancelled,
)
from store.rules.stock.stock_out import (
    is_off,
    units_out_of_stock,
    verdict_expected,
)
from store.rules.timing.clocks import Clock, clock, earlier
from store.rules.timing.policy import Policy
from store.words.times import SHOP_TIME, shop_day

PAID_NEXT = (CaseState.SELLER_TO_ANSWER, CaseState.SELLER_TO_REFUND)
"""Where a case stands whose money goes back by our next step."""
NOT_AGREED = (CaseState.BUYER_TO_ANSWER, CaseState.PLATFORM_TO_RULE)
"""Where we owe no money, and the goods that it was asked for still count as late."""


def ship_by(order: Order, policy: Policy) -> Clock | None:
    """The ship-by deadline of what is left to ship; nothing when nothing is."""
    if not was_paid(order) or not units_to_ship(order):
        return None
    return promised(order, policy)


def shipment(order: Order, of_cases: Sequence[Obligation], policy: Policy) -> Iterator[Obligation]:
    """The goods have to go out, or the money has to go back, before the promised time.

    `承诺发货时间之后才退款成功的订单，依然会被判定为延迟发货` (domain.md §0, fact 7): what is not
    to be shipped any more has to be refunded by the same deadline. Where that is the next step of
    its case (`obligations.cases`), it is owed for the case alone.
    """
    deadline = ship_by(order, policy)
    if deadline is None:
        return
    if order.money.paid_fen and _is_to_refund(order, of_cases, deadline):
        yield Obligation.by("refund", Party.US, deadline, late_refund(order, policy))
    if _is_to_ship(order):
        kind, who = "ship-reviewed" if order.under_review else "ship", Party.US
        if not open_lines(order):
            # All of it waits for the verdict.
            kind, who = "may-ship", Party.PLATFORM
        yield Obligation.by(kind, who, deadline, late(order, policy))


def cancelled_and_gone(order: Order, policy: Policy) -> Iterator[Obligation]:
    """Cancelled here and shipped there: the money is owed until that is settled."""
    found = left_nevertheless(order)
    if found and order.cancellation:
        due = clock(order, policy, order.cancellation.at, "refund_case")
        yield Obligation.by("refund", Party.US, due, Ending(("not_refunded",)), found.id)


def _is_to_refund(order: Order, of_cases: Sequence[Obligation], deadline: Clock) -> bool:
    """Is anything that is left out of stock by verdict, or all of it cancelled or asked back? What
    the platform itself is paying for is not ours to refund, and what a case says is its own.
    """
    if is_paid_there(order):
        return False
    if any(units_out_of_stock(order).values()):
        return True
    told = (one for one in order.open_cases if _is_owed_in_time(order, one, of_cases, deadline))
    return not _is_to_ship(order) and (_is_stopped(order) or _is_left(order, told))


def _is_owed_in_time(
    order: Order, case: AfterSalesCase, of_cases: Sequence[Obligation], deadline: Clock
) -> bool:
    """Is the next step towards its money owed for the case, by the time by which goods leave?"""
    return case.state in PAID_NEXT and any(
        duty.counts and (not deadline.at or (duty.due_at and duty.due_at <= deadline.at))
        for duty in about_case(order, case, of_cases)
    )


def _is_to_ship(order: Order) -> bool:
    """Is anything that is left neither cancelled, nor out of stock by verdict, nor asked back? What
    we said no to, or the platform rules on, is not, nor what may be over there.
    """
    in_doubt = maybe_over(order)
    asked = (one for one in order.open_cases if one.id not in in_doubt)
    asked = (one for one in asked if one.state not in NOT_AGREED)
    return not _is_stopped(order) and _is_left(order, asked)


def _is_stopped(order: Order) -> bool:
    given = cancellation(order)
    return given is not None and given.stops_shipping


def _is_left(order: Order, cases: Iterable[AfterSalesCase]) -> bool:
    """Is anything left that is not out of stock by verdict, nor asked back by these cases?"""
    out = units_out_of_stock(order)
    ledgers = (one for one in line_ledgers(order) if one.to_ship > 0)
    left = {one.number: one.to_ship - out.get(one.number, 0) for one in ledgers}
    asked = [case_of(order, case).with_gifts for case in cases if case.unshipped]
    return any(units > sum(claims.get(line, 0) for claims in asked) for line, units in left.items())


def stock_out_verdicts(order: Order, policy: Policy) -> Iterator[Obligation]:
    """The platform has to rule on each application for out-of-stock."""
    for one in order.stock_outs:
        if one.state != "applied" or is_off(order, one):
            continue
        expected = verdict_expected(order.platform, one, policy)
        latest = expected.latest.astimezone(SHOP_TIME) if expected else None
        day = shop_day(one.applied_at)
        rule = policy.rule(order.platform, "stock_out_verdict_most", day)
        unknown = latest is not None and not policy.calendar.published(latest.year)
        yield Obligation(
            "stock-out-verdict",
            Party.PLATFORM,
            latest,
            estimated=latest is not None,
            zero=("verdict_unpublished", str(latest.year)) if latest and unknown else ("verdict",),
            rule=rule,
            about=one.id,
            then="ask-platform",
        )


def hold(order: Order) -> Iterator[Obligation]:
    """A hold ends by itself; what is owed then is to ship."""
    if order.hold and units_to_ship(order):
        yield Obligation("hold-ends", Party.US, order.hold.until, zero=("hold",), lapses=True)


def reissues(order: Order, policy: Policy) -> Iterator[Obligation]:
    """An open reissue has to go out, or, with all the money back, or where another has sent its
    goods, be taken back.

    While it is open whether it is to go at all, that is owed instead.
    """
    all_back = payment(order) is Payment.REFUNDED
    already = sent_already(order)
    for one in order.reissues:
        kind = "drop-reissue" if all_back or one.id in already else "ship-reissue"
        if one.state == "open" and (all_back or one.id not in in_question(order)):
            due, ending = _again_by(order, policy, one.created_at, "reissue")
            yield Obligation.by(kind, Party.US, due, ending, one.id)


def losses(order: Order, policy: Policy) -> Iterator[Obligation]:
    """What was lost or came back has to be sent again or refunded, until all the money is back; as
    long as all of it is on its way, neither may be done. What was cancelled is to be refunded only.
    """
    if payment(order) is Payment.REFUNDED or money_ledger(order).is_all_back:
        return
    owed = owed_as_cancelled(order)
    if any(one.reissuable > owed[one.number] for one in line_ledgers(order)):
        since = max(loss.at for loss in order.losses)
        due, ending = _again_by(order, policy, since, "loss")
        yield Obligation.by("make-good", Party.US, due, ending)


def _again_by(order: Order, policy: Policy, begin: datetime, zero: str) -> tuple[Clock, Ending]:
    """Until when goods have to be sent again, and what comes of it, as this says; by the promised
    time, with what that costs, where, for the platform, nothing has left.
    """
    due = clock(order, policy, begin, "ship_reissue")
    by = promised(order, policy) if is_back_untold(order) else Clock(None)
    first = earlier(due, by)
    is_last = by.at is not None and first == by
    return first, late(order, policy)._replace(zero=(zero,)) if is_last else Ending((zero,))


STEPS = {TELL: "tell-buyer", FOLLOW_UP: "follow-up", FIND_CAUSE: "find-cause"}
"""The steps beside the refund, which is owed by itself."""


def cancelling(order: Order) -> Iterator[Obligation]:
    """A cancellation is finished when its next step is done, and the one after it."""
    given, following = cancellation(order), next_step(order)
    if given and following and following.number in STEPS:
        zero = ("uninformed",) if following.number == TELL else ("cancel",)
        yield Obligation(STEPS[following.number], Party.US, zero=zero, about=given.id)


def before_shipping(
    order: Order, of_cases: Sequence[Obligation], policy: Policy
) -> Iterator[Obligation]:
    """All that is owed until the goods have left, or are not to leave, beside what is for cases."""
    yield from shipment(order, of_cases, policy)
    yield from cancelled_and_gone(order, policy)
    yield from stock_out_verdicts(order, policy)
    yield from hold(order)
    yield from reissues(order, policy)
    yield from losses(order, policy)
    yield from cancelling(order)

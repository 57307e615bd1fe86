"""What is owed until the goods have left: ship, refund in time, wait for a stock-out verdict."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from store.models.axes import Party, Payment
from store.models.order import Order
from store.rules.cases.case_view import case_of
from store.rules.money.already_paid import is_paid_there
from store.rules.obligations.at_zero import Ending, with_cost
from store.rules.obligations.obligation import Obligation
from store.rules.order.axes import payment, was_paid
from store.rules.order.lateness import charged_as, deduction, deductions, promised
from store.rules.order.ledger import line_ledgers, money_ledger, units_to_ship
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
from store.words.times import SHOP_TIME, minute_text, shop_day

HOUR = timedelta(hours=1)
CHARGED_ALREADY = Ending(("late_charged",), 0)
"""A platform charges an order once for goods that do not leave, late or out of stock."""


def ship_by(order: Order, policy: Policy) -> Clock | None:
    """The ship-by deadline of what is left to ship; nothing when nothing is."""
    if not was_paid(order) or not units_to_ship(order):
        return None
    return promised(order, policy)


def shipment(order: Order, policy: Policy) -> Iterator[Obligation]:
    """The goods have to go out, or the money has to go back, before the promised time.

    `承诺发货时间之后才退款成功的订单，依然会被判定为延迟发货` (domain.md §0, fact 7): what is not
    to be shipped any more has to be refunded by the same deadline.
    """
    deadline = ship_by(order, policy)
    if deadline is None:
        return
    if order.money.paid_fen and _is_to_refund(order):
        yield Obligation.by("refund", Party.US, deadline, late_refund(order, policy))
    if _is_to_ship(order):
        kind, who = "ship", Party.US
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


def _is_to_refund(order: Order) -> bool:
    """Is anything that is left out of stock by verdict, or all of it cancelled or asked back? What
    the platform itself is paying for is not ours to refund.
    """
    if is_paid_there(order):
        return False
    return any(units_out_of_stock(order).values()) or not _is_to_ship(order)


def _is_to_ship(order: Order) -> bool:
    """Is anything that is left neither cancelled, nor out of stock by verdict, nor asked back?"""
    given = cancellation(order)
    if given and given.stops_shipping:
        return False
    out = units_out_of_stock(order)
    ledgers = (one for one in line_ledgers(order) if one.to_ship > 0)
    left = {one.line.line: one.to_ship - out.get(one.line.line, 0) for one in ledgers}
    asked = [case_of(order, case).with_gifts for case in order.open_cases if case.unshipped]
    return any(units > sum(claims.get(line, 0) for claims in asked) for line, units in left.items())


def late(order: Order, policy: Policy) -> Ending:
    """What it means that the goods have not left by the promised time.

    Where nothing is deducted at first, it costs what is deducted when they still do not leave.
    """
    at = promised(order, policy).at
    return _ending(order, policy, "late", at) if at else Ending(())


def late_refund(order: Order, policy: Policy) -> Ending:
    """What it means that the money of unshipped goods has not gone back by then."""
    return _ending(order, policy, "late_refund")


def _ending(order: Order, policy: Policy, code: str, since: datetime | None = None) -> Ending:
    """What is deducted for goods that have not left, first and later; where that is nothing at
    first, what it is so long after the time `since` which they are late.
    """
    found = deduction(order, policy)
    if charged_as(order):
        return CHARGED_ALREADY
    if found is None or found.costs.waived:
        return with_cost(code, found.costs if found else None)
    ending = Ending((code,), 0)
    if found.kind == "late_shipment" and found.costs.fen:
        ending = with_cost(code, found.costs)
    elif found.costs.fen and since:
        ending = with_cost("late_free", found.costs, f"{(found.at - since) / HOUR:g}")
    return ending._replace(later=_later(order, policy))


def _later(order: Order, policy: Policy) -> Ending | None:
    """What is deducted after or in place of lateness, where that is dearer, and from when on."""
    first, *dearer = deductions(order, policy)
    code = "late_since" if first.costs.fen else "late_free_since"
    ends = (
        with_cost(code, one.costs, minute_text(one.at))._replace(at=one.at)
        for one in dearer
        if one.costs.fen
    )
    return next(ends, None)


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
    if any(one.reissuable > owed[one.line.line] for one in line_ledgers(order)):
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


def before_shipping(order: Order, policy: Policy) -> Iterator[Obligation]:
    """All that is owed until the goods have left, or are not to leave."""
    yield from shipment(order, policy)
    yield from cancelled_and_gone(order, policy)
    yield from stock_out_verdicts(order, policy)
    yield from hold(order)
    yield from reissues(order, policy)
    yield from losses(order, policy)
    yield from cancelling(order)

"""快递拦截状态 of the after-sales export, met with the interception that was asked for here."""

from datetime import datetime

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.models.parcel import InterceptOutcome, Parcel
from store.rules.action.context import Context
from store.rules.parcels.traces import STILL_OPEN, intercepted
from store.rules.parcels.watch import LOST, last_trace
from store.rules.parcels.whereabouts import (
    awaited_back,
    came_back,
    is_only_confirmed,
    is_stopped,
    place,
    under_way,
    was_stopped,
)

INTERCEPT_WORDS: dict[str, InterceptOutcome] = {
    "拦截成功": "stopped",
    "快递拦截成功": "stopped",
    "已拦截": "stopped",
    "拦截失败": "failed",
    "快递拦截失败": "failed",
}
"""快递拦截状态, where it has ended; another word is kept as it stands. None says that the goods are
here again."""


INTERCEPT_COLUMNS = ("快递拦截状态", "包裹拦截状态")
"""The columns of an after-sales export that say it."""


def merge_intercept(
    order: Order, said: AfterSalesCase, tracking_no: str, context: Context
) -> tuple[Order, InterceptOutcome | None]:
    """The order once a file says of this case how an interception ended, and that word where it is
    in doubt which parcel it is of: one that may be of several changes none of them
    (`parcels_meant`).

    What is known of the end of a parcel's way stays, and nobody is told of the failure of what
    nobody here asked for. That it was stopped stands beside a receipt, whichever file comes first.
    """
    outcome = outcome_for(said)
    if outcome is None:
        return order, None
    meant = parcels_meant(order, said.id, outcome)
    if tracking_no:
        named = (one for one in order.parcels if one.tracking_no == tracking_no)
        meant = tuple(one for one in named if _is_news(order, one, outcome))
    if len(meant) != 1:
        return order, outcome if meant else None
    return intercepted(order, meant[0], outcome, context.now, context), None


def parcels_meant(order: Order, case: str, outcome: InterceptOutcome) -> tuple[Parcel, ...]:
    """The parcels whose interception may have ended so, by a word for a case that names no number.

    None where one is known to have ended so: that is the one. Else those whose answer was waited
    for when the word came. One that was stopped may still fail; beside it the platform may mean any
    other, which was to be stopped there alone. Beside others the one that was stopped may be one
    that somebody here said was lost.
    """
    if any(_ended_so(one, outcome) for one in order.parcels):
        return ()
    fresh = tuple(one for one in order.parcels if _is_news(order, one, outcome))
    if outcome == "failed" and any(map(is_stopped, fresh)):
        return tuple(one for one in order.parcels if not came_back(one))
    since = _in_doubt_since(order, case)
    asked = ((one, one.interception) for one in fresh)
    waited = tuple(one for one, at in asked if at and (since is None or at.asked_at < since))
    if waited or not fresh or outcome != "stopped":
        return waited or fresh
    return tuple(one for one in order.parcels if one in fresh or _is_only_said_lost(order, one))


def _in_doubt_since(order: Order, case: str) -> datetime | None:
    """Since when it is in doubt which parcel the word for this case is of: what is asked of the
    carrier afterwards does not say it. None where nothing is, or it was found out.
    """
    return max(
        (
            one.opened_at
            for one in order.discrepancies
            if one.kind == "intercept" and one.about == case
            if not one.is_found_out
        ),
        default=None,
    )


def parcels_in_doubt(order: Order, case: AfterSalesCase | None) -> tuple[Parcel, ...]:
    """The parcels of which the platform's word for this case may be; none where it is of one."""
    outcome = outcome_for(case) if case else None
    meant = parcels_meant(order, case.id, outcome) if case and outcome else ()
    return meant if len(meant) > 1 else ()


def outcome_for(case: AfterSalesCase) -> InterceptOutcome | None:
    """How an interception ended by what the platform says for this case."""
    words = dict(case.platform_status)
    return intercept_outcome(next((words[one] for one in INTERCEPT_COLUMNS if one in words), ""))


def intercept_outcome(said: str) -> InterceptOutcome | None:
    """How an interception ended by the platform's word; None by any other word."""
    return INTERCEPT_WORDS.get("".join(said.split()))


def _ended_so(parcel: Parcel, outcome: InterceptOutcome) -> bool:
    """Is it known that its interception ended so? What came back, or failed since, was stopped."""
    if outcome == "stopped":
        return was_stopped(parcel) or came_back(parcel)
    return parcel.interception is not None and parcel.interception.outcome == outcome


def _is_only_said_lost(order: Order, parcel: Parcel) -> bool:
    """Did somebody here say that it was lost, and the carrier nothing of that?"""
    seen = last_trace(parcel)
    is_scanned = seen is not None and seen.state == LOST
    return place(order, parcel) == "lost" and not parcel.interception and not is_scanned


def _is_news(order: Order, parcel: Parcel, outcome: InterceptOutcome) -> bool:
    """Would it be news of this parcel that its interception ended so?"""
    is_open = under_way(order, parcel) or awaited_back(order, parcel)
    if outcome == "stopped":
        is_open = is_open or is_only_confirmed(order, parcel)
    elif is_stopped(parcel):
        # Given up, because it was to come back.
        is_open = is_open or place(order, parcel) == "lost"
    if not is_open:
        return False
    asked = parcel.interception
    if asked is None:
        return outcome != "failed"
    return asked.outcome in STILL_OPEN and asked.outcome != outcome

"""快递拦截状态 of the after-sales export, met with the interception that was asked for here."""

from store.models.order import Order
from store.models.parcel import InterceptOutcome, Parcel
from store.rules.action.context import Context
from store.rules.parcels.traces import STILL_OPEN, intercepted
from store.rules.parcels.whereabouts import awaited_back, is_only_confirmed, under_way

INTERCEPT_WORDS: dict[str, InterceptOutcome] = {
    "拦截成功": "stopped",
    "快递拦截成功": "stopped",
    "已拦截": "stopped",
    "拦截失败": "failed",
    "快递拦截失败": "failed",
}
"""快递拦截状态, where it has ended; another word is kept as it stands. None says that the goods are
here again."""


def merge_intercept(
    order: Order, tracking_no: str, outcome: InterceptOutcome | None, context: Context
) -> Order:
    """The order once the platform says how an interception ended; no word says nothing.

    What is known of the end of a parcel's way stays, and nobody is told of the failure of what
    nobody here asked for. That it was stopped stands beside a receipt, whichever file comes first.
    """
    parcel = _meant(order, tracking_no) if outcome else None
    if outcome is None or parcel is None:
        return order
    may_be = outcome == "stopped" and is_only_confirmed(order, parcel)
    if not (may_be or under_way(order, parcel) or awaited_back(order, parcel)):
        return order
    asked = parcel.interception
    is_answered = outcome == "failed"
    if asked:
        is_answered = asked.outcome not in STILL_OPEN or asked.outcome == outcome
    return order if is_answered else intercepted(order, parcel, outcome, context.now, context)


def is_unclear(order: Order, tracking_no: str, outcome: InterceptOutcome | None) -> bool:
    """Does the platform say how an interception ended, and may several parcels be meant?"""
    if outcome is None or tracking_no or _meant(order, tracking_no):
        return False
    asked = (one.interception for one in order.parcels)
    is_known = any(one.outcome == outcome for one in asked if one)
    return not is_known and any(under_way(order, one) for one in order.parcels)


def _meant(order: Order, tracking_no: str) -> Parcel | None:
    """The parcel that a case names, else the only one whose interception is to be answered, else
    the only one.
    """
    if tracking_no:
        fitting = [one for one in order.parcels if one.tracking_no == tracking_no]
    else:
        asked = ((one, one.interception) for one in order.parcels)
        fitting = [one for one, found in asked if found and found.outcome is None]
        fitting = fitting or list(order.parcels)
    return fitting[0] if len(fitting) == 1 else None

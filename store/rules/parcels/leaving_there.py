"""Leaving there (平台发出): the reissues that the platform may send, whatever was done here.

One that was created there is cancelled there by hand: until then, and maybe before, it may leave.
"""

from store.models.axes import Platform
from store.models.order import Order
from store.models.parcel import Parcel
from store.models.reissue import Reissue
from store.rules.action.telling import Tells
from store.rules.platform.moot import LEFT_ALL_THE_SAME
from store.words import N_

CANCEL_THERE = Tells(
    "cancel-reissue",
    N_("cancel the reissue on the platform"),
    N_(
        "Reissue {number} was created on the platform; cancel it there too: 仓配管理 >"
        " 仓配订单 > 补发订单, with order number {order}."
    ),
    platforms=(Platform.PINDUODUO,),
    elsewhere=N_(
        "Reissue {number} was created on the platform; cancel it there too, with order number"
        " {order}."
    ),
    moot=LEFT_ALL_THE_SAME,
)


def open_reissues(order: Order) -> tuple[Reissue, ...]:
    """The reissues that have not left."""
    return tuple(one for one in order.reissues if one.state == "open")


def may_leave_there(order: Order) -> tuple[Reissue, ...]:
    """Those that the platform may send: what has not left, and what was created there and cancelled
    since, for it may have left before that.
    """
    there = {one.reissue for one in order.tasks if one.kind == CANCEL_THERE.kind}
    cancelled = (one for one in order.reissues if one.state == "cancelled" and one.id in there)
    return (*open_reissues(order), *cancelled)


def may_be_one(order: Order, parcel: Parcel) -> bool:
    """May the parcel be such a reissue? Not where it holds what was bought, or was on its way
    before any of them was created.

    When it was shipped, no file says of it alone: only its scans do.
    """
    left_at = min((one.at for one in parcel.traces), default=None)
    created = (one.created_at for one in may_leave_there(order))
    return not parcel.lines and any(left_at is None or at <= left_at for at in created)


def shown_there(order: Order) -> dict[str, Parcel]:
    """The parcels that may be such reissues, by their ids, until somebody has settled it."""
    asked = [one for one in order.open_discrepancies if one.kind == "reissue_there"]
    parcels = filter(None, (order.parcel_named(one.about) for one in asked))
    return {one.id: parcel for one, parcel in zip(may_leave_there(order), parcels, strict=False)}

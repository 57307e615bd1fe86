"""Leaving there (平台发出): the reissues that the platform may send, whatever was done here.

One that was created there is cancelled there by hand: until then, and maybe before, it may leave.
"""

from collections.abc import Iterable

from store.models.axes import Platform
from store.models.order import Order
from store.models.parcel import Parcel
from store.models.reissue import Reissue
from store.rules.action.telling import Tells
from store.rules.platform.moot import LEFT_ALL_THE_SAME
from store.words import N_, listed
from store.words.times import shop_day

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


def expected_there(order: Order) -> tuple[Reissue, ...]:
    """Those that the platform sends by what is known: what has not left, and what was created there
    and cancelled since, for it may have left before that.
    """
    told = {one.reissue for one in order.tasks if one.kind == CANCEL_THERE.kind}
    left = open_reissues(order)
    return tuple(one for one in may_leave_there(order) if one in left or one.id in told)


def may_leave_there(order: Order) -> tuple[Reissue, ...]:
    """Those that the platform may send: what has not left, and what was cancelled since, also where
    nobody has said that it was created there.
    """
    cancelled = (one for one in order.reissues if one.state == "cancelled")
    return (*open_reissues(order), *cancelled)


def reissues_it_may_be(order: Order, parcel: Parcel) -> tuple[Reissue, ...]:
    """Those of them that the parcel may be: none where it holds what was bought, and none that was
    created on a later day than it was on its way.

    When it was shipped, no file says of it alone: only its scans do. When a reissue was written
    down here, it may have been created there hours before.
    """
    if parcel.lines:
        return ()
    left_at = min((one.at for one in parcel.traces), default=None)
    waiting = may_leave_there(order)
    return tuple(
        one for one in waiting if left_at is None or shop_day(one.created_at) <= shop_day(left_at)
    )


def reissue_numbers(reissues: Iterable[Reissue]) -> str:
    """Their numbers, as a sentence names them."""
    return listed(sorted(one.number for one in reissues))


def may_be_one(order: Order, parcel: Parcel) -> bool:
    """May the parcel be such a reissue?"""
    return bool(reissues_it_may_be(order, parcel))


def shown_there(order: Order) -> dict[str, Parcel]:
    """The parcels that may be such reissues, by their ids, until somebody has settled it.

    A parcel stands for one reissue of each line that it may hold.
    """
    found = dict[str, Parcel]()
    for about in order.contradicted("reissue_there"):
        parcel = order.parcel_named(about)
        held = set[int]()
        for reissue in reissues_it_may_be(order, parcel) if parcel else ():
            goods = {part.line for part in reissue.lines}
            if parcel and reissue.id not in found and not goods & held:
                found[reissue.id] = parcel
                held |= goods
    return found

"""Same parcel (同一包裹): a number that was mistyped here is the one under which the platform shows
the very goods.

What is known of the platform's parcel is of ours then; that one is none of its own any more.
"""

from store.models.order import Order
from store.models.parcel import Parcel
from store.rules.action.context import Context
from store.rules.parcels.shipping import blocked
from store.rules.parcels.traces import renumbered
from store.rules.parcels.uploading import TELLING, is_shown_otherwise

OF_A_PARCEL = ("losses", "tasks", "contacts")
"""What of an order names a parcel."""


def shown_instead(order: Order, parcel: Parcel, tracking_no: str) -> Parcel | None:
    """The platform's parcel of this number that holds just what this one does, which the platform
    does not show.
    """
    if parcel.kind != "shipment" or parcel.number_shown:
        return None
    for one in order.parcels:
        is_there = one.kind == "shipment" and one.number_shown and one.tracking_no == tracking_no
        if is_there and one is not parcel and one.lines == parcel.lines:
            return one
    return None


def not_to_correct(order: Order) -> str | None:
    """Why no number of the order is corrected now: what blocks it, unless that is only that the
    platform shows goods under another number.
    """
    kinds = {one.kind for one in order.open_discrepancies}
    is_otherwise = any(is_shown_otherwise(order, one) for one in order.parcels)
    if not order.under_review and kinds == {"goods"} and is_otherwise:
        return None
    return blocked(order)


def become_one(order: Order, parcel: Parcel, there: Parcel, context: Context) -> Order:
    """The order in which both are one parcel, under the number that the platform shows."""
    now = context.now
    order = renumbered(order, parcel, there.tracking_no, there.carrier or parcel.carrier, now)
    mine = order.parcel_named(parcel.id) or parcel
    known = {
        "confirmed": True,
        "number_shown": True,
        "traces": there.traces,
        "interception": there.interception or mine.interception,
    }
    update: dict[str, object] = {
        name: tuple(
            one.model_copy(update={"parcel": parcel.id}) if one.parcel == there.id else one
            for one in getattr(order, name)
        )
        for name in OF_A_PARCEL
    }
    update["parcels"] = tuple(
        mine.model_copy(update=known) if one.id == parcel.id else one
        for one in order.parcels
        if one.id != there.id
    )
    return order.model_copy(update=update).with_tasks_done(
        lambda one: one.parcel == parcel.id and one.kind in TELLING,
        now,
        str(context.actor),
        moot=True,
    )

"""Leaving times (发货时间): when the parcels left that only the platform tells of."""

from collections.abc import Iterable

from store.models.axes import Source
from store.models.facts import OrderFacts
from store.models.order import Line, Order


def with_times_of_leaving(order: Order, facts: OrderFacts, gone: Iterable[Line]) -> Order:
    """The order whose parcels say when they left where that was not known, also by an older export.

    A case's file names parcels without it, and may have come first. `gone` is what has left.
    """
    names = {given.tracking_no for given in facts.parcels}
    lines = {line.line for line in gone} if facts.shipped_at else set[int]()
    for parcel in order.parcels if lines else ():
        is_meant = parcel.tracking_no in names or any(part.line in lines for part in parcel.lines)
        is_shown = parcel.source is Source.PLATFORM and parcel.kind == "shipment"
        if is_meant and is_shown and parcel.shipped_at is None:
            known = parcel.model_copy(update={"shipped_at": facts.shipped_at})
            order = order.with_parcel(known)
    return order

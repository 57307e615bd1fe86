"""Unknown contents (内容不明): several numbers of one order, and nobody knows what is in which.

An export names numbers and no goods: all of them count as in the first of its parcels.
"""

from collections.abc import Iterable

from store.models.order import Order
from store.models.parcel import LineQuantity
from store.rules.parcels.traces import called
from store.rules.parcels.whereabouts import came_back, is_stopped
from store.words import _, listed


def may_be_elsewhere(order: Order, lines: Iterable[LineQuantity]) -> str | None:
    """Which parcels may hold a part of these goods, where another one came back or was stopped as
    if it held them all; None where that is known.
    """
    goods = {part.line for part in lines}
    given_up = [
        one
        for one in order.parcels
        if (came_back(one) or is_stopped(one)) and any(part.line in goods for part in one.lines)
    ]
    unknown = [
        one
        for one in order.parcels
        if one.kind == "shipment" and not (one.lines or came_back(one) or is_stopped(one))
    ]
    if not given_up or not unknown:
        return None
    said = _(
        "Nobody knows what is in parcel {unknown}: the buyer may get a part of what is counted as"
        " in parcel {known}. Open that and count."
    )
    return said.format(unknown=listed(map(called, unknown)), known=listed(map(called, given_up)))

"""Held (买家手上): what the buyer was sent last of a line, which may be no more what was bought."""

from datetime import datetime

from store.models.order import Order
from store.models.parcel import Parcel
from store.rules.parcels.contents import sku_sent
from store.rules.parcels.whereabouts import came_back
from store.rules.timing.clocks import LAST


def sku_held(order: Order, line: int, case: str = "", at: datetime = LAST) -> str:
    """What the buyer holds of a line at a time, beside what this case sent them; where nothing was
    sent, what was bought.
    """
    for parcel in sent_last_first(order, case, at):
        if any(part.line == line for part in parcel.lines):
            return sku_sent(order, parcel, line)
    bought = order.line_named(line)
    return bought.sku if bought else ""


def sent_last_first(order: Order, case_id: str, at: datetime) -> list[Parcel]:
    """The parcels from which a return of the case may be, received at this time: not what went for
    it in its place, and what the carrier brought back only where no other is left.
    """
    sent = (
        one
        for one in order.parcels
        if one.kind != "repaired"
        and (not case_id or one.case != case_id)
        and (one.shipped_at is None or one.shipped_at <= at)
    )
    return sorted(
        sent,
        key=lambda one: (not came_back(one), one.shipped_at is not None, one.shipped_at or at),
        reverse=True,
    )

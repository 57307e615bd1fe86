"""Left there (平台发货): goods that went out by the platform's file, and never by this desk.

What was counted before they left goes down by them, once; what was counted after that had them no
more. So each move has the time at which the goods left, and the stock knows when it was counted.
"""

from collections import Counter
from datetime import datetime

from store.models.axes import Source
from store.models.order import Order
from store.rules.parcels.contents import sku_sent
from store.rules.parcels.whereabouts import came_back
from store.rules.stock.coming_back import brought_in, brought_since

ShelfMoves = Counter[tuple[str, datetime | None]]
"""Units that come into the stock, or below zero leave it, by SKU and by the time before which it
has to have been counted; None where they move it whenever that was.
"""


def moves_of(before: Order | None, after: Order) -> ShelfMoves:
    """How a file moves the stock by what it says of an order.

    Goods of an order that was not here, and that are back again, only undo that they left.
    """
    moves = ShelfMoves()
    moves.subtract(left_there(after))
    if before is not None:
        moves.update(left_there(before))
        moves.update({(sku, None): many for sku, many in brought_since(before, after).items()})
    elif moves and any(came_back(one) for one in after.parcels):
        back = brought_in(after)
        for key in moves:
            again = min(-moves[key], back[key[0]])
            back[key[0]] -= again
            moves[key] += again
    return ShelfMoves({key: many for key, many in moves.items() if many})


def left_there(order: Order) -> Counter[tuple[str, datetime | None]]:
    """Units that left by the platform's word alone, by SKU and time; without a time nobody knows
    whether the stock that was counted had them. What left here with another number is none.
    """
    units: Counter[tuple[str, datetime | None]] = Counter()
    there = [one for one in order.parcels if one.source is Source.PLATFORM]
    if not any(one.shipped_at for one in there):
        return units
    left = {line.line: line.ordered for line in order.lines}
    here = (one for one in order.parcels if one.source is Source.DESK)
    for part in (part for one in here if one.kind == "shipment" for part in one.lines):
        left[part.line] -= part.quantity
    for parcel in there:
        if parcel.kind == "shipment" and parcel.shipped_at:
            for part in parcel.lines:
                many = max(0, min(part.quantity, left[part.line]))
                left[part.line] -= many
                units[sku_sent(order, parcel, part.line), parcel.shipped_at] += many
    return units

"""Left there (平台发货): goods that went out by the platform's file, and never by this desk.

What was counted before they left goes down by them, once; what was counted after that had them no
more. So each move has the time at which the goods left, and the stock knows when it was counted.
"""

from store.models.axes import Source
from store.models.order import Order
from store.models.parcel import Parcel
from store.rules.parcels.articles_sent import sku_sent
from store.rules.stock.coming_back import brought_since
from store.rules.stock.stock import ShelfMoves


def moves_of(before: Order | None, after: Order) -> ShelfMoves:
    """How a file moves the stock by what it says of an order, be that new here or not."""
    moves = brought_since(before, after)
    moves.subtract(left_there(after))
    if before is not None:
        moves.update(left_there(before))
    return ShelfMoves({key: many for key, many in moves.items() if many})


def moves_of_joining(before: Order, after: Order, one: Parcel, other: Parcel) -> ShelfMoves:
    """How the stock moves where both turn out to be one parcel: what left by the platform's word
    alone is there again, but goods of other lines left with it all the same.
    """
    ours, theirs = (one, other) if other.source is Source.PLATFORM else (other, one)
    held = {part.line for part in ours.lines}
    twice = tuple(part for part in theirs.lines if part.line in held)
    moves = moves_of(before, after)
    moves.subtract(left_there(before))
    moves.update(left_there(before.with_parcel(theirs.model_copy(update={"lines": twice}))))
    return ShelfMoves({key: many for key, many in moves.items() if many})


def left_there(order: Order) -> ShelfMoves:
    """Units that left by the platform's word alone, by SKU and time; without a time nobody knows
    whether the stock that was counted had them. What left here with another number is none.
    """
    units = ShelfMoves()
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

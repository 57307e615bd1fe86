"""Losses not made good (未补的损失): which recorded units are neither sent again nor paid for.

The ledger counts them by line; an origin asks in which parcel, or for which case, they are.
"""

from collections.abc import Iterable, Iterator

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.models.parcel import Parcel
from store.models.reissue import LOSS_OF_ORIGIN, Loss
from store.rules.order.ledger import line_ledgers, spent
from store.rules.parcels.whereabouts import came_back


def not_made_good(order: Order) -> Iterator[Loss]:
    """The recorded losses, each with its units that nothing was done about yet.

    A reissue sends those that it recorded, then those of its kind, then any; money for lost units
    is for those that are left, the first recorded ones first.
    """
    left = [one.quantity for one in order.losses]

    def take(line: int, units: int, these: Iterable[bool]) -> int:
        """How many are wanted still, after as many of these losses as there are."""
        for number, (loss, is_meant) in enumerate(zip(order.losses, these, strict=True)):
            if is_meant and loss.line == line:
                taken = min(units, left[number])
                left[number] -= taken
                units -= taken
        return units

    every = [True for _loss in order.losses]
    standing = [one for one in order.reissues if one.state != "cancelled"]
    # What each recorded is its own first, so that none before it takes that.
    wanted = [
        (
            one.origin,
            part.line,
            take(part.line, part.quantity, [loss.reissue == one.id for loss in order.losses]),
        )
        for one in standing
        for part in one.lines
    ]
    for origin, line, more in wanted:
        kind = LOSS_OF_ORIGIN[origin]
        take(line, take(line, more, [loss.kind == kind for loss in order.losses]), every)
    for refund in spent(order):
        for part in refund.lines:
            take(part.line, part.lost, every)
    for loss, units in zip(order.losses, left, strict=True):
        if units > 0:
            yield loss.model_copy(update={"quantity": units})


def is_back_and_settled(order: Order, parcel: Parcel) -> bool:
    """Is it back here, and is nothing owed for what was in it: money or goods went for it since?"""
    about = {part.line for part in parcel.lines}
    owed = (one for one in line_ledgers(order) if one.line.line in about)
    return came_back(parcel) and not any(one.reissuable > 0 and one.paid_for > 0 for one in owed)


def brought_for(order: Order, case: AfterSalesCase, way: str) -> bool:
    """Did the case bring, or send, the very goods that go to the buyer again by what has this id,
    or in whose place others go?
    """
    sent = {one.id for one in order.parcels if one.case == case.id}
    return way == case.id or any(
        one.reissue == way and (one.case == case.id or one.parcel in sent) for one in order.losses
    )

"""Losses not made good (未补的损失): which recorded units are neither sent again nor paid for.

The ledger counts them by line; an origin asks in which parcel, or for which case, they are.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase
from store.models.base import remembered
from store.models.order import Order
from store.models.parcel import Parcel
from store.models.reissue import LOSS_OF_ORIGIN, Loss, Reissue, losses_now
from store.rules.order.ledger import line_ledgers, spent
from store.rules.parcels.whereabouts import came_back


class MadeGood(NamedTuple):
    """A recorded loss that still holds, and what was done about it."""

    loss: Loss
    left: int
    """The units of it that nothing was done about."""
    sent_by: frozenset[str]
    """The ids of the reissues that send units of it."""


def not_made_good(order: Order) -> Iterator[Loss]:
    """The recorded losses, each with its units that nothing was done about yet."""
    for one in made_good(order):
        if one.left > 0:
            yield one.loss.model_copy(update={"quantity": one.left})


@remembered
def made_good(order: Order) -> tuple[MadeGood, ...]:
    """What was done about each of the recorded losses.

    A reissue sends those that it recorded, then those of its kind, then any; money for lost units
    is for those that are left, the first recorded ones first.
    """
    losses = losses_now(order.losses, order.reissues)
    left = [one.quantity for one in losses]
    sent_by = [set[str]() for _loss in losses]

    def take(line: int, units: int, these: Iterable[bool], *reissues: str) -> int:
        """How many are wanted still, after as many of these losses as there are."""
        for number, (loss, is_meant) in enumerate(zip(losses, these, strict=True)):
            if is_meant and loss.line == line and min(units, left[number]) > 0:
                taken = min(units, left[number])
                left[number] -= taken
                units -= taken
                sent_by[number].update(reissues)
        return units

    def recorded_by(reissue: Reissue) -> list[bool]:
        return [loss.reissue == reissue.id for loss in losses]

    every = [True for _loss in losses]
    standing = [one for one in order.reissues if one.state != "cancelled"]
    # What each recorded is its own first, so that none before it takes that.
    wanted = [
        (one, part.line, take(part.line, part.quantity, recorded_by(one), one.id))
        for one in standing
        for part in one.lines
    ]
    for one, line, more in wanted:
        kind = LOSS_OF_ORIGIN[one.origin]
        others = take(line, more, [loss.kind == kind for loss in losses], one.id)
        take(line, others, every, one.id)
    for refund in spent(order):
        for part in refund.lines:
            take(part.line, part.lost, every)
    return tuple(map(MadeGood, losses, left, map(frozenset, sent_by)))


def lines_beyond_losses(order: Order) -> frozenset[int]:
    """The lines of which more is sent again, or paid for as lost, than is recorded so."""
    return frozenset(one.number for one in line_ledgers(order) if one.reissuable < 0)


def is_back_and_settled(order: Order, parcel: Parcel) -> bool:
    """Is it back here, and is nothing owed for what was in it: money or goods went for it since?"""
    about = {part.line for part in parcel.lines}
    owed = (one for one in line_ledgers(order) if one.number in about)
    return came_back(parcel) and not any(one.reissuable > 0 and one.paid_for > 0 for one in owed)


def brought_for(order: Order, case: AfterSalesCase, way: str) -> bool:
    """Did the case bring, or send, the very goods that go to the buyer again by what has this id,
    or in whose place others go, be it for the second time?
    """
    to_follow, known = [way], set[str]()
    while to_follow:
        sender = to_follow.pop()
        if sender == case.id:
            return True
        known.add(sender)
        sent = (one.loss for one in made_good(order) if sender in one.sent_by)
        before = {each for loss in sent for each in _ways_before(order, loss)}
        to_follow += before - known
    return False


def _ways_before(order: Order, loss: Loss) -> Iterator[str]:
    """The ids of the case whose goods these were, and of the case or reissue that sent them."""
    parcel = order.parcel_named(loss.parcel)
    yield from filter(None, (loss.case, *((parcel.case, parcel.reissue) if parcel else ())))

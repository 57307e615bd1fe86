"""Coming back (入库): what of an order is in the stock again, each unit once.

A carrier's scan or an interception brings a whole parcel back; the finding of a return says more,
and stands in its place where both tell of the same units: a parcel refused at the door is received
for its case, and no more can come back than left.
"""

from collections import Counter
from datetime import datetime

from store.models.order import Order
from store.models.parcel import Parcel, units_by_line
from store.models.product import Product
from store.rules.action.context import Context
from store.rules.order.ledger import line_ledgers, reissuable_units
from store.rules.parcels.articles_sent import sku_sent
from store.rules.parcels.held import articles_back
from store.rules.parcels.told_twice import taken_for_cases, told_twice
from store.rules.parcels.whereabouts import came_back
from store.rules.stock.stock import ShelfMoves, moved_stock, parcel_units, sent_off

HARMED = ("damaged", "missing")
"""Losses of a parcel that its return brings nothing good of."""


def come_back_stock(before: Order, after: Order, context: Context) -> tuple[Product, ...]:
    """The products whose stock moves by what came back, or went off again, between the two."""
    return moved_stock(after, brought_since(before, after), context)


def brought_since(before: Order | None, after: Order) -> ShelfMoves:
    """How the stock moves by what came back since, or is gone again."""
    moves = _brought(after)
    moves.update(_never_taken(after))
    if before is not None:
        moves.subtract(_brought(before))
        moves.subtract(_never_taken(before))
    return moves


def _brought(order: Order) -> ShelfMoves:
    """What came back unharmed, whatever has become of its money since: a parcel that came back has
    been here since then, and what of it is not good, or is told of by a return, never belonged
    into the stock.
    """
    moves = ShelfMoves()
    twice = told_twice(order)
    for parcel in order.parcels:
        if parcel.kind == "repaired" or not came_back(parcel):
            continue
        again = _broken_again(order, parcel)
        for part in parcel.lines:
            told = min(twice[part.line], part.quantity)
            twice[part.line] -= told
            # A return stands in place of what was found in the parcel.
            found = _not_good(parcel, part.line) - told
            harmed = max(found, _harmed(order, parcel, part.line), again[part.line] - told)
            sku = sku_sent(order, parcel, part.line)
            moves[sku, _here_since(parcel)] += part.quantity
            moves[sku, None] -= min(part.quantity, told + harmed)
    for sku, many in _returned(order).items():
        moves[sku, None] += many
    return moves


def _here_since(parcel: Parcel) -> datetime | None:
    """When a parcel that is back was here first: somebody may have said so before the carrier.

    Not before it left, whatever was scanned then: a count that had not what left had not this.
    """
    gone = max((one.at for one in parcel.traces if one.state == "delivered"), default=None)
    back = [one.at for one in parcel.traces if one.state == "returned"]
    asked = parcel.interception
    if asked and asked.outcome == "returned" and asked.outcome_at:
        back.append(asked.outcome_at)
    first = min((at for at in back if gone is None or gone <= at), default=None)
    return max(first, parcel.shipped_at) if first and parcel.shipped_at else first


def _never_taken(order: Order) -> ShelfMoves:
    """What left with reissues and was not taken from the stock, because it was never in it."""
    moves = ShelfMoves()
    for parcel in order.parcels:
        for line, many in _broken_again(order, parcel).items():
            moves[sku_sent(order, parcel, line), None] += many
    return moves


def _broken_again(order: Order, parcel: Parcel) -> Counter[int]:
    """Units by line of a reissue that are goods of a case which go back to the buyer damaged, as
    they came.
    """
    reissue = order.reissue_named(parcel.reissue)
    units: Counter[int] = Counter()
    if reissue is None or reissue.origin != "withdrawn_case":
        return units
    earlier = _left_before(order, parcel)
    for loss in (one for one in order.losses if one.reissue == reissue.id):
        case = order.case_named(loss.case)
        if case is None:
            continue
        damaged = sum(
            found.damaged for one in case.returns for found in one.units if found.line == loss.line
        )
        gone = sum(
            other.quantity
            for other in order.losses
            if (other.case, other.line) == (case.id, loss.line) and other.reissue in earlier
        )
        units[loss.line] += min(loss.quantity, max(0, damaged - gone))
    return units


def _left_before(order: Order, parcel: Parcel) -> set[str | None]:
    """The reissues that left before this parcel."""
    sent = [one for one in order.parcels if one.reissue]
    return {one.reissue for one in sent[: sent.index(parcel)]}


def _returned(order: Order) -> Counter[str]:
    """Good units by SKU that returns brought."""
    units: Counter[str] = Counter()
    for one in articles_back(order):
        good = one.found.good
        for sku, many in one.articles:
            units[sku] += min(good, many)
            good -= min(good, many)
    return units


def taken_over(before: Order, after: Order) -> Order:
    """The order after a return was received: what a parcel had brought back of the same units, and
    was found for a case that takes it, lies here for that case, and is not to be sent again or
    refunded beside it.
    """
    more = taken_for_cases(after) - taken_for_cases(before)
    more &= reissuable_units(line_ledgers(before))
    losses = []
    for loss in after.losses:
        free = loss.kind == "come_back" and loss.parcel and not loss.reissue
        taken = min(loss.quantity, more[loss.line]) if free else 0
        more[loss.line] -= taken
        if loss.quantity > taken:
            losses.append(loss.model_copy(update={"quantity": loss.quantity - taken}))
    return after.model_copy(update={"losses": tuple(losses)})


def taken_out(order: Order, parcel: Parcel) -> ShelfMoves:
    """How the stock moves by a parcel that leaves here."""
    moves = sent_off(parcel_units(order, parcel))
    for line, many in _broken_again(order, parcel).items():
        moves[sku_sent(order, parcel, line), None] += many
    return moves


def _harmed(order: Order, parcel: Parcel, line: int) -> int:
    return sum(
        loss.quantity
        for loss in order.losses
        if loss.parcel == parcel.id and loss.line == line and loss.kind in HARMED
    )


def _not_good(parcel: Parcel, line: int) -> int:
    """The units of it that somebody here found damaged, or not there any more."""
    return units_by_line((*parcel.damaged, *parcel.missing))[line]

"""Set apart (分清包裹): what is in which of several parcels, once somebody says it of one.

As many units stay in the parcels of an order as have left: what one holds, another does not. The
latest word counts, so that what was said before of a parcel that lost or got units by it is not
known any more. What was packed here was counted then, so that it neither gives nor gets any until
somebody says what is in it. What was recorded of units that were never in a parcel goes with them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from store.models.axes import Source
from store.models.order import Order
from store.models.parcel import LineQuantity, Parcel, line_quantities, units_by_line
from store.models.refund import Refund
from store.models.reissue import Loss, LossKind
from store.rules.order.ledger import line_ledgers, reissuable_units
from store.rules.parcels.articles_sent import scanned_skus, sku_sent
from store.rules.parcels.money_of_losses import with_lost_units
from store.rules.parcels.traces import brought_back
from store.rules.parcels.unknown_contents import is_of_the_goods
from store.rules.parcels.whereabouts import GIVEN_UP, back_since, place


def may_hold(order: Order, parcel: Parcel) -> dict[int, int]:
    """The units by line that may be in a parcel: those in it, those in others that nobody packed
    here, and what is still to be shipped.
    """
    most = {one.number: max(0, one.to_ship) for one in line_ledgers(order)}
    for one in (parcel, *_others(order, parcel)):
        for part in one.lines:
            most[part.line] += part.quantity
    return most


def set_apart(order: Order, parcel: Parcel, lines: Iterable[LineQuantity], now: datetime) -> Order:
    """The order in whose parcel are just these units; they are no more than `may_hold`.

    What it gets comes out of others of which nobody has said what they hold, then of what is still
    to be shipped, then of the rest; what it loses is in one of the others, and where each of them
    was packed here, still to be shipped.
    """
    wanted, held = units_by_line(lines), {one.id: units_by_line(one.lines) for one in order.parcels}
    before = {one: units.copy() for one, units in held.items()}
    to_ship = Counter({one.number: max(0, one.to_ship) for one in line_ledgers(order)})
    others = _others(order, parcel)
    sources = [
        *(held[one.id] for one in others if not one.contents_set_at),
        to_ship,
        *(held[one.id] for one in others if one.contents_set_at),
    ]
    lacks = wanted - held[parcel.id]
    for source in sources:
        taken = lacks & source
        source.subtract(taken)
        lacks -= taken
    for line, units in (held[parcel.id] - wanted).items() if others else ():
        # The first of the likeliest whose row names it.
        held[min(others, key=lambda one: line not in (one.rows or (line,))).id][line] += units
    held[parcel.id] = wanted
    moved = frozenset(one for one, units in held.items() if +units != +before[one])
    parcels = tuple(
        _holding(order, one, held[one.id], now if one is parcel or _is_ours(one) else None)
        if one is parcel or one.id in moved
        else one
        for one in order.parcels
    )
    return followed_goods(order, order.model_copy(update={"parcels": parcels}))


def followed_goods(before: Order, order: Order) -> Order:
    """The order whose parcels hold other units than before: its losses and refunds are about the
    parcels in which they are, with what came back of those that are here.
    """
    held = {one.id: units_by_line(one.lines) for one in before.parcels}
    moved = {
        one.id for one in order.parcels if units_by_line(one.lines) != held.get(one.id, Counter())
    }
    refunds = tuple(_with_arriving(one, before, order, moved) for one in order.refunds)
    losses = tuple(_losses(before, order, moved))
    order = order.model_copy(update={"losses": losses, "refunds": refunds})
    for parcel in order.parcels:
        at = back_since(parcel)
        while parcel.id in moved and at:
            # What money was given for before is among what is back, and not with the buyer.
            came = tuple(brought_back(order, parcel, at))
            if came == order.losses:
                break
            order = with_lost_units(order.model_copy(update={"losses": came}))
    return order


def _others(order: Order, parcel: Parcel) -> list[Parcel]:
    """The others that may hold less or more than they seem to, the likeliest first."""
    others = [one for one in order.parcels if one is not parcel and is_of_the_goods(one)]
    return sorted(
        (one for one in others if one.contents_set_at or not _is_ours(one)),
        key=lambda one: (_is_ours(one), bool(one.contents_set_at)),
    )


def is_packed_here(parcel: Parcel, lines: Iterable[LineQuantity]) -> bool:
    """Did somebody here pack any of these lines in it, as far as is known?"""
    numbers = {part.line for part in lines}
    is_known = is_of_the_goods(parcel) and _is_ours(parcel) and not parcel.contents_set_at
    return is_known and any(part.line in numbers for part in parcel.lines)


def _is_ours(parcel: Parcel) -> bool:
    """Was it packed here? Once its contents were set, what is in it is as any other word."""
    return parcel.source is Source.DESK


def _holding(order: Order, parcel: Parcel, units: Counter[int], set_at: datetime | None) -> Parcel:
    """The parcel with these units in it; what went instead of the goods bought goes with them."""
    lines = line_quantities(sorted(units.items()))
    sent = {sku for part in lines for sku in _instead(order, parcel, part.line)}
    update = {"lines": lines, "substitute": ",".join(sorted(sent)), "contents_set_at": set_at}
    return parcel.model_copy(update=update)


def _instead(order: Order, parcel: Parcel, line: int) -> Iterator[str]:
    """The substitute that a parcel holds for a line; where it held none of it before, the one that
    left for it in another.
    """
    held = [one for one in order.parcels if any(part.line == line for part in one.lines)]
    for one in sorted(held, key=lambda one: one is not parcel)[:1]:
        sku = sku_sent(order, one, line)
        if sku in scanned_skus(one.substitute):
            yield sku


def _losses(before: Order, order: Order, moved: Collection[str]) -> Iterator[Loss]:
    """The losses of the order. What was recorded of a parcel that does not hold it is no loss, but
    where something was done about it: then it is one of the parcel that holds it.
    """
    room = {one.id: units_by_line(one.lines) for one in order.parcels}
    free = reissuable_units(line_ledgers(before))
    elsewhere = []
    for loss in order.losses:
        if loss.parcel not in moved:
            yield loss
            continue
        kept = min(loss.quantity, room[loss.parcel][loss.line])
        room[loss.parcel][loss.line] -= kept
        gone = min(loss.quantity - kept, free[loss.line])
        free[loss.line] -= gone
        if kept:
            yield loss.model_copy(update={"quantity": kept})
        if loss.quantity > kept + gone:
            elsewhere.append(loss.model_copy(update={"quantity": loss.quantity - kept - gone}))
    for loss in elsewhere:
        left = loss.quantity
        for parcel in (one for one in order.parcels if one.id in moved):
            many = min(left, room[parcel.id][loss.line])
            room[parcel.id][loss.line] -= many
            left -= many
            if many:
                update = {"quantity": many, "kind": _kind_in(order, parcel, loss)}
                yield loss.model_copy(update={**update, "parcel": parcel.id})


def _kind_in(order: Order, parcel: Parcel, loss: Loss) -> LossKind:
    """What became of lost units that were in this parcel: what the buyer misses there too is
    missing; what goes its way was given up with the other one.
    """
    is_there = place(order, parcel) == "buyer"
    return loss.kind if is_there and loss.kind not in GIVEN_UP else "come_back"


def _with_arriving(refund: Refund, before: Order, order: Order, moved: Collection[str]) -> Refund:
    """The refund with the parcels that were not to reach the buyer: those too that hold what was
    given up with them.
    """
    about = {part.line for part in refund.lines} or {line.line for line in order.lines}
    given_up = {
        part.line
        for one in before.parcels
        if one.id in refund.not_arriving
        for part in one.lines
        if part.line in about
    }
    more = (
        one.id
        for one in order.parcels
        if one.id in moved and any(part.line in given_up for part in one.lines)
    )
    every = tuple(dict.fromkeys((*refund.not_arriving, *more)))
    if every == refund.not_arriving:
        return refund
    return refund.model_copy(update={"not_arriving": every})

"""Gifts back (赠品退回): a gift that is back, or lost, with goods whose money went is owed no more.

It cost nothing, so that no money names it, and nobody sends a gift for goods that were paid back.
"""

from collections.abc import Iterator

from store.models.order import Order
from store.models.parcel import Parcel
from store.models.refund import Refund, RefundLine
from store.rules.order.ledger import line_ledgers, spent
from store.rules.parcels.losses import not_made_good


def with_gifts_back(order: Order) -> Order:
    """The order whose refunds name such gifts, for nothing; the same one where there are none."""
    if not order.losses or not order.refunds or order.money.goods_fen <= 0:
        return order
    free = {line.line for line in order.lines if not line.amount_fen}
    for loss in not_made_good(order) if free else ():
        parcel = order.parcel_named(loss.parcel)
        refund = next(_money_of(order, parcel), None) if parcel and loss.line in free else None
        if refund:
            gift = RefundLine(
                line=loss.line, quantity=loss.quantity, lost=loss.quantity, amount_fen=0
            )
            named = refund.model_copy(update={"lines": (*refund.lines, gift)})
            order = order.with_refund(named)
    return order


def _money_of(order: Order, parcel: Parcel) -> Iterator[Refund]:
    """The refunds that gave back the money of all that was sold in the parcel."""
    about = {part.line for part in parcel.lines}
    sold = [one for one in line_ledgers(order) if one.number in about and one.line.amount_fen]
    if not sold or any(one.paid_for > 0 for one in sold):
        return
    lines = {one.number for one in sold}
    yield from (one for one in spent(order) if any(part.line in lines for part in one.lines))

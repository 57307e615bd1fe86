"""Left unpaid (未付发出): goods that left while their money counted as failed, which it had not.

Money that names its units takes them off what is to ship, so that they left too many; of money that
names none nothing else says so. Shipping them would have been refused.
"""

from collections.abc import Iterator

from store.models.order import Order
from store.models.parcel import Parcel
from store.models.refund import Refund
from store.rules.order.ledger import spent
from store.rules.paid.paid_for import gone_back
from store.rules.parcels.whereabouts import Place, place

OUT: tuple[Place, ...] = ("under_way", "buyer")


def left_unpaid(order: Order) -> Iterator[Refund]:
    """Each refund without units that counts again, where goods that left for the first time while
    it counted as failed are not back, and not paid for beside it.
    """
    for refund in spent(order):
        out = (one for one in left_meanwhile(order, refund) if place(order, one) in OUT)
        goods = tuple(part for one in out for part in one.lines)
        others = (one for one in spent(order) if one is not refund)
        is_its = goods and gone_back(order).is_for(goods)
        if is_its and not gone_back(order, others).is_for(goods):
            yield refund


def left_meanwhile(order: Order, refund: Refund) -> tuple[Parcel, ...]:
    """What left for the first time while a refund without units counted as failed."""
    asked_at, again_at = refund.requested_at, refund.unfailed_at
    if refund.lines or asked_at is None or again_at is None:
        return ()
    return tuple(
        one for one in order.shipments if one.shipped_at and asked_at <= one.shipped_at <= again_at
    )

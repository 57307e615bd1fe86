"""What a review counts of one order (计数): facts for its row, so that no document is opened."""

from datetime import datetime

from store.models.after_sales_case import AfterSalesCase
from store.models.money import Fen
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.rules.order.axes import was_paid
from store.rules.order.lateness import nothing_left_at, promised, waiting
from store.rules.parcels.regions import province
from store.rules.stock.causes import OUT_OF_STOCK, listed_cause
from store.rules.timing.policy import Policy


def carriers(order: Order) -> tuple[str, ...]:
    """Who carried what was bought."""
    return tuple(dict.fromkeys(one.carrier for one in order.shipments if one.carrier))


def causes(order: Order, policy: Policy) -> tuple[str, ...]:
    """The causes that are known: of each case, and of the order, what was entered last as verified.

    Where nothing was, what a refund or the cancellation was given for. As the list of causes has
    them; free words stand in the order.
    """
    refunds = {one.case: one.cause for one in order.refunds if one.cause and one.spent}
    cancelled = {None: order.cancellation.reason} if order.cancellation else {}
    verified = {one.case: one.cause for one in sorted(order.causes, key=lambda one: one.at)}
    known = refunds | cancelled | verified
    return tuple(dict.fromkeys(listed_cause(one, policy) for one in known.values()))


def agreers(order: Order) -> tuple[str, ...]:
    """Who agreed to the refunds of its cases there; an empty name where the platform tells none."""
    agreed = (one for one in order.cases if one.agreed_by or one.agreed_at)
    return tuple(dict.fromkeys(agreed_by(one) for one in agreed))


def agreed_by(case: AfterSalesCase) -> str:
    """Who agreed to the refund of a case there (同意退款人), in one spelling."""
    return " ".join(case.agreed_by.split())


def region(order: Order) -> str:
    """The province it goes to; as it was written where it is no province of China."""
    return province(order.receiver.province) or " ".join(order.receiver.province.split())


def leaving(
    order: Order, policy: Policy, *, by_rules: bool
) -> tuple[datetime | None, datetime | None]:
    """Until when the goods had to leave, and when the last of them had left.

    Two times nothing where nobody knows whether they left in time. The rules are asked only where
    they have a say in the row (`by_rules`): else the platform's own deadline stands.
    """
    if not was_paid(order):
        return None, None
    left = nothing_left_at(order, policy)
    if left is None and not waiting(order):
        return None, None
    return (promised(order, policy).at if by_rules else order.ship_by_deadline), left


def signed_at(order: Order) -> datetime | None:
    """When the buyer had it: the receipt confirmed, else the carrier's word that it was delivered.

    The platform counts orders that were signed for (签收).
    """
    delivered = (
        trace.at
        for parcel in order.shipments
        for trace in parcel.traces
        if trace.state == "delivered"
    )
    return order.received_at or order.receipt_confirmed_at or max(delivered, default=None)


def lacked(order: Order) -> bool:
    """Did it end, or is it about to, because goods were not there (缺货)?"""
    return (
        any(one.kind == "stock_out" for one in order.penalties)
        or any(one.state in ("applied", "approved") for one in order.stock_outs)
        or (order.cancellation is not None and order.cancellation.reason == OUT_OF_STOCK)
        or any(one.spent and one.cause == OUT_OF_STOCK for one in order.refunds)
    )


def sent_again(order: Order) -> tuple[int, Fen]:
    """How many parcels went beside what was bought, and what the buyer had paid for their goods."""
    again = [one for one in order.parcels if one.kind != "shipment"]
    return len(again), sum(_worth(order, part) for parcel in again for part in parcel.lines)


def _worth(order: Order, part: LineQuantity) -> Fen:
    line = order.line_named(part.line)
    return line.amount_fen * part.quantity // line.ordered if line and line.ordered else 0

"""Goods (货物) that contradict their order: more left than was to, or what was paid back."""

from store.models.discrepancy import Discrepancy
from store.models.money import yuan_text
from store.models.order import Order
from store.rules.order.goods import goods_of
from store.rules.order.ledger import line_ledgers
from store.rules.paid.left_unpaid import left_meanwhile
from store.rules.parcels.traces import all_called
from store.words import _


def goods_said(order: Order, discrepancy: Discrepancy) -> str:
    """What left, beside what was to: too many units of a line, or what a refund paid for."""
    if refund := order.refund_named(discrepancy.about):
        return _(
            "Parcel {numbers} left while the refund of {amount} counted as failed, and its money"
            " has gone, or may have; have it stopped or sent back, or settle it with the buyer."
        ).format(
            numbers=all_called(left_meanwhile(order, refund)),
            amount=yuan_text(refund.amount_fen),
        )
    ledger = next(one for one in line_ledgers(order) if one.number == discrepancy.line)
    left = [
        parcel
        for parcel in order.shipments
        if any(part.line == discrepancy.line for part in parcel.lines)
    ]
    here = tuple(one for one in left if not one.number_shown)
    there = tuple(one for one in left if one.number_shown)
    if here and there and ledger.shipped > ledger.line.ordered:
        return _(
            "{goods}: {ordered} ordered, but it left here ({here}), and the platform shows it in"
            " another parcel ({there}); correct the number where it is one parcel, else find out"
            " which of them the buyer gets, and have the other one stopped."
        ).format(
            goods=goods_of(order, ledger.number),
            ordered=ledger.line.ordered,
            here=all_called(here),
            there=all_called(there),
        )
    return _(
        "{goods}: {ordered} ordered, but {cancelled} cancelled, {shipped} shipped and"
        " {refunded} refunded before shipping; have what left too much stopped or sent back, or"
        " settle it with the buyer."
    ).format(
        goods=goods_of(order, ledger.number),
        ordered=ledger.line.ordered,
        cancelled=ledger.line.cancelled,
        shipped=ledger.shipped,
        refunded=ledger.refunded_unshipped,
    )

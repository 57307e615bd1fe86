"""Amount unknown (金额未知): the word "refunded" alone keeps here what is to ship.

The most that it can be counts as gone, so that nothing is owed for goods that may be paid for
still; until an after-sales export says how much it was, that is what is owed.
"""

from store.models.discrepancy import Discrepancy
from store.models.money import yuan_text
from store.models.order import Order
from store.models.parcel import line_quantities
from store.models.refund import Refund
from store.rules.order.goods import goods_in
from store.rules.order.ledger import lines_left, spent
from store.rules.paid.paid_for import gone_back
from store.words import _


def amount_unknown(order: Order) -> Refund | None:
    """The estimate that alone keeps here what is to ship: it holds its units back, or without it
    they would be paid for.
    """
    guessed = (one for one in spent(order) if one.estimated)
    return next((one for one in guessed if one.held_back or _takes_all(order, one)), None)


def is_unpaid_by(order: Order, refund: Refund) -> bool:
    """Is what is to ship not paid for any more by this refund alone?"""
    goods = lines_left(order)
    if not goods or not gone_back(order).is_for(goods):
        return False
    return not gone_back(order.without_refunds((refund,))).is_for(goods)


def amount_unknown_said(order: Order, discrepancy: Discrepancy) -> str:
    """What waits for it, and where the amount is said."""
    refund, goods = order.refund_named(discrepancy.about), lines_left(order)
    if refund and refund.held_back:
        goods = line_quantities((part.line, part.unshipped) for part in refund.lines)
    return _(
        "The platform says 退款成功 without an amount, so that up to {amount} have gone back, and"
        " {goods} waits for how much it was. Import the after-sales export, which says it; where it"
        " is all of their money, resolve this, and they stay here."
    ).format(amount=yuan_text(refund.amount_fen if refund else 0), goods=goods_in(order, goods))


def _takes_all(order: Order, refund: Refund) -> bool:
    return not refund.lines and is_unpaid_by(order, refund)

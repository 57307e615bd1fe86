"""Candidate (候选订单): an order in a line, the buyer hidden, to choose it among others."""

from store.models.money import yuan_text
from store.models.order import Order
from store.rules.order.masking import masked
from store.rules.order.row import goods
from store.words import _
from store.words.times import day_text


def candidate_said(order: Order) -> str:
    """What it is known by."""
    shown = masked(order)
    return _("may be: {order}, {amount} yuan, paid on {day}, {buyer}, {goods}").format(
        order=shown.order_no,
        amount=yuan_text(shown.money.paid_fen),
        day=day_text(shown.paid_at) if shown.paid_at else "?",
        buyer=shown.receiver.name or "?",
        goods=goods(shown),
    )

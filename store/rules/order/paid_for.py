"""Paid for (已付): does enough of the money stay for goods that go out, or are with the buyer?

What went back and leaves half of their price, or more, is a compensation beside the goods; where
less stays, it was money for them. No source gives a limit: half is the desk's own.
"""

from collections.abc import Iterable
from fractions import Fraction

from store.models.money import Fen
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.rules.order.ledger import line_ledgers, money_ledger, price_of

LEAST_PAID = Fraction(1, 2)
"""The share of the price of goods that stays paid beside a compensation."""


def back_fen(order: Order) -> Fen:
    """All the money that went, or is going, back."""
    money = money_ledger(order)
    return money.paid - money.refundable


def kept_for_goods(order: Order, back: Fen) -> Fen:
    """What stays paid for goods once so much is back; the freight belongs to none of them."""
    return order.money.paid_fen - order.money.freight_fen - back


def is_money_for(order: Order, goods: Iterable[LineQuantity], back: Fen) -> bool:
    """Is so much money back the money of these goods, rather than a compensation beside them?"""
    return kept_for_goods(order, back) < LEAST_PAID * price_of(line_ledgers(order), goods)


def is_money_of(price: Fen, back: Fen) -> bool:
    """Is so much money the money of goods of this price, rather than a compensation beside them?"""
    return price - back < LEAST_PAID * price

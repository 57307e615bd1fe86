"""Fitting (疑似订单): which orders an inquiry may be about that names none (domain.md §7.1).

By amount, day and the end of the phone, all three, an order fits. Where an inquiry or the orders
say only two of them, those that fit by these two may be the one: a list for a person, never more.
"""

from datetime import timedelta

from store.models.inquiry import Inquiry
from store.models.keys import may_be_one_shop
from store.models.order import Order
from store.rules.action.context import Lookup, Wanted
from store.rules.inquiries.alike import ENOUGH
from store.words import N_
from store.words.masks import phone_tail
from store.words.times import day_begins

A_DAY = timedelta(days=1)
"""A buyer's day and the platform's may differ by one, at midnight and by memory."""
BY_AMOUNT, BY_DAY, BY_PHONE = N_("amount"), N_("day"), N_("phone")
ALL_THREE = (BY_AMOUNT, BY_DAY, BY_PHONE)


def names_its_order(inquiry: Inquiry) -> bool:
    """Does the buyer name an order, and not one that turned out to be another buyer's?"""
    named = inquiry.order_no
    return bool(named) and all(key.rpartition(":")[2] != named for key in inquiry.declined)


def may_be(inquiry: Inquiry, order: Order) -> bool:
    """Is it an order of the shop, and of the platform, at which the buyer paid, as far as known?"""
    is_there = may_be_one_shop(inquiry.shop, order.shop)
    return is_there and inquiry.platform in (None, order.platform)


def orders_that_fit(inquiry: Inquiry, lookup: Lookup) -> tuple[Order, ...]:
    """The orders that fit by amount, day and phone, all three; those that were declined do not.

    An inquiry that names an order is about no other one.
    """
    return _found(inquiry, lookup, ALL_THREE) if _said_by(inquiry) == ALL_THREE else ()


def possible_orders(inquiry: Inquiry, lookup: Lookup) -> tuple[Order, ...]:
    """The orders that fit; where none does, those that may be the one by two of the three.

    What an inquiry or an order does not say counts neither way; what differs, rules out.
    """
    said = _said_by(inquiry)
    if found := _found(inquiry, lookup, said):
        return found
    return _found(inquiry, lookup, (BY_AMOUNT, BY_DAY), phone="") if said == ALL_THREE else ()


def fits_by(inquiry: Inquiry, order: Order) -> tuple[str, ...]:
    """By which of them one of its possible orders was found."""
    return tuple(
        one for one in _said_by(inquiry) if one != BY_PHONE or phone_tail(order.receiver.phone)
    )


def _said_by(inquiry: Inquiry) -> tuple[str, ...]:
    """What the inquiry says of its order."""
    known = (
        inquiry.amount_fen is not None,
        inquiry.day is not None,
        bool(phone_tail(inquiry.phone)),
    )
    return tuple(name for name, is_known in zip(ALL_THREE, known, strict=True) if is_known)


def _found(
    inquiry: Inquiry, lookup: Lookup, by: tuple[str, ...], phone: str | None = None
) -> tuple[Order, ...]:
    if len(by) < ENOUGH or names_its_order(inquiry):
        return ()
    begin = day_begins(inquiry.day) if inquiry.day else None
    wanted = Wanted(
        shop=inquiry.shop,
        amount_fen=inquiry.amount_fen,
        first=begin - A_DAY if begin else None,
        last=begin + 2 * A_DAY if begin else None,
        phone_tail=phone_tail(inquiry.phone) or None if BY_PHONE in by else phone,
    )
    return tuple(
        order
        for order in lookup.orders_like(wanted)
        if may_be(inquiry, order) and order.key not in inquiry.declined
    )

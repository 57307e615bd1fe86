"""Tying (关联订单): which order an inquiry is about, and how its talk comes to that order.

By number at once, by that of another shop only as a proposal. By amount, day and phone only as a
proposal too, where exactly one order fits; where
several do, a person asks the buyer (domain.md §7.1). What was said for an inquiry stands in both
histories; its promise is kept where it was given, so that nothing is owed twice.
"""

from collections.abc import Sequence
from typing import NamedTuple

from store.models.contact import Contact
from store.models.inquiry import Inquiry, Tie, TiedInquiry
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.inquiries.fitting import may_be, names_its_order, orders_that_fit
from store.rules.inquiries.shop import with_shop
from store.rules.order.promises import Talked


class Met(NamedTuple):
    """An inquiry after somebody looked for its order, and that order where it is tied now."""

    inquiry: Inquiry
    order: Order | None = None


def met(inquiry: Inquiry, context: Context) -> Met:
    """The inquiry after a look at the orders that are here; the same where nothing is new."""
    if not inquiry.open or inquiry.tied:
        return Met(inquiry)
    inquiry = with_shop(inquiry, context)
    found: Sequence[Order]
    if names_its_order(inquiry):
        orders = tuple(context.lookup.orders_numbered(inquiry.order_no))
        named = [order for order in orders if may_be(inquiry, order)]
        if len(named) == 1:
            return tied_to(inquiry, named[0], context)
        # Of another shop than was said: that may have been the mistake, and a person says so.
        found = () if named else orders
    else:
        found = orders_that_fit(inquiry, context.lookup)
    only = found[0] if len(found) == 1 else None
    if (only.key if only else None) == (inquiry.proposed.order if inquiry.proposed else None):
        return Met(inquiry)
    proposed = _tie(only, context) if only else None
    return Met(inquiry.model_copy(update={"proposed": proposed}))


def tied_to(inquiry: Inquiry, order: Order, context: Context) -> Met:
    """Both, tied to each other; what was said stands in the order's talk too."""
    before = {"platform_before": inquiry.platform, "shop_before": inquiry.shop}
    tie = _tie(order, context).model_copy(update=before)
    declined = tuple(key for key in inquiry.declined if key != order.key)
    tied = inquiry.model_copy(
        update={
            "tied": tie,
            "proposed": None,
            "declined": declined,
            "platform": order.platform,
            "shop": order.shop,
        }
    )
    asked = TiedInquiry(
        number=inquiry.number, at=context.now, name=inquiry.buyer, phone=inquiry.phone
    )
    known = order.model_copy(update={"inquiries": (*order.inquiries, asked)})
    return Met(tied, _told(known, tied))


def untied(inquiry: Inquiry, order: Order | None) -> Met:
    """Both without each other; what was said for the inquiry is its own again.

    The order counts as declined, so that no import ties or proposes it once more.
    """
    tie = inquiry.tied
    if tie is None:
        return Met(inquiry)
    free = inquiry.model_copy(
        update={
            "tied": None,
            "platform": tie.platform_before,
            "shop": tie.shop_before,
            "declined": (*inquiry.declined, tie.order),
        }
    )
    if order is None:
        return Met(free)
    others = tuple(one for one in order.inquiries if one.number != inquiry.number)
    own = tuple(one for one in order.contacts if one.inquiry != inquiry.number)
    return Met(free, order.model_copy(update={"inquiries": others, "contacts": own}))


def _tie(order: Order, context: Context) -> Tie:
    return Tie(order=order.key, order_no=order.order_no, at=context.now, by=str(context.actor))


def _told(order: Order, inquiry: Inquiry) -> Order:
    """The order with the talk of an inquiry as it is now, in turn with its own."""
    told = {one.id: one for one in inquiry.contacts}
    others = [one for one in order.contacts if one.id not in told]
    theirs = [one.model_copy(update={"inquiry": inquiry.number}) for one in told.values()]
    contacts = sorted((*others, *theirs), key=lambda one: one.at)
    return order.model_copy(update={"contacts": tuple(contacts)})


def with_talk(
    talked: Talked, contacts: tuple[Contact, ...], context: Context, *said: str
) -> Outcome:
    """What is changed by a word more, or a promise kept: of a tied inquiry its order as well."""
    changed = talked.model_copy(update={"contacts": contacts})
    order = order_of(changed, context) if isinstance(changed, Inquiry) else None
    if order is None or not isinstance(changed, Inquiry):
        return Outcome((changed,), said)
    return Outcome((changed, _told(order, changed)), said, also=(order,))


def order_of(inquiry: Inquiry, context: Context) -> Order | None:
    """The order that it is tied to."""
    if inquiry.tied is None:
        return None
    found = context.lookup.orders_numbered(inquiry.tied.order_no)
    return next((order for order in found if order.key == inquiry.tied.order), None)

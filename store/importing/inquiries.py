"""Inquiries (买家询问) at the end of an import: what it brought may be what a buyer asks after.

One look says whether any inquiry waits for its order; without one an import pays for nothing more.
"""

from collections.abc import Iterator

from store.acting import Store
from store.models.inquiry import Inquiry
from store.rules.inquiries.fitting import possible_orders
from store.rules.inquiries.sentences import possible_said, proposed_said, tied_said
from store.rules.inquiries.tying import met
from store.search.conditions import State
from store.search.lists import INQUIRIES

TIED = "tie-inquiry"
"""The events: the same as when a person does it, and two that only an import does."""
PROPOSED = "propose-order"
SHOP_KNOWN = "know-shop"


def meet_inquiries(store: Store) -> Iterator[str]:
    """Tie the inquiries whose order is here now, and propose an order where one alone fits.

    One that was opened while no shop was known is of the shop that is known now.

    Each is a commit of its own, with an event for the inquiry and one for its order. Gives a
    sentence for each that is tied, or for which orders are found.
    """
    waiting = [row.key for row in store.rows_where(INQUIRIES, State("untied"))]
    for key in waiting:
        known = store.get(Inquiry, key)
        # Most wait for orders that no file has brought yet: for those the lock is not taken.
        if known and met(known, store.context()).inquiry != known:
            yield from _met(store, key)


def _met(store: Store, key: str) -> Iterator[str]:
    with store.writing() as writing:
        known = store.get(Inquiry, key)
        if known is None:
            return
        context = store.context()
        inquiry, order = met(known, context)
        if inquiry == known:
            return
        if order:
            told = {"order": order.order_no}
            writing.event(known, TIED, told)
            writing.event(order, TIED, told | {"inquiry": inquiry.number})
        else:
            if inquiry.shop != known.shop:
                writing.event(known, SHOP_KNOWN, {"shop": inquiry.shop})
            place = inquiry.proposed
            if place != known.proposed:
                writing.event(known, PROPOSED, {"order": place.order_no if place else "-"})
        writing.save((inquiry, order) if order else (inquiry,))
        found = (
            tied_said(inquiry),
            proposed_said(inquiry),
            possible_said(inquiry, possible_orders(inquiry, context.lookup)),
        )
    yield from filter(None, found)

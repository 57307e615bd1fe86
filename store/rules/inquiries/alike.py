"""Alike (疑似重复): open inquiries that may be one buyer's, who asked twice."""

from store.models.inquiry import Inquiry
from store.models.keys import may_be_one_shop
from store.rules.action.context import Lookup
from store.words.masks import phone_tail

ENOUGH = 2
"""So many of end of phone, amount and day have to be the same, and none may differ."""


def alike_to(inquiry: Inquiry, lookup: Lookup) -> tuple[Inquiry, ...]:
    """The other open inquiries that ask the same, the oldest first."""
    tail = phone_tail(inquiry.phone)
    found = [*lookup.open_inquiries(tail, inquiry.amount_fen)]
    if inquiry.order_no:
        found += lookup.inquiries_about(inquiry.order_no)
    others = {one.number: one for one in found if are_alike(inquiry, one)}
    others.pop(inquiry.number, None)
    return tuple(sorted(others.values(), key=lambda one: (one.opened_at, one.number)))


def are_alike(one: Inquiry, other: Inquiry) -> bool:
    """May both be about one order? What only one of them says counts neither way."""
    if not may_be_one_shop(one.shop, other.shop):
        return False
    if None not in (one.platform, other.platform) and one.platform is not other.platform:
        return False
    if one.order_no and other.order_no:
        return one.order_no == other.order_no
    pairs = (
        (phone_tail(one.phone) or None, phone_tail(other.phone) or None),
        (one.amount_fen, other.amount_fen),
        (one.day, other.day),
    )
    known = [here == there for here, there in pairs if here is not None and there is not None]
    return len(known) >= ENOUGH and all(known)

"""Who works on an order (认领): a claim says so among us and never blocks anybody's work on it."""

from store.models.base import Document
from store.models.event import Actor
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.models.work import Claim
from store.words import _
from store.words.times import minute_text


def mine(claim: Claim, actor: Actor) -> bool:
    """Has this person the order, under whichever name?"""
    return claim.owner.user == actor.user


def claimed(claim: Claim, kind: type[Document] = Order) -> str:
    """Who has the order, or the inquiry, and since when."""
    said = (
        _("{owner} has this inquiry since {time}.")
        if kind is Inquiry
        else _("{owner} has this order since {time}.")
    )
    return said.format(owner=claim.owner, time=minute_text(claim.at))


def taken(claim: Claim, kind: type[Document] = Order) -> str:
    """The same to somebody who would have it, with the way out."""
    said = (
        _("{owner} has this inquiry since {time}; ask them to release it.")
        if kind is Inquiry
        else _("{owner} has this order since {time}; to take it over, assign it to yourself.")
    )
    return said.format(owner=claim.owner, time=minute_text(claim.at))


def claimed_by_another(order: Order, actor: Actor) -> str | None:
    """Somebody else has the order: to be said to whoever works on it."""
    claim = order.claim
    return claimed(claim) if claim and not mine(claim, actor) else None

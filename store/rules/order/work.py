"""Who works on an order (认领): a claim says so among us and never blocks anybody's work on it."""

from store.models.base import Document
from store.models.event import Actor
from store.models.improvement import Improvement
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.models.work import Claim
from store.rules.action.context import Context
from store.words import _
from store.words.times import minute_text


def mine(claim: Claim, actor: Actor) -> bool:
    """Has this person the order, under whichever name?"""
    return claim.owner.user == actor.user


def claimed(claim: Claim, kind: type[Document] = Order) -> str:
    """Who has the order, or the other document, and since when."""
    said = {
        Inquiry: _("{owner} has this inquiry since {time}."),
        Improvement: _("{owner} has this improvement since {time}."),
    }.get(kind, _("{owner} has this order since {time}."))
    return _with_owner(said, claim)


def claimed_already(claim: Claim, kind: type[Document] = Order) -> str:
    """The same to whoever has it, under which name."""
    said = (
        _("This inquiry is yours already: {owner}, since {time}.")
        if kind is Inquiry
        else _("This order is yours already: {owner}, since {time}.")
    )
    return _with_owner(said, claim)


def taken(claim: Claim, kind: type[Document] = Order) -> str:
    """The same to somebody who would have it, with the way out."""
    said = (
        _("{owner} has this inquiry since {time}; to take it over, assign it to yourself.")
        if kind is Inquiry
        else _("{owner} has this order since {time}; to take it over, assign it to yourself.")
    )
    return _with_owner(said, claim)


def _with_owner(said: str, claim: Claim) -> str:
    return said.format(owner=claim.owner, time=minute_text(claim.at))


def claimed_by_another(document: Document, actor: Actor) -> str | None:
    """Somebody else has the order, inquiry or improvement: to be said to whoever works on it."""
    claim = document.claim if isinstance(document, Order | Inquiry | Improvement) else None
    return claimed(claim, type(document)) if claim and not mine(claim, actor) else None


def person_meant(text: str | None, context: Context) -> Actor:
    """Who is meant by a login or a name; whoever acts, where nobody is named.

    Raises BadInput, with who is known, for nobody. Whoever acts may not have done anything here
    yet.
    """
    me = context.actor
    if text is None or text in (me.user, me.name, str(me)):
        return me
    return context.lookup.person(text).actor

"""Promises (承诺回复): answers that were promised to the buyer until a time, and not given yet."""

from collections.abc import Iterator
from datetime import datetime

from store.errors import Problem
from store.models.contact import Contact
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.rules.action.context import Context
from store.words import _
from store.words.times import minute_text

Talked = Order | Inquiry
"""What is talked about with a buyer."""


def promises_of(talked: Talked) -> tuple[Contact, ...]:
    """Every answer that was promised to the buyer, the earliest deadline first.

    What was promised for an inquiry is kept there, and the order it is tied to only shows it.
    """
    promised = [
        one
        for one in talked.contacts
        if one.promise_due and one.channel != "carrier" and not one.inquiry
    ]
    return tuple(sorted(promised, key=lambda one: one.promise_due or one.at))


def promise_ids(talked: Talked) -> Iterator[str]:
    """What may be named as a promise, kept or not."""
    return (one.id for one in promises_of(talked))


def open_promises(talked: Talked) -> tuple[Contact, ...]:
    """Every promise that nothing has kept, the earliest deadline first."""
    return tuple(one for one in promises_of(talked) if one.kept_at is None)


def kept_by(talked: Talked, promise: Contact, now: datetime) -> tuple[Talked, tuple[str, ...]]:
    """What is talked about once a promise was kept now, those with it that it had put off; and how
    that is said of these.
    """
    put_off = _put_off_by(talked, promise)
    kept = {promise.id, *(one.id for one in put_off)}
    contacts = tuple(
        one.model_copy(update={"kept_at": now}) if one.id in kept else one
        for one in talked.contacts
    )
    said = _("The promise for {due} is kept with it: this one had put it off.")
    told = tuple(said.format(due=_due_text(one)) for one in put_off)
    return talked.model_copy(update={"contacts": contacts}), told


def _put_off_by(talked: Talked, promise: Contact) -> tuple[Contact, ...]:
    """The open promises that this one put off: given before it, for no later time.

    One answer is owed for all of them, and what answers it answers them.
    """
    place = talked.contacts.index(promise)
    due = promise.promise_due or promise.at
    return tuple(
        one
        for one in open_promises(talked)
        if talked.contacts.index(one) < place and (one.promise_due or one.at) <= due
    )


def kept_how(promise: Contact) -> str | None:
    """When a promise was kept, as a whole sentence; None while it is open.

    It is kept by saying so: a word that puts the buyer off is no answer.
    """
    if promise.kept_at is None:
        return None
    return _("The promise for {due} was kept at {time}.").format(
        due=_due_text(promise), time=minute_text(promise.kept_at)
    )


def still_promised(talked: Talked) -> tuple[str, ...]:
    """After a word to the buyer: which promises it has not kept, and how that is said."""
    said = _(
        "The promise for {due} stays open; if this was the answer, do “Keep a promise” as well."
    )
    return tuple(said.format(due=_due_text(one)) for one in open_promises(talked))


def _due_text(promise: Contact) -> str:
    return minute_text(promise.promise_due or promise.at)


def promise_problem(due: datetime | None, context: Context) -> Iterator[Problem]:
    """An answer is promised for later, not for a time that is over."""
    if due and due <= context.now:
        said = _("{time} is over; a promise is for later.").format(time=minute_text(due))
        yield Problem("promise_due", said)

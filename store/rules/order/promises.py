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
    """Every answer that was promised, the earliest deadline first.

    What was promised for an inquiry is kept there, and the order it is tied to only shows it.
    """
    promised = [one for one in talked.contacts if one.promise_due and not one.inquiry]
    return tuple(sorted(promised, key=lambda one: one.promise_due or one.at))


def open_promises(talked: Talked) -> tuple[Contact, ...]:
    """Every promise that nothing has kept, the earliest deadline first."""
    return tuple(one for one in promises_of(talked) if kept_how(talked, one) is None)


def kept_how(talked: Talked, promise: Contact) -> str | None:
    """How a promise was kept, as a whole sentence; None while it is open.

    It is kept by saying so, or by a later word to the buyer that promises nothing itself.
    """
    due = minute_text(promise.promise_due or promise.at)
    if promise.kept_at:
        return _("The promise for {due} was kept at {time}.").format(
            due=due, time=minute_text(promise.kept_at)
        )
    later = next(
        (
            one
            for one in talked.contacts
            if one.direction == "out" and not one.promise_due and one.at > promise.at
        ),
        None,
    )
    if later is None:
        return None
    return _("The promise for {due} was kept by what was said at {time}.").format(
        due=due, time=minute_text(later.at)
    )


def promise_problem(due: datetime | None, context: Context) -> Iterator[Problem]:
    """An answer is promised for later, not for a time that is over."""
    if due and due <= context.now:
        said = _("{time} is over; a promise is for later.").format(time=minute_text(due))
        yield Problem("promise_due", said)

"""Promises (承诺回复): answers that were promised to the buyer until a time, and not given yet."""

from store.models.contact import Contact
from store.models.order import Order
from store.words import _
from store.words.times import minute_text


def open_promises(order: Order) -> tuple[Contact, ...]:
    """Every promise that nothing has kept, the earliest deadline first."""
    waiting = [one for one in order.contacts if one.promise_due and kept_how(order, one) is None]
    return tuple(sorted(waiting, key=lambda one: one.promise_due or one.at))


def kept_how(order: Order, promise: Contact) -> str | None:
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
            for one in order.contacts
            if one.direction == "out" and not one.promise_due and one.at > promise.at
        ),
        None,
    )
    if later is None:
        return None
    return _("The promise for {due} was kept by what was said at {time}.").format(
        due=due, time=minute_text(later.at)
    )

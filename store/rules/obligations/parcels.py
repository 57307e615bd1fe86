"""What is owed for parcels on their way: by the carrier, and by us where nothing moves."""

from collections.abc import Iterator
from datetime import datetime

from store.models.axes import Party
from store.models.order import Order
from store.models.parcel import Interception, Parcel
from store.rules.money.costs import cost
from store.rules.obligations.at_zero import Ending, with_cost
from store.rules.obligations.obligation import Obligation
from store.rules.order.veil import veil_of
from store.rules.parcels.regions import transit_rule
from store.rules.parcels.shipping import all_money_back
from store.rules.parcels.unknown_contents import to_count
from store.rules.parcels.uploading import is_told
from store.rules.parcels.watch import (
    TROUBLE,
    Leg,
    awaited,
    last_trace,
    on_the_way,
    open_leg,
)
from store.rules.parcels.whereabouts import AT_ITS_END, awaited_back, back_since, place
from store.rules.timing.clocks import Clock, clock, earlier
from store.rules.timing.policy import Policy
from store.words.excerpts import first_line

CONTACT, PASS_ON = "contact-carrier", "tell-buyer"
"""Ask the carrier what has become of a parcel, and then tell the buyer what is known of it."""
REDIRECT = "redirect-parcel"
"""Have the carrier stop a parcel that goes to the old address, or send it to the new one."""


def parcels(order: Order, policy: Policy) -> Iterator[Obligation]:
    """A parcel has to be picked up, sorted and moved; in trouble it is ours at once, and so is one
    that is back and of which nobody knows what it holds.

    Once its carrier was asked, the buyer has to hear of it.
    """
    for parcel in order.parcels:
        asked = parcel.interception
        if asked and asked.outcome is None and place(order, parcel) not in AT_ITS_END:
            yield _interception(order, parcel, asked, policy)
        elif parcel.interception and awaited_back(order, parcel):
            yield _coming_back(order, parcel, parcel.interception, policy)
        elif parcel.old_address and awaited(order, parcel):
            since = parcel.old_address_since
            yield Obligation(REDIRECT, Party.US, since, zero=("old_address",), about=parcel.id)
    for parcel in to_count(order):
        due = clock(order, policy, back_since(parcel), "receive_return")
        zero = "contents_uncounted" if all_money_back(order) else "contents_unknown"
        yield Obligation.by("count-parcel", Party.US, due, Ending((zero,)), parcel.id)
    for parcel in on_the_way(order):
        if not parcel.interception or parcel.interception.outcome:
            yield from _movement(order, parcel, policy)


def _as_promised(order: Order, parcel: Parcel, due: Clock, ending: Ending) -> tuple[Clock, Ending]:
    """The same until when the carrier promised something of the parcel, where that is earlier and
    nothing was seen of it nor said with it since. It is nothing that the buyer was promised.
    """
    said = [one for one in order.contacts if one.channel == "carrier"]
    last = next((one for one in reversed(said) if one.parcel == parcel.id), None)
    seen = last_trace(parcel)
    if last is None or last.promise_due is None or (seen and seen.at > last.at):
        return due, ending
    promised = Clock(last.promise_due)
    first = earlier(due, promised)
    word = Ending(("carrier_promise", veil_of(order).within(first_line(last.text))))
    return (promised, word) if first is promised else (due, ending)


def _interception(order: Order, parcel: Parcel, asked: Interception, policy: Policy) -> Obligation:
    due = _once_more(order, parcel, asked.asked_at, "intercept", policy)
    due, ending = _as_promised(order, parcel, due, Ending(("intercept",)))
    return Obligation.by("bring-back", Party.CARRIER, due, ending, parcel.id, then=CONTACT)


def _coming_back(order: Order, parcel: Parcel, asked: Interception, policy: Policy) -> Obligation:
    """Stopped goods are here only once they arrive, whatever has become of their money."""
    since = asked.outcome_at or asked.asked_at
    due = _once_more(order, parcel, since, "come_back", policy)
    due, ending = _as_promised(order, parcel, due, Ending(("not_back",)))
    return Obligation.by("bring-back", Party.CARRIER, due, ending, parcel.id, then=CONTACT)


def _movement(order: Order, parcel: Parcel, policy: Policy) -> Iterator[Obligation]:
    seen, leg = last_trace(parcel), open_leg(order, parcel)
    if seen and seen.state in TROUBLE:
        asked = _asked_since(order, parcel, seen.at)
        if asked is None:
            yield Obligation(CONTACT, Party.US, seen.at, zero=(seen.state,), about=parcel.id)
            return
        leg = Leg("movement", asked, None)
    elif leg is None:
        return
    else:
        first = clock(order, policy, leg.start, leg_rule(order, leg, policy))
        asked = _asked_since(order, parcel, first.at) if first.at else None
    due = _once_more(order, parcel, leg.start, leg_rule(order, leg, policy), policy)
    ending = _ending(order, parcel, leg, due.at, policy)
    due, ending = _as_promised(order, parcel, due, ending)
    yield Obligation.by(leg.kind, Party.CARRIER, due, ending, parcel.id, then=CONTACT)
    if asked and not _buyer_told_since(order, parcel, asked):
        by = clock(order, policy, asked, "tell_buyer")
        zero = ("untold_of_parcel",)
        yield Obligation.by(PASS_ON, Party.US, by, Ending(zero), parcel.id)


def _ending(order: Order, parcel: Parcel, leg: Leg, at: datetime | None, policy: Policy) -> Ending:
    """What it means that the next scan has not come; after 派件 no platform's rule is broken.

    Of a number that it was not told a platform counts nothing.
    """
    if leg.kind == "delivery":
        return Ending(("not_delivered",))
    if not is_told(order, parcel):
        return Ending(("trace_late",))
    return with_cost("trace_late", cost(order, "trace_late", at, policy) if at else None)


def _once_more(order: Order, parcel: Parcel, start: datetime, rule: str, policy: Policy) -> Clock:
    """The carrier's time; asked after it was over, it has the same time once more from there."""
    due = clock(order, policy, start, rule)
    asked = _asked_since(order, parcel, due.at) if due.at else None
    return clock(order, policy, asked, rule) if asked else due


def _asked_since(order: Order, parcel: Parcel, at: datetime) -> datetime | None:
    """When the carrier was last spoken to about this parcel, if that was after this."""
    spoken = (
        contact.at
        for contact in order.contacts
        if contact.channel == "carrier" and contact.parcel == parcel.id
    )
    asked = max(spoken, default=None)
    return asked if asked and asked >= at else None


def _buyer_told_since(order: Order, parcel: Parcel, asked: datetime) -> bool:
    """Has the buyer heard of us since the carrier was asked, of this parcel or of none by name?"""
    return any(
        contact.to_buyer and contact.at >= asked and contact.parcel in (None, parcel.id)
        for contact in order.contacts
    )


def leg_rule(order: Order, leg: Leg, policy: Policy) -> str:
    """The policy rule that says how long a leg may take."""
    names = {"first-scan": "first_scan", "sorting": "sorting", "delivery": "deliver"}
    return names.get(leg.kind) or transit_rule(order, policy)

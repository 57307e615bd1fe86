"""Snoozing (稍后再办): what is owed is put off until a time, and never past its deadline.

A snooze changes no deadline and no cost; it says among us that nobody looks at it before then.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from store.models.work import Snooze
from store.rules.obligations.obligation import Obligation
from store.words import _
from store.words.labels import label
from store.words.times import minute_text

LONGEST = timedelta(days=7)
"""What has no known deadline is put off for so long at most: else nobody might see it again."""
BETWEEN = ":"
SHIPPING = frozenset({"ship", "ship-reviewed"})
"""What waits while the goods are held back, whether or not the platform reviews them."""


def name_of(kind: str, about: str) -> str:
    """`ship`, `answer-case:A1`: what is owed, as a person names it and `meant_by` finds it."""
    return f"{kind}{BETWEEN}{about}" if about else kind


def meant_by(owed: Iterable[Obligation], what: str) -> tuple[Obligation, ...]:
    """What a name may mean: a kind, its label, or a kind with what it is about; empty means all."""
    return tuple(one for one in owed if is_meant(one.kind, one.about, what))


def is_meant(kind: str, about: str, what: str) -> bool:
    """Does the name mean this?"""
    return what.strip() in ("", kind, label(kind), name_of(kind, about))


def kind_named(what: str) -> str:
    """The kind of what is owed that a name has in front."""
    return what.strip().partition(BETWEEN)[0]


def open_to_snoozing(owed: Iterable[Obligation], now: datetime) -> tuple[Obligation, ...]:
    """What may be put off now: all that is not late, the most urgent first."""
    found = [one for one in owed if one.due_at is None or now < one.due_at]
    return tuple(sorted(found, key=lambda one: (one.due_at is None, one.due_at or now)))


def latest(obligation: Obligation, now: datetime) -> datetime:
    """Until when it may be put off at most."""
    return obligation.due_at or now + LONGEST


def why_not_meant(
    owed: Sequence[Obligation],
    what: str,
    now: datetime,
    told: Callable[[Iterable[Obligation]], str],
) -> str | None:
    """Why this name does not say which one is to be put off; None where it says so.

    `told` says in words what is owed, and of what.
    """
    found = meant_by(open_to_snoozing(owed, now), what)
    if len(found) == 1:
        return None
    if found:
        return _("Several things are owed; say which one of {duties}.").format(duties=told(found))
    if late := next((one for one in meant_by(owed, what) if one.due_at), None):
        return _("This was due at {time}; what is late is not put off.").format(
            time=minute_text(late.due_at or now)
        )
    said = _("{what} is not owed here. What is owed for {duties}.")
    return said.format(what=label(kind_named(what)), duties=told(owed))


def why_not_over(until: datetime, now: datetime) -> str | None:
    """Why nothing is put off until a time that is over; None where it is to come."""
    if until > now:
        return None
    said = _("{time} is over; something is put off until later.")
    return said.format(time=minute_text(until))


def why_not_until(obligation: Obligation, until: datetime, now: datetime) -> str | None:
    """Why it may not be put off until then, with the latest time allowed; None where it may."""
    most = latest(obligation, now)
    if over := why_not_over(until, now):
        return over
    if until <= most:
        return None
    said = (
        _("{time} is after its deadline; put it off until {latest} at most.")
        if obligation.due_at
        else _("{time} is too late for something without a deadline; {latest} is the latest.")
    )
    return said.format(time=minute_text(until), latest=minute_text(most))


def snoozed_until(obligation: Obligation, snoozes: Iterable[Snooze]) -> datetime | None:
    """Until when it is put off; None where it is not, or its deadline does not allow that any more.

    Nothing is put off past its deadline, so that a deadline that moved before that time wakes it:
    at the deadline itself it would be too late to do it.
    """
    until = _put_off_until(obligation, snoozes)
    return None if _is_past_deadline(obligation, until) else until


def begins_at(
    obligation: Obligation, snoozes: Iterable[Snooze], held_until: datetime | None
) -> datetime | None:
    """Before then nobody is to begin with it: it is put off, or the goods are held back."""
    held = held_until if obligation.kind in SHIPPING else None
    until = snoozed_until(obligation, snoozes)
    return max((at for at in (until, held) if at), default=None)


def woken_from(obligation: Obligation, snoozes: Iterable[Snooze]) -> datetime | None:
    """Until when it was put off, where its deadline has moved before that and woke it."""
    until = _put_off_until(obligation, snoozes)
    return until if _is_past_deadline(obligation, until) else None


def _put_off_until(obligation: Obligation, snoozes: Iterable[Snooze]) -> datetime | None:
    what = (obligation.kind, obligation.about)
    return max((one.until for one in snoozes if (one.kind, one.about) == what), default=None)


def _is_past_deadline(obligation: Obligation, until: datetime | None) -> bool:
    return until is not None and obligation.due_at is not None and obligation.due_at < until


def still_snoozed(snoozes: Iterable[Snooze], now: datetime) -> tuple[Snooze, ...]:
    """The ones that have not woken by themselves."""
    return tuple(one for one in snoozes if now < one.until)

"""Case progress (售后进度): how far a case is by an undated row, which alone never takes it back.

Cases do go back in truth. One that is withdrawn, or applied for anew, carries a later time, or the
words of an ending; one that is changed there, or given back by the platform, carries neither. So a
row that is behind what is known is of before, unless it asks us for something that nobody knew of
and that is sooner due, which is the safer side.
"""

from datetime import datetime

from store.models.after_sales_case import AfterSalesCase, CaseOutcome
from store.models.axes import Party
from store.rules.cases.case_machine import (
    ANSWER,
    ANSWERED,
    AWAY,
    COMING,
    CONFIRM,
    PAY,
    RECEIVE,
    RULE,
    SEND,
    UNCLEAR,
    WAITS_FOR,
)
from store.rules.platform.answers import GIVEN
from store.rules.platform.last_words import is_undated, row_at, timeout_word

AGREED_WAY = {ANSWER: 0, ANSWERED: 0, AWAY: 1, COMING: 1, RECEIVE: 2, PAY: 3, SEND: 3, CONFIRM: 4}
"""How far an open case is on the way that somebody agreed to. The platform may be called in at any
of these, and may send a case to any of them but back to the first."""
ENDED, GIVEN_BACK = 5, 6
"""An end without anything, and one with money or goods."""


def goes_back(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Is an undated row that shows less than an undated one did before, and names no later time, of
    before?
    """
    return _shows_less(known, fresh) and not _asks_sooner(known, fresh)


def is_sooner_though_behind(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Is such a row taken all the same, because it asks us for what nobody knew of?"""
    return _shows_less(known, fresh) and _asks_sooner(known, fresh)


def due_of(fresh: AfterSalesCase, now: datetime) -> datetime | None:
    """The deadline that an open row names, where that is still to come."""
    named = fresh.platform_deadline
    return named if fresh.open and named and named > now else None


def _asks_sooner(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Is it our turn by a deadline that no other one has replaced, that was still to come when the
    file came, and that is nearer than the known one, or serves another kind of case? Where the
    platform is in, any that is not later; its own counts beside another kind too.
    """
    named, due = fresh.platform_deadline, known.platform_deadline
    came_at = fresh.imported.at if fresh.imported else None
    is_ours = known.open and WAITS_FOR.get(fresh.state) is Party.US
    is_known = timeout_word(fresh) in known.deadlines_before
    if named is None or not is_ours or is_known or (came_at and named <= came_at):
        return False
    if known.state is RULE:
        return due is None or named <= due
    is_other = fresh.kind is not known.kind and fresh.platform_kind != known.platform_kind
    return is_other or due is None or named < due


def _shows_less(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Does it show less?

    Less is an earlier step, an end without anything after one with money or goods, less money than
    had gone, and more time by a deadline that another one has replaced. What was done here since is
    for other rules to say.
    """
    if not (is_undated(fresh) and is_undated(known)) or row_at(fresh) != row_at(known):
        return False
    if known.open and fresh.open and _has_more_time_again(known, fresh):
        return True
    if known.outcome is fresh.outcome is CaseOutcome.REFUNDED:
        return (fresh.refunded_fen or 0) < (known.refunded_fen or 0)
    if RULE in (known.state, fresh.state) and known.open:
        return known.state is RULE and fresh.state in (ANSWER, ANSWERED)
    if UNCLEAR in (known.state, fresh.state):
        return False
    return _step(fresh) < _step(known) and not (fresh.open and not known.open)


def _step(case: AfterSalesCase) -> int:
    """How far it is; what is open after an end is not asked here."""
    if case.open:
        return AGREED_WAY.get(case.state, 0)
    return GIVEN_BACK if case.outcome in GIVEN else ENDED


def _has_more_time_again(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Is it due later than is known, by words that stood in a row before?"""
    due, named = known.platform_deadline, fresh.platform_deadline
    is_later = due is not None and named is not None and named > due
    return is_later and timeout_word(fresh) in known.deadlines_before

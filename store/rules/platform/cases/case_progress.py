"""Case progress (售后进度): how far a case is by an undated row, which alone never takes it back.

Cases do go back in truth. One that is withdrawn, or applied for anew, carries a later time, or the
words of an ending; one that is changed there, or given back by the platform, carries neither. A row
that is behind what is known never counts by itself: followed, it would make the true ones look as
of before. It is owed to look there (`case_back`).
"""

from datetime import datetime

from store.models.after_sales_case import AfterSalesCase
from store.models.case_state import CaseOutcome
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
)
from store.rules.platform.cases.answers import GIVEN
from store.rules.platform.cases.last_words import is_due_as_before, is_undated, row_at

AGREED_WAY = {ANSWER: 0, ANSWERED: 0, AWAY: 1, COMING: 1, RECEIVE: 2, PAY: 3, SEND: 3, CONFIRM: 4}
"""How far an open case is on the way that somebody agreed to. The platform may be called in at any
of these, and may send a case to any of them but back to the first."""
ENDED, GIVEN_BACK = 5, 6
"""An end without anything, and one with money or goods."""


def due_of(fresh: AfterSalesCase, now: datetime) -> datetime | None:
    """The deadline that an open row names, where that is still to come."""
    named = fresh.platform_deadline
    return named if fresh.open and named and named > now else None


def shows_less(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Does an undated row show less than an undated one did before, and name no later time?

    Less is an earlier step, an end without anything after one with money or goods, less money than
    had gone, and more time for the same turn by a deadline that another one has replaced. What was
    done here since is for other rules to say.
    """
    if not (is_undated(fresh) and is_undated(known)) or row_at(fresh) != row_at(known):
        return False
    if known.state is fresh.state and known.open and _has_more_time_again(known, fresh):
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
    return is_later and is_due_as_before(known, fresh)

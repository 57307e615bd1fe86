"""Doubts (存疑): what a file says of a case that may be of before.

Nothing follows from it here; the import says it, because only a person can find out.
"""

from collections.abc import Iterator
from datetime import datetime

from store.models.after_sales_case import AfterSalesCase
from store.models.facts import CaseFacts, Doubt
from store.models.order import Order
from store.rules.cases.case_machine import ANSWERED
from store.rules.platform.cases.answers import untold_no
from store.rules.platform.cases.case_age import (
    ANSWERED_HERE,
    NOTHING_DONE,
    UNANSWERED,
    Age,
    DoneHere,
    age_of,
    asks_as_before,
    is_asked_anew_undated,
    is_end_of_before,
    is_of_before,
    may_have_gone_back,
)
from store.rules.platform.cases.cases_meant import known_case
from store.rules.platform.cases.last_words import is_undated
from store.rules.platform.cases.platform_cases import done_here


def doubts_of(before: Order, order: Order, facts: CaseFacts, now: datetime) -> Iterator[Doubt]:
    """What is in doubt of the case that a row shows, as it was `before`, and once the order has
    taken it `now`.
    """
    known, case, shown = known_case(before, facts.case), order.case_named(facts.case.id), facts.case
    if known and case and is_asked_anew_undated(known, shown):
        yield "asked_anew" if case.state is not known.state else "asked_over"
    if known and known.state in ANSWERED_HERE and shown.open and asks_as_before(known, shown):
        yield "asked_before"
    if known:
        yield from _doubts_of_row(known, shown, done_here(before, known, shown))
    if case and shown.open and not case.open and case.closed_here and is_undated(shown):
        yield "closed_here"
    elif case and _may_go_on_there(case, shown, now):
        yield "ended_there"
    if case and _asks_though_refused(order, case, shown):
        yield "refused_here"


def doubts_while_waiting(
    known: AfterSalesCase, case: AfterSalesCase, shown: AfterSalesCase, now: datetime
) -> Iterator[Doubt]:
    """The same of a case whose order nobody has imported: nothing was done about it here."""
    yield from _doubts_of_row(known, shown, NOTHING_DONE)
    if _may_go_on_there(case, shown, now):
        yield "ended_there"


def _doubts_of_row(known: AfterSalesCase, shown: AfterSalesCase, done: DoneHere) -> Iterator[Doubt]:
    """It shows less, what was replaced, or another kind after its turn was taken here; or an end
    after which the case went on.
    """
    if age_of(known, shown) is Age.BEHIND or may_have_gone_back(known, shown, done):
        yield "gone_back"
    if is_end_of_before(known, shown):
        yield "ended_before"


def _may_go_on_there(case: AfterSalesCase, shown: AfterSalesCase, now: datetime) -> bool:
    """Has it ended, and does a file that does not say when it was made show it open, with a
    deadline that is still to come?
    """
    named = shown.platform_deadline
    is_to_come = named is not None and named > now
    return not case.open and shown.open and is_undated(shown) and is_to_come


def _asks_though_refused(order: Order, case: AfterSalesCase, shown: AfterSalesCase) -> bool:
    """Does it still ask for the answer that somebody says to have given there, in a file that does
    not say when it was made? What nobody has told there yet is owed by itself.
    """
    waits = case.state is ANSWERED and shown.state in UNANSWERED
    is_told = untold_no(order, case) is None
    return waits and is_told and is_undated(shown) and not is_of_before(case, shown)

"""Case news (售后变化): what a row of a case was to what was known of it."""

from collections.abc import Iterator
from datetime import datetime

from store.models.after_sales_case import AfterSalesCase
from store.models.facts import CaseFacts, Doubt
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.obligations.offers import said_of_taken
from store.rules.platform.cases.case_age import Age, age_of
from store.rules.platform.cases.case_progress import due_of
from store.rules.platform.cases.cases_meant import known_case
from store.rules.platform.imported_before import is_case_imported_before
from store.rules.platform.two_sources import Verdict
from store.words import _
from store.words.times import minute_text


def taken_of(known: Order, order: Order, facts: CaseFacts, context: Context) -> Iterator[str]:
    """What the buyer had taken of us where the file shows that the case has ended without it."""
    before = known_case(known, facts.case) if known.offers else None
    ended = order.case_named(facts.case.id)
    if before and ended:
        for said in said_of_taken(known, before, order, ended, context.policy):
            yield _("Order {order}: {said}").format(order=order.order_no, said=said)


def case_doubted(doubt: Doubt, shown: AfterSalesCase, now: datetime) -> str:
    """The number of a case that a row shows less far than is known, with the deadline that the row
    names, so that it is seen also where it does not count; of any other doubt the number alone.
    """
    due = due_of(shown, now) if doubt == "gone_back" else None
    if due is None:
        return shown.id
    return _("{case} (there by {at})").format(case=shown.platform_no, at=minute_text(due))


def case_verdict(known: Order, order: Order, facts: CaseFacts) -> Verdict:
    """What the row is to what was known."""
    if order != known:
        return "changed"
    mine = next(one for one in known.cases if one.id == facts.case.id)
    if is_case_imported_before(mine, facts.case) or age_of(mine, facts.case) is Age.BEHIND:
        return "older"
    older = mine.as_of and facts.case.as_of and facts.case.as_of < mine.as_of
    return "older" if older else "same"

"""Open on one side (单边未结): cases that are closed here and may go on there, and the other way.

Closed here: what somebody says of the platform is no word of the platform's. A file that was surely
made since, or a person who looked there, opens such a case again; where money or goods went for it,
it stays closed.

Open here: an order export that was surely made after all that is known of a case, and shows none of
its lines in after-sales, says that it is over there, but not how. It is asked (`case_shown`), and
ends here by the case's own row, or by a person who looked there.
"""

from collections.abc import Iterator
from datetime import datetime

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import AfterSales
from store.models.case_state import CaseOutcome
from store.models.discrepancy import Discrepancy
from store.models.facts import OrderFacts
from store.models.first_import import came_by_then
from store.models.order import Order
from store.models.shown import Shown
from store.rules.action.catalogue import told_by
from store.rules.action.context import Context
from store.rules.action.telling import CLOSE_THERE, WITHDRAWN_THERE
from store.rules.cases.case_machine import CLOSED, at_state, stands_again
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_of
from store.rules.order.cases_shown import cases_about, lines_in_doubt
from store.rules.order.ledger import spent
from store.rules.platform.cases.case_shown import NoneShown
from store.rules.platform.cases.last_words import is_undated
from store.rules.platform.discrepancies.contradictions import Contradiction
from store.rules.platform.discrepancies.noted import agreed_again, opened
from store.rules.platform.lines_meant import matching_line
from store.rules.platform.made_later import happened_since
from store.rules.platform.refunds.refunds_of_case import applied_anew_at, had_gone
from store.words import _, listed


def acted(order: Order, case: AfterSalesCase, since: datetime | None = None) -> bool:
    """Has money gone for the case, or have goods come back, since then where that is asked? Who
    answers once they were looked at answers knowing of them.
    """
    received = (at for at in case.returns_received_at if is_for_now(case, at))
    is_here = any(since is None or at > since for at in received)
    mine = (one for one in spent(order) if one.case == case.id)
    return is_here or not all(had_gone(one, case) for one in mine)


def is_for_now(case: AfterSalesCase, at: datetime | None) -> bool:
    """Was what was done then done for what the case asks for now?"""
    anew_at = applied_anew_at(case)
    return at is None or anew_at is None or at > anew_at


def over_there_at(order: Order, case: AfterSalesCase) -> datetime | None:
    """Since when such a case is over there too, as somebody says; None where it is none, or is
    still to be closed there.
    """
    if not _is_for_nothing(order, case):
        return None
    closing = (CLOSE_THERE, WITHDRAWN_THERE)
    telling = [one for one in order.tasks if one.case == case.id and told_by(one) in closing]
    times = (case.closed_at, *(one.done_at for one in telling))
    is_untold = any(one.open for one in telling)
    return None if is_untold else max(filter(None, times), default=None)


def may_go_on(order: Order) -> tuple[AfterSalesCase, ...]:
    """The cases that a word in doubt is about, if one is open there: the last one that the buyer
    applied for of its line, where that was closed here alone. Another one can have been applied
    for only once the one before had ended there.
    """
    last = {case.id: case for case in _last_ones(order)}
    return tuple(one for one in last.values() if _is_for_nothing(order, one))


def _last_ones(order: Order) -> Iterator[AfterSalesCase]:
    for line in lines_in_doubt(order):
        yield max(cases_about(order, line), key=_asked_at)


def _asked_at(case: AfterSalesCase) -> float:
    at = case.applied_at or case.known_at or case.closed_at
    return at.timestamp() if at else 0


def going_on(order: Order, context: Context) -> Order:
    """The order whose cases go on there, as somebody saw, from where they stood, by the deadline
    named last.
    """
    for case in may_go_on(order):
        if stood := case.stood:
            order = order.with_case(stands_again(case, stood, stood.state, context))
    return order


def asking_whether_over(order: Order, facts: OrderFacts, context: Context) -> Order:
    """The order that asks of its cases which an order export does not show whether they are over
    there, while goods wait for them; and no more of those of which it shows one as open.
    """
    words = dict(_words(order, facts))
    for case in order.open_cases:
        said = {words.get(line) for line in _lines_of(order, case)}
        if AfterSales.OPEN in said:
            order = agreed_again(order, "case_shown", context, about=case.id)
        elif None not in said and _is_later(facts.word, case) and _holds_goods(order, case):
            at_issue, came = NoneShown.by(facts.word), facts.knowledge.imported
            order = opened(
                order, Contradiction("case_shown", None, case.id, at_issue, came), context
            )
    return order


def asking_no_more(order: Order, fresh: AfterSalesCase, context: Context) -> Order:
    """The order that does not ask any more whether a case is over, once its own row shows it open
    in a file that came later, and in which something had happened as late.
    """
    asked = (one for one in order.discrepancies if one.kind == "case_shown" and one.stands)
    mine = next((one for one in asked if one.about == fresh.id), None)
    if mine is None or not fresh.open:
        return order
    made_at = fresh.made_after if is_undated(fresh) else fresh.as_of
    last = datetime.fromisoformat(NoneShown.of(mine).made_after)
    if came_by_then(fresh.imported, mine.imported) or not (made_at and made_at >= last):
        return order
    return agreed_again(order, "case_shown", context, about=fresh.id)


def _words(order: Order, facts: OrderFacts) -> Iterator[tuple[int, AfterSales]]:
    """What it says of the after-sales of which line, by its number here."""
    for given in facts.lines:
        place = matching_line(order.lines, given, alone=len(facts.lines) == 1)
        word = given.after_sales or facts.after_sales
        if place is not None and word is not None:
            yield order.lines[place].line, word


def _is_later(file: Shown, case: AfterSalesCase) -> bool:
    """Was the file surely made after the application, and after all that is known of the case?"""
    told = (case.applied_at, case.latest_at, case.made_after, case.as_of)
    return case.applied_at is not None and happened_since(file.earliest, *told)


def _holds_goods(order: Order, case: AfterSalesCase) -> bool:
    """Do goods that have not left wait for it? Where money or goods went for it here, the word is
    mostly of these.
    """
    view = case_of(order, case)
    return case.unshipped and bool(view.to_ship) and not (acted(order, case) or view.sent)


def over_there(order: Order, case: AfterSalesCase, context: Context) -> Order:
    """The order whose case is over there with nothing for the buyer, as somebody saw."""
    return order.with_case(at_state(case, CLOSED, context, outcome=CaseOutcome.WITHDRAWN))


def _lines_of(order: Order, case: AfterSalesCase) -> frozenset[int]:
    """The lines that it is, or may be, about, by their numbers here."""
    return frozenset(one.line for one in order.lines if case.is_about(one.line))


def with_another(order: Order, fresh: AfterSalesCase, context: Context) -> Order:
    """The order once the row of a case comes that nobody knew, and that the buyer had applied for
    when somebody saw one open there: it is this one that was seen, unless it ended for nothing or
    the first one's own row has come since. What was opened again for it ends again, and what was
    done for that since was done for this.
    """
    at, seen_at = fresh.applied_at, _seen_at(order)
    if seen_at is None or at is None or at > seen_at or fresh.gave_nothing:
        return order
    mine = _lines_of(order, fresh)
    for case in order.cases:
        is_earlier = case.applied_at is not None and case.applied_at < at
        if case.stood and is_earlier and mine & _lines_of(order, case):
            order = _given_to(order, case, fresh.id, seen_at, context)
    return order


def seen_itself(order: Order, fresh: AfterSalesCase) -> Order:
    """The order once the own row of a case that was opened again shows it open in a file that came
    since: it was no other that somebody saw.
    """
    case, seen_at = order.case_named(fresh.id), _seen_at(order)
    if case is None or not (case.open and fresh.open and seen_at and fresh.imported):
        return order
    if case.stood is None or fresh.imported.at <= seen_at:
        return order
    return order.with_case(case.model_copy(update={"stood": None}))


def _seen_at(order: Order) -> datetime | None:
    """When somebody last saw a case open there that nobody knew to be open."""
    asked = (one for one in order.discrepancies if one.kind == "case_shown" and not one.about)
    seen = (one.resolved_at for one in asked if one.right == "platform")
    return max(filter(None, seen), default=None)


def _given_to(
    order: Order, case: AfterSalesCase, other: str, since: datetime, context: Context
) -> Order:
    if case.open and case.stood:
        order = order.with_case(at_state(case, CLOSED, context, outcome=case.stood.ended))
    refunds = (
        one.model_copy(update={"case": other})
        if one.case == case.id and one.requested_at and one.requested_at >= since
        else one
        for one in order.refunds
    )
    tasks = (
        one.model_copy(update={"case": other})
        if one.case == case.id and one.created_at >= since
        else one
        for one in order.tasks
    )
    return order.model_copy(update={"refunds": tuple(refunds), "tasks": tuple(tasks)})


def whether_open(order: Order, asked: Discrepancy) -> tuple[str, str]:
    """What is open there by the platform's word on what is shown, and by ours."""
    if asked.about:
        return _("it is over there, with nothing for the buyer"), _("it is open there")
    if cases := listed(map(case_called, may_go_on(order))):
        shown = _("one is open there: {cases} is opened here again, until another comes").format(
            cases=cases
        )
    else:
        shown = _("one is open there: nothing ships until it is here")
    return shown, _("none is open there")


def _is_for_nothing(order: Order, case: AfterSalesCase) -> bool:
    """Did an action end it without money or goods, of which no file has shown the end?"""
    is_alone = case.closed_here and case.gave_nothing and not case.ended_there
    return is_alone and not (acted(order, case) or case_of(order, case).sent)

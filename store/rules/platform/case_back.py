"""Case back (售后退回): an undated row shows a case less far than it is known, and may be right.

What was known stays (`case_progress.goes_back`), because such a row is mostly one of before. If the
case went back, only a later file or a person who looks there can say; until then it is owed to
look, by the earlier of both deadlines, and nobody can tell what ended it.
"""

from datetime import datetime

from store.models.after_sales_case import AfterSalesCase, CaseKind, CaseState
from store.models.discrepancy import AtIssue, Discrepancy
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.cases.case_machine import at_state
from store.rules.cases.case_names import case_called
from store.rules.platform.case_progress import goes_back
from store.rules.platform.contradictions import Contradiction
from store.rules.platform.discrepancies import agreed_again, opened
from store.rules.platform.last_words import STATE_COLUMNS, TIMEOUT_COLUMNS, named_before
from store.rules.platform.newer_case import is_older
from store.words import _
from store.words.labels import label
from store.words.times import minute_text


def asking_where_it_is(
    order: Order, known: AfterSalesCase, fresh: AfterSalesCase, context: Context
) -> Order:
    """The order that asks where the case is, if the row shows it less far; no more by a later row.

    A file is older than the deadlines that it names: a row whose deadline is over is of before.
    """
    if goes_back(known, fresh):
        due = fresh.platform_deadline
        if not fresh.open or (due and due <= context.now):
            return order
        return opened(order, Contradiction("case_back", None, fresh.id, _shown(fresh)), context)
    came = fresh.imported
    doubts = [one for one in order.open_discrepancies if one.kind == "case_back"]
    is_of_before = came and any(came.at < one.opened_at for one in doubts if one.about == fresh.id)
    if is_of_before or is_older(fresh, known):
        # The very file that was known when this was first asked answers nothing.
        return order
    return agreed_again(order, "case_back", context, about=fresh.id)


def may_be_back(order: Order, case: AfterSalesCase) -> bool:
    """Does nobody know yet whether the case went back?"""
    open_now = order.open_discrepancies
    return any(one.kind == "case_back" and one.about == case.id for one in open_now)


def shown_due(discrepancy: Discrepancy) -> datetime | None:
    """The deadline that the row names."""
    due = str(discrepancy.at_issue[2])
    return datetime.fromisoformat(due) if due else None


def stands_back(case: AfterSalesCase, discrepancy: Discrepancy, context: Context) -> AfterSalesCase:
    """The case as the row shows it: it did go back.

    It is the platform's word, and as old as what was known, so that the next file goes on from it.
    """
    state, kind, _due, *words = map(str, discrepancy.at_issue)
    said = dict(case.platform_status) | dict(zip(words[::2], words[1::2], strict=True))
    back = at_state(
        case,
        CaseState(state),
        context,
        kind=CaseKind(kind),
        platform_deadline=shown_due(discrepancy),
        platform_status=tuple(said.items()),
        as_of=case.as_of,
    )
    return back.model_copy(update=named_before(case, back, back, back))


def case_back_said(order: Order, discrepancy: Discrepancy) -> str:
    """Where it stands, and where the row shows it."""
    case, due = order.case_named(discrepancy.about), shown_due(discrepancy)
    return _(
        "Case {case} stands here at: {known}; a file that does not say when it was made, and names"
        " no later time, shows: {shown} (deadline {due}). Look there which of both it is."
    ).format(
        case=case_called(case),
        known=label(case.state) if case else "-",
        shown=label(str(discrepancy.at_issue[0])),
        due=minute_text(due) if due else "-",
    )


def _shown(fresh: AfterSalesCase) -> AtIssue:
    """Where the row shows it: state, kind, deadline, and the platform's words for them."""
    due = fresh.platform_deadline
    columns = (*STATE_COLUMNS, *TIMEOUT_COLUMNS)
    words = (part for pair in fresh.platform_status if pair[0] in columns for part in pair)
    return (fresh.state.value, fresh.kind.value, due.isoformat() if due else "", *words)

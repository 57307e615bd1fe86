"""Case back (售后退回): an undated row shows a case less far than it is known, and may be right.

What was known stays, because such a row is mostly one of before (`case_age`). If the case went
back, only a later file or a person who looks there can say; until then it is owed to look, by the
earlier of both deadlines, nothing ships, and nobody can tell what ended it.
"""

from collections.abc import Collection
from datetime import datetime

from store.models.after_sales_case import AfterSalesCase, CaseKind, CaseState
from store.models.axes import Party
from store.models.discrepancy import AtIssue, Discrepancy
from store.models.first_import import FirstImport
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.cases.case_machine import WAITS_FOR, Moves, at_state, possible
from store.rules.cases.case_names import case_called
from store.rules.platform.case_age import has_come_again, is_of_before, may_have_gone_back
from store.rules.platform.contradictions import Contradiction
from store.rules.platform.discrepancies import agreed_again, opened
from store.rules.platform.last_words import STATE_COLUMNS, TIMEOUT_COLUMNS, named_before
from store.words import N_, _, listed
from store.words.labels import label
from store.words.times import minute_text

RESOLVE = N_("Resolve a discrepancy")
"""The title of the action by which a person says where it is."""


def asking_where_it_is(
    order: Order,
    known: AfterSalesCase,
    fresh: AfterSalesCase,
    over: Collection[CaseState],
    context: Context,
) -> Order:
    """The order that asks where the case is, if the row does not count and may be right, or leaves
    a turn of ours; no more by a later file.

    A file is older than the deadlines that it names: a row whose deadline is over is of before.
    """
    if may_have_gone_back(known, fresh, over):
        return _asking(order, fresh, fresh.imported, context)
    if is_of_before(known, fresh) or _is_known_file(order, fresh):
        return order
    order = agreed_again(order, "case_back", context, about=fresh.id)
    is_left = WAITS_FOR.get(known.state) is Party.US and has_come_again(known, fresh)
    return _asking(order, known, fresh.imported, context) if is_left else order


def _is_known_file(order: Order, fresh: AfterSalesCase) -> bool:
    """Had the very file come when this was first asked, or with it? Then it answers nothing."""
    came, asked = fresh.imported, asked_where(order, fresh)
    if came is None or asked is None or asked.imported is None:
        return False
    return came.number <= asked.imported.number


def _asking(
    order: Order, shown: AfterSalesCase, came: FirstImport | None, context: Context
) -> Order:
    due = shown.platform_deadline
    if due and due <= context.now:
        return order
    noted = Contradiction("case_back", None, shown.id, _shown(shown), came)
    return opened(order, noted, context)


def may_be_back(order: Order, case: AfterSalesCase) -> bool:
    """Does nobody know yet whether the case went back?"""
    return asked_where(order, case) is not None


def asked_where(order: Order, case: AfterSalesCase) -> Discrepancy | None:
    """The question whether the case went back, while it is open."""
    open_now = (one for one in order.open_discrepancies if one.about == case.id)
    return next((one for one in open_now if one.kind == "case_back"), None)


def shown_due(discrepancy: Discrepancy) -> datetime | None:
    """The deadline that the row names."""
    due = str(discrepancy.at_issue[2])
    return datetime.fromisoformat(due) if due else None


def stands_back(case: AfterSalesCase, discrepancy: Discrepancy, context: Context) -> AfterSalesCase:
    """The case as the row shows it: it did go back.

    It is the platform's word, and as old as what was known, so that the next file goes on from it.
    """
    state, kind, _due, fen, platform_kind, *words = map(str, discrepancy.at_issue)
    said = dict(case.platform_status) | dict(zip(words[::2], words[1::2], strict=True))
    back = at_state(
        case,
        CaseState(state),
        context,
        kind=CaseKind(kind),
        platform_kind=platform_kind,
        requested_fen=int(fen),
        platform_fen=int(fen),
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
        " no later time, shows: {shown}, {kind} (deadline {due}). Look there which of both it is."
    ).format(
        case=case_called(case),
        known=label(case.state) if case else "-",
        shown=label(str(discrepancy.at_issue[0])),
        kind=label(str(discrepancy.at_issue[1])),
        due=minute_text(due) if due else "-",
    )


def possible_if_back(order: Order, case: AfterSalesCase, moves: Moves) -> str | None:
    """What has to be said first for these moves, where the row that may be right allows them."""
    asked = asked_where(order, case)
    if asked is None:
        return None
    state, kind = map(str, asked.at_issue[:2])
    shown = case.model_copy(update={"state": CaseState(state), "kind": CaseKind(kind)})
    if not possible(shown, moves):
        return None
    said = _("A file shows it at: {state}; where it did go back, say so first (“{action}”).")
    return said.format(state=label(state), action=_(RESOLVE))


def where_it_stands(order: Order, discrepancy: Discrepancy) -> tuple[str, str]:
    """Where it is by the platform's word, as the row shows it, and by ours, as it is known."""
    case, due = order.case_named(discrepancy.about), shown_due(discrepancy)
    state, kind = map(str, discrepancy.at_issue[:2])
    # Its kind only where that is another one, so that a form has room for the deadline.
    shown = listed(label(one) for one in (state, kind) if case is None or one != case.kind)
    back = _("back: {shown}").format(shown=shown)
    if due:
        back = _("back: {shown}, by {due}").format(shown=shown, due=minute_text(due))
    return back, _("as known: {known}").format(known=label(case.state) if case else "-")


def _shown(fresh: AfterSalesCase) -> AtIssue:
    """What the row shows: state, kind, deadline, amount, and the platform's words for them."""
    due, fen = fresh.platform_deadline, fresh.requested_fen
    columns = (*STATE_COLUMNS, *TIMEOUT_COLUMNS)
    words = (part for pair in fresh.platform_status if pair[0] in columns for part in pair)
    until = due.isoformat() if due else ""
    return (fresh.state.value, fresh.kind.value, until, fen, fresh.platform_kind, *words)

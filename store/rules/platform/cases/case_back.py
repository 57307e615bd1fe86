"""Case back (售后退回): an undated row shows a case less far than it is known, and may be right.

What was known stays, because such a row is mostly one of before (`case_age`). If the case went
back, only a later file or a person who looks there can say; until then it is owed to look, by the
earlier of both deadlines, nothing ships, and nobody can tell what ended it.
"""

from datetime import datetime
from itertools import chain
from typing import NamedTuple, Self

from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.axes import Party
from store.models.case_state import CaseState
from store.models.discrepancy import AtIssue, Discrepancy
from store.models.first_import import FirstImport, came_by_then
from store.models.money import Fen
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.cases.case_machine import WAITS_FOR, Moves, at_state, possible
from store.rules.cases.case_names import case_called
from store.rules.platform.cases.case_age import (
    DoneHere,
    has_come_again,
    is_of_before,
    may_have_gone_back,
)
from store.rules.platform.cases.last_words import STATE_COLUMNS, TIMEOUT_COLUMNS, named_before
from store.rules.platform.discrepancies.contradictions import Contradiction
from store.rules.platform.discrepancies.noted import agreed_again, opened
from store.words import N_, _, listed
from store.words.labels import label
from store.words.times import minute_text, when_text

RESOLVE = N_("Resolve a discrepancy")
"""The title of the action by which a person says where it is."""


class RowShown(NamedTuple):
    """What the row that may be right shows of its case."""

    state: CaseState
    kind: CaseKind
    due: datetime | None
    requested_fen: Fen
    platform_kind: str
    words: tuple[tuple[str, str], ...]
    """The platform's own words for it, by column."""

    @classmethod
    def by(cls, fresh: AfterSalesCase) -> Self:
        """What this row shows."""
        columns = (*STATE_COLUMNS, *TIMEOUT_COLUMNS)
        return cls(
            fresh.state,
            fresh.kind,
            fresh.platform_deadline,
            fresh.requested_fen,
            fresh.platform_kind,
            tuple(pair for pair in fresh.platform_status if pair[0] in columns),
        )

    @classmethod
    def of(cls, asked: Discrepancy) -> Self:
        """What the row showed of which it is asked whether the case went back."""
        state, kind, due, fen, platform_kind, *words = map(str, asked.at_issue)
        return cls(
            CaseState(state),
            CaseKind(kind),
            datetime.fromisoformat(due) if due else None,
            int(fen),
            platform_kind,
            tuple(zip(words[::2], words[1::2], strict=True)),
        )

    @property
    def at_issue(self) -> AtIssue:
        """The same, as the question keeps it."""
        due = self.due.isoformat() if self.due else ""
        words = chain.from_iterable(self.words)
        return (
            self.state.value,
            self.kind.value,
            due,
            self.requested_fen,
            self.platform_kind,
            *words,
        )


def asking_where_it_is(
    order: Order,
    known: AfterSalesCase,
    fresh: AfterSalesCase,
    done: DoneHere,
    context: Context,
) -> Order:
    """The order that asks where the case is, if the row does not count and may be right, or leaves
    a turn of ours; no more by a later file.

    A file is older than the deadlines that it names: a row whose deadline is over is of before.
    """
    if may_have_gone_back(known, fresh, done):
        return _asking(order, fresh, fresh.imported, context)
    if is_of_before(known, fresh) or _is_known_file(order, fresh):
        return order
    order = agreed_again(order, "case_back", context, about=fresh.id)
    is_left = WAITS_FOR.get(known.state) is Party.US and has_come_again(known, fresh)
    return _asking(order, known, fresh.imported, context) if is_left else order


def _is_known_file(order: Order, fresh: AfterSalesCase) -> bool:
    """Had the very file come when this was first asked, or with it? Then it answers nothing."""
    asked = asked_where(order, fresh)
    return asked is not None and came_by_then(fresh.imported, asked.imported)


def _asking(
    order: Order, shown: AfterSalesCase, came: FirstImport | None, context: Context
) -> Order:
    due = shown.platform_deadline
    if due and due <= context.now:
        return order
    noted = Contradiction("case_back", None, shown.id, RowShown.by(shown).at_issue, came)
    return opened(order, noted, context)


def asked_where(order: Order, case: AfterSalesCase) -> Discrepancy | None:
    """The question whether the case went back, while it is open."""
    open_now = (one for one in order.open_discrepancies if one.about == case.id)
    return next((one for one in open_now if one.kind == "case_back"), None)


def stands_back(case: AfterSalesCase, discrepancy: Discrepancy, context: Context) -> AfterSalesCase:
    """The case as the row shows it: it did go back.

    It is the platform's word, and as old as what was known, so that the next file goes on from it.
    """
    shown = RowShown.of(discrepancy)
    back = at_state(
        case,
        shown.state,
        context,
        kind=shown.kind,
        platform_kind=shown.platform_kind,
        requested_fen=shown.requested_fen,
        platform_fen=shown.requested_fen,
        platform_deadline=shown.due,
        platform_status=tuple((dict(case.platform_status) | dict(shown.words)).items()),
        as_of=case.as_of,
    )
    return back.model_copy(update=named_before(case, back, back, back))


def case_back_said(order: Order, discrepancy: Discrepancy) -> str:
    """Where it stands, and where the row shows it."""
    case, shown = order.case_named(discrepancy.about), RowShown.of(discrepancy)
    return _(
        "Case {case} stands here at: {known}; a file that does not say when it was made, and names"
        " no later time, shows: {shown}, {kind} (deadline {due}). Look there which of both it is."
    ).format(
        case=case_called(case),
        known=label(case.state) if case else "-",
        shown=label(shown.state),
        kind=label(shown.kind),
        due=when_text(shown.due),
    )


def possible_if_back(order: Order, case: AfterSalesCase, moves: Moves) -> str | None:
    """What has to be said first for these moves, where the row that may be right allows them."""
    asked = asked_where(order, case)
    if asked is None:
        return None
    shown = RowShown.of(asked)
    if not possible(case.model_copy(update={"state": shown.state, "kind": shown.kind}), moves):
        return None
    said = _("A file shows it at: {state}; where it did go back, say so first (“{action}”).")
    return said.format(state=label(shown.state), action=_(RESOLVE))


def where_it_stands(order: Order, discrepancy: Discrepancy) -> tuple[str, str]:
    """Where it is by the platform's word, as the row shows it, and by ours, as it is known."""
    case, row = order.case_named(discrepancy.about), RowShown.of(discrepancy)
    # Its kind only where that is another one, so that a form has room for the deadline.
    is_of_kind = case is not None and row.kind is case.kind
    shown = label(row.state) if is_of_kind else listed((label(row.state), label(row.kind)))
    back = _("back: {shown}").format(shown=shown)
    if row.due:
        back = _("back: {shown}, by {due}").format(shown=shown, due=minute_text(row.due))
    return back, _("as known: {known}").format(known=label(case.state) if case else "-")

"""The columns of cases and inquiries: left, kind, reason, amount, what is next, steps, goods."""

from datetime import datetime

from store.models.case_row import CaseRow
from store.models.money import yuan_text
from store.models.row import instant_of
from store.words import N_, _
from store.words.labels import label
from tui.glyphs import glyphs
from tui.places.order_columns import NEXT, clock_cell, next_cell
from tui.widgets.column import Cell, Column
from tui.widgets.columns import Columns

BRIEFS = {"supplementary": N_("supplementary")}
"""Kinds in fewer cells than their names have."""


def is_late(row: CaseRow, now: datetime) -> bool:
    """Overdue is from the deadline itself on, whoever's turn it is."""
    return row.due_at is not None and row.due_at <= now.timestamp()


def _is_ours(row: CaseRow, now: datetime) -> bool:
    return row.next_at(now.timestamp()).who == "us"


def _left(row: CaseRow, now: datetime) -> Cell:
    cell = clock_cell(instant_of(row.due_at), now, estimated=row.due_estimated)
    is_ours = _is_ours(row, now) or is_late(row, now)
    return cell if is_ours or cell.look else Cell(cell.text, "quiet")


def _kind(row: CaseRow, _now: datetime) -> Cell:
    if row.kind == "inquiry":
        return Cell(_("inquiry"))
    if row.of_kind == "waiting_cases":
        return Cell(_("{kind}, no order").format(kind=label(row.kind)), "soon")
    if row.unshipped and row.kind == "refund_only":
        return Cell(_("unshipped refund"))
    if row.unshipped:
        return Cell(_("{kind}, unshipped").format(kind=label(row.kind)))
    return Cell(_(BRIEFS[row.kind]) if row.kind in BRIEFS else label(row.kind))


def _next(row: CaseRow, now: datetime) -> Cell:
    text, look = next_cell(row, now, row.agent)
    if not text:
        return Cell(label(row.outcome or row.state), "quiet")
    return Cell(text, look or _left(row, now).look)


def _steps(row: CaseRow, now: datetime) -> Cell:
    signs = glyphs()
    text = signs.done * row.done + signs.to_do * (row.steps - row.done)
    return Cell(text, _left(row, now).look if _is_ours(row, now) else "quiet")


def _reason(row: CaseRow, _now: datetime) -> Cell:
    return Cell(row.first_reason, "quiet")


def _amount(row: CaseRow, _now: datetime) -> Cell:
    return Cell(yuan_text(row.requested_fen) if row.requested_fen else "")


CASE_COLUMNS = Columns[CaseRow](
    Column(N_("Left"), 7, _left, "right", field="due"),
    Column(N_("Kind"), 17, _kind, grows=True),
    Column(N_("Reason"), 12, _reason, grows=True, drop=1),
    Column(N_("Asks for"), 9, _amount, "right", field="amount"),
    Column(NEXT, 16, _next, grows=True, whole_to=17),
    Column(N_("Steps"), 8, _steps, drop=2),
    Column(N_("Goods"), 16, lambda row, _now: Cell(row.goods), grows=True, drop=3),
    Column(N_("Order no."), 23, lambda row, _now: Cell(row.order_no, "quiet"), drop=4),
    is_late=is_late,
)

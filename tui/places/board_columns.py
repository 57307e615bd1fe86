"""The columns of what is owed: left, what and who has it, whose order, goods, what zero costs."""

from datetime import datetime

from store.models.money import yuan_text
from store.models.row import ObligationRow, instant_of
from store.search.board import cost_by
from store.words import N_, _, named
from store.words.labels import label
from store.words.what_owed import owed_goods, put_off, what_owed
from tui.places.order_columns import clock_cell, owner_text
from tui.text import time_or_day
from tui.widgets.column import Cell, Column
from tui.widgets.columns import Columns

COST = N_("At zero")
UNNUMBERED = frozenset({"inquiries", "improvements"})
"""The kinds of documents whose numbers are known to the store alone."""


def is_late(row: ObligationRow, now: datetime) -> bool:
    """Overdue is from the deadline itself on, whoever owes it."""
    return row.due_at is not None and row.due_at <= now.timestamp()


def _left(row: ObligationRow, now: datetime) -> Cell:
    return clock_cell(instant_of(row.due_at), now, estimated=row.estimated)


def kind_now(row: ObligationRow, now: datetime) -> str:
    """What there is to do by now; ours once another party has let its time pass."""
    return row.then if _has_turned(row, now) else row.kind


def why_gone(row: ObligationRow, now: datetime, is_there: bool) -> str:
    """Why something owed is not in what is shown any more; nothing where the search alone says."""
    if not is_there:
        return _("no longer owed")
    return _("put off") if is_snoozed(row, now) else ""


def _has_turned(row: ObligationRow, now: datetime) -> bool:
    return bool(row.then) and is_late(row, now)


def _what(row: ObligationRow, now: datetime) -> Cell:
    what = what_owed(kind_now(row, now), row.zero, briefly=True)
    begins = instant_of(row.begins_at)
    if begins and is_held(row, now):
        what = put_off(what, time_or_day(begins, now))
    who = "us" if _has_turned(row, now) else row.who
    if who != "us":
        return Cell(named(label(who), what), "quiet")
    return Cell(named(owner_text(row.owner), what) if row.owner else what)


def is_held(row: ObligationRow, now: datetime) -> bool:
    """Is nobody to begin with it yet: is it put off, or are the goods held back?"""
    return row.begins_at is not None and row.begins_at > now.timestamp()


def is_snoozed(row: ObligationRow, now: datetime) -> bool:
    """Is it put off?"""
    return row.snoozed_until is not None and row.snoozed_until > now.timestamp()


def called(row: ObligationRow) -> str:
    """What a person calls what the row is about by: of missing files that is their shop, of an
    inquiry what is known of its order, of an improvement what is changed.
    """
    if row.of_kind == "coverage":
        return row.shop
    return row.goods or _("inquiry") if row.of_kind in UNNUMBERED else row.order_no


def _number(row: ObligationRow, _now: datetime) -> Cell:
    """Of some there is none that a person knows: what they are called by stands among the goods."""
    return Cell("" if row.of_kind in UNNUMBERED else called(row), "quiet")


def _goods(row: ObligationRow, _now: datetime) -> Cell:
    """Behind what tells them apart, where the order has several; of missing files whose they
    are, and of which kind or name: a shop may lack several.
    """
    if row.of_kind != "coverage":
        return Cell(owed_goods(row.which, row.goods))
    return Cell(f"{label(row.platform)} {label(row.zero[1]) if row.zero[1:] else ''}".rstrip())


def _cost(row: ObligationRow, now: datetime) -> Cell:
    cost = cost_by(row, now)
    return Cell(yuan_text(cost) if cost else "")


BOARD_COLUMNS = Columns[ObligationRow](
    Column(N_("Left"), 6, _left, "right", field="due"),
    # The longest of the brief names is whole, and what to do stands behind whose it is.
    Column(N_("What"), 16, _what, grows=True, whole_to=17),
    # The preview has it, and a search finds it: its end is enough where what is read would be cut
    # to scraps. At 80 cells it is whole: no search takes it away from the list before.
    Column(N_("Order no."), 22, _number, drop=1, end=6, field="order"),
    Column(N_("Goods"), 17, _goods, grows=True),
    Column(COST, 7, _cost, "right", field="cost"),
    is_late=is_late,
    why_gone=why_gone,
)

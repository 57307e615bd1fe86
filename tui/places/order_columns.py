"""The columns of the orders: what is next, who has it, and states that are not the usual ones."""

from datetime import datetime

from store.models.case_row import CaseRow
from store.models.money import yuan_text
from store.models.people import name_alone
from store.models.row import OrderRow, instant_of
from store.search.counting import SOON
from store.words import N_, _, named
from store.words.labels import label
from store.words.masks import mask_name
from store.words.what_owed import put_off, what_owed
from tui.glyphs import unit_marks
from tui.text import left, time_or_day
from tui.widgets.column import Cell, Column, Look
from tui.widgets.columns import Columns

FLAG_LETTERS = {"red": "R", "yellow": "Y", "green": "G", "blue": "B", "purple": "P"}
NEXT = N_("Next")
MOST_MARKS = 4
"""Units of which each has a sign of its own."""
USUAL = frozenset({"none", "paid"})
"""Words that a column leaves out: what is so of nearly every order."""


def clock_cell(due: datetime | None, now: datetime, *, estimated: bool) -> Cell:
    """The time left, in the look of how near it is."""
    if due is None:
        return Cell("")
    look: Look = "late" if now >= due else "soon" if due - now < SOON else ""
    return Cell(left(due, now, estimated=estimated), look)


def _left(row: OrderRow, now: datetime) -> Cell:
    seconds = now.timestamp()
    return clock_cell(instant_of(row.due(seconds)), now, estimated=row.due_estimated_at(seconds))


def owner_text(owner: str) -> str:
    """Who has it, as the queues call them: by name, else by login."""
    return f"@{name_alone(owner)}" if owner else ""


def next_cell(row: OrderRow | CaseRow, now: datetime, owner: str) -> Cell:
    """What is next and who has it: our owner, or the other party it waits for."""
    kind, who, task, until = row.next_at(now.timestamp())
    if not kind:
        return Cell("")
    what = what_owed(kind, task, briefly=True)
    if begins := instant_of(until):
        what = put_off(what, time_or_day(begins, now))
    if who != "us":
        return Cell(named(label(who), what), "quiet")
    return Cell(named(owner_text(owner), what) if owner else what)


def _shipped(row: OrderRow, _now: datetime) -> Cell:
    """How much of it has gone, with a sign for each unit where these are few."""
    if row.fulfilment not in ("to-ship", "part-shipped"):
        return Cell(label(row.fulfilment), "quiet")
    if row.not_sent:
        return Cell(_("agreed"), "soon")
    said = f"{row.shipped}/{row.units}"
    marks = unit_marks(row.shipped, row.to_ship, row.units)
    return Cell(f"{said} {marks}" if row.units <= MOST_MARKS else said, "soon")


def _after_sales(row: OrderRow, _now: datetime) -> Cell:
    text = _unusual(row.after_sales).text
    return Cell(text, "odd" if row.after_sales == "open" else "quiet")


def _unusual(word: str) -> Cell:
    return Cell("" if word in USUAL else label(word))


def _pay(row: OrderRow, _now: datetime) -> Cell:
    return (
        _unusual(row.payment)
        if row.money_state == row.payment
        else Cell(label(row.money_state), "soon")
    )


def _stock(row: OrderRow, _now: datetime) -> Cell:
    if row.review:
        return Cell(_("review"), "soon")
    if row.stock_out == "applied":
        return Cell(label("stock-out-applied"), "soon")
    return _unusual(row.stock_out)


def _flag(row: OrderRow, _now: datetime) -> Cell:
    return Cell(f"{label(row.flag)} {row.tag}".strip() if row.flag else "")


def is_late(row: OrderRow, now: datetime) -> bool:
    """Overdue is from the deadline itself on."""
    seconds = now.timestamp()
    due = row.due(seconds)
    return due is not None and seconds >= due


ORDER_COLUMNS = Columns[OrderRow](
    Column(N_("Order no."), 23, lambda row, _now: Cell(row.order_no), field="order"),
    Column(N_("Left"), 7, _left, "right", field="due"),
    Column(NEXT, 16, lambda row, now: next_cell(row, now, row.owner), grows=True, whole_to=20),
    Column(N_("Shipped"), 9, _shipped, drop=1),
    Column(N_("After-sales"), 11, _after_sales, drop=2),
    Column(N_("Goods"), 21, lambda row, _now: Cell(row.goods), grows=True, field="goods"),
    Column(
        N_("Amount"),
        9,
        lambda row, _now: Cell(yuan_text(row.amount_fen)),
        "right",
        1,
        field="amount",
    ),
    Column(N_("Pay"), 15, _pay, drop=3),
    Column(N_("Blocked"), 8, _stock, drop=5),
    Column(
        N_("Buyer"), 6, lambda row, _now: Cell(mask_name(row.buyer), "quiet"), drop=6, field="buyer"
    ),
    Column(N_("Flag"), 8, _flag, drop=4),
    is_late=is_late,
    sign=lambda row: FLAG_LETTERS.get(row.flag, " "),
)

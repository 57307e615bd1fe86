"""Columns of the orders list, as data: what each shows, how wide, which go when it is narrow."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from store.models.money import yuan_text
from store.models.row import OrderRow
from store.words import N_, _
from store.words.labels import label
from store.words.masks import mask_name
from tui.text import fit, left, width_of

Align = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; the highest `drop` leaves first when the screen is narrow."""

    title: str
    width: int
    text: Callable[[OrderRow, datetime], str]
    align: Align = "left"
    drop: int = 0
    grows: bool = False


def _left(row: OrderRow, now: datetime) -> str:
    seconds = now.timestamp()
    due = row.due(seconds)
    if due is None:
        return ""
    return left(datetime.fromtimestamp(due, UTC), now, estimated=row.due_estimated_at(seconds))


def _ship(row: OrderRow, _now: datetime) -> str:
    if row.fulfilment in ("to-ship", "part-shipped"):
        return _("{left} of {units}").format(left=row.to_ship, units=row.units)
    return label(row.fulfilment)


def _pay(row: OrderRow, _now: datetime) -> str:
    return label("unconfirmed") if row.unconfirmed else label(row.payment)


def _quiet(word: str) -> str:
    return "-" if word == "none" else label(word)


def _stock(row: OrderRow, _now: datetime) -> str:
    return _("review") if row.review or row.stock_out == "applied" else _quiet(row.stock_out)


def _flag(row: OrderRow, _now: datetime) -> str:
    return f"{label(row.flag)} {row.tag}".strip() if row.flag else ""


COLUMNS = (
    Column(N_("Order no."), 23, lambda row, _now: row.order_no),
    Column(N_("Left"), 7, _left, "right"),
    Column(N_("Pay"), 8, _pay, drop=3),
    Column(N_("To ship"), 9, _ship),
    Column(N_("After-sales"), 11, lambda row, _now: _quiet(row.after_sales), drop=2),
    Column(N_("Stock"), 8, _stock, drop=5),
    Column(N_("Goods"), 24, lambda row, _now: row.goods, grows=True),
    Column(N_("Amount"), 9, lambda row, _now: yuan_text(row.amount_fen), "right", drop=1),
    Column(N_("Buyer"), 6, lambda row, _now: mask_name(row.buyer), drop=4),
    Column(N_("Flag"), 8, _flag, drop=6),
)
GAP = 1
LEFT_ENDS = 2
"""The time left is the second column; what is late shows it up to there."""
GUTTER = 4
"""Cells for the letters `!` (late), `*` (marked), the flag's colour, and a blank."""
FLAG_LETTERS = {"red": "R", "yellow": "Y", "green": "G", "blue": "B", "purple": "P"}


def fitting(width: int) -> tuple[tuple[Column, int], ...]:
    """The columns that fit into so many cells, with their widths; the rest go to one that grows."""
    columns = list(COLUMNS)
    while len(columns) > 1 and _needed(columns) > width:
        columns.remove(max(reversed(columns), key=lambda column: column.drop))
    spare = max(0, width - _needed(columns))
    return tuple((column, column.width + (spare if column.grows else 0)) for column in columns)


def _needed(columns: list[Column]) -> int:
    return GUTTER + sum(column.width + GAP for column in columns)


def heading(width: int) -> str:
    """The line above the rows."""
    cells = (fit(_(column.title), wide, column.align) for column, wide in fitting(width))
    return " " * GUTTER + " ".join(cells)


def _seen(column: Column, who: str) -> str:
    return f"@{who} " if who and column.grows else ""


def is_late(row: OrderRow, now: datetime) -> bool:
    """Overdue is from the deadline itself on."""
    seconds = now.timestamp()
    due = row.due(seconds)
    return due is not None and seconds >= due


def line(
    row: OrderRow, width: int, now: datetime, *, marked: bool, seen_by: str = ""
) -> tuple[str, str]:
    """One row as a line of exactly so many cells, parted after the time left.

    A colleague who has the order open stands in front of the goods.
    """
    late = is_late(row, now)
    letters = f"{'!' if late else ' '}{'*' if marked else ' '}{FLAG_LETTERS.get(row.flag, ' ')} "
    cells = [
        fit(_seen(column, seen_by) + column.text(row, now), wide, column.align)
        for column, wide in fitting(width)
    ]
    head = letters + " ".join(cells[:LEFT_ENDS])
    return head, fit("".join(f" {cell}" for cell in cells[LEFT_ENDS:]), width - width_of(head))

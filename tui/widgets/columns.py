"""Columns (列): what a list shows of a row, as data: how wide, in which look, which leave first."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Literal, NamedTuple, TypeVar

from store.words import _
from tui.glyphs import glyphs
from tui.text import fit, width_of

Row = TypeVar("Row")
Align = Literal["left", "right"]
Look = Literal["", "late", "soon", "key", "quiet"]
"""What the colour of a text means; nothing is told by it alone."""
GAP = 1
GUTTER = 4
"""Cells for the signs of what is late, marked and flagged, and a blank."""


class Cell(NamedTuple):
    """A text and its look."""

    text: str
    look: Look = ""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column; the highest `drop` leaves first when the screen is narrow."""

    title: str
    width: int
    cell: Callable[[Row, datetime], Cell]
    align: Align = "left"
    drop: int = 0
    grows: bool = False
    field: str = ""
    """The sort that it shows, so that its heading can say which way."""


class Columns(Generic[Row]):
    """The columns of one list."""

    def __init__(
        self,
        *columns: Column[Row],
        is_late: Callable[[Row, datetime], bool],
        sign: Callable[[Row], str] = lambda _row: " ",
    ) -> None:
        """`sign` is one letter about a row that stands in front of it."""
        self.all = columns
        self.is_late = is_late
        self._sign = sign

    def without(self, titles: Collection[str]) -> "Columns[Row]":
        """The same without these columns; the first one always stays."""
        kept = [one for place, one in enumerate(self.all) if not place or one.title not in titles]
        return Columns(*kept, is_late=self.is_late, sign=self._sign)

    def fitting(self, width: int) -> tuple[tuple[Column[Row], int], ...]:
        """The columns that fit into so many cells, with their widths; those that grow share the
        rest, the last of them having what cannot be shared.
        """
        columns = list(self.all)
        while len(columns) > 1 and _needed(columns) > width:
            columns.remove(max(reversed(columns), key=lambda column: column.drop))
        spare = max(0, width - _needed(columns))
        growing = [column for column in columns if column.grows]
        shares = {column.title: spare // len(growing) for column in growing}
        if growing:
            shares[growing[-1].title] += spare % len(growing)
        return tuple((column, column.width + shares.get(column.title, 0)) for column in columns)

    def heading(self, width: int, sort: str = "") -> str:
        """The line above the rows; the column sorted by says which way."""
        return " " * GUTTER + " ".join(
            fit(_title(column, sort), wide, column.align) for column, wide in self.fitting(width)
        )

    def cells(
        self, row: Row, width: int, now: datetime, *, marked: bool, seen_by: str = ""
    ) -> Iterator[Cell]:
        """One row in exactly so many cells: its signs, then each column with the blank before it.

        A colleague who has the order open stands in front of the last text that grows, else of the
        last.
        """
        late = self.is_late(row, now)
        signs = f"{glyphs().late if late else ' '}{'*' if marked else ' '}{self._sign(row)}"
        yield Cell(signs, "late" if late else "")
        taken = width_of(signs)
        fitting = self.fitting(width)
        told_in = next((column for column, _wide in reversed(fitting) if column.grows), None)
        if told_in is None and len(fitting) > 1:
            told_in = fitting[-1][0]
        for column, wide in fitting:
            text, look = column.cell(row, now)
            seen = f"@{seen_by} " if seen_by and column is told_in else ""
            yield Cell(" " + fit(seen + text, wide, column.align), look)
            taken += 1 + wide
        if taken < width:
            yield Cell(" " * (width - taken))


def _title(column: Column[Row], sort: str) -> str:
    name = sort.removeprefix("-")
    if not name or column.field != name:
        return _(column.title)
    way = glyphs().downwards if sort.startswith("-") else glyphs().upwards
    return f"{_(column.title)} {way}"


def _needed(columns: Sequence[Column[Row]]) -> int:
    return GUTTER - GAP + sum(column.width + GAP for column in columns)

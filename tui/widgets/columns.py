"""Columns (列): what a list shows of a row: which columns, and each row as cells of a line."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from store.words import _, named
from tui.apart import Apart
from tui.glyphs import glyphs
from tui.text import fit, fit_end, safe_text, width_of
from tui.widgets.column import Cell, Column
from tui.widgets.column_widths import Widths

Row = TypeVar("Row")
NONE_READ: Mapping[str, Apart] = MappingProxyType({})
GUTTER = 3
"""Cells for the signs of what is late and marked, and a blank; one more where rows have a sign."""


class Gone(NamedTuple):
    """The row under a cursor that does not fit any more: where it stays, and why it is gone."""

    position: int
    row: Any
    why: str
    since: datetime
    is_over: bool
    """Is it in the list no more, whatever is searched for?"""
    band: str
    """The title of the band whose first row it was; empty where it was not the first of any."""


class Columns(Generic[Row]):
    """The columns of one list."""

    is_packed: ClassVar[bool] = False
    """Does what no column has a use for stay free behind the last one?"""

    def __init__(
        self,
        *columns: Column[Row],
        is_late: Callable[[Row, datetime], bool],
        sign: Callable[[Row], str] | None = None,
        why_gone: Callable[[Row, datetime, bool], str] = lambda _row, _now, _is_there: "",
        texts: Mapping[str, Apart] = NONE_READ,
        sort: str = "",
    ) -> None:
        """`sign` is one letter about a row that stands in front of it; `why_gone` says why one does
        not fit any more, told whether it is in the list at all; `texts` is what rows have in
        columns, by their titles; the column of the `sort` never leaves.
        """
        self.all = columns
        self.is_late = is_late
        self._sign = sign
        self._gutter = GUTTER + (sign is not None)
        self.why_gone = why_gone
        self._texts = texts
        self._sort = sort.removeprefix("-")
        self._fitting: dict[int, tuple[tuple[Column[Row], int], ...]] = {}

    def chosen(self, left_out: Collection[str], order: Sequence[str]) -> "Columns[Row]":
        """The same without some columns, and in another order: those named first. The first one
        always stays, and stays first; so do those that somebody moved to the front.
        """
        first, *others = [
            one for one in self.all if one is self.all[0] or one.title not in left_out
        ]
        places = {title: place for place, title in enumerate(order)}
        moved = sorted(others, key=lambda one: places.get(one.title, len(places)))
        ahead = moved_ahead([others.index(one) for one in moved])
        kept = [replace(one, drop=0) if others.index(one) in ahead else one for one in moved]
        return self._with([first, *kept], self._texts, self._sort)

    def measured(self, rows: Sequence[Row], now: datetime, sort: str = "") -> "Columns[Row]":
        """The same for these rows in this order: none takes more room than their texts do."""
        texts = {one.title: Apart(one.cell(row, now).text for row in rows) for one in self.all}
        return self._with(self.all, texts if rows else NONE_READ, sort)

    def lacking(self, rows: Sequence[Row], now: datetime) -> Iterator[Row]:
        """Of other rows, those for which a column that does not grow has to be wider again."""
        for column in self.all:
            texts = self._texts.get(column.title)
            is_cut = column.grows and not column.whole_to
            if (
                not rows
                or texts is None
                or is_cut
                or texts.widest >= (column.whole_to or column.width)
            ):
                continue
            widest = max(rows, key=lambda row: width_of(column.cell(row, now).text))
            if width_of(column.cell(widest, now).text) > texts.widest:
                yield widest

    def _with(
        self, columns: Sequence[Column[Row]], texts: Mapping[str, Apart], sort: str
    ) -> "Columns[Row]":
        return type(self)(
            *columns,
            is_late=self.is_late,
            sign=self._sign,
            why_gone=self.why_gone,
            texts=texts,
            sort=sort,
        )

    def fitting(self, width: int) -> tuple[tuple[Column[Row], int], ...]:
        """The columns that fit into so many cells, with their widths."""
        if width not in self._fitting:
            widths = Widths(self.all, self._gutter, self._texts, self._sort)
            self._fitting[width] = tuple(widths.shared(width, is_packed=self.is_packed))
        return self._fitting[width]

    def heading(self, width: int, sort: str = "") -> str:
        """The line above the rows; the column sorted by says which way."""
        return " " * self._gutter + " ".join(
            fit(_title(column, sort), wide, column.align) for column, wide in self.fitting(width)
        )

    def end_of(self, title: str, width: int) -> int | None:
        """The cells before the end of the column with this title; None where it is not there."""
        end = self._gutter - 1
        for column, wide in self.fitting(width):
            end += 1 + wide
            if column.title == title:
                return end
        return None

    def cells(
        self, row: Row, width: int, now: datetime, *, marked: bool, seen_by: str = ""
    ) -> Iterator[Cell]:
        """One row in exactly so many cells: its signs, then each column with the blank before it.

        A colleague who has the order open stands in front of the last text that grows, else of the
        last.
        """
        late = self.is_late(row, now)
        sign = self._sign(row) if self._sign else ""
        signs = f"{glyphs().late if late else ' '}{'*' if marked else ' '}{sign}"
        yield Cell(signs, "late" if late else "")
        taken = width_of(signs)
        fitting = self.fitting(width)
        told_in = next((column for column, _wide in reversed(fitting) if column.grows), None)
        if told_in is None and len(fitting) > 1:
            told_in = fitting[-1][0]
        for column, wide in fitting:
            text, look = column.cell(row, now)
            seen = safe_text(f"@{seen_by} ") if seen_by and column is told_in else ""
            said, left = safe_text(text), wide - width_of(seen)
            if column.grows and width_of(said) > left:
                said = self._cut(column, said, left) if left > 0 else ""
            told = seen + said if said else seen.rstrip()
            yield Cell(" " + _fitted(column, told, wide), look)
            taken += 1 + wide
        if taken < width:
            yield Cell(" " * (width - taken))

    def gone(self, row: Row, width: int, now: datetime, why: str) -> str:
        """A row that does not fit any more: why, in its last column that has room for that; where
        none has, in front of what all columns have, so that it is read however narrow they are.
        """
        fitting = self.fitting(width)
        roomy = (one for one, wide in reversed(fitting) if one.grows and width_of(why) <= wide)
        if told := next(roomy, None):
            texts = ((one, wide, one.cell(row, now).text) for one, wide in fitting)
            cells = (
                _fitted(one, why if one is told else safe_text(text), wide)
                for one, wide, text in texts
            )
            return fit(" " * self._gutter + " ".join(cells), width)
        first, *others = (column.cell(row, now).text for column in self.all)
        head = " " * self._gutter + fit(first, self.all[0].width, self.all[0].align)
        return fit(f"{head} {named(why, '  '.join(filter(None, others)))}", width)

    def _cut(self, column: Column[Row], text: str, width: int) -> str:
        texts = self._texts.get(column.title)
        return texts.cut(text, width) if texts else text


def moved_ahead(places: Sequence[int]) -> frozenset[int]:
    """Of things that stood at these places before, those that were taken to the front: the fewest
    that have to be taken out for the others to stand as they did, and that stand earlier now.
    """
    kept: list[list[int]] = []
    """For each the longest row of those that stand as they did and end with it; the smallest of
    several, so that of two that changed places the one that is first now was moved."""
    for place in places:
        rows = [row for row in kept if row[-1] < place]
        kept.append([*min(rows, key=lambda row: (-len(row), row), default=[]), place])
    stay = min(kept, key=lambda row: (-len(row), row), default=[])
    moved = (one for one in places if one not in stay)
    return frozenset(one for one in moved if places.index(one) < one)


class Packed(Columns[Row]):
    """The columns of a table of which all rows are known: they stand beside each other, and do not
    part what belongs together to fill a wide window.
    """

    is_packed = True

    def of(self, rows: Sequence[Row], now: datetime) -> "Columns[Row]":
        """The same for these rows."""
        return self.measured(rows, now)


def _fitted(column: Column[Row], text: str, wide: int) -> str:
    """A text in exactly so many cells; of a number that is cut its end is left."""
    return fit(fit_end(text, wide) if column.end else text, wide, column.align)


def _title(column: Column[Row], sort: str) -> str:
    name = sort.removeprefix("-")
    if not name or column.field != name:
        return _(column.title)
    way = glyphs().downwards if sort.startswith("-") else glyphs().upwards
    return f"{_(column.title)} {way}"

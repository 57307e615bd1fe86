"""RowView: one row of an export, asked by the desk's names for its columns."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import NoReturn, TypeVar

from store.exchange.incoming import cells
from store.exchange.incoming.recognise import Layout
from store.exchange.incoming.tables import BETWEEN, TableRow
from store.exchange.incoming.workbook_messages import MERGED
from store.words import _
from store.words.excerpts import excerpt

T = TypeVar("T")
_CASE_NO = re.compile(r"[0-9A-Za-z-]{1,40}")
_NOTHING = (
    "--|#N/A|#REF!|#NAME[?]|#VALUE!|#DIV/0!|N/A|NaN|nan|NULL|Null|null|None"
    "|(?:0000[-/.]0?0[-/.]0?0|0001[-/.]0?1[-/.]0?1|1899[-/.]12[-/.]3[01]"
    "|1900[-/.]0?1[-/.]0?[01]|1970[-/.]0?1[-/.]0?1)(?:[ T][0-9:.]+)?"
)
"""What programs write into a cell that has nothing to say: marks of missing values, the zero of
their calendars. Each was met in files of shops."""
_NOTHING_IN = {
    "": re.compile(f"{BETWEEN}(?:{_NOTHING})(?={BETWEEN})"),
    "-": re.compile(f"{BETWEEN}(?:-|{_NOTHING})(?={BETWEEN})"),
}
"""By what a platform itself writes instead of nothing."""

_ZERO = re.compile(r"0(?:\.0+)?")
"""The same of a column of times alone."""
_OF_ITS_OWN = (cells.money, cells.signed_money, cells.quantity, cells.count)
"""What is told of one row and would be counted twice if it stood for two."""


class RowView:
    """The cells of one row. A field whose column the file lacks is empty, like an empty cell."""

    __slots__ = ("_fields", "_merged", "cells", "layout", "number")

    def __init__(self, layout: Layout, row: TableRow) -> None:
        self.layout = layout
        self.number = row.number
        framed = f"{BETWEEN}{row.text}{BETWEEN}"
        self.cells = _NOTHING_IN[layout.blank].sub(BETWEEN, framed)[1:-1].split(BETWEEN)
        self._fields = layout.fields
        self._merged: frozenset[int] = frozenset()
        if MERGED in row.text:
            self._merged = frozenset(
                place for place, cell in enumerate(self.cells) if cell.startswith(MERGED)
            )
            self.cells = [cell.removeprefix(MERGED) for cell in self.cells]
        for place in layout.times:
            cell = self.cells[place]
            if cell.startswith("0") and _ZERO.fullmatch(cell):
                self.cells[place] = ""

    def text(self, field: str) -> str:
        """The first cell of the field that is not empty."""
        places = self._fields.get(field)
        if places:
            for place in places:
                if cell := self.cells[place]:
                    return cell
        return ""

    def has(self, field: str) -> bool:
        """Does the file have a column for this field?"""
        return field in self._fields

    def money(self, field: str) -> int | None:
        """An amount in fen."""
        return self.read(field, cells.money)

    def discount(self, field: str) -> int:
        """A discount in fen, which a platform may also write below zero."""
        return self.read(field, cells.signed_money) or 0

    def instant(self, field: str) -> datetime | None:
        """A time in UTC."""
        return self.read(field, cells.instant)

    def read(self, field: str, meaning: Callable[[str], T], part: str = "") -> T | None:
        """What the cell of a field, or a part of it, means; none when it is empty."""
        text = part or self.text(field)
        if not text:
            return None
        if self._merged and meaning in _OF_ITS_OWN:
            self._refuse_merged(field)
        try:
            return meaning(text)
        except cells.UnreadableCellError as trouble:
            self.fail(field, str(trouble))

    def _refuse_merged(self, field: str) -> None:
        if not self._merged.isdisjoint(self._fields[field]):
            said = _(
                "“{column}” is merged with the cell above, so how much of it is this row’s is not"
                " known; unmerge the cells and fill in each"
            )
            self.fail(field, said.format(column=self.column(field)))

    def number_of(self, field: str) -> str:
        """A tracking number, which a spreadsheet program must not have rounded."""
        return self.read(field, cells.exact) or ""

    def case_number(self) -> str:
        """The platform's number of an after-sales case."""
        number = self.number_of("case_no").removeprefix("'")
        if not _CASE_NO.fullmatch(number):
            said = _("the number of an after-sales case was expected, “{found}” was found")
            self.fail("case_no", said.format(found=excerpt(number)))
        return number

    def fail(self, field: str, reason: str) -> NoReturn:
        """Give the row up: the field's column cannot be used."""
        raise cells.BadCellError(self.number, self.column(field), reason)

    def column(self, field: str) -> str:
        """What the file calls the column of a field."""
        places = self._fields.get(field, ())
        filled = (place for place in places if self.cells[place])
        place = next(filled, next(iter(places), None))
        return self.layout.names[field] if place is None else self.layout.columns[place]

    def status(self) -> dict[str, str]:
        """The platform's own words, by column."""
        return self._filled(self.layout.status)

    def extra(self) -> dict[str, str]:
        """The cells without a field, by column."""
        return self._filled(self.layout.extra)

    def words(self) -> tuple[tuple[str, str], ...]:
        """Status columns and all without a field: what a case keeps in the platform's own words."""
        return (*self.status().items(), *self.extra().items())

    def _filled(self, columns: tuple[tuple[str, int], ...]) -> dict[str, str]:
        cells = self.cells
        return {name: cell for name, place in columns if (cell := cells[place])}

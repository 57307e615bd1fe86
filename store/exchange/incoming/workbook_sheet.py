"""The rows of one sheet of a workbook, every cell as the text it stands for, without loss.

Whole numbers are read as they are written, so that an order number of 19 digits stays exact; one
that a spreadsheet has rounded as what it shows for it, `6.95E+18`; others to the 15 digits that a
spreadsheet knows. What looks like a date by its style is one.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from decimal import Decimal
from string import ascii_uppercase
from typing import NamedTuple

from store.exchange.incoming.workbook_xml import (
    LONGEST,
    Attributes,
    Listener,
    RefusedError,
    longer,
    plain,
)

ROWS = 200_010
"""So many rows of orders, and a header within the first ten rows."""
COLUMNS = 200
ROW_CHARACTERS = 1_000_000
"""Of all cells of a row together: one shared string may be named by each of them."""

MERGED = "\ufdd0"
"""Stands before the text of a cell that is merged with the one above, which has it; no character of
any text."""
MERGES = 20_000
EXACT_DIGITS = 15
"""A spreadsheet keeps so many digits of a number and writes zeros after them."""
_EXACT_BELOW = 10**EXACT_DIGITS
_SECONDS = 24 * 60 * 60
_LEAP_DAY = 60
"""Excel counts a 29 February 1900, so that its first days are one off."""
_HALF = timedelta(microseconds=500_000)
_DATE = len("2026-11-20")


class Merges(Listener):
    """The cells that are merged with cells below them."""

    def __init__(self) -> None:
        super().__init__()
        self.by_row: dict[int, list[tuple[int, int]]] = {}
        """By the row in which they begin: their place and the last row."""
        self._count = 0

    def begin(self, name: str, attributes: Attributes) -> None:
        """Note a range such as `A2:A4`."""
        if name != "mergeCell":
            return
        self._count += 1
        if self._count > MERGES:
            raise RefusedError("cells")
        first, _colon, last = attributes.get("ref", "").partition(":")
        letters = first.rstrip("0123456789")
        begins, ends = int(first[len(letters) :]), int(last.lstrip(ascii_uppercase) or 0)
        if ends > begins:
            self.by_row.setdefault(begins, []).append((_place(letters), ends))


class Styles(NamedTuple):
    """What the styles of a workbook say of its numbers."""

    dates: Collection[str]
    """The styles, by their number as text, that show a number as a date or a time."""
    durations: Collection[str]
    epoch: datetime


def _letters(place: int) -> str:
    more, letter = divmod(place, len(ascii_uppercase))
    return (_letters(more - 1) if more else "") + ascii_uppercase[letter]


_PLACES = {_letters(place): place for place in range(COLUMNS)}
"""`A` is 0, `AB` is 27."""


class SheetRows(Listener):
    """Gathers rows: each its number, as a spreadsheet counts, and its cells."""

    def __init__(self, string: Callable[[int], str], styles: Styles, merges: Merges) -> None:
        super().__init__()
        self.rows: list[list[int | str]] = []
        """What was read and not yet taken."""
        self._string, self._styles = string, styles
        self._merges = merges.by_row
        self._above: dict[int, tuple[int, str]] = {}
        """Of the places at which a cell is merged with one above: the last row, and the text."""
        self._number = 0
        self._row: list[int | str] = []
        self._place = 0
        self._size = 0
        self._kind = ""
        self._style = ""
        self._found = ""
        self._is_phonetic = False

    def begin(self, name: str, attributes: Attributes) -> None:
        """Note where a row or a cell stands, and what kind of cell it is."""
        if name == "c":
            place = attributes.get("r", "").rstrip("0123456789")
            self._place = _place(place) if place else self._place + 1
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "0")
            self._found = ""
        elif name in ("v", "t"):
            self.texts.clear()
        elif name == "row":
            self._begin_row(int(attributes.get("r", 0)))
        elif name == "rPh":
            self._is_phonetic = True

    def _begin_row(self, number: int) -> None:
        self._number = max(number, self._number + 1)
        if self._number > ROWS:
            raise RefusedError("cells")
        self._row = [self._number]
        self._place = -1
        self._size = 0

    def end(self, name: str) -> None:
        """Take what a cell or a row turned out to be."""
        if name == "c":
            if self._found and (text := self._text()):
                self._put(text)
        elif name == "v":
            self._found = "".join(self.texts)
        elif name == "t":
            if not self._is_phonetic:
                self._found = longer(self._found, self.texts)
        elif name == "row":
            if len(self._row) > 1:
                if self._merges:
                    self._put_merged()
                self.rows.append(self._row)
            self._row = [self._number]
        elif name == "rPh":
            self._is_phonetic = False

    def _put_merged(self) -> None:
        row = self._row
        for place, (ends, text) in list(self._above.items()):
            if self._number > ends:
                del self._above[place]
            elif not "".join(map(str, row[place + 1 : place + 2])):
                self._place = place
                self._put(MERGED + text)
        for place, ends in self._merges.get(self._number, ()):
            if text := "".join(map(str, row[place + 1 : place + 2])):
                self._above[place] = ends, text

    def _put(self, text: str) -> None:
        row, place = self._row, self._place + 1
        if place >= COLUMNS + 1:
            raise RefusedError("cells")
        self._size += len(text)
        if len(text) > LONGEST or self._size > ROW_CHARACTERS:
            raise RefusedError("long")
        while len(row) <= place:
            row.append("")
        row[place] = text

    def _text(self) -> str:
        found, kind = self._found, self._kind
        if kind == "s":
            return self._string(int(found))
        if kind in ("str", "inlineStr"):
            return plain(found)
        if kind == "n":
            return self._number_text(found)
        if kind == "b":
            return "TRUE" if int(found) else "FALSE"
        return iso_text(found) if kind == "d" else found

    def _number_text(self, found: str) -> str:
        if self._style in self._styles.dates:
            return date_text(float(found), self._styles.epoch)
        if self._style in self._styles.durations:
            return str(timedelta(milliseconds=round(float(found) * _SECONDS * 1000)))
        return number_text(found)


def _place(letters: str) -> int:
    place = _PLACES.get(letters)
    if place is None:
        raise RefusedError("cells")
    return place


def number_text(written: str) -> str:
    """A number as a spreadsheet shows it: 89.69999999999999 is its 89.7."""
    if written.isdecimal() or not any(sign in written for sign in ".eE"):
        whole = str(int(written))
        lost = whole.lstrip("-")[EXACT_DIGITS:]
        return repr(float(whole)) if lost and not lost.strip("0") else whole
    value = float(written)
    text = format(value, ".15g")
    return format(Decimal(text), "f") if abs(value) < _EXACT_BELOW else repr(value)


def date_text(days: float, epoch: datetime) -> str:
    """A number as a day and a time, to the second; a fraction of a day alone is a time.

    What is no day of the calendar is what a spreadsheet shows for it.
    """
    day, fraction = divmod(days, 1)
    spent = timedelta(milliseconds=round(fraction * _SECONDS * 1000))
    if not day and not spent.days:
        return f"{(epoch + spent + _HALF):%H:%M:%S}"
    if 0 < days < _LEAP_DAY and epoch.year == 1899:  # noqa: PLR2004
        day += 1
    try:
        return f"{(epoch + timedelta(days=day) + spent + _HALF):%Y-%m-%d %H:%M:%S}"
    except OverflowError:
        return "#VALUE!"


def iso_text(written: str) -> str:
    """A date that is written as one (ISO 8601)."""
    if len(written) <= _DATE:
        return written
    return f"{(datetime.fromisoformat(written) + _HALF):%Y-%m-%d %H:%M:%S}"

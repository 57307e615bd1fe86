"""RowsRead (已读): what a thread read of a list, for the one that draws, which asks no store."""

from collections.abc import Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from store.search.listed import Shown

Row = TypeVar("Row", bound=Any)
FIRST = 100
"""Rows that are read before any of them is drawn: more than a screen has."""
AROUND = 100
"""Rows that are read on either side of those that are looked at."""


class RowsRead(NamedTuple):
    """The rows that stand from one place up to, not including, another, as far as there are."""

    start: int
    stop: int
    rows: Sequence[Any]
    loaded: int
    """How many rows the list was known to have then."""

    def at(self, index: int) -> Any:
        """The row at a place; nothing where it was not read or is not there."""
        here = index - self.start
        return self.rows[here] if 0 <= here < len(self.rows) else None

    def has(self, start: int, stop: int) -> bool:
        """Was all of that read?"""
        return self.start <= start and stop <= self.stop

    def place_of(self, key: str) -> int | None:
        """Where the row with this key stands, if it is among them."""
        places = (place for place, row in enumerate(self.rows, self.start) if row.key == key)
        return next(places, None)


class Counted(NamedTuple):
    """How many rows were found, how many the list has, and which pasted numbers no row has."""

    found: int
    total: int
    misses: tuple[str, ...]


class Found(NamedTuple, Generic[Row]):
    """What a query found, read where the cursor is to stand."""

    selection: Shown[Row]
    first: Sequence[Row]
    """Its first rows, which columns are measured by."""
    read: RowsRead
    key: str
    """Of the row that was under the cursor; empty where none has to be found again."""
    stands: int | None
    """Where that stands now; nothing where it does not fit any more."""
    now_is: Row | None
    """What it is then, if it is there still."""

    def knows(self, key: str) -> bool:
        """Is it known where the row with this key stands, or that it does not?"""
        return key == self.key or self.read.place_of(key) is not None

    def place_of(self, key: str) -> int | None:
        """Where that is; nothing where it does not fit."""
        return self.stands if key == self.key else self.read.place_of(key)


def find(selection: Shown[Row], key: str = "", place: int = 0) -> Found[Row]:
    """Read what a selection begins with, and what stands around the row with this key.

    Where there is none with it, what stands around that place.
    """
    first = selection.window(0, FIRST)
    index = selection.position(key) if key else None
    around = place if index is None else index
    if key and index is None:
        around = min(around, selection.counted())
    read = RowsRead(0, FIRST, first, selection.loaded)
    if around + AROUND // 2 > FIRST:
        read = rows_around(selection, around - AROUND, around + AROUND)
    now_is = selection.row_of(key) if key and index is None else None
    return Found(selection, first, read, key, index, now_is)


def rows_around(selection: Shown[Row], start: int, stop: int) -> RowsRead:
    """Read the rows that stand there."""
    start = max(start, 0)
    return RowsRead(start, stop, selection.window(start, stop), selection.loaded)


def count(selection: Shown[Row]) -> Counted:
    """Count what was found."""
    return Counted(selection.counted(), selection.total, selection.misses)

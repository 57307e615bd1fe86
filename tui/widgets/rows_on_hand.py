"""RowsOnHand (现有行): the rows of a list that were read, around its cursor, and those it lacks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView

from store.search.listed import Shown
from tui.widgets.band import Band
from tui.widgets.columns import Columns, Gone
from tui.widgets.rows_read import AROUND, RowsRead

Row = TypeVar("Row", bound=Any)
AHEAD = 40
"""Rows on either side of the screen that are there before a step comes to them."""
NONE_READ = RowsRead(0, 0, (), 0)


class RowsOnHand(ScrollView, Generic[Row], can_focus=True, inherit_bindings=False):
    """What a list draws of a selection; nothing here asks a store."""

    cursor = reactive(0, repaint=False)
    virtual_size = reactive(Size(0, 0), layout=True, repaint=False)
    """How long the list is changes none of the rows that are seen."""

    class Moved(Message, namespace="row_table"):
        """The cursor is on another row, or the rows changed."""

        def __init__(self, *, is_read: bool = False) -> None:
            """`is_read`: the rows were read anew, and no step moved the cursor."""
            super().__init__()
            self.is_read = is_read

    class Wanted(Message, namespace="row_table"):
        """Rows are looked at, or are about to be, that were not read yet."""

    def __init__(self, columns: Columns[Row]) -> None:
        super().__init__(id="rows")
        self.columns = columns
        self._first: Sequence[Row] = ()
        """The first rows, which columns are measured by."""
        self._wider: Sequence[Row] = ()
        """Those that were read beyond them and need more room."""
        self._now: datetime | None = None
        self.selection: Shown[Row] | None = None
        self._read = NONE_READ
        self._gone: Gone | None = None
        self._bands: Sequence[Band] = ()

    @property
    def row(self) -> Row | None:
        """The row under the cursor; nothing while it is read."""
        return self.row_at(self.cursor)

    @property
    def length(self) -> int:
        """How many rows there are, as far as they were counted."""
        return self._read.loaded + (1 if self._gone else 0)

    @property
    def found(self) -> int:
        """The same without a row that no longer fits and stays where it was."""
        return self._read.loaded

    @property
    def is_over(self) -> bool:
        """Is the row under the cursor in the list no more?"""
        gone = self._gone
        return bool(gone and gone.is_over and gone.position == self.cursor)

    @property
    def is_unread(self) -> bool:
        """Is the row under the cursor still being read?"""
        if self._gone and self.cursor == self._gone.position:
            return False
        index = self._index(self.cursor)
        return index < self._read.loaded and not self._read.has(index, index + 1)

    @property
    def wanted(self) -> tuple[int, int] | None:
        """Which rows are to be read: those around the screen, where they were not."""
        top = self._index(round(self.scroll_y) - len(self._bands))
        first = min(top, self.cursor)
        last = max(top + self.size.height + len(self._bands), self.cursor + 1)
        need = max(first - AHEAD, 0), min(last + AHEAD, self._read.loaded)
        if self._read.has(*need) or need[0] >= need[1]:
            return None
        return first - AROUND, last + AROUND

    def _index(self, position: int) -> int:
        """Where a position is among the rows that fit."""
        return position - (position > self._gone.position if self._gone else 0)

    def row_at(self, position: int) -> Row | None:
        """The row that stands there, as far as it was read."""
        if not 0 <= position < self.length:
            return None
        row: Row | None = self._read.at(self._index(position))
        if self._gone and position == self._gone.position:
            row = self._gone.row
        return row

    @property
    def rows_read(self) -> Sequence[Row]:
        """Those around the cursor that were read."""
        return self._read.rows

    def row_with(self, key: str) -> Row | None:
        """The row with this key, as far as it was read."""
        place = self._read.place_of(key)
        row: Row | None = None if place is None else self._read.at(place)
        return row

    def fit(self, columns: Columns[Row], now: datetime | None) -> None:
        """Show these columns as the rows need them that were read: the first, any that need more,
        and one that no longer fits.
        """
        self.columns = columns
        if self.selection is not None and now:
            gone = [self._gone.row] if self._gone else []
            rows = [*self._first, *self._wider, *gone]
            self.columns = columns.measured(rows, now, self.selection.sort)

    def widen(self, rows: Sequence[Row], now: datetime) -> None:
        """Have columns as wide as these rows need them, too."""
        if wider := [*self.columns.lacking(rows, now)]:
            self._wider = (*self._wider, *wider)
            self.fit(self.columns, now)

    def take(self, selection: Shown[Row], read: RowsRead) -> None:
        """Draw what was read of these rows meanwhile, if they are looked at still."""
        if selection is self.selection and self.wanted:
            self._read = read._replace(loaded=max(read.loaded, self._read.loaded))
            if self._now:
                self.widen(read.rows, self._now)
            self._measure()
            self.refresh()
            self.post_message(self.Moved())

    def _want(self) -> None:
        if self.wanted:
            self.post_message(self.Wanted())

    def counted(self, found: int) -> None:
        """The rows were counted meanwhile: the list is as long as it is."""
        known, self._read = self._read.loaded, self._read._replace(loaded=found)
        self._measure()
        self._want()
        seen = self._index(round(self.scroll_y) + self.size.height)
        if found != known and seen > min(found, known):
            self.refresh()

    def _measure(self) -> None:
        self.virtual_size = Size(self.size.width, self.length + len(self._bands))

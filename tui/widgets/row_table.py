"""RowTable: a list of any length; it draws only the lines on the screen, of what was read for it.

Textual's DataTable took 9.4 s to the first screen of 100,000 rows; drawing by line takes what the
screen is high.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from store.search.listed import Shown
from tui.glyphs import glyphs
from tui.text import fit, folded, width_of
from tui.widgets.columns import Columns, Look
from tui.widgets.heading import SCROLLBAR
from tui.widgets.rows_read import AROUND, Found, RowsRead

Row = TypeVar("Row", bound=Any)
AHEAD = 40
"""Rows on either side of the screen that are there before a step comes to them."""
NONE_READ = RowsRead(0, 0, (), 0)


class Band(NamedTuple):
    """A line among the rows that says what those below it have in common."""

    start: int
    """The position of the first row below it."""
    title: str
    look: Look = ""
    note: str = ""
    """At its right end: how many rows, what they cost."""


class RowTable(ScrollView, Generic[Row], can_focus=True, inherit_bindings=False):
    """The rows of a selection, one of them under the cursor, some of them marked.

    A row that no longer fits because somebody changed it stays where it was, dimmed, until the
    cursor leaves it.
    """

    COMPONENT_CLASSES = {
        f"row-table--{name}"
        for name in ("cursor", "late", "soon", "key", "quiet", "marked", "gone")
    }
    DEFAULT_CSS = """
    RowTable > .row-table--cursor { background: $chosen; }
    RowTable > .row-table--late { color: $text-error; text-style: bold; }
    RowTable > .row-table--soon { color: $text-warning; }
    RowTable > .row-table--key { color: $text-primary; }
    RowTable > .row-table--quiet { color: $text-muted; }
    RowTable > .row-table--marked { background: $marked; }
    RowTable > .row-table--gone { color: $text-muted; background: $chosen; }
    """

    cursor = reactive(0, repaint=False)

    class Moved(Message):
        """The cursor is on another row, or the rows changed."""

    class Wanted(Message):
        """Rows are looked at, or are about to be, that were not read yet."""

    class Drawn(Message):
        """What was found is drawn for the first time."""

    def __init__(self, columns: Columns[Row]) -> None:
        super().__init__(id="rows")
        self.columns = columns
        self.selection: Shown[Row] | None = None
        self._read = NONE_READ
        self._first: Sequence[Row] = ()
        """The first rows, which columns are measured by."""
        self._gone: tuple[int, Row] | None = None
        self.why_not = ""
        """Why no row is shown, where that has to be said."""
        self.marked: frozenset[str] = frozenset()
        self.present: dict[str, str] = {}
        self._now: datetime | None = None
        self._bands: Sequence[Band] = ()
        self._is_drawn = False

    @property
    def row(self) -> Row | None:
        """The row under the cursor; nothing while it is read."""
        return self.row_at(self.cursor)

    @property
    def length(self) -> int:
        """How many rows there are, as far as they were counted."""
        return self._read.loaded + (1 if self._gone else 0)

    @property
    def is_unread(self) -> bool:
        """Is the row under the cursor still being read?"""
        if self._gone and self.cursor == self._gone[0]:
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
        return position - (position > self._gone[0] if self._gone else 0)

    def row_at(self, position: int) -> Row | None:
        """The row that stands there, as far as it was read."""
        if not 0 <= position < self.length:
            return None
        if self._gone and position == self._gone[0]:
            return self._gone[1]
        row: Row | None = self._read.at(self._index(position))
        return row

    def show(self, found: Found[Row], now: datetime, *, is_news: bool = False) -> None:
        """Show these rows, the cursor on the first one.

        With `is_news` the query is as it was and only the store changed: the cursor stays on its
        row, which stays where it was although it may not fit any more.
        """
        before, place = self.row if is_news else None, self.cursor
        cursor, gone = place if is_news else 0, None
        if before:
            index = found.place_of(before.key)
            cursor = min(place, found.read.loaded) if index is None else index
            gone = (cursor, before) if index is None else None
        self.selection, self._now, self._gone, self.why_not = found.selection, now, gone, ""
        self._read, self._first = found.read, found.first
        self.columns = self.columns.measured(self._first, now)
        if not is_news:
            self._bands = ()
        self._measure()
        self.cursor = max(0, min(cursor, self.length - 1))
        self.post_message(self.Moved())
        self._want()

    def take(self, selection: Shown[Row], read: RowsRead) -> None:
        """Draw what was read of these rows meanwhile, if they are looked at still."""
        if selection is self.selection and self.wanted:
            self._read = read._replace(loaded=max(read.loaded, self._read.loaded))
            self._measure()
            self.post_message(self.Moved())

    def _want(self) -> None:
        if self.wanted:
            self.post_message(self.Wanted())

    def show_columns(self, columns: Columns[Row]) -> None:
        """Show these columns instead."""
        self.columns = columns
        if self.selection is not None and self._now:
            self.columns = columns.measured(self._first, self._now)
        self.refresh()

    def show_bands(self, bands: Sequence[Band]) -> None:
        """Part the rows by these lines."""
        if bands != self._bands:
            self._bands = bands
            self._measure()
            self._show_cursor()

    def counted(self, found: int) -> None:
        """The rows were counted meanwhile: the list is as long as it is."""
        self._read = self._read._replace(loaded=found)
        self._measure()
        self._want()

    def _measure(self) -> None:
        self.virtual_size = Size(self.size.width, self.length + len(self._bands))
        self.refresh()

    def show_why_not(self, sentence: str) -> None:
        """Show no row, and say why."""
        self.selection, self._gone, self.why_not, self._bands = None, None, sentence, ()
        self._read, self._first = NONE_READ, ()
        self.cursor = 0
        self._measure()
        self.post_message(self.Moved())

    def mark(self, keys: frozenset[str]) -> None:
        """Mark exactly the rows with these keys."""
        self.marked = keys
        self.refresh()

    def show_present(self, present: dict[str, str]) -> None:
        """Who has which order open; repaints only when that changed."""
        if present != self.present:
            self.present = present
            self.refresh()

    def tick(self, now: datetime) -> None:
        """Another minute: the time left is written anew."""
        self._now = now
        self.refresh()

    def move(self, to: int) -> None:
        """Put the cursor on a row."""
        self.cursor = max(0, min(to, self.length - 1))
        if self._gone and self.cursor != self._gone[0]:
            place, self._gone = self._gone[0], None
            self.cursor -= self.cursor > place
            self._measure()

    def leave_gone(self, key: str) -> None:
        """Where the cursor is on this row and it no longer fits, the next one takes its place."""
        if self._gone and self._gone[1].key == key:
            self._gone = None
            self._measure()
            self.move(self.cursor)
            self.post_message(self.Moved())

    def watch_cursor(self, before: int, after: int) -> None:
        """A step repaints two rows, whatever the list's length."""
        for position in (before, after):
            self.refresh_line(self._line_of(position))
        self._show_cursor()
        self.post_message(self.Moved())
        self._want()

    def _show_cursor(self) -> None:
        line = self._line_of(self.cursor)
        # The band above the first row is seen with it.
        first = line - 1 if any(band.start == self.cursor for band in self._bands) else line
        region = Region(0, first, 1, line - first + 1)
        self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def on_resize(self) -> None:
        """Another width has other columns."""
        self.virtual_size = Size(self.size.width, self.length + len(self._bands))
        self._want()

    # Lines: the rows with the bands between them

    def _starts(self) -> list[int]:
        """Where each band begins; a row that no longer fits stands among them still."""
        gone = self._gone[0] if self._gone else self.length
        return [band.start + (band.start > gone) for band in self._bands]

    def _line_of(self, position: int) -> int:
        return position + bisect_right(self._starts(), position)

    def _at_line(self, line: int) -> "Band | int":
        """The band that stands on a line, or the position of its row."""
        for number, (start, band) in enumerate(zip(self._starts(), self._bands, strict=True)):
            if line == start + number:
                return band
            if line < start + number:
                return line - number
        return line - len(self._bands)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        if not self._is_drawn and (self._now or self.why_not):
            self._is_drawn = True
            self.post_message(self.Drawn())
        width = self.size.width - SCROLLBAR
        place = self._at_line(y + round(self.scroll_y))
        if isinstance(place, Band):
            return self._band(place, width)
        row = self.row_at(place)
        if row is None or self._now is None:
            said = folded(self.why_not, max(1, width - 1), "") if self.why_not else []
            text = f" {said[y]}" if y < len(said) else ""
            if 0 <= place < self.length:
                text = f" {glyphs().cut}"  # it is being read
            return Strip([Segment(fit(text, width), self.rich_style)], width)
        return self._row(row, place, width, self._now)

    def _row(self, row: Row, position: int, width: int, now: datetime) -> Strip:
        is_marked = row.key in self.marked
        name = "gone" if self._gone and position == self._gone[0] else ""
        if not name:
            name = "cursor" if position == self.cursor else "marked" if is_marked else ""
        ground = self._style(name)
        seen_by = self.present.get(getattr(row, "of_key", row.key), "")
        cells = self.columns.cells(row, width, now, marked=is_marked, seen_by=seen_by)
        segments = [
            Segment(text, ground + self._own(look) if look and name != "gone" else ground)
            for text, look in cells
        ]
        # Two parts of one style would write its colours twice: 45 bytes a line of the screen.
        return Strip(segments, width).simplify()

    def _band(self, band: Band, width: int) -> Strip:
        sign, look = glyphs().rule, self._style(band.look)
        head, tail = f" {sign * 2} {band.title} ", f" {band.note} " if band.note else ""
        between = sign * max(0, width - width_of(head) - width_of(tail) - 1)
        quiet = self._style("quiet")
        parts = [Segment(head, look), Segment(between, quiet), Segment(tail + " ", quiet)]
        return Strip(parts).adjust_cell_length(width, self.rich_style).simplify()

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"row-table--{name}") if name else self.rich_style

    def _own(self, look: str) -> Style:
        """A look without its ground, so that the row under the cursor keeps its colours."""
        style = self.get_component_rich_style(f"row-table--{look}", partial=True)
        return Style(color=style.color, bold=style.bold)

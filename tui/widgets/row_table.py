"""RowTable: a list of any length; it draws only the lines on the screen, of what was read for it.

Textual's DataTable took 9.4 s to the first screen of 100,000 rows; drawing by line takes what the
screen is high.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from rich.segment import Segment
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tui.glyphs import glyphs
from tui.line_ends import folded
from tui.text import fit
from tui.widgets.band import Band, at_line
from tui.widgets.columns import Columns, Gone
from tui.widgets.heading import SCROLLBAR
from tui.widgets.looks import Looks
from tui.widgets.rows_on_hand import NONE_READ, RowsOnHand
from tui.widgets.rows_read import Found

Row = TypeVar("Row", bound=Any)
MINUTE = timedelta(minutes=1)


class RowTable(RowsOnHand[Row], can_focus=True, inherit_bindings=False):
    """The rows of a selection, one of them under the cursor, some of them marked.

    A row that no longer fits because somebody changed it stays where it was, dimmed, until the
    cursor leaves it, the place is left or a minute has passed.
    """

    COMPONENT_CLASSES = {
        f"row-table--{name}"
        for name in ("cursor", "late", "soon", "key", "quiet", "odd", "marked", "gone")
    }
    DEFAULT_CSS = """
    RowTable > .row-table--cursor { background: $chosen; }
    RowTable > .row-table--late { color: $text-error; text-style: bold; }
    RowTable > .row-table--soon { color: $text-warning; }
    RowTable > .row-table--key { color: $text-primary; }
    RowTable > .row-table--quiet { color: $text-muted; }
    RowTable > .row-table--odd { color: $secondary; }
    RowTable > .row-table--marked { background: $marked; }
    RowTable > .row-table--gone { color: $text-muted; background: $chosen; }
    """

    class Drawn(Message):
        """What was found is drawn for the first time."""

    def __init__(self, columns: Columns[Row]) -> None:
        super().__init__(columns)
        self.why_not = ""
        """Why no row is shown, where that has to be said."""
        self.marked: frozenset[str] = frozenset()
        self.present: dict[str, str] = {}
        self._is_drawn = False
        self._style = Looks(self, "row-table")

    def show(
        self, found: Found[Row], now: datetime, *, is_news: bool = False, is_alike: bool = False
    ) -> None:
        """Show these rows, the cursor on the first one.

        With `is_news` the query is as it was and only the store changed: the cursor stays on its
        row, which stays where it was although it may not fit any more. Where they are `is_alike`
        only their order is another one: the list is as long as it was until it has been counted.
        """
        keeps_length = (is_news or is_alike) and found.selection.count is None
        before, place = self.row if is_news else None, self.cursor
        seen = self._seen(now) if is_news else None
        cursor, gone, read = place if is_news else found.stands or 0, None, found.read
        if keeps_length:
            read = read._replace(loaded=max(read.loaded, self._read.loaded))
        if before:
            index = found.place_of(before.key)
            cursor = min(place, read.loaded) if index is None else index
            if index is None:
                row = before if found.now_is is None else found.now_is
                why = self.columns.why_gone(row, now, found.now_is is not None)
                was = self._gone
                is_same = was is not None and was.row.key == row.key
                since = was.since if was and is_same else now
                band = was.band if was and is_same else self._band_begun_at(place)
                gone = Gone(cursor, row, why, since, is_over=found.now_is is None, band=band)
        self.selection, self._gone, self.why_not = found.selection, gone, ""
        self._read, self._first = read, found.first
        if not (is_news or is_alike):
            self._wider = ()
        self.fit(self.columns, now)
        self.widen(found.read.rows, now)
        if not is_news:
            self._bands = ()
        if not (is_news and keeps_length):
            self._measure()
        self.cursor = max(0, min(cursor, self.length - 1))
        if seen is None or seen != self._seen(now):
            self._now = now
            self.refresh()
        self.post_message(self.Moved(is_read=True))
        self._want()

    def _seen(self, now: datetime) -> Sequence[object] | None:
        """What the screen shows as of that minute; nothing where that is of another one."""
        if self._now is None or now - self._now >= MINUTE:
            return None
        first, starts = round(self.scroll_y), self._starts()
        lines = range(first, first + self.size.height)
        places = [at_line(line, self._bands, starts) for line in lines]
        rows = [one if isinstance(one, Band) else self.row_at(one) for one in places]
        return [self.why_not, self._gone, self.columns.fitting(self.size.width - SCROLLBAR), *rows]

    @property
    def without_room(self) -> frozenset[str]:
        """The titles of the columns that were chosen and have no room now."""
        fitting = self.columns.fitting(self.size.width - SCROLLBAR)
        seen = {column.title for column, _cells in fitting}
        return frozenset(one.title for one in self.columns.all if one.title not in seen)

    def show_columns(self, columns: Columns[Row]) -> None:
        """Show these columns instead."""
        self.fit(columns, self._now)
        self.refresh()

    def show_bands(self, bands: Sequence[Band]) -> None:
        """Part the rows by these lines."""
        if bands != self._bands:
            self._bands = bands
            self._measure()
            self.refresh()
            self._show_cursor()

    def show_why_not(self, sentence: str) -> None:
        """Show no row, and say why."""
        self.selection, self._gone, self.why_not, self._bands = None, None, sentence, ()
        self._read, self._first = NONE_READ, ()
        self.cursor = 0
        self._measure()
        self.refresh()
        self.post_message(self.Moved())

    def say_empty(self, sentence: str) -> None:
        """Where nothing was found, say this in place of rows."""
        if not self.length:
            self.why_not = sentence
            self.refresh()

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
        if self._gone and now - self._gone.since >= MINUTE:
            self.let_go()
        self.refresh()

    def let_go(self) -> None:
        """A row that no longer fits goes, wherever the cursor is."""
        if self._gone:
            self.leave_gone(self._gone.row.key)

    def move(self, to: int) -> None:
        """Put the cursor on a row."""
        self.cursor = max(0, min(to, self.length - 1))
        if self._gone and self.cursor != self._gone.position:
            place, self._gone = self._gone.position, None
            self.cursor -= self.cursor > place
            self._measure()
            self.refresh()

    def leave_gone(self, key: str) -> None:
        """Where the cursor is on this row and it no longer fits, the next one takes its place."""
        if self._gone and self._gone.row.key == key:
            self._gone = None
            self._measure()
            self.refresh()
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
        """Another width has other columns; the row under the cursor stays seen."""
        self._measure()
        self._show_cursor()
        self._want()

    # Lines: the rows with the bands between them

    def _starts(self) -> list[int]:
        """Where each band begins; a row that no longer fits stands in its own still."""
        if self._gone is None:
            return [band.start for band in self._bands]
        place, own = self._gone.position, self._gone.band
        return [
            band.start + (band.start > place or (band.start == place and band.title != own))
            for band in self._bands
        ]

    def _band_begun_at(self, position: int) -> str:
        return next((band.title for band in self._bands if band.start == position), "")

    def _line_of(self, position: int) -> int:
        return position + bisect_right(self._starts(), position)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        if not self._is_drawn and (self._now or self.why_not):
            self._is_drawn = True
            self.post_message(self.Drawn())
        width = self.size.width - SCROLLBAR
        place = at_line(y + round(self.scroll_y), self._bands, self._starts())
        if isinstance(place, Band):
            return place.drawn(width, self._style, self.columns.end_of(place.column, width))
        row = self.row_at(place)
        if row is None or self._now is None:
            said = folded(self.why_not, max(1, width - 1), "") if self.why_not else []
            text = f" {said[y]}" if y < len(said) else ""
            if 0 <= place < self.length:
                text = f" {glyphs().cut}"  # it is being read
            return Strip([Segment(fit(text, width), self._style(""))], width)
        return self._row(row, place, width, self._now)

    def _row(self, row: Row, position: int, width: int, now: datetime) -> Strip:
        is_marked = row.key in self.marked
        name = "gone" if self._gone and position == self._gone.position else ""
        if not name:
            name = "cursor" if position == self.cursor else "marked" if is_marked else ""
        ground = self._style(name)
        if name == "gone" and self._gone and self._gone.why:
            told = self.columns.gone(row, width, now, self._gone.why)
            return Strip([Segment(told, ground)], width)
        seen_by = self.present.get(getattr(row, "of_key", row.key), "")
        cells = self.columns.cells(row, width, now, marked=is_marked, seen_by=seen_by)
        segments = [
            Segment(text, self._style(name, look) if look and name != "gone" else ground)
            for text, look in cells
        ]
        # Two parts of one style would write its colours twice: 45 bytes a line of the screen.
        return Strip(Segment.simplify(segments), width)

    def notify_style_update(self) -> None:
        """Other colours."""
        self._style.forget()
        super().notify_style_update()

"""OrderTable: a list of any length; it draws only the lines on the screen.

Textual's DataTable took 9.4 s to the first screen of 100,000 rows; drawing by line takes what the
screen is high.
"""

from datetime import datetime

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from store.models.row import OrderRow
from store.search.selection import Selection
from tui.text import fit, folded
from tui.widgets.columns import is_late, line

AHEAD = 100
"""Rows that are read before any of them is drawn: more than a screen has."""
SCROLLBAR = 1
"""Kept free beside the rows, so that it never hides their last letter."""


class OrderTable(ScrollView, can_focus=True, inherit_bindings=False):
    """The rows of a selection, one of them under the cursor, some of them marked.

    A row that no longer fits because somebody changed it stays where it was, dimmed, until the
    cursor leaves it.
    """

    COMPONENT_CLASSES = {
        "order-table--cursor",
        "order-table--late",
        "order-table--marked",
        "order-table--gone",
    }

    cursor = reactive(0, repaint=False)

    class Moved(Message):
        """The cursor is on another row, or the rows changed."""

    def __init__(self) -> None:
        super().__init__(id="orders")
        self.selection: Selection[OrderRow] | None = None
        self._gone: tuple[int, OrderRow] | None = None
        self.why_not = ""
        """Why no row is shown, where that has to be said."""
        self.marked: frozenset[str] = frozenset()
        self.present: dict[str, str] = {}
        self._now: datetime | None = None

    @property
    def row(self) -> OrderRow | None:
        """The row under the cursor."""
        return self.row_at(self.cursor)

    @property
    def length(self) -> int:
        """How many rows there are, as far as they were counted."""
        if self.selection is None:
            return 0
        return self.selection.loaded + (1 if self._gone else 0)

    def row_at(self, position: int) -> OrderRow | None:
        """The row that stands there."""
        if self.selection is None or not 0 <= position < self.length:
            return None
        if self._gone:
            place, row = self._gone
            if position == place:
                return row
            position -= position > place
        return self.selection.row_at(position)

    def show(self, selection: Selection[OrderRow], now: datetime, *, is_news: bool = False) -> None:
        """Show these rows, the cursor on the first one.

        With `is_news` the query is as it was and only the store changed: the cursor stays on its
        order, which stays where it was although it may not fit any more.
        """
        before, place = self.row if is_news else None, self.cursor
        self.selection, self._now, self._gone, self.why_not = selection, now, None, ""
        selection.window(0, AHEAD)
        found = 0
        if before:
            position = selection.position(before.key)
            if position is None:
                position = min(place, len(selection))
                self._gone = position, before
            found = position
        self.virtual_size = Size(self.size.width, self.length)
        self.cursor = found
        self.refresh()
        self.post_message(self.Moved())

    def counted(self) -> None:
        """The rows were counted meanwhile: the list is as long as it is."""
        self.virtual_size = Size(self.size.width, self.length)
        self.refresh()

    def show_why_not(self, sentence: str) -> None:
        """Show no row, and say why."""
        self.selection, self._gone, self.why_not = None, None, sentence
        self.virtual_size = Size(self.size.width, 0)
        self.cursor = 0
        self.refresh()
        self.post_message(self.Moved())

    def mark(self, keys: frozenset[str]) -> None:
        """Mark exactly these orders."""
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
            self.counted()

    def watch_cursor(self, before: int, after: int) -> None:
        """A step repaints two rows, whatever the list's length."""
        for position in (before, after):
            self.refresh_line(position)
        self.scroll_to_region(Region(0, after, 1, 1), animate=False, force=True, immediate=True)
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Another width has other columns."""
        self.virtual_size = Size(self.size.width, self.length)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        position = y + round(self.scroll_y)
        width = self.size.width - SCROLLBAR
        row = self.row_at(position)
        if row is None or self._now is None:
            said = folded(self.why_not, max(1, width - 1), "") if self.why_not else []
            text = f" {said[y]}" if y < len(said) else ""
            return Strip([Segment(fit(text, width), self.rich_style)], width)
        is_marked = row.key in self.marked
        head, tail = line(
            row, width, self._now, marked=is_marked, seen_by=self.present.get(row.key, "")
        )
        style = head_style = self.rich_style
        if is_marked:
            style = head_style = self.get_component_rich_style("order-table--marked")
        if is_late(row, self._now):
            head_style = self.get_component_rich_style("order-table--late")
        if self._gone and position == self._gone[0]:
            style = head_style = self.get_component_rich_style("order-table--gone")
        elif position == self.cursor:
            style = head_style = self.get_component_rich_style("order-table--cursor")
        # Two parts of one style would write its colours twice: 45 bytes a line of the screen.
        return Strip([Segment(head, head_style), Segment(tail, style)], width).simplify()

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
from store.selection import Selection
from tui.widgets.columns import is_late, line

SCROLLBAR = 1
"""Kept free beside the rows, so that it never hides their last letter."""


class OrderTable(ScrollView, can_focus=True, inherit_bindings=False):
    """The rows of a selection, one of them under the cursor, some of them marked."""

    COMPONENT_CLASSES = {"order-table--cursor", "order-table--late", "order-table--marked"}

    cursor = reactive(0, repaint=False)

    class Moved(Message):
        """The cursor is on another row, or the rows changed."""

    def __init__(self) -> None:
        super().__init__(id="orders")
        self.selection = Selection((), 0)
        self.marked: frozenset[str] = frozenset()
        self.present: dict[str, str] = {}
        self._now: datetime | None = None

    @property
    def row(self) -> OrderRow | None:
        """The row under the cursor."""
        return self.selection.rows[self.cursor] if len(self.selection) else None

    def show(self, selection: Selection, now: datetime) -> None:
        """Show these rows; the cursor stays on its order, or as near as it can."""
        before = self.row
        self.selection, self._now = selection, now
        self.virtual_size = Size(self.size.width, len(selection))
        found = selection.position(before.key) if before else None
        last = max(0, len(selection) - 1)
        self.cursor = found if found is not None else min(self.cursor, last)
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
        self.cursor = max(0, min(to, len(self.selection) - 1))

    def watch_cursor(self, before: int, after: int) -> None:
        """A step repaints two rows, whatever the list's length."""
        for position in (before, after):
            self.refresh_line(position)
        self.scroll_to_region(Region(0, after, 1, 1), animate=False, force=True, immediate=True)
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Another width has other columns."""
        self.virtual_size = Size(self.size.width, len(self.selection))

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        position = y + round(self.scroll_y)
        width = self.size.width - SCROLLBAR
        if position >= len(self.selection) or self._now is None:
            return Strip.blank(width, self.rich_style)
        row = self.selection.rows[position]
        is_marked = row.key in self.marked
        head, tail = line(
            row, width, self._now, marked=is_marked, seen_by=self.present.get(row.key, "")
        )
        style = head_style = self.rich_style
        if is_marked:
            style = head_style = self.get_component_rich_style("order-table--marked")
        if is_late(row, self._now):
            head_style = self.get_component_rich_style("order-table--late")
        if position == self.cursor:
            style = head_style = self.get_component_rich_style("order-table--cursor")
        return Strip([Segment(head, head_style), Segment(tail, style)], width)

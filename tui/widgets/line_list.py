"""LineList: lines to choose from, of which only those on the screen are drawn.

Textual's OptionList measures and wraps every line as rich content, at each layout anew: of the
sixty actions on an order that took longer than to judge them.
"""

from collections.abc import Sequence

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.text import fit, folded

SCROLLBAR = 2


class LineList(ScrollView, can_focus=False, inherit_bindings=False):
    """Lines, folded where they are too long, one of them under the cursor."""

    COMPONENT_CLASSES = {"line-list--cursor"}

    cursor: reactive[int | None] = reactive(None, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._drawn: list[tuple[int, str]] = []
        """Which line each line of the screen is of, and its text."""

    def show(self, lines: Sequence[str], width: int, indent: int, cursor: int | None) -> None:
        """Show these lines in so many cells; what is folded hangs under `indent`."""
        self.lines = list(lines)
        across = max(1, width - SCROLLBAR)
        self._drawn = [
            (number, text)
            for number, line in enumerate(lines)
            for text in folded(line, across, " " * min(indent, across // 2))
        ]
        self.styles.height = len(self._drawn)
        self.virtual_size = Size(width - SCROLLBAR, len(self._drawn))
        self.set_reactive(LineList.cursor, cursor)
        self.scroll_to(y=0, animate=False, immediate=True)
        self.refresh()

    def step(self, by: int) -> None:
        """Move the cursor; beyond the last line stands the first one."""
        if self.cursor is not None:
            self.cursor = (self.cursor + by) % len(self.lines)

    def watch_cursor(self, before: int | None, after: int | None) -> None:
        """Repaint what the cursor leaves and where it comes to, and have that on the screen."""
        places = [y for y, (number, _text) in enumerate(self._drawn) if number in (before, after)]
        for y in places:
            self.refresh_line(y)
        own = [y for y in places if self._drawn[y][0] == after]
        if own:
            region = Region(0, own[0], 1, len(own))
            self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        place = y + round(self.scroll_y)
        width = self.size.width
        if place >= len(self._drawn):
            return Strip.blank(width, self.rich_style)
        number, text = self._drawn[place]
        style = self.rich_style
        if number == self.cursor:
            style = self.get_component_rich_style("line-list--cursor")
        return Strip([Segment(fit(text, width), style)], width)

"""LineList: lines to choose from, of which only those on the screen are drawn.

Textual's OptionList measures and wraps every line as rich content, at each layout anew: of the
sixty actions on an order that took longer than to judge them.
"""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.glyphs import glyphs
from tui.line_ends import folded
from tui.text import fit
from tui.widgets.column import Look
from tui.widgets.looks import laid_on

SCROLLBAR = 2


class Entry(NamedTuple):
    """One line to choose, or with `is_heading` one between them."""

    text: str
    look: Look = ""
    key_cells: int = 0
    """So many cells at its left are a key."""
    is_heading: bool = False


class LineList(ScrollView, can_focus=False, inherit_bindings=False):
    """Lines, folded where they are too long, one of them under the cursor."""

    COMPONENT_CLASSES = {
        "line-list--cursor",
        "line-list--key",
        "line-list--soon",
        "line-list--quiet",
    }
    DEFAULT_CSS = """
    LineList > .line-list--key { color: $text-primary; text-style: bold; }
    LineList > .line-list--soon { color: $text-warning; text-style: bold; }
    LineList > .line-list--quiet { color: $text-muted; }
    """

    cursor: reactive[int | None] = reactive(None, repaint=False)
    """The place of a line among those that can be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        """Those that can be chosen."""
        self._drawn: list[tuple[int | None, str, Entry, bool]] = []
        """Of each line of the screen: which it is of, its text, and whether it is the first."""
        self._seen = 0
        """Lines that have room; known before it is laid out."""

    def show(
        self, entries: Sequence[Entry], width: int, indent: int, cursor: int | None, most: int
    ) -> None:
        """Show these in so many cells; what is folded hangs under `indent`.

        At most so many lines are seen; of fewer than before the list does not become lower.
        """
        self.lines = [entry.text for entry in entries if not entry.is_heading]
        across = max(1, width - SCROLLBAR)
        self._drawn, number = [], 0
        for entry in entries:
            of = None if entry.is_heading else number
            hanging = 0 if entry.is_heading else min(indent, across // 2)
            parts = folded(entry.text, across, " " * hanging)
            self._drawn += [(of, part, entry, part is parts[0]) for part in parts]
            number += not entry.is_heading
        self._seen = min(max(len(self._drawn), self._seen), most)
        self.styles.height = self._seen
        self.virtual_size = Size(width - SCROLLBAR, len(self._drawn))
        self.set_reactive(LineList.cursor, cursor)
        self.scroll_to(y=0, animate=False, immediate=True)
        self.refresh()

    @property
    def below(self) -> int:
        """How many lines stand below those that are seen."""
        return len(self._drawn) - round(self.scroll_y) - self._seen

    def step(self, by: int) -> None:
        """Move the cursor; beyond the last line stands the first one."""
        if self.cursor is not None and self.lines:
            self.cursor = (self.cursor + by) % len(self.lines)

    def page(self, by: int) -> None:
        """Half of what is seen down, or up; at least one line, and never beyond the ends."""
        if self.cursor is None:
            return
        numbers = [drawn[0] for drawn in self._drawn]
        away = max(0, numbers.index(self.cursor) + by * (self._seen // 2))
        passed = numbers[: away + 1] if by > 0 else numbers[away:]
        reached = [number for number in passed if number is not None]
        if by > 0:
            self.cursor = min(max(*reached, self.cursor + 1), len(self.lines) - 1)
        else:
            self.cursor = max(min(*reached, self.cursor - 1), 0)

    def watch_cursor(self, before: int | None, after: int | None) -> None:
        """Repaint what the cursor leaves and where it comes to, and have that on the screen."""
        lines = [drawn[0] for drawn in self._drawn]
        for y, number in enumerate(lines):
            if number is not None and number in (before, after):
                self.refresh_line(y)
        if after in lines and after is not None:
            first = lines.index(after)
            # The heading above the first line of a group is seen with it.
            above = first - 1 if first and lines[first - 1] is None else first
            height = first - above + lines.count(after)
            region = Region(0, above, 1, height)
            self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        place = y + round(self.scroll_y)
        width = self.size.width
        if place >= len(self._drawn):
            return Strip.blank(width, self.rich_style)
        number, text, entry, is_first = self._drawn[place]
        ground = self.rich_style
        if number is not None and number == self.cursor:
            ground = self.get_component_rich_style("line-list--cursor")
        style = laid_on(ground, self._own(entry.look)) if entry.look else ground
        said = fit(text, width)
        cells = entry.key_cells if is_first else 0
        if entry.is_heading:
            title = f"{said.rstrip()} "
            is_last = place + 1 == len(self._drawn) or self._drawn[place + 1][2] is not entry
            rule = (glyphs().rule if is_last else " ") * max(0, width - cell_len(title))
            quiet = laid_on(ground, self._own("quiet"))
            return Strip([Segment(title, style), Segment(rule, quiet)], width)
        if not cells:
            return Strip([Segment(said, style)], width)
        key = style if entry.look else laid_on(ground, self._own("key"))
        return Strip([Segment(said[:cells], key), Segment(said[cells:], style)], width).simplify()

    def _own(self, look: Look) -> Style:
        return self.get_component_rich_style(f"line-list--{look}", partial=True)

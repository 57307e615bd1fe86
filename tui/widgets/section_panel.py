"""SectionPanel (面板): one section of an order in a frame, its rows under a cursor.

It draws by line, so that a step repaints the two rows it is about.
"""

from typing import Literal

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from store.words import _
from tui.said import Kind, Line, Row, Said, Section, drawn, flowing, text_of
from tui.text import content, fit, width_of
from tui.widgets.styles import parsed, style_of

NO_ROW = -1
"""What a line is of that cannot be chosen."""
NOTHING = Row((Said(""),))
"""What an empty section is asked about."""


class SectionPanel(Widget, can_focus=True, inherit_bindings=False):
    """A section that is shown as long as there is one."""

    def __init__(self, digit: int, name: str) -> None:
        """`digit` goes to it."""
        super().__init__(id=name, classes="section")
        self.display = False
        self.digit = digit
        self.section: Section | None = None
        self.cursor = 0
        self._lines: list[tuple[int, Line]] = []
        """Which row each line is of, and the line."""
        self.read_all = ""
        """The key that shows all of a text."""
        self._laid_out = 0
        """The width that the lines are for."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """What can be chosen."""
        return self.section.rows if self.section else ()

    @property
    def row(self) -> Row:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else NOTHING

    @property
    def text(self) -> str:
        """What it shows, in lines."""
        return "\n".join(text_of(line).rstrip() for _number, line in self._lines)

    def show(self, section: Section | None) -> None:
        """Show this section, or nothing; the cursor stays where it was as far as it can."""
        if section == self.section:
            return
        self.section, height = section, len(self._lines)
        self.display = section is not None
        self.cursor = max(0, min(self.cursor, len(self.rows) - 1))
        self.set_class(section is not None and section.is_odd, "-odd")
        self.border_title = content(f"{self.digit} {section.title}" if section else "")
        if self._laid_out:
            self._lay_out(self._laid_out)
        self.refresh(layout=len(self._lines) != height)

    def _lay_out(self, width: int) -> None:
        self._laid_out = width
        heading = self.section.heading if self.section and self.rows else None
        self._lines = [(NO_ROW, line) for line in (drawn(heading, width) if heading else ())]
        for number, row in enumerate(self.rows):
            self._lines += [(NO_ROW, line) for line in flowing(row.above, width) if line]
            self._lines += [(number, line) for line in drawn(row, width, self.read_all)]
        if not self.rows:
            self._lines.append((NO_ROW, (Said(_("none"), "quiet"),)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Its lines in this width."""
        if width != self._laid_out:
            self._lay_out(width)
        return len(self._lines)

    def step_to(self, row: int) -> None:
        """Put the cursor on a row; only the lines that it leaves and comes to are drawn anew."""
        before, self.cursor = self.cursor, max(0, min(row, len(self.rows) - 1))
        self._redraw(before)
        self._redraw(self.cursor)

    def _redraw(self, row: int) -> None:
        first, _count = self.place_of(row)
        self.refresh(Region(0, first, self.content_size.width, 1))

    def place_of(self, row: int) -> tuple[int, int]:
        """The first line of a row, and how many it has."""
        numbers = [number for number, _line in self._lines]
        return (numbers.index(row), numbers.count(row)) if row in numbers else (0, 1)

    def render_line(self, y: int) -> Strip:
        """One line of it."""
        width = self.content_size.width
        if y >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        number, line = self._lines[y]
        is_first = y == 0 or self._lines[y - 1][0] != number
        is_chosen = self.has_focus and number == self.cursor and is_first
        ground = self.visual_style + self._look("cursor") if is_chosen else self.visual_style
        rest = width - sum(width_of(part.text) for part in line)
        segments = [
            Segment(fit(text, width_of(text)), self._laid_on(ground, kind).rich_style)
            for text, kind in line
            if text
        ]
        strip = Strip([*segments, Segment(" " * max(0, rest), ground.rich_style)])
        return strip.crop(0, width).simplify()

    def _laid_on(self, ground: Style, kind: Kind) -> Style:
        """A look on a line; on one that is turned round it keeps only its weight."""
        own = self._look(kind)
        return ground + (Style(bold=own.bold) if ground.reverse else own)

    def _look(self, kind: Kind | Literal["cursor"]) -> Style:
        """A look without its ground, so that the row under the cursor keeps its colours."""
        if kind != "cursor":
            return style_of(kind, self.app)
        return parsed("reverse" if self.app.has_class("-plain") else "on $chosen", self.app)

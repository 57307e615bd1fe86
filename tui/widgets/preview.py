"""Preview (预览): the order under the cursor, beside the list."""

from collections.abc import Sequence
from itertools import zip_longest

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.said import Line, flowing, text_of
from tui.widgets.styles import style_of


class Preview(Widget):
    """Lines about one order; of another one only those are drawn anew that are others."""

    _lines: Sequence[Line] = ()
    _drawn: Sequence[Line] = ()
    """The same, folded."""
    _width = 0
    """The cells that they are folded into."""

    @property
    def text(self) -> str:
        """What it shows, in lines."""
        return "\n".join(map(text_of, self._drawn))

    def show(self, lines: Sequence[Line]) -> None:
        """Show these lines instead."""
        if lines == self._lines:
            return
        self._lines, before = lines, self._drawn
        self._fold()
        pairs = enumerate(zip_longest(before, self._drawn))
        changed = [Region(0, y, self._width, 1) for y, (old, new) in pairs if old != new]
        if changed:
            self.refresh(*changed)

    def _fold(self) -> None:
        self._width = self.content_size.width
        self._drawn = [part for line in self._lines for part in flowing(line, self._width)]

    def render_line(self, y: int) -> Strip:
        """One line of it."""
        width, ground = self.content_size.width, self.visual_style
        if width != self._width:
            self._fold()
        if y >= len(self._drawn):
            return Strip.blank(width, ground.rich_style)
        segments = [
            Segment(part.text, (ground + style_of(part.kind, self.app)).rich_style)
            for part in self._drawn[y]
            if part.text
        ]
        return Strip(segments)

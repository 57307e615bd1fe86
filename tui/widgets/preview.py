"""Preview (预览): the order under the cursor, beside the list."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from tui.said import STYLES, Line, flowing
from tui.text import content


class Preview(Static):
    """Lines about one order."""

    _lines: Sequence[Line] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Show these lines instead."""
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def render(self) -> Content:
        """The lines, folded into the width."""
        width = self.content_size.width
        lines = [part for line in self._lines for part in flowing(line, width)]
        shown = lines[: self.content_size.height]
        return Content("\n").join([_joined(line) for line in shown])


def _joined(line: Line) -> Content:
    return Content("").join([content(part.text, STYLES[part.kind]) for part in line])

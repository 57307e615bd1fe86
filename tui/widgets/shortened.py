"""Shortened (截短): a folded text that leaves half of what it stands in to what stands above it."""

from textual.content import Content
from textual.geometry import Size

from tui.glyphs import glyphs
from tui.text import content
from tui.widgets.folded import Folded


class Shortened(Folded):
    """What has no room is left out at its end, and that it is is said there."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it takes, and less than half of those there are."""
        whole = super().get_content_height(container, viewport, width)
        return min(whole, max(1, container.height // 2 - 1))  # a line for what is said below it

    def render(self) -> Content:
        """As much of it as there is room for."""
        lines, room = self._lines(self.content_size.width), self.content_size.height
        if len(lines) > room:
            lines = [*lines[: max(0, room - 1)], glyphs().cut]
        return content("\n".join(lines), lines=True)

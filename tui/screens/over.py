"""Over: a screen that is opened over a place of the desk, or over an order."""

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual._context import visible_screen_stack
from textual.color import Color
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import _RenderCache

from tui.screens.adapted import Adapted


class Over(Adapted, ModalScreen[str | None]):
    """It is opened with every key that asks or offers something."""

    def _render_content(self) -> None:
        """The lines of what lies beneath, tinted.

        Textual 8.2.8 writes them out as text and reads that in again, for each frame.
        """
        beneath, tint = visible_screen_stack.get([]), self.styles.background
        if not beneath or tint.a == 1:  # nothing of it is seen
            super()._render_content()
            return
        lines = beneath.pop()._compositor.render_strips()  # noqa: SLF001
        if tint.a:
            lines = [_tinted(line, tint) for line in lines]
        self._render_cache = _RenderCache(self.size, lines)
        self._dirty_regions.clear()


def _tinted(line: Strip, tint: Color) -> Strip:
    segments = [Segment(text, style and _style(style, tint)) for text, style, _control in line]
    return Strip(segments, line.cell_length)


@lru_cache(1024)
def _style(style: Style, tint: Color) -> Style:
    """A style with that much of another colour over it."""
    letters, ground = (
        (Color.from_rich_color(colour) + tint).rich_color if colour else None
        for colour in (style.color, style.bgcolor)
    )
    return style + Style.from_color(letters, ground)

"""Preview (预览): the order under the cursor, beside the list or in a few lines below it."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.glyphs import glyphs
from tui.said import Line, Said, flowing, text_of
from tui.text import content, further
from tui.widgets.styles import style_of

if TYPE_CHECKING:
    from tui.order_text.preview_parts import Summary

LOW = 8
"""Lines from which on all is said, each folded; where there are fewer, what matters most."""
LEAST = 2
"""Lines that a text keeps before what stands behind it is not seen."""


class Preview(Widget):
    """Lines about one order; of another one only those are drawn anew that are others."""

    _said: "Summary | None" = None
    _drawn: Sequence[Line] = ()
    """The lines, each as long as there is room for."""
    _room = Size(0, 0)
    """The cells that they are made for."""

    @property
    def text(self) -> str:
        """What it shows, in lines."""
        return "\n".join(map(text_of, self._drawn))

    @property
    def called(self) -> str:
        """What it is about."""
        return self._said.title if self._said else ""

    @property
    def lines(self) -> Sequence[Line]:
        """What it shows, nothing folded."""
        if self._said is None:
            return ()
        width, height = self.content_size
        return self._said.in_few(width, height) if height < LOW else self._said.in_column()

    def show(self, said: "Summary | None") -> None:
        """Show this instead."""
        if said == self._said:
            return
        self._said, before = said, self._drawn
        self._fold()
        self._say_title()
        pairs = enumerate(zip_longest(before, self._drawn))
        changed = [Region(0, y, self._room.width, 1) for y, (old, new) in pairs if old != new]
        if changed:
            self.refresh(*changed)

    def on_resize(self) -> None:
        """Where there are few lines, the frame says what it is about."""
        self._say_title()

    def _say_title(self) -> None:
        is_low = self.content_size.height < LOW
        title = content(self.called) if is_low else None
        if title != self.border_title:
            self.border_title = title

    def _fold(self) -> None:
        self._room = self.content_size
        width, height = self._room
        whole = [(line, flowing(line, width, max(1, height))) for line in self.lines]
        # The longest texts are cut first, and no more than there is room for.
        longest = max((len(parts) for _line, parts in whole), default=0)
        for most in range(max(LEAST, longest), LEAST - 1, -1):
            self._drawn = [
                part
                for line, parts in whole
                for part in (parts if len(parts) <= most else flowing(line, width, most))
            ]
            if len(self._drawn) <= height:
                return
        kept = [*self._drawn[: max(0, height - 1)]]
        # No heading stands without what it is of.
        while kept and not any(part.text and part.kind != "head" for part in kept[-1]):
            kept.pop()
        left = len(self._drawn) - len(kept)
        self._drawn = [*kept, (Said(further(glyphs().more, left), "quiet"),)]

    def render_line(self, y: int) -> Strip:
        """One line of it."""
        ground = self.visual_style
        if self.content_size != self._room:
            self._fold()
        if y >= len(self._drawn):
            return Strip.blank(self._room.width, ground.rich_style)
        segments = [
            Segment(part.text, (ground + style_of(part.kind, self.app)).rich_style)
            for part in self._drawn[y]
            if part.text
        ]
        return Strip(segments)

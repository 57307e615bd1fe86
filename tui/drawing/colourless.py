"""Colourless (无色): where `NO_COLOR` asks for none, no colour is written at all, not even a grey.

Textual would write greys of its own choice, some of which are darker than other text. What is
urgent is told by bold, signs and words; what stands on a bright ground, by being turned round.
"""

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

BRIGHT = 0.3
"""By so much the brightness of a ground differs from the screen's where it is one of a sign's."""
NEVER_DIM = Style(dim=False)


@lru_cache(1024)
def _plain(style: Style, background: Color) -> Style:
    plain = style.without_color + NEVER_DIM
    ground = style.bgcolor
    if ground is None or ground.is_default:
        return plain
    differs = abs(Color.from_rich_color(ground).brightness - background.brightness)
    return plain + Style(reverse=True) if differs > BRIGHT else plain


class Colourless(LineFilter):
    """Takes all colours away."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of one line without colours."""
        return [
            Segment(text, style and _plain(style, background), control)
            for text, style, control in segments
        ]

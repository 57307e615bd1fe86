"""Sixteen (十六色): where a terminal has sixteen colours, letters can be told from their ground.

Colours that differ may have the same nearest one of sixteen. Whichever style sheet, widget or tint
made the pair, it comes through here: a colour that could not be told becomes black or white, which
mean nothing, and a grey the nearest one that can.
"""

from functools import lru_cache

from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

LEAST = 2.3
"""The contrast of letters (WCAG 2.2) at the least: red on the line under the cursor has 2.4, blue
on it 1.9, the one grey on the other 2.2.
"""
VGA = (
    *("#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa"),
    *("#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff"),
)
XTERM = (
    *("#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5"),
    *("#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff"),
)
CONSOLE = (
    *("#000000", "#800000", "#008000", "#808000", "#000080", "#800080", "#008080", "#c0c0c0"),
    *("#808080", "#ff0000", "#00ff00", "#ffff00", "#0000ff", "#ff00ff", "#00ffff", "#ffffff"),
)
PALETTES = (VGA, XTERM, CONSOLE)
"""What terminals show for the sixteen, the last of them the old console of Windows; a colour is
brought to the first.
"""
BLACK, GREY, DARK_GREY, WHITE = 0, 7, 8, 15
GREYS = (BLACK, GREY, DARK_GREY, WHITE)


def number_of(colour: RichColor) -> int:
    """Which of the sixteen a colour is brought to."""
    number = colour.downgrade(ColorSystem.STANDARD).number
    assert number is not None  # only the terminal's own has none
    return number


def contrast(letters: int, ground: int) -> float:
    """Of two of the sixteen, from 1 to 21, in the palette in which they differ least."""
    return min(_contrast(palette[letters], palette[ground]) for palette in PALETTES)


def _contrast(one: str, other: str) -> float:
    dark, bright = sorted(map(_luminance, (one, other)))
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """How bright it is, from 0 to 1, as WCAG 2.2 has it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for part in Color.parse(colour).normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(1024)
def told_apart(style: Style) -> Style:
    """A style with letters that can be told from their ground."""
    letters, ground = style.color, style.bgcolor
    if letters is None or ground is None or letters.is_default or ground.is_default:
        return style
    number, on = number_of(letters), number_of(ground)
    if contrast(number, on) >= LEAST:
        return style
    brightness = Color.from_rich_color(letters).brightness
    offered = GREYS if number in GREYS else (BLACK, WHITE)
    told = (one for one in offered if contrast(one, on) >= LEAST)
    nearest = min(told, key=lambda one: abs(Color.parse(VGA[one]).brightness - brightness))
    return style + Style(color=VGA[nearest])


class ToldApart(LineFilter):
    """Has all letters told from their ground."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of one line, each in colours that differ."""
        return [
            Segment(text, style and told_apart(style), control) for text, style, control in segments
        ]

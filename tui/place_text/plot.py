"""Plot (图): figures as bars that stand side by side over an axis, in boxes or in ASCII.

It is drawn of whole cells and parts of them, so that it is read in 16 colours, without any, and in
ASCII; why no library draws it stands in docs/decisions.md.
"""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from tui.glyphs import glyphs
from tui.said import Kind, Line, Said
from tui.text import fit, width_of

HEIGHT = 6
BAR, GAP = 2, 1
"""Cells of a bar where there are many, and of the blank behind it."""
AXIS = 6
"""Cells of the figures at the left and of the line behind them."""


class Bar(NamedTuple):
    """One figure."""

    value: float
    name: str
    kind: Kind = "key"


def room_for(width: int) -> int:
    """How many bars so many cells have room for."""
    return max(1, (width - AXIS) // (BAR + GAP))


def plot(bars: Sequence[Bar], width: int) -> list[Line]:
    """The last of these bars that have room, the axis below them."""
    shown = bars[-room_for(width) :]
    most = max((one.value for one in shown), default=0) or 1
    longest = max((width_of(one.name) for one in shown), default=0)
    wide = max(BAR, min(longest, (width - AXIS) // max(1, len(shown)) - GAP))
    lines = [_line(shown, most, level, wide) for level in range(HEIGHT, 0, -1)]
    rule = glyphs().rule * (len(shown) * (wide + GAP))
    lines.append((Said("0".rjust(AXIS - 2) + " ", "quiet"), Said(glyphs().rule + rule, "quiet")))
    return [*lines, (Said(" " * AXIS + _names(shown, wide + GAP, width - AXIS), "quiet"),)]


def _names(bars: Sequence[Bar], apart: int, width: int) -> str:
    """The names of as many bars, which stand so far apart, as have room below them."""
    longest = max((width_of(one.name) for one in bars), default=0)
    step = ceil((longest + 1) / apart)
    named = [fit(one.name, step * apart) for one in bars[::step]]
    room = (len(named) - 1) * step * apart + longest
    return "".join(named if room <= width else named[:-1]).rstrip()


def _line(bars: Sequence[Bar], most: float, level: int, wide: int) -> Line:
    """What stands at this height, counted from the axis."""
    is_named = level in (HEIGHT, HEIGHT // 2)
    figure = f"{most * level / HEIGHT:.1f}" if is_named else ""
    parts = [Said(f"{figure:>{AXIS - 2}} {glyphs().parts}", "quiet")]
    for one in bars:
        parts.append(Said(_part(one.value / most * HEIGHT - (level - 1)) * wide, one.kind))
        parts.append(Said(" " * GAP))
    return tuple(parts)


def _part(filled: float) -> str:
    """A cell that is filled so far from below; what is there at all is seen at the axis."""
    signs = glyphs().bars
    if filled <= 0:
        return " "
    return signs[min(len(signs), max(1, round(filled * len(signs)))) - 1]

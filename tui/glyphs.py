"""Glyphs (符号): the signs around the data, as boxes or in ASCII.

A box character, an arrow or a dot takes two cells in some Chinese terminals, where it would tear
every line apart; there the ASCII twins stand.
"""

from typing import NamedTuple

from store.words import write_with


class Glyphs(NamedTuple):
    """The signs the desk draws with; the fields are what they mean."""

    late: str
    parts: str
    """Between two parts of a line."""
    rule: str
    """A line across."""
    money: str
    upwards: str
    downwards: str
    cut: str
    """At the end of what was cut."""
    more: str
    """Further lines below."""
    above: str
    """Further lines above."""
    done: str
    """A step that is taken."""
    to_do: str
    """A step that is not."""
    way: str
    """Between a step that is taken and the next one."""
    full: str
    """A unit that has gone, of several."""
    empty: str
    """A unit that has not."""
    stays: str
    """A unit that never goes: it was refunded or cancelled."""
    missing: str
    """A day of which there is no file."""
    solid: str
    """Of a bar that lies: half a cell, where there is one, and a whole one."""
    becomes: str
    """From what it was to what it is."""
    off: str
    """Behind what can be taken off."""
    bars: str
    """Of a chart, from nothing to the highest."""


BOXES = Glyphs(
    *("▲", "│", "─", "¥", "↑", "↓", "…", "▼", "▲", "●", "○", "━", "▰", "▱", "×", "·", "╸━"),
    *("→", "×", "▁▂▃▄▅▆▇█"),
)
ASCII = Glyphs(
    *("!", "|", "-", "", "^", "v", "..", "v", "^", "*", "o", "=", "#", "-", "x", ".", "#"),
    *("->", "x", ".:|#"),
)
SENTENCES = str.maketrans(
    {
        **dict.fromkeys("“”", '"'),
        **dict.fromkeys("‘’", "'"),
        **dict.fromkeys("–—·", "-"),
        "…": "..",
        "×": "x",
        "→": "->",
        "←": "<-",
        "█": "#",
        "§": "par. ",
    }
)
"""Signs of our own sentences, Chinese ones too, that ASCII stands for: of two cells in some
terminals.
"""
_drawn = [BOXES]


def glyphs() -> Glyphs:
    """Those that this terminal draws in one cell each."""
    return _drawn[0]


def unit_marks(shipped: int, waiting: int, ordered: int) -> str:
    """A sign for each unit: those that have gone, those that wait, those that never go."""
    signs = glyphs()
    stay = max(0, ordered - shipped - waiting)
    return signs.full * shipped + signs.empty * waiting + signs.stays * stay


def draw_with(chosen: Glyphs) -> None:
    """Draw with these from now on."""
    _drawn[0] = chosen
    write_with(SENTENCES if chosen is ASCII else {})

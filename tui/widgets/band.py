"""Band (分段): a line among the rows of a list."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual.strip import Strip

from tui.glyphs import glyphs
from tui.text import width_of
from tui.widgets.column import Look
from tui.widgets.looks import Looks


class Band(NamedTuple):
    """A line among the rows that says what those below it have in common."""

    start: int
    """The position of the first row below it."""
    title: str
    look: Look = ""
    note: str = ""
    """At its right end: how many rows, what they cost."""

    def drawn(self, width: int, style: Looks) -> Strip:
        """It in so many cells."""
        sign, quiet = glyphs().rule, style("quiet")
        head, tail = f" {sign * 2} {self.title} ", f" {self.note} " if self.note else ""
        between = sign * max(0, width - width_of(head) - width_of(tail) - 1)
        parts = [
            Segment(head, style(self.look)),
            Segment(between, quiet),
            Segment(tail + " ", quiet),
        ]
        return Strip(parts).adjust_cell_length(width, style("")).simplify()


def at_line(line: int, bands: Sequence[Band], starts: Sequence[int]) -> Band | int:
    """The band that stands on a line, or the position of its row; each band begins at its start."""
    for number, (start, band) in enumerate(zip(starts, bands, strict=True)):
        if line == start + number:
            return band
        if line < start + number:
            return line - number
    return line - len(bands)

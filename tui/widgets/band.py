"""Band (分段): a line among the rows of a list."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual.strip import Strip

from store.words import _, named
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
    found: str = ""
    """How many rows."""
    total: str = ""
    """What they come to in one column."""
    column: str = ""
    """The title of that."""

    def drawn(self, width: int, style: Looks, end: int | None) -> Strip:
        """It in so many cells. The total ends where its column does, after `end` cells; where that
        is not there, or has no room before its end, the total is named at the end of the line.
        """
        sign, quiet = glyphs().rule, style("quiet")
        head, tail = f" {sign * 2} {self.title} ", f" {self.found}"
        if self.total:
            told = f"{tail}  {self.total}"
            if end is None or end < width_of(head + told):
                told, end = f"{tail}  {named(_(self.column), self.total)}", None
            tail = told
        ends = end if self.total and end is not None else width
        between = sign * max(0, ends - width_of(head + tail))
        after = sign * max(0, width - ends - 1)
        parts = [Segment(head, style(self.look)), Segment(f"{between}{tail} {after}", quiet)]
        return Strip(parts).adjust_cell_length(width, style("")).simplify()


def at_line(line: int, bands: Sequence[Band], starts: Sequence[int]) -> Band | int:
    """The band that stands on a line, or the position of its row; each band begins at its start."""
    for number, (start, band) in enumerate(zip(starts, bands, strict=True)):
        if line == start + number:
            return band
        if line < start + number:
            return line - number
    return line - len(bands)

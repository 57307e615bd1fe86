"""Band (分段): a line among the rows of a list."""

from typing import NamedTuple

from tui.widgets.columns import Look


class Band(NamedTuple):
    """A line among the rows that says what those below it have in common."""

    start: int
    """The position of the first row below it."""
    title: str
    look: Look = ""
    note: str = ""
    """At its right end: how many rows, what they cost."""

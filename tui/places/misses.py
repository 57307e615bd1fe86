"""Misses (未找到): the numbers of a pasted list that are not in the store."""

from collections.abc import Sequence

from store.words import _, listed
from store.words.excerpts import excerpt
from tui.text import fit, width_of
from tui.widgets.rows_read import Counted

SHARE, LEAST = 60, 24
"""Of a hundred cells above a list, those that what was found may take beside what is searched, and
the cells in which how many are not there is read however narrow the window.
"""


def misses_said(misses: Sequence[str]) -> str:
    """How many they are, and each of them."""
    said = _("{count} not in this store: {numbers}")
    return said.format(count=len(misses), numbers=listed(map(excerpt, misses)))


def with_misses(found: str, counted: Counted | None, width: int) -> str:
    """What was found, and what was not, in a window of so many cells; where that is cut, it is
    seen: all of it is a sentence of its own.
    """
    if not (counted and counted.misses):
        return found
    said, room = misses_said(counted.misses), width * SHARE // 100 - width_of(found)
    return f"{found}   {fit(said, min(max(LEAST, room), width_of(said))).rstrip()}"

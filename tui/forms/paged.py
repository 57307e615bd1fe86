"""Paged (分页): of a long list in a form a page is seen, so that its field stays in sight."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from textual.content import Content

from tui.glyphs import glyphs
from tui.text import content, fit

Row = TypeVar("Row")

SHARE = 3
"""A list takes at most the third part of the window's lines."""


def height_of(count: int, window: int) -> int:
    """The lines that a list of so many takes in a window of so many."""
    return min(count, max(2, window // SHARE))


def page_drawn(
    rows: Sequence[Row],
    place: int,
    size: tuple[int, int],
    draw: Callable[[Row], Content],
    which: Callable[[Sequence[Row]], str],
) -> Content:
    """The page of the rows on which one stands, in so many cells by lines; the last line says
    `which` are seen.
    """
    width, height = size
    seen = rows[_page_at(place, height)]
    more = content(fit(f"{glyphs().cut} {which(seen)}", width), "$text-muted")
    return Content("\n").join([*map(draw, seen), more])


def _page_at(place: int, height: int) -> slice:
    """The lines of the page on which one stands; below them a line says that there are others.

    Whole pages, so that nothing moves but at their ends.
    """
    size = height - 1
    first = place // size * size
    return slice(first, first + size)

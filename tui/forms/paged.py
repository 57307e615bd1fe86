"""Paged (分页): of a long list in a form a page is seen, so that its field stays in sight."""

SHARE = 3
"""A list takes at most the third part of the window's lines."""


def height_of(count: int, window: int) -> int:
    """The lines that a list of so many takes in a window of so many."""
    return min(count, max(2, window // SHARE))


def page_at(place: int, height: int) -> slice:
    """The lines of the page on which one stands; below them a line says that there are others.

    Whole pages, so that nothing moves but at their ends.
    """
    size = height - 1
    first = place // size * size
    return slice(first, first + size)

"""Repaints (重绘): how long what changed stays undrawn.

Textual 8.2.8 draws sixty times a second: what comes of an answer, and the second and third step of
a screen that opens, each wait up to 17 ms for their turn, on top of what they take. Only what
differs is written here (`tui.drawing.drawn`), so that drawing in more steps writes no more.
"""

from textual import screen

SECONDS = 1 / 240


def mend() -> None:
    """Have Textual draw sooner."""
    screen.UPDATE_PERIOD = SECONDS  # type: ignore[misc] # it is meant to stay

"""Cycles (循环引用): what keeps only itself alive is looked for while nobody types.

Python would look through all that lives whenever it has grown by a quarter, and hold up a key for
50 ms, with an import beside it for longer.
"""

import gc

RESTED = 0.5
"""Seconds without a key after which somebody rests."""
YOUNG, MIDDLE, OLD = 700, 10, 1_000
"""Python's own steps from age to age, but for the last, its 10, which typing never comes to."""
DUE = 10
"""Looks at the middle age after which the old is worth one."""


def begin() -> None:
    """Look for cycles from here on, but not in what is loaded and stays."""
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    gc.enable()


class Cycles:
    """Has them looked for in time."""

    def __init__(self) -> None:
        self._is_first = True

    def look(self, rested: float) -> None:
        """Look through all, where that is due and nobody has typed for so many seconds."""
        if not gc.isenabled() or rested < RESTED or gc.get_count()[2] < DUE:
            return
        gc.collect()
        if self._is_first:
            gc.freeze()  # what the first keys had loaded stays, too
        self._is_first = False

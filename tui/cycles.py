"""Cycles (循环引用): what keeps only itself alive is looked for while nobody types.

Python would look through all that lives whenever it has grown by a quarter, and hold up a key for
50 ms, with an import beside it for longer.
"""

import gc

RESTED = 0.2
"""Seconds without a key after which somebody rests. Who opens one order after the other, each with
a glance, rests so long behind each, and seldom longer.
"""
YOUNG, MIDDLE, OLD = 700, 10, 1_000
"""Python's own steps from age to age, but for the last, its 10, which typing never comes to."""
FIRST = 10
"""Looks after which the first keys have had loaded what they need."""


def begin() -> None:
    """Look for cycles from here on, but not in what is loaded and stays."""
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    gc.enable()


class Cycles:
    """Has them looked for in time."""

    def __init__(self) -> None:
        self._looks = 0

    def look(self, rested: float) -> None:
        """Look through all, where nobody has typed for so many seconds, and what has become older
        since is worth it: what a menu or an order leaves is given back in some 5 ms, what ten of
        them leave would hold up the next key for 30 to 90.
        """
        if not gc.isenabled() or rested < RESTED or not gc.get_count()[2]:
            return
        gc.collect()
        self._looks += 1
        if self._looks == FIRST:
            gc.freeze()  # what was loaded until then stays, too

"""Pace (快慢): how many documents the next batch of an import has, by how long the last took."""

HELD_SECONDS = 0.025
"""A batch is to hold the lock for about so long; 40 ms are the most that others should wait."""


class Pace:
    """The size of the next batch."""

    def __init__(self, first: int, fewest: int, most: int) -> None:
        self.size = first
        self._fewest, self._most = fewest, most

    def took(self, held: float, size: int) -> None:
        """One of this size held the lock for so many seconds; the next is at most twice as large.

        It need not be the last one that was begun: several may be on their way.
        """
        wanted = size * HELD_SECONDS / max(held, HELD_SECONDS / 2)
        self.size = round(max(self._fewest, min(self._most, wanted)))

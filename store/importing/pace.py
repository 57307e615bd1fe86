"""Pace (快慢): how many documents the next batch of an import has, by how long the last took."""

HELD_SECONDS = 0.025
"""A batch is to hold the lock for about so long; 40 ms are the most that others should wait."""


class Pace:
    """The size of the next batch."""

    def __init__(self, first: int, fewest: int, most: int) -> None:
        self.size = first
        self._fewest, self._most = fewest, most

    def took(self, held: float) -> None:
        """The last one held the lock for so many seconds: the next is at most twice as large."""
        wanted = self.size * HELD_SECONDS / max(held, HELD_SECONDS / 4)
        self.size = round(max(self._fewest, min(self._most, self.size * 2, wanted)))

"""OwnCommits: which of the commits of a store an engine made itself, to tell them from others'.

Numbers of commits follow each other without a gap.
"""


class OwnCommits:
    """The commits of one engine since what was looked at last."""

    def __init__(self, seen: int) -> None:
        """`seen` is the number of the last commit that is known already."""
        self._seen = seen
        self._own: set[int] = set()

    def add(self, number: int) -> None:
        """This one is about to be made here."""
        self._own.add(number)

    def discard(self, number: int) -> None:
        """It was not made after all."""
        self._own.discard(number)

    def others_since(self, commits: int) -> bool:
        """Are there any of others, up to this number, since this was last asked?"""
        new = range(self._seen + 1, commits + 1)
        self._seen = commits
        # Copied in one step: another thread may add its next commit meanwhile.
        own = frozenset(self._own)
        is_others = any(number not in own for number in new)
        self._own -= {number for number in own if number <= commits}
        return is_others

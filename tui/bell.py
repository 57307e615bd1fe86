"""Bell (铃): one sound for whatever of mine falls under two hours, once for each duty."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.models.row import ObligationRow
    from store.reading.shop_lists import Lists

NEAR = "who:us !snoozed !late due:<2h"


class Bell:
    """Knows for which duties it has rung."""

    def __init__(self, login: str) -> None:
        self._mine = f'claim:"{login}" {NEAR}'
        self._known: frozenset[str] | None = None
        """What was that near when it was looked at last; none before the first look."""

    def fallen(self, lists: "Lists") -> "list[ObligationRow]":
        """What has fallen under two hours since the last look, the most urgent first.

        What was that near when the desk was opened stands on the board already.
        """
        near = {
            f"{row.of_kind} {row.of_key} {row.kind} {row.about}": row
            for row in lists.owed_rows(self._mine)
        }
        known, self._known = self._known, frozenset(near) | (self._known or frozenset())
        return [] if known is None else [row for name, row in near.items() if name not in known]

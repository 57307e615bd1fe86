"""Pausing (停顿): what is typed is searched for once nothing more was typed for a while.

It is read a little before that, so that it is there when the pause is over.
"""

from collections.abc import Callable

from textual.timer import Timer

from tui.screens.base import DeskScreen
from tui.timers import at

TYPING_SECONDS = 0.2
AHEAD_SECONDS = 0.06
"""So long before the pause is over it is read what will be found: 100,000 orders take less."""


class Pausing:
    """Waits for the next pause of whoever types a query."""

    def __init__(
        self,
        screen: DeskScreen,
        is_typed: Callable[[str], bool],
        look_ahead: Callable[[str], None],
        search: Callable[[str], None],
    ) -> None:
        """`is_typed` says whether a query still stands there and was not searched for."""
        self._screen = screen
        self._is_typed = is_typed
        self._look_ahead, self._search = look_ahead, search
        self._timer: Timer | None = None

    def wait(self, query: str) -> None:
        """Search for it once nothing was typed for long enough."""
        end = self._screen.desk.acts_since + TYPING_SECONDS

        def read() -> None:
            self._look_ahead(query)
            self._until(end, query, lambda: self._search(query))

        self._until(end - AHEAD_SECONDS, query, read)

    def stop(self) -> None:
        """Something else is typed, or searched for at once."""
        if self._timer:
            self._timer.stop()

    def _until(self, then: float, query: str, deed: Callable[[], None]) -> None:
        """Do it at that time."""

        def act() -> None:
            # A timer that is stopped may have told already that its time has come.
            if self._is_typed(query):
                deed()

        self._timer = at(self._screen, then, act)

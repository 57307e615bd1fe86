"""News (动态): what others did on the store, kept until the screens have shown it."""

from collections.abc import Callable

from tui.opening import Opening


class News:
    """Looked for in the thread that keeps, shown in the event loop.

    Whoever looked may have been told to wait no longer before anything was shown, and the store
    says but once that it has changed.
    """

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._changes = self._shown = 0
        """How often the store was seen to have changed, and how many of these were shown."""

    def look(self) -> dict[str, str] | None:
        """Did others write anything? Who has which order open, as soon as that is known."""
        if self._opening.lists.refresh():
            self._changes += 1
        if not self._opening.is_open:
            return None
        return {other.key: other.who for other in self._opening.wait().presence.others()}

    def show(self, show_anew: Callable[[], None]) -> None:
        """Have it shown, unless it was; what raises has shown nothing."""
        changes = self._changes
        if changes != self._shown:
            show_anew()
            self._shown = changes

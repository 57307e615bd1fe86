"""News (动态): what others and jobs of this desk did, kept until the screens have shown it."""

from collections.abc import Callable

from tui.opening import Opening


class News:
    """Looked for in a thread of its own, shown in the event loop.

    Whoever looked may have been told to wait no longer before anything was shown, and the store
    says but once that it has changed.
    """

    def __init__(self, opening: Opening, steps: Callable[[], int]) -> None:
        """`steps` counts what jobs of this desk have written, which no one else has told of."""
        self._opening = opening
        self._steps = steps
        self._seen_steps = 0
        self._changes = self._shown = 0
        """How often the store was seen to have changed, and how many of these were shown."""

    def look(self) -> dict[str, str] | None:
        """Did others or a job write anything? Who has which order open, as soon as it is known."""
        steps, before = self._steps(), self._seen_steps
        self._seen_steps = steps
        if self._opening.lists.refresh() or steps != before:
            self._changes += 1
        if not self._opening.is_open:
            return None
        return {other.key: str(other.actor) for other in self._opening.wait().presence.others()}

    def show(self, show_anew: Callable[[], None]) -> None:
        """Have it shown, unless it was; what raises has shown nothing."""
        changes = self._changes
        if changes != self._shown:
            show_anew()
            self._shown = changes

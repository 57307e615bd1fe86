"""Being seen (被看见): colleagues see which order is open here, its page or a form about it."""

from collections.abc import Callable
from functools import partial

from textual.app import App

from tui.opening import Opening
from tui.threads import Threads


class BeingSeen:
    """Told whenever another screen is in front: what opens an order need not think of it."""

    def __init__(self, app: App[int], opening: Opening, threads: Threads) -> None:
        self._app, self._opening, self._threads = app, opening, threads
        self._told = ""

    def look(self) -> None:
        """Tell of the order in front, where it is another than was told last."""
        if not self._opening.is_open:  # then none is open here
            return
        shown = [getattr(screen, "order_shown", "") for screen in self._app.screen_stack]
        key = next(filter(None, reversed(shown)), "")
        if key == self._told:
            return
        self._told = key
        presence = self._opening.wait().presence
        deed: Callable[[], None] = partial(presence.enter, key) if key else presence.leave
        self._app.run_worker(self._threads.keep(deed))

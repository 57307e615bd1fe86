"""Dialogue: what is asked over a place of the desk; it keeps what is typed and hears of news."""

from tui.screens.giving_way import GivesWay
from tui.screens.over import Over

BESIDE = 110
"""Cells of a window from which on a dialogue stands beside what it is about."""
NARROWEST = 48
SHARE = 41
"""Of a hundred cells, those that it takes there."""


class Dialogue(Over):
    """Dismissed with the sentence about what was done, or None."""

    _waits_for_room = False
    """Is the place beneath about to give way? It is drawn with it."""

    @property
    def cells(self) -> int:
        """How wide it is: all of the window where that is narrow."""
        across = self.app.size.width
        return max(NARROWEST, across * SHARE // 100) if across >= BESIDE else across

    def show_beside(self) -> None:
        """Take the right part of a wide window; the place beneath gives way."""
        across, cells = self.app.size.width, self.cells
        cells = cells if cells < across else 0
        top = 2 if cells else 1  # the lines above stay
        self.query_one("#form").styles.margin = (top, 0, 0, across - cells if cells else 0)
        for screen in self._give_room(cells):
            self._waits_for_room = True
            screen.call_after_refresh(self._has_room)

    def _has_room(self) -> None:
        self._waits_for_room = False
        self.refresh()

    def _compositor_refresh(self) -> None:
        if not self._waits_for_room:
            super()._compositor_refresh()

    def on_unmount(self) -> None:
        """The place beneath has the whole window again."""
        self._give_room(0)

    def _give_room(self, cells: int) -> list[GivesWay]:
        """Those that give way."""
        beneath = [one for one in self.app.screen_stack if isinstance(one, GivesWay)]
        return [one for one in beneath if one.is_mounted and one.make_room(cells)]

    def keep_draft(self) -> None:
        """Save what is typed; the desk is being left, and waits for it."""

    def show_changes(self) -> None:
        """Others changed the store: say what, and leave what was typed alone."""

    def show_present(self, present: dict[str, str]) -> None:
        """Who else has which order open."""

    def show_trouble(self, said: str) -> None:
        """Say what is wrong with the store, or that it answers again."""

    def say_forgotten(self, said: str) -> None:
        """Say how many keys were dropped behind one that was refused."""

    def show_wait(self, typed_ahead: int) -> None:
        """Say what is waited for, and how many keys wait behind it."""

    def hide_wait(self) -> None:
        """Show again what stood there before."""

    def leave_wait(self) -> None:
        """Wait no longer for what was asked."""

"""GivesWay: a screen that leaves room to a form, which then stands beside what it is about."""

from typing import ClassVar

from textual.screen import Screen

from tui.screens.adapted import Adapted


class GivesWay(Adapted, Screen[None]):
    """It is drawn anew in what is left of the window."""

    work: ClassVar[str] = "#body"
    """The part of it that gives way."""
    taken = 0
    """Cells at the right that a form takes."""

    @property
    def order_shown(self) -> str:
        """The order that all of it is about, by its key; of a place there is none."""
        return ""

    def make_room(self, cells: int) -> bool:
        """Leave so many cells at the right; does that change anything?"""
        if cells == self.taken:
            return False
        self.taken = cells
        self.set_class(cells > 0, "-beside")
        self.query_one(self.work).styles.margin = (0, cells, 0, 0)
        self.fit()
        return True

    def fit(self) -> None:
        """Draw it in the room there is; what it shows is as it was."""

    def tick(self) -> None:
        """Another minute, or another window size."""

    def be_own(self) -> None:
        """Show again what was shown here before another place opened it."""

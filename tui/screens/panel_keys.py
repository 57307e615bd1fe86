"""PanelKeys: how the cursor of a page of panels is moved: by rows, by half pages, by panels."""

from tui.screens.panels import Panels


class PanelKeys:
    """What the keys do that only move."""

    panels: Panels

    def half_page(self) -> int:
        """Lines of half of what is seen."""
        raise NotImplementedError

    def press_next_panel(self) -> None:
        """The next section."""
        self.panels.turn(1)

    def press_previous_panel(self) -> None:
        """The section before."""
        self.panels.turn(-1)

    def press_down(self) -> None:
        """One row down."""
        self.panels.step(1)

    def press_up(self) -> None:
        """One row up."""
        self.panels.step(-1)

    def press_top(self) -> None:
        """The first row."""
        self.panels.end(is_last=False)

    def press_bottom(self) -> None:
        """The last row."""
        self.panels.end(is_last=True)

    def press_page_down(self) -> None:
        """Half a page down."""
        self.panels.page(self.half_page())

    def press_page_up(self) -> None:
        """Half a page up."""
        self.panels.page(-self.half_page())

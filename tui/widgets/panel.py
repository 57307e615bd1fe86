"""Panel (面板): a thin frame with a title, that says at its lower edge where one is."""

from textual.containers import Vertical, VerticalScroll
from textual.geometry import Region

from tui.text import content


class Panel(Vertical):
    """What stands in a frame; the one with the focus is lit."""

    def say_above(self, text: str) -> None:
        """Write the title anew."""
        title = content(text)
        if title != self.border_title:
            self.border_title = title

    def say_below(self, text: str) -> None:
        """Write at the lower edge, and repaint that alone: it follows every step of a cursor."""
        said = content(text)
        if said == self._border_subtitle:
            return
        self._border_subtitle = said
        gutter = self.gutter
        across = self.content_size.width + gutter.width
        self.refresh(Region(-gutter.left, self.content_size.height, across, 1))


class Scrolled(VerticalScroll, can_focus=False, inherit_bindings=False):
    """What is longer than the screen, and follows the cursor of what stands in it.

    Textual's own keys would move the page away from beneath the cursor, before a screen is asked.
    """

"""Over: a screen that is opened over a place of the desk, or over an order."""

from textual.events import ScreenResume
from textual.screen import ModalScreen


class Over(ModalScreen[str | None]):
    """It is opened with every key that asks or offers something."""

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Its stylesheet was read when it was there, and before anything in it was."""
        event.refresh_styles = False  # of all that is in it, which takes 15 ms
        self.app.stylesheet.update_nodes([self])

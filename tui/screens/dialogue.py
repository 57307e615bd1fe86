"""Dialogue: what is asked over a place of the desk; it keeps what is typed and hears of news."""

from textual.screen import ModalScreen


class Dialogue(ModalScreen[str | None]):
    """Dismissed with the sentence about what was done, or None."""

    def keep_draft(self) -> None:
        """Save what is typed."""

    def show_changes(self) -> None:
        """Others changed the store: say what, and leave what was typed alone."""

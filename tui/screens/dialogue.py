"""Dialogue: what is asked over a place of the desk; it keeps what is typed and hears of news."""

from textual.screen import ModalScreen


class Dialogue(ModalScreen[str | None]):
    """Dismissed with the sentence about what was done, or None."""

    def keep_draft(self) -> None:
        """Save what is typed; the desk is being left, and waits for it."""

    def show_changes(self) -> None:
        """Others changed the store: say what, and leave what was typed alone."""

    def show_wait(self, typed_ahead: int) -> None:
        """Say what is waited for, and how many keys wait behind it."""

    def hide_wait(self) -> None:
        """Show again what stood there before."""

    def leave_wait(self) -> None:
        """Wait no longer for what was asked."""

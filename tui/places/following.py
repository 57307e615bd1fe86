"""Following: the preview and the keys below follow the cursor of a list once that rests.

A step writes two rows and no more: over a slow line it is seen as fast as it was typed.
"""

from functools import partial

from textual.timer import Timer

from store.errors import ShouhouError
from store.models.subject import Subject
from tui.screens.answers import begin
from tui.screens.base import DeskScreen
from tui.widgets.preview import Preview

REST_SECONDS = 0.08
OPENING_SECONDS = 0.2


class Following:
    """Shows beside a list, or below it, what its screen is about, and which keys matter for it."""

    def __init__(self, screen: DeskScreen, preview: Preview) -> None:
        self._screen = screen
        self._preview = preview
        self._resting: Timer | None = None

    def follow(self) -> None:
        """Show what is under the cursor, unless it moves on at once."""
        self._look_after(REST_SECONDS)

    def follow_at_once(self) -> None:
        """Show what is under the cursor of rows that were just read: no step brought it there."""
        if self._resting:
            self._resting.stop()
        self._look()

    def _look_after(self, seconds: float) -> None:
        if self._resting:
            self._resting.stop()
        self._resting = self._screen.set_timer(seconds, self._look)

    def _look(self) -> None:
        self._resting = None
        self._screen.show_keys()
        subject = self._screen.subject
        if not self._preview.display:
            pass
        elif not self._screen.desk.is_open:
            # A moment after the first screen; no key and no worker waits for it.
            self._look_after(OPENING_SECONDS)
        elif subject is None:
            self._preview.show(None)
        else:
            read = partial(self._read, subject, self._screen.part.record)
            begin(self._screen, read, "preview", exclusive=True)

    async def _read(self, subject: Subject, about: str) -> None:
        """Read it; the cursor may stand on another one by then."""
        screen = self._screen
        try:
            said = await screen.desk.threads.read(lambda: screen.previewed(subject, about))
        except ShouhouError:
            said = None  # the list says what there is to say
        if screen.is_mounted and (subject, about) == (screen.subject, screen.part.record):
            self._preview.show(said)

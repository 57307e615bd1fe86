"""Following: the preview and the keys below follow the cursor of a list once that rests.

A step writes two rows and no more: over a slow line it is seen as fast as it was typed. What will
be shown is read a little before the rest is over, so that only the drawing is left then.
"""

from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from textual.timer import Timer

from store.errors import ShouhouError
from store.models.subject import Subject
from tui.screens.answers import begin
from tui.screens.base import DeskScreen
from tui.timers import at
from tui.widgets.preview import Preview

if TYPE_CHECKING:
    from tui.order_text.preview_parts import Summary

REST_SECONDS = 0.08
"""Counted from when the step was typed."""
AHEAD_SECONDS = 0.035
"""So long before the rest is over it is read; a key that is held down comes again sooner."""
OPENING_SECONDS = 0.2


class Read(NamedTuple):
    """What was read of what was under the cursor."""

    subject: Subject
    about: str
    """The record of it that was meant."""
    said: "Summary | None"


class Following:
    """Shows beside a list, or below it, what its screen is about, and which keys matter for it."""

    def __init__(self, screen: DeskScreen, preview: Preview) -> None:
        self._screen = screen
        self._preview = preview
        self._resting: Timer | None = None
        self._found: Read | None = None
        """What was read ahead, to be shown once the cursor has rested."""
        self._is_early = False
        """Was the store still being opened when it was to be read? It is open in a moment, in a
        thread, so that who asks twice hears two answers.
        """

    def follow(self) -> None:
        """Show what is under the cursor, unless it moves on at once."""
        rested = self._screen.desk.acts_since + REST_SECONDS

        def look_ahead() -> None:
            self._begin_reading()
            self._wait(rested, self._look)

        self._wait(rested - AHEAD_SECONDS, look_ahead)

    def follow_at_once(self) -> None:
        """Show what is under the cursor of rows that were just read: no step brought it there."""
        self._stop_waiting()
        self._begin_reading()
        self._look()

    def _wait(self, then: float, deed: Callable[[], None]) -> None:
        self._stop_waiting()
        self._resting = at(self._screen, then, deed)

    def _stop_waiting(self) -> None:
        if self._resting:
            self._resting.stop()
        self._resting = None

    def _look(self) -> None:
        self._resting = None
        self._screen.show_keys()
        if not self._preview.display:
            pass
        elif self._is_early:
            # A moment after the first screen; no key and no worker waits for it.
            self._wait(monotonic() + OPENING_SECONDS, self.follow_at_once)
        elif self._screen.subject is None:
            self._preview.show(None)
        elif self._found:
            self._show(self._found)

    def _begin_reading(self) -> None:
        self._found, self._is_early = None, not self._screen.desk.is_open
        subject = self._screen.subject
        if subject and self._preview.display and not self._is_early:
            read = partial(self._read, subject, self._screen.part.record)
            begin(self._screen, read, "preview", exclusive=True)

    async def _read(self, subject: Subject, about: str) -> None:
        """Read it, and show it unless the cursor has still to come to rest."""
        screen = self._screen
        try:
            said = await screen.desk.threads.read(lambda: screen.previewed(subject, about))
        except ShouhouError:
            said = None  # the list says what there is to say
        self._found = Read(subject, about, said)
        if self._resting is None:
            self._show(self._found)

    def _show(self, found: Read) -> None:
        """Show what was read, unless the cursor stands on another one by then."""
        screen = self._screen
        if screen.is_mounted and found[:2] == (screen.subject, screen.part.record):
            self._preview.show(found.said)

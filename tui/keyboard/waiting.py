"""Waiting (等候): what stands on the screen while keys wait for an answer, and how it is left."""

from time import monotonic
from typing import Protocol, cast

from textual.events import Key, Paste
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import Worker

from store.words import N_, how_many
from tui.keyboard import behind_refused
from tui.keyboard.type_ahead import TypeAhead

SHOWN_SECONDS = 0.2
"""After so long it is said that an answer is waited for."""
LOOK_SECONDS = 0.1
GOING = "going"
"""The group of what leads to another place."""


class Waiter(Protocol):
    """A screen that may wait for an answer."""

    def show_wait(self, typed_ahead: int) -> None:
        """Say what is waited for, and how many keys wait behind it."""

    def hide_wait(self) -> None:
        """Show again what stood there before."""

    def leave_wait(self) -> None:
        """Wait no longer for what was asked."""


class WaitingApp(TypeAhead):
    """An app that says what its keys wait for, and whose user need not wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self._held_since = 0.0
        self._dropped = 0
        """Keys that were dropped behind one that was refused."""
        self._refusal = ("", "")
        """Why that was refused, and what it was."""
        self._telling: Timer | None = None
        """Says that once no more are."""
        self._shown_on: Screen[object] | None = None
        """Where it was said that something is waited for."""

    def on_mount(self) -> None:
        self.set_interval(LOOK_SECONDS, self._look_at_wait)

    def hold(self, answer: Worker[None]) -> None:
        """Let the next keys wait for this answer; when it takes long, that is said."""
        if not self.is_held:
            self._held_since = monotonic()
        super().hold(answer)

    def release(self) -> None:
        """An answer is there: nothing says any more that keys wait for it."""
        self.call_later(self._hide_wait)

    def _hide_wait(self) -> None:
        if self.is_held:
            return
        shown_on, self._shown_on = self._shown_on, None
        if shown_on and shown_on in self.screen_stack:
            cast("Waiter", shown_on).hide_wait()

    def takes_at_once(self, event: Key | Paste) -> bool:
        """Esc leaves what is waited for, as soon as that stands on the screen; ctrl+q the desk."""
        if not isinstance(event, Key):
            return False
        if event.key == "ctrl+q":
            self.call_later(self.action_quit)
            return True
        waiter = self._waiter() if event.key == "escape" else None
        if waiter:
            waiter.leave_wait()
        return waiter is not None

    def drop_behind(self, why_not: str, title: str) -> None:
        """A key was refused, and why was said: drop what is typed on for what it was to open."""
        self._dropped, self._refusal = 0, (why_not, title)
        self.drop_burst()

    def tell_dropped(self, count: int) -> None:
        self._dropped += count
        one = N_("1 key typed meanwhile was forgotten.")
        keys = N_("{count} keys typed meanwhile were forgotten.")
        if self._telling:
            self._telling.stop()
        said = how_many(self._dropped, one, keys)
        # How many they were is said once, and why the first was refused is still seen then.
        rest = max(LOOK_SECONDS, behind_refused.READING_SECONDS)
        self._telling = self.set_timer(rest, lambda: self.say_forgotten(said))

    def say_forgotten(self, said: str) -> None:
        """Say how many keys were dropped, before why the first was refused: that was read."""
        why_not, title = self._refusal
        self.notify(f"{said}\n{why_not}", title=title, severity="warning")

    def left_wait(self, said: str) -> None:
        """What was waited for is given up: so are the keys that were typed behind it."""
        forgotten = len(self.forget_typed())
        if forgotten:
            one = N_("1 key typed meanwhile was forgotten.")
            keys = N_("{count} keys typed meanwhile were forgotten.")
            said = f"{said}\n{how_many(forgotten, one, keys)}"
        self.notify(said, severity="warning")

    def _look_at_wait(self) -> None:
        waiter = self._waiter()
        if waiter:
            self._shown_on = self.screen
            waiter.show_wait(self.typed_ahead)

    def _waiter(self) -> Waiter | None:
        """The screen on which it stands, for all to see, that an answer is waited for."""
        if not (self.is_running and self.is_held and hasattr(self.screen, "leave_wait")):
            return None
        is_long = monotonic() - self._held_since >= SHOWN_SECONDS
        return cast("Waiter", self.screen) if is_long else None

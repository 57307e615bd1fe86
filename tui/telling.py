"""Telling (告知): what the desk says of what was done or refused: one line, in one place.

The last sentence stands above the keys of the screen in front until its time is over, or somebody
who has seen it does something else: it is about what was done before that. A fault lasts for its
time, and then until a key is typed. A form or a menu is covered by none: what is said meanwhile
waits for the screen behind it. All that was said can be read again.
"""

from collections import deque
from time import monotonic

from textual.app import App, ScreenStackError
from textual.events import Event, Key, Paste
from textual.notifications import SeverityLevel
from textual.timer import Timer

from tui.timers import at
from tui.widgets.said_line import SaidLine, Saying

REMEMBERED = 100
SECONDS = 5.0
SEEN = 0.5
"""Seconds that it takes to see a sentence: what is typed sooner was typed ahead."""


class Telling(App[int]):
    """An app whose sentences are one line; they come in the event loop."""

    def __init__(self) -> None:
        super().__init__()
        self.said: deque[Saying] = deque(maxlen=REMEMBERED)
        """All that was said, the newest last."""
        self._number = 0
        self._until: dict[Saying, float] = {}
        """Until when each is shown that has been seen; others have their time before them."""
        self._disable_notifications = True  # Textual's, which lie over what one works on
        self._ending: Timer | None = None

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Say it on the screen in front, or on the next one that has a line for it."""
        self._number += 1
        message = self.as_shown(message)
        saying = Saying(message, title, severity, timeout or SECONDS, self._number, self.said_at())
        self.said.append(saying)
        self._until[saying] = 0
        self.call_later(self._refresh_notifications)

    def clear_outcomes(self) -> None:
        """What was said to have gone well is shown no more: the same is being done anew."""
        self._until = {
            one: end for one, end in self._until.items() if one.severity != "information"
        }
        self._refresh_notifications()

    def clear_notifications(self) -> None:
        """Nothing that was said is shown any more."""
        self._until.clear()
        self._refresh_notifications()

    def how_to_read_all(self) -> str:
        """What stands behind a sentence that is cut."""
        return ""

    def as_shown(self, sentence: str) -> str:
        """A sentence of a rule as the screen writes it."""
        return sentence

    def said_at(self) -> str:
        """The time, as it stands beside what is said."""
        return ""

    def moves(self, key: Key) -> bool:
        """Does a key only move the cursor?"""
        return False

    async def on_event(self, event: Event) -> None:
        """At a key that has its turn, or a paste, what somebody has seen goes: a fault whose time
        is over at any, the rest at one that does something.
        """
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            before = len(self._until)
            self._let_go(is_act=isinstance(event, Paste) or not self.moves(event))
            if len(self._until) < before:
                self._refresh_notifications()
        await super().on_event(event)

    def _let_go(self, *, is_act: bool) -> None:
        now = monotonic()
        seen = (one for one, end in self._until.items() if end and end - one.seconds <= now - SEEN)
        last = max((one.number for one in seen), default=0) if is_act else 0
        self._until = {
            one: end
            for one, end in self._until.items()
            if (not end or end > now if one.severity == "error" else one.number > last)
        }

    @property
    def shown(self) -> list[Saying]:
        """What is shown, or waits for it, the newest last."""
        now = monotonic()
        ended = (one for one, end in self._until.items() if end and end <= now)
        over = max((one.number for one in ended if one.severity != "error"), default=0)
        # What was said before does not come back after it, but for a fault that nobody has seen.
        self._until = {
            one: end
            for one, end in self._until.items()
            if one.number > over or (not end and one.severity == "error")
        }
        return [*self._until]

    def _refresh_notifications(self) -> None:
        """Show the last sentence on the screen in front; Textual asks for it with every screen."""
        try:
            stack = self.screen_stack
        except ScreenStackError:
            return
        last = next(reversed(self.shown), None)
        for screen in stack:
            for line in screen.query(SaidLine):
                line.show(last if screen is stack[-1] else None, self.how_to_read_all())
        if last and any(line.shows(last) for line in stack[-1].query(SaidLine)):
            self._show_until_its_end(last)

    def _show_until_its_end(self, last: Saying) -> None:
        self._until[last] = self._until[last] or monotonic() + last.seconds
        if self._ending:
            self._ending.stop()
        left = self._until[last] - monotonic()
        if left > 0 or last.severity != "error":
            self._ending = at(self, self._until[last], self._refresh_notifications)

"""Type-ahead: keys act in the order they were typed, however fast they come.

Over SSH several keys arrive in one packet, and experts type ahead of the screen. Textual lets a
letter act in its field at once while a bound key still bubbles up to the app, so `backspace 9`
sent together becomes `9 backspace`, and the first letters for a form go to the list behind it.
Here a key waits until everything the one before it set off has happened, in the desk's threads
too: a form that is being looked up gets what was typed for it, and what was typed after saving goes
to the screen behind it.
"""

from collections import deque
from functools import partial
from time import monotonic

from textual import events
from textual.app import App
from textual.dom import DOMNode, NoScreen
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import Worker

ROUNDS = 2
"""Through the focused widget once behind the key, and once behind what the key made it post."""
LOOK_SECONDS = 0.02
PATIENCE_SECONDS = 0.5
"""Nothing but an answer holds a key up for longer."""


class TypeAhead(App[int]):
    """An app that forwards one key at a time."""

    class Passed(Message):
        """Follows a key from its widget up to the app, and so arrives after it."""

        def __init__(self, number: int, rounds: int) -> None:
            super().__init__()
            self.number = number
            self.rounds = rounds

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[events.Key | events.Paste] = deque()
        self._turn = 0
        """Counts the keys."""
        self._number = 0
        """Counts what follows a key: what comes of an earlier one comes too late."""
        self._before: Screen[object] | None = None
        self._target: DOMNode = self
        self._since = 0.0
        self._watch: Timer | None = None
        self._answers: list[Worker[None]] = []
        self._has_passed = False
        """Has the key been through, so that only answers hold up the next one?"""

    @property
    def typed_at(self) -> float:
        """When the last key was typed, by the monotonic clock."""
        return self._since

    @property
    def key_typed_at(self) -> float:
        """When the key that is under way was typed, however long it waited for its turn."""
        return self._typed[0].time if self._typed else monotonic()

    @property
    def is_held(self) -> bool:
        """Is an answer waited for that the next keys depend on?"""
        self._answers = [answer for answer in self._answers if not answer.is_finished]
        return bool(self._answers)

    @property
    def typed_ahead(self) -> int:
        """How many keys wait for their turn behind the one that is under way."""
        return max(0, len(self._typed) - self._is_under_way)

    def hold(self, answer: Worker[None]) -> None:
        """Let the next keys wait for this answer: it may open what they are meant for."""
        self._answers.append(answer)

    def release(self) -> None:
        """An answer is there, or nobody waits for it any more: the keys go on."""
        self.call_later(self._go_on)

    def forget_typed(self) -> int:
        """Forget the keys that wait for their turn; how many there were."""
        forgotten = self.typed_ahead
        while self.typed_ahead:
            self._typed.pop()
        return forgotten

    def takes_at_once(self, event: events.Key | events.Paste) -> bool:
        """Take what is meant for whoever waits for an answer; False leaves it its turn."""
        return False

    async def on_event(self, event: events.Event) -> None:
        """Keys and what is pasted wait for their turn; everything else goes its way."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        if self.is_held and self.takes_at_once(event):
            return
        self._typed.append(event)
        if len(self._typed) == 1 and not self.is_held:
            await self._forward()

    @property
    def _is_under_way(self) -> bool:
        return self._watch is not None

    async def _forward(self) -> None:
        self._number += 1
        self._has_passed = False
        self._before = self.screen
        self._since = monotonic()
        self._turn += 1
        self._watch = self.set_interval(LOOK_SECONDS, partial(self._look, self._turn))
        await super().on_event(self._typed[0])
        self._follow(self._number, ROUNDS)

    async def _go_on(self) -> None:
        if self.is_held or not self.is_running:
            return
        if self._is_under_way and self._has_passed:
            # Once more behind what its answer set off.
            self._number += 1
            self._has_passed = False
            self._since = monotonic()
            self._follow(self._number, ROUNDS)
        elif self._typed and not self._is_under_way:
            await self._forward()

    def _follow(self, number: int, rounds: int) -> None:
        self._target = self.focused or self.screen
        if not self._target.post_message(self.Passed(number, rounds)):
            self.call_next(self._next, number)

    async def on_type_ahead_passed(self, message: Passed) -> None:
        """The key has been through; once more behind what it set off, then the next one."""
        if message.number != self._number or not self.is_running:
            return
        if message.rounds > 1:
            self._follow(message.number, message.rounds - 1)
        elif self.screen is not self._before:
            # A screen that has just come up has to have its focus before it is typed into.
            self._before = self.screen
            self.screen.call_after_refresh(self._follow, message.number, 1)
        else:
            # A widget asks for the focus later, too: behind that.
            self.call_later(self._next, message.number)

    async def _look(self, turn: int) -> None:
        if turn != self._turn or not self._is_under_way or self.is_held:
            return  # a look at a key that has been through may come late
        if self._has_passed:
            await self._go_on()
        # A screen that has gone, as a form that was saved, takes what was posted to it along.
        elif self._is_gone(self._target) or monotonic() - self._since > PATIENCE_SECONDS:
            await self._next(self._number)

    def _is_gone(self, target: DOMNode) -> bool:
        try:
            return target.screen not in self.screen_stack
        except NoScreen:
            return True

    async def _next(self, number: int) -> None:
        if number != self._number:
            return
        self._number += 1
        if self.is_held:
            self._has_passed = True
            return
        if self._watch:
            self._watch.stop()
            self._watch = None
        self._typed.popleft()
        if self._typed and self.is_running:
            await self._forward()

"""Type-ahead: keys act in the order they were typed, however fast they come.

Over SSH several keys arrive in one packet, and experts type ahead of the screen. Textual lets a
letter act in its field at once while a bound key still bubbles up to the app, so `backspace 9`
sent together becomes `9 backspace`, and the first letters for a form go to the list behind it.
Here a key waits until everything the one before it set off has happened, in the desk's threads
too: a form that is being looked up gets what was typed for it, and what was typed after saving goes
to the screen behind it.

Nothing of it is a matter of time. A widget has done what was to be done when it answers a message
that was posted behind that, or when it has gone; a screen takes keys once it has been drawn.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.worker import Worker, WorkerError

from tui.keyboard.behind_refused import PAUSE_SECONDS, BehindRefused
from tui.keyboard.bursts import Burst, read_of

if TYPE_CHECKING:
    from textual.widget import Widget

ROUNDS = 2
"""Through the focused widget once behind the key, and once behind what the key made it post."""
REPEAT_SECONDS = 0.7
"""A key that is held down comes again within this."""


class Queued(NamedTuple):
    """A key, or what was pasted, that waits for its turn."""

    event: events.Key | events.Paste
    goes_on: bool = False
    """Does it go on with a text, of which another key acted behind a refused one?"""


class TypeAhead(App[int]):
    """An app that forwards one key at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[Queued] = deque()
        self._turns: Worker[None] | None = None
        """What gives each key its turn, as long as there are any."""
        self._is_under_way = False
        """Has the first of them been forwarded?"""
        self._front: Screen[object] | None = None
        """The screen in front that has been drawn: it has its focus, and may be typed into."""
        self._since = 0.0
        self._before: events.Key | events.Paste | None = None
        """What had its turn before that which is under way."""
        self._answers: list[Worker[None]] = []
        self._refused = BehindRefused(self)

    @property
    def typed_at(self) -> float:
        """When the last key was forwarded, by the monotonic clock."""
        return self._since

    @property
    def key_typed_at(self) -> float:
        """When the key that is under way was typed, however long it waited for its turn."""
        return self._typed[0].event.time if self._typed else monotonic()

    @property
    def acts_since(self) -> float:
        """When the key that is under way was typed, unless others wait for it: of letters that came
        in one packet the last was typed before it acts. Now, where none is.
        """
        return monotonic() if self.typed_ahead else self.key_typed_at

    @property
    def is_held(self) -> bool:
        """Is an answer waited for that the next keys depend on?

        None that nobody wants any more: where it had not begun, Textual never calls it finished.
        """
        self._answers = [one for one in self._answers if not (one.is_finished or one.is_cancelled)]
        return bool(self._answers)

    @property
    def typed_ahead(self) -> int:
        """How many keys wait for their turn behind the one that is under way."""
        return len(self._typed) - self._is_under_way

    @property
    def is_repeated(self) -> bool:
        """Is the key that is under way the one before it, held down or typed twice at once?"""
        return self.first_typed_at is not None

    @property
    def first_typed_at(self) -> float | None:
        """When that one before it was typed; none where it was another."""
        pair = self._before, *(one.event for one in [*self._typed][:1])
        keys = [one for one in pair if isinstance(one, events.Key)]
        is_same = len(keys) == len({one.key for one in keys}) + 1
        return keys[0].time if is_same and keys[1].time - keys[0].time < REPEAT_SECONDS else None

    @property
    def goes_on(self) -> bool:
        """Did a key come together with the one that is under way, as those of a scan do?"""
        behind = [*self._typed][self._is_under_way :][:1]
        return any(one.event.time - self.key_typed_at < PAUSE_SECONDS for one in behind)

    def hold(self, answer: Worker[None]) -> None:
        """Let the next keys wait for this answer: it may open what they are meant for."""
        self._answers.append(answer)

    def forget_typed(self) -> Sequence[events.Key | events.Paste]:
        """Forget what waits for its turn, and say what that was."""
        forgotten = [one.event for one in self._typed][self._is_under_way :]
        while self.typed_ahead:
            self._typed.pop()
        return forgotten

    def drop_burst(self) -> None:
        """A key was refused: forget what was typed ahead for what it was to open, what comes in a
        burst, and what somebody types on who has not read that, until there is a pause.
        """
        forgotten = self.forget_typed()
        in_field = not self.acts_by_letters
        pastes = [one for one in forgotten if isinstance(one, events.Paste) and not in_field]
        self._refused.begin(
            typed_on=bool(forgotten) and in_field, pasted=pastes[-1] if pastes else None
        )
        if count := len(forgotten) - bool(pastes):
            self.tell_dropped(count)

    def doubt_behind_paste(self) -> None:
        """A paste did nothing: no letter acts until somebody has read that."""
        self._refused.begin_behind_paste()

    def tell_dropped(self, count: int) -> None:
        """Say that so many keys were dropped."""

    def tell_pasted(self) -> None:
        """Say that what was pasted does nothing."""

    def moves(self, key: events.Key) -> bool:
        """Does a key only move the cursor?"""
        return False

    def opens_other(self, key: events.Key) -> bool:
        """Does a key open a box, or another place, and act on nothing that is shown?"""
        return False

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
        if not self.acts_by_letters and self._refused.drops_in_field(event):
            return
        if self._refused.is_wary and self.acts_by_letters:
            self.run_worker(self._refused.doubt(event), group="doubts")
            return
        self.take(event)

    def take(self, event: events.Key | events.Paste, *, goes_on: bool = False) -> None:
        """Let it have its turn behind what was typed before it."""
        self._typed.append(Queued(event, goes_on))
        if self._turns is None or self._turns.is_finished:
            self._turns = self.run_worker(self._take_turns, group="keys")

    async def _take_turns(self) -> None:
        await self._answered()
        if self._front is not self.screen:
            await self._through()
        keys = 0
        while self._typed and self.is_running:
            keys += 1
            event = self._wanted(self._typed[0].event)
            if isinstance(event, events.Key) and self._is_dropped(event):
                self._before = self._typed.popleft().event
                continue
            self._is_under_way = True
            self._since = monotonic()
            await super().on_event(event)
            await self._through()
            self._is_under_way = False
            self._before = self._typed.popleft().event
        if keys > 1 and self.is_running:  # nothing is held back for one alone
            _draw(self.screen)

    def _wanted(self, event: events.Key | events.Paste) -> events.Key | events.Paste:
        """What is typed into whatever takes pasted text is so key by key; else it was pasted."""
        if not isinstance(event, Burst):
            return event
        is_whole = event.is_number and hasattr(self.focused, "takes_pasted_whole")
        if is_whole or not hasattr(self.focused, "_on_paste"):
            return events.Paste(event.text)
        self._typed.popleft()
        self._typed.extendleft(map(Queued, reversed(event.keys)))
        return self._typed[0].event

    @property
    def acts_by_letters(self) -> bool:
        """Is a letter that is typed now a command?"""
        return not hasattr(self.focused, "_on_paste")

    def _is_dropped(self, key: events.Key) -> bool:
        goes_on = self._typed[0].goes_on
        return self._is_pasted(key) or (goes_on and self._refused.drops_going_on())

    def _is_pasted(self, key: events.Key) -> bool:
        """Did a key that would act come with a chat, or behind a line end for a field?"""
        read = read_of(key)
        if read is None or read.is_dropped:
            return read is not None
        acts = self.acts_by_letters
        if read.begins_in_field is None:
            read.begins_in_field = not acts
            read.is_dropped = acts and read.is_chat
        else:
            read.is_dropped = acts and read.begins_in_field
        if read.is_dropped:
            self.tell_pasted()
        return read.is_dropped

    async def _through(self) -> None:
        """Until all has happened that the key set off, wherever that leads."""
        rounds = ROUNDS
        while rounds and self.is_running:
            where = self._where
            for node in (self.focused or self.screen).ancestors_with_self:
                await self.behind(node)
            held = self.is_held
            await self._answered()
            rounds = ROUNDS if held or self._where != where else rounds - 1
            if self._front is not self.screen:
                rounds, self._front = ROUNDS, self.screen
                await self._drawn()

    @property
    def _where(self) -> "tuple[Screen[object], Widget | None]":
        """Where the next key would go."""
        return self.screen, self.focused

    async def _answered(self) -> None:
        """Until every answer is there that keys wait for, or nobody waits for it any more."""
        while self.is_held:
            with suppress(WorkerError):  # who asked for it says what went wrong
                await self._answers[0].wait()

    async def behind(self, node: MessagePump) -> None:
        """Until a node has done all that was posted to it, or has gone and takes it along."""
        passed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def passes() -> None:
            passed.set_result(None)

        if not node.call_later(passes):
            return
        if node is self:
            await passed
        else:
            await asyncio.wait((passed, node.task), return_when=asyncio.FIRST_COMPLETED)

    async def _drawn(self) -> None:
        """Until the screen in front has been drawn, or another one is in front of it."""
        over = asyncio.Event()
        self.screen_change_signal.subscribe(self, lambda _screen: over.set(), immediate=True)
        try:
            if self.screen.call_after_refresh(over.set):
                await over.wait()
        finally:
            self.screen_change_signal.unsubscribe(self)


def _draw(screen: Screen[object]) -> None:
    """What has changed since and was not laid out yet, and what was held back for these keys."""
    screen._on_timer_update()  # noqa: SLF001 - no other way
    screen._compositor_refresh()  # noqa: SLF001

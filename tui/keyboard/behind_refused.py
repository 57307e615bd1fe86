"""Behind a key that was refused: which of the next ones may act, and which are for what it was to
open.

A command that is refused opens nothing, and what was typed ahead for its form would act on the list
behind it. Until somebody types on with pauses, a key is looked at before it has its turn.
"""

import asyncio
from enum import Enum
from time import monotonic
from typing import NamedTuple, Protocol

from textual import events

from store.search.pasting import names_orders

PAUSE_SECONDS = 0.05
"""Faster than this follows only what a scanner or a paste types, or what was typed ahead."""
READING_SECONDS = 0.5
"""From key to key it takes less to whoever types on, and more to whoever reads a sentence first."""
READ_SECONDS = 3.0
"""Who typed nothing for so long has read the sentence, and is at something else."""


class Keys(Protocol):
    """Whoever gives keys their turn."""

    @property
    def acts_by_letters(self) -> bool:
        """Is a letter that is typed now a command?"""
        ...

    def moves(self, key: events.Key) -> bool:
        """Does a key only move the cursor?"""
        ...

    def opens_other(self, key: events.Key) -> bool:
        """Does a key open a box, or another place, and act on nothing that is shown?"""
        ...

    def take(self, event: events.Key | events.Paste, *, goes_on: bool = False) -> None:
        """Let it have its turn; does it go on with what another key has begun?"""
        ...

    def tell_dropped(self, count: int) -> None:
        """Say that so many keys were dropped."""
        ...

    def tell_pasted(self) -> None:
        """Say that what was pasted does nothing."""
        ...


class State(Enum):
    """What was typed since a key was refused."""

    FREE = "no key was refused, or somebody has typed on with pauses since"
    READING = "nothing"
    TEXT = "what is known to be a text"
    PASTED = "a paste that did nothing, and nothing that shows that this was read"
    MOVED = "a key that moved the cursor"
    ACTED = "a key that acted, and a text may go on with it"


class Verdict(Enum):
    """What becomes of a key."""

    TAKE = "it has its turn"
    DROP = "it does nothing, and neither does the one that is waited for"
    WAIT = "it has its turn unless more come with it"


class Typed(NamedTuple):
    """What matters of a key."""

    moves: bool
    """Does it only move the cursor?"""
    is_written: bool
    """Is it one of those that a sentence is typed with?"""
    is_again: bool
    """Is it the same as the one before?"""
    opens_other: bool
    """Does it open a box to type into, or another place, and act on nothing that is shown?"""


def step(state: State, key: Typed, pause: float) -> tuple[State, Verdict]:
    """What becomes of a key so many seconds behind the one before, and how it is then.

    Of a text that is typed on nothing acts. What follows a key that acted is for what that opens,
    or is of a text: it has its turn, and whether it acts is asked then. What moves the cursor is
    taken as long as nothing else was typed, and the same again ends all doubt: it is held, and
    comes as fast as a scan from then on. A scan begins as a key does, so that the others wait.
    Behind a paste that did nothing a letter acts on what is still shown only once that was read.
    """
    is_pasted = state is State.PASTED
    is_text = is_pasted or state is State.TEXT
    moves = key.moves and not is_text
    acts_on_shown = is_pasted and not (key.moves or key.opens_other)
    is_quick = key.is_written and pause < (READ_SECONDS if acts_on_shown else READING_SECONDS)
    is_held = state is State.MOVED and moves and is_quick and key.is_again
    if is_held or state is State.FREE:
        return State.FREE, Verdict.TAKE
    if state is State.ACTED and not moves and (is_quick or pause < PAUSE_SECONDS):
        return State.ACTED, Verdict.TAKE
    if pause < PAUSE_SECONDS or (is_quick and not moves):
        return state if is_text else State.TEXT, Verdict.DROP
    if moves:
        return State.MOVED if is_quick else State.FREE, Verdict.WAIT
    has_read = is_pasted or pause >= READ_SECONDS or not key.is_written
    return State.FREE if has_read else State.ACTED, Verdict.WAIT


def step_pasted(text: str, pause: float) -> tuple[State, Verdict]:
    """The same of a paste: what it finds is what the keys behind it are for.

    For what the refused key was to open it is only where it comes at once, and is no number of an
    order: of a form that asks for one it is seen where that went, as it is shown.
    """
    if names_orders(text) or pause >= READING_SECONDS:
        return State.READING, Verdict.TAKE
    return State.PASTED, Verdict.DROP


class BehindRefused:
    """Looks at each key behind one that was refused, as long as that is needed."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._state = State.FREE
        self._waiting: list[events.Key] = []
        """Keys that may begin a burst; more than one only where the desk is behind."""
        self._key = ""
        """The key before."""
        self._came_at = 0.0
        """When that came."""
        self._is_typed_on = False
        """May what comes into a field go on with what was typed behind the save of its form?"""

    @property
    def is_wary(self) -> bool:
        """Is a key looked at before it has its turn?"""
        return self._state is not State.FREE

    def begin(self, *, typed_on: bool, pasted: events.Paste | None) -> None:
        """A key was refused just now; is something typed on that would come into a field, and was
        something pasted at once behind it?
        """
        self._state, self._came_at, self._is_typed_on = State.READING, monotonic(), typed_on
        if pasted:
            self._doubt_paste(pasted, 0)

    def begin_behind_paste(self) -> None:
        """A paste did nothing just now."""
        self._state, self._came_at, self._is_typed_on = State.PASTED, monotonic(), False

    async def doubt(self, event: events.Key | events.Paste) -> None:
        """Take a key or a paste, or drop it, or see first what comes with it."""
        pause, self._came_at = event.time - self._came_at, event.time
        if isinstance(event, events.Paste):
            self._doubt_paste(event, pause)
            return
        is_again, self._key = event.key == self._key, event.key
        moves, opens_other = self._keys.moves(event), self._keys.opens_other(event)
        key = Typed(moves, is_written(event), is_again, opens_other)
        state, verdict = step(self._state, key, pause)
        if self._waiting and is_again and key.moves:  # it is held, however fast it repeats
            state, verdict = State.FREE, Verdict.TAKE
            self._take_waiting()
        if verdict is Verdict.WAIT:
            await self._wait(event, state)
            return
        self._state = state
        if verdict is Verdict.TAKE:
            self._keys.take(event, goes_on=state is State.ACTED)
        else:
            began = self._waiting[-1:]
            self._waiting = self._waiting[:-1]
            self._keys.tell_dropped(1 + len(began))

    def _doubt_paste(self, event: events.Paste, pause: float) -> None:
        if self._waiting:  # it came with a key that may act, and is for what that opens
            self._take_waiting()
            self._state, verdict = State.ACTED, Verdict.TAKE
        else:
            self._state, verdict = step_pasted(event.text, pause)
        if verdict is Verdict.TAKE:
            self._keys.take(event)
        else:
            self._keys.tell_pasted()

    async def _wait(self, event: events.Key, state: State) -> None:
        """Take a key, unless the next one drops it; what state it is then."""
        self._waiting.append(event)
        await asyncio.sleep(PAUSE_SECONDS)
        if event in self._waiting:
            self._waiting.remove(event)
            # Those behind it that are looked at still have their turn before any other.
            is_free = state is State.FREE
            self._state = State.READING if is_free and self._waiting else state
            self._keys.take(event)

    def _take_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for event in waiting:
            self._keys.take(event)

    def drops_in_field(self, event: events.Key | events.Paste) -> bool:
        """Does it go on, in a field of a form, with what was typed for the list behind that?

        Whoever pauses, or presses what is no letter though nothing was dropped, has read why it is
        still there, and puts it right or leaves it: what is typed into the list behind it after
        that is meant for the list.
        """
        pause, self._came_at = event.time - self._came_at, event.time
        is_letter = isinstance(event, events.Paste) or is_written(event)
        if pause >= READING_SECONDS or not (self._is_typed_on or is_letter):
            self._state, self._is_typed_on = State.FREE, False
        if not self._is_typed_on or (isinstance(event, events.Key) and event.key == "escape"):
            return False
        self._keys.tell_dropped(1)
        return True

    def drops_going_on(self) -> bool:
        """Would a key act now that goes on with a text, of which another key acted?"""
        self._state = State.TEXT if self._keys.acts_by_letters else State.FREE
        if self.is_wary:
            self._keys.tell_dropped(1)
        return self.is_wary


def is_written(key: events.Key) -> bool:
    """Is a key one of those that a sentence is typed with?"""
    return key.is_printable or key.key in ("enter", "backspace")

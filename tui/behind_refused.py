"""Behind a key that was refused: which of the next ones may act, and which are for what it was to
open.

A command that is refused opens nothing, and what was typed ahead for its form would act on the list
behind it. Until somebody types on with pauses, a key is looked at before it has its turn.
"""

import asyncio
from time import monotonic
from typing import Protocol

from textual import events

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

    def take(self, event: events.Key) -> None:
        """Let it have its turn."""
        ...

    def tell_dropped(self, count: int) -> None:
        """Say that so many keys were dropped."""
        ...

    def tell_pasted(self) -> None:
        """Say that what was pasted does nothing."""
        ...


class BehindRefused:
    """What was typed since a key was refused, and so whether the next one may act."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self.is_wary = False
        """Was a key refused, and has nobody typed on with pauses since?"""
        self._doubted: list[events.Key] = []
        """Keys that may begin a burst; more than one only where the desk is behind."""
        self._is_text = False
        """Is what comes known to be a text?"""
        self._moved = ""
        """The key that moved the cursor since."""
        self._has_acted = False
        """Did a key act since? A text may go on with it."""
        self._came_at = 0.0
        """When the key before came."""

    def begin(self) -> None:
        """A key was refused just now."""
        self.is_wary, self._came_at = True, monotonic()
        self._is_text, self._moved, self._has_acted = False, "", False

    async def doubt(self, event: events.Key) -> None:
        """Take a key, unless it is of a text that is typed on, or more come with it: a scan begins
        so. What follows a key that acted is for what that opens, or is of a text; what moves the
        cursor is taken as long as nothing else was typed, and the same again ends all doubt: it is
        held, and comes as fast as a scan from then on.
        """
        pause, self._came_at = event.time - self._came_at, event.time
        moves = self._keys.moves(event) and not self._is_text
        is_quick = pause < READING_SECONDS and is_written(event)
        is_held = moves and is_quick and event.key == self._moved
        if is_held or not self.is_wary:
            self.is_wary = False
            self._keys.take(event)
            return
        if self._has_acted and not moves and (is_quick or pause < PAUSE_SECONDS):
            vars(event)["goes_on"] = True
            self._keys.take(event)
            return
        if pause < PAUSE_SECONDS or (is_quick and not moves):
            began = self._doubted[-1:]
            self._doubted, self._is_text = self._doubted[:-1], True
            self._keys.tell_dropped(1 + len(began))
            return
        self._doubted.append(event)
        await asyncio.sleep(PAUSE_SECONDS)
        if event in self._doubted:
            self._doubted.remove(event)
            self._has_acted = is_written(event) and pause < READ_SECONDS and not moves
            # Those behind it that are looked at still have their turn before any other.
            self.is_wary = self._has_acted or is_quick or bool(self._doubted)
            self._moved = event.key
            self._keys.take(event)

    def drops(self, event: events.Paste) -> bool:
        """Was it pasted for what the refused key was to open? It is dropped, and that is said."""
        pause, self._came_at = event.time - self._came_at, event.time
        if pause < READING_SECONDS:
            self._keys.tell_pasted()
        return pause < READING_SECONDS

    def drops_going_on(self, key: events.Key) -> bool:
        """Would a key act that goes on with a text, of which another key acted? The same of it."""
        if "goes_on" not in vars(key):
            return False
        self._is_text = self.is_wary = self._keys.acts_by_letters
        if self._is_text:
            self._keys.tell_dropped(1)
        return self._is_text


def is_written(key: events.Key) -> bool:
    """Is a key one of those that a sentence is typed with?"""
    return key.is_printable or key.key in ("enter", "backspace")

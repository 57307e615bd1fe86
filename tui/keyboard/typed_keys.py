"""TypedKeys (按键): alt and a key, which a terminal sends as it sends esc and that key at once.

Textual 8.2.8 takes alt and a digit for the sign that a Mac writes with them, so that a field has ™
or £ in it: here they are a key, and no sign. Alt and another key do nothing unless a file of keys
says so; what comes so is esc and that key, typed ahead or on a slow line: else a form that was left
stays open, and what was typed behind it goes into its fields.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Self

from textual import events
from textual._xterm_parser import XTermParser

from tui.actions import Key

ALT = "alt+"
BEGINS = frozenset("[OPX]^_")
"""A sequence begins with esc and one of these: that it is not known is no esc."""


class TypedKeys(XTermParser):
    """As Textual's parser of what a terminal sends."""

    def __init__(self, bound: Collection[str] = (), *, debug: bool = False) -> None:
        """`bound` are the names of all keys that a list has, `alt+x` of a file of keys too."""
        super().__init__(debug)
        self._bound = frozenset(bound)

    @classmethod
    def of(cls, app: object, *, debug: bool) -> Self:
        """For an app, with the keys of its table."""
        table: Sequence[Key] = getattr(app, "keys", ())
        return cls({name for key in table for name in key.keys.split(",")}, debug=debug)

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        digit = sequence.removeprefix("\x1b")
        if digit != sequence and len(digit) == 1 and digit.isdecimal():
            return (events.Key(f"{ALT}{digit}", None),)
        found = tuple(super()._sequence_to_key_events(sequence, alt))
        if alt and sequence not in BEGINS and self._bound.isdisjoint(key.key for key in found):
            plain = super()._sequence_to_key_events(sequence)
            return (events.Key("escape", "\x1b"), *plain)
        return found

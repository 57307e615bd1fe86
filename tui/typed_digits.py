"""TypedDigits (数字键): alt and a digit are a key, and no sign.

Textual 8.2.8 takes them for the sign that a Mac writes with them, so that a field has ™ or £ in it.
"""

from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.events import Key


class TypedDigits(XTermParser):
    """As Textual's parser of what a terminal sends."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[Key]:
        digit = sequence.removeprefix("\x1b")
        if digit != sequence and len(digit) == 1 and digit.isdecimal():
            return (Key(f"alt+{digit}", None),)
        return super()._sequence_to_key_events(sequence, alt)

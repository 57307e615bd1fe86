"""Typed (键入): what is typed is one text until another key ends it, however long it takes."""

from collections.abc import Sequence
from unicodedata import normalize

from textual.events import Key

TOGETHER_SECONDS = 0.5
"""From sign to sign of what is typed quickly, or scanned, it takes less."""
READ_SECONDS = 1.0
"""The same of one text that is typed slowly; who reads what is said of it takes more."""


class Typed:
    """The signs that were typed since another key, in half width."""

    def __init__(self) -> None:
        self.text = ""
        self.together = ""
        """Those of them that came together last."""
        self._at = 0.0

    def take(self, key: Key) -> bool:
        """Add the sign of a key; does it come after a pause, or as the first?"""
        begins = not self.text or key.time - self._at >= TOGETHER_SECONDS
        sign = normalize("NFKC", key.character or "")
        self.text += sign
        self.together = sign if begins else self.together + sign
        self._at = key.time
        return begins

    def is_read(self, key: Key) -> bool:
        """Does a key come so late that what was said of the text before it has been read?"""
        return key.time - self._at >= READ_SECONDS

    def end(self) -> None:
        """What is typed next begins anew."""
        self.text = self.together = ""


def digit_meant(text: str, offered: Sequence[str]) -> int | None:
    """The place of what a number chooses among what is offered, from 0 on; None where it is none of
    them, or the beginning of one.
    """
    place = int(text) - 1 if text.isdecimal() else -1
    is_begun = any(one.casefold().startswith(text) for one in offered)
    return place if 0 <= place < len(offered) and not is_begun else None

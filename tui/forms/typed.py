"""Typed (键入): what is typed quickly, or scanned, is one text, however many keys it comes by."""

from unicodedata import normalize

from textual.events import Key

TOGETHER_SECONDS = 0.5
"""From sign to sign of one text it takes less."""


class Typed:
    """The signs that came together last, in half width."""

    def __init__(self) -> None:
        self.text = ""
        self._at = 0.0

    def take(self, key: Key) -> bool:
        """Add the sign of a key; does it begin a text?"""
        begins = not self.text or key.time - self._at >= TOGETHER_SECONDS
        sign = normalize("NFKC", key.character or "")
        self.text = sign if begins else self.text + sign
        self._at = key.time
        return begins

    def end(self) -> None:
        """What is typed next begins anew."""
        self.text = ""

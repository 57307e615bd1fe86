"""Bursts (粘贴): what was pasted at a terminal that does not say so, told from keys.

A terminal without bracketed paste sends a chat as keys: a letter of it may claim an order. What
comes in one read of the terminal is taken for pasted where its beginning is no key of any list: a
Chinese character, a date, or a number as long as an order's. What is typed ahead begins with a key,
and the commands behind it are not plain text. What it is for is known once it has its turn: a field
gets it as the keys that it came as.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Self
from unicodedata import category

from textual._xterm_parser import XTermParser
from textual.events import Key, Paste
from textual.message import Message
from textual.message_pump import MessagePump

REST_SECONDS, MORE_SECONDS = 0.1, 0.02
"""How long the terminal is waited for at rest, and for more of what is being pasted."""
_NUMBER = re.compile(r"[0-9]{4,}[-/.:年][0-9]|[0-9]{10,}")


class Burst(Paste):
    """A text that came at once, and the keys that it would be."""

    def __init__(self, text: str, keys: Sequence[Key]) -> None:
        super().__init__("\n".join(text.splitlines()))
        self.keys = keys

    def set_sender(self, sender: MessagePump) -> Self:
        """Of the keys as well."""
        for key in self.keys:
            key.set_sender(sender)
        return super().set_sender(sender)


class Typing:
    """What a terminal sends as keys and other messages, and as texts that came at once."""

    def __init__(self, parser: XTermParser) -> None:
        self._parser = parser
        self._text = ""
        """What has come of a burst; more of it may come."""
        self._keys: list[Key] = []

    @property
    def patience(self) -> float:
        """For so long it is waited for what comes next, in seconds."""
        return MORE_SECONDS if self._text else REST_SECONDS

    def fed(self, text: str, *, rests: bool) -> Iterator[Message]:
        """What this means; with `rests` nothing came for as long as was waited."""
        messages = [*self._parser.feed(text)] if text else []  # an empty one would end the parser
        keys = [one for one in messages if isinstance(one, Key)]
        # Within the marks of a paste, or of a sequence, a text is no keys.
        is_text = is_plain(text) and len(text) == len(keys) == len(messages)
        if is_text and (self._text or begins_a_burst(text)):
            self._text += text
            self._keys += keys
            return
        if self._text and (text or rests):
            yield Burst(self._text, self._keys)
            self._text, self._keys = "", []
        yield from messages
        yield from self._parser.tick()


def begins_a_burst(text: str) -> bool:
    """Is this more than an input method writes, and begins as no command does?"""
    if not is_plain(text) or text.isalpha():
        return False
    # Letters that are neither large nor small: of no key, nor of the twin of one.
    return category(text[0]) == "Lo" or bool(_NUMBER.match(text))


def is_plain(text: str) -> bool:
    """Is it nothing but text, as a chat is? Commands have control characters among them."""
    return bool(text) and all(sign.isprintable() or sign in "\r\n\t" for sign in text)

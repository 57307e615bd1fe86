"""Bursts (粘贴): what was pasted at a terminal that does not say so, told from keys.

A terminal without bracketed paste sends a chat as keys: a letter of it may claim an order. What
comes in one read of the terminal is taken for pasted where its beginning is no key of any list: a
Chinese character, a date, or a number as long as an order's. What is typed ahead begins with a key,
and the commands behind it are not plain text. What it is for is known once it has its turn: a field
gets it as the keys that it came as.

What begins as a key stays keys, and those that came together know it (`read_of`): a chat is longer
than what anybody types while a line stands still, and what follows a line end that was put into a
field came with it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Self
from unicodedata import category

from textual._xterm_parser import XTermParser
from textual.events import Key, Paste
from textual.message import Message
from textual.message_pump import MessagePump

from tui.keyboard.marked_pastes import MarkedPastes

REST_SECONDS, MORE_SECONDS = 0.1, 0.02
"""How long the terminal is waited for at rest, and for more of what is being pasted."""
MOST_TYPED = 20
"""Keys, a held one counted once, that nobody types while a slow line stands still: it takes a fast
person two seconds.
"""
OPENING = ("/", ":")
"""Keys that open a box to type into: with no other one does so much plain text begin that is typed
ahead, and no chat begins with these.
"""
_NUMBER = re.compile(r"[0-9]{4,}[-/.:年][0-9]|[0-9]{10,}")


class Burst(Paste):
    """A text that came at once, and the keys that it would be."""

    def __init__(self, text: str, keys: Sequence[Key]) -> None:
        super().__init__("\n".join(text.splitlines()))
        self.keys = keys
        self.is_number = bool(_NUMBER.match(text))
        """Does it begin with a number, whose digits would choose in a menu?"""

    def set_sender(self, sender: MessagePump) -> Self:
        """Of the keys as well."""
        for key in self.keys:
            key.set_sender(sender)
        return super().set_sender(sender)


class Read:
    """A text of several keys that came at once and began as a key does."""

    begins_in_field: bool | None = None
    """Was its first key for a field? Not known before that has its turn."""
    is_dropped = False
    """Is what is left of it no command?"""

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def is_chat(self) -> bool:
        """Is it more than what anybody types ahead, and no scan, no search and no command that is
        called by its name?
        """
        words = len(self.text.split())
        keys = sum(sign != before for before, sign in pairwise(f"\0{self.text}"))
        return words > 1 and keys >= MOST_TYPED and not self.text.startswith(OPENING)


def read_of(key: Key) -> Read | None:
    """The text that a key came with; Textual looks for handlers by the class of a message, so that
    it can be no class of its own.
    """
    read: Read | None = vars(key).get("read")
    return read


class Typing:
    """What a terminal sends as keys and other messages, and as texts that came at once."""

    def __init__(self, parser: XTermParser) -> None:
        self._parser = MarkedPastes(parser)
        self._text = ""
        """What has come of a burst; more of it may come."""
        self._keys: list[Key] = []
        self._chat: Read | None = None
        """What began as a key and is a chat; more of it may come."""

    @property
    def patience(self) -> float:
        """For so long it is waited for what comes next, in seconds."""
        return MORE_SECONDS if self._text or self._chat else REST_SECONDS

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
        if self._chat and (rests or (text and not is_text)):
            self._chat = None
        if is_text and (len(text) > 1 or self._chat):
            self._note(self._chat or Read(text), keys)
        yield from messages
        yield from self._parser.tick()

    def _note(self, read: Read, keys: Sequence[Key]) -> None:
        """Of each key what it came with."""
        self._chat = read if read.is_chat else None
        for key in keys:
            vars(key)["read"] = read


def begins_a_burst(text: str) -> bool:
    """Is this more than an input method writes, and begins as no command does?"""
    if not is_plain(text) or text.isalpha():
        return False
    # Letters that are neither large nor small: of no key, nor of the twin of one.
    return category(text[0]) == "Lo" or bool(_NUMBER.match(text))


def is_plain(text: str) -> bool:
    """Is it nothing but text, as a chat is? Commands have control characters among them."""
    return bool(text) and all(sign.isprintable() or sign in "\r\n\t" for sign in text)

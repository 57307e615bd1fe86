"""MarkedPastes (带标记的粘贴): what a terminal says was pasted, told from keys.

It sends a mark before what is pasted, and another behind it. Textual 8.2.8 reads sequences between
them, too: a paste with an ESC in it, as coloured text has, ends there, and the rest of it acts.
Here all up to the mark behind it is that paste. One without that mark ends once nothing has come
for a while, and what may still come of it is no key.
"""

import re
from collections.abc import Generator, Iterator
from time import monotonic

from textual._xterm_parser import XTermParser
from textual.events import Key, Paste
from textual.message import Message

BEGIN, END = "\x1b[200~", "\x1b[201~"
STALLED_SECONDS = 2.0
"""A link that stands still within a paste goes on sooner."""
_NO_TEXT = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|[\x00\x1b]")
"""Colours, other marks, and whatever else is drawn by nothing."""
_ONE_KEY = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.)|\x1b?.", re.DOTALL)


class MarkedPastes:
    """A parser of what a terminal sends, but what was pasted does not get to it."""

    def __init__(self, parser: XTermParser) -> None:
        self._parser = parser
        self._tail = ""
        """The last that came: a mark may begin with it."""
        self._pasted: str | None = None
        """What has come of a paste; none where none is under way."""
        self._came_at = 0.0
        """When the last of it came."""
        self._is_stalled = False
        """Has one ended without its mark, and nothing been typed since?"""

    def feed(self, text: str) -> Iterator[Message]:
        """What this means that came from the terminal."""
        if self._is_stalled:
            text = self._behind_stalled(text)
        while text:
            if self._pasted is None:
                text = yield from self._up_to_paste(text)
            else:
                self._came_at = monotonic()
                self._pasted += text
                whole, end, text = self._pasted.partition(END)
                if end:
                    yield self._end(whole)

    def tick(self) -> Iterator[Message]:
        """What it means that nothing more came by now."""
        if self._pasted is not None and monotonic() - self._came_at >= STALLED_SECONDS:
            self._is_stalled = True
            yield self._end(self._pasted)
        yield from self._parser.tick()

    def _up_to_paste(self, text: str) -> Generator[Message, None, str]:
        """What stands before the first paste; what stands behind the mark that begins it is left.

        The parser gets the mark as well, and that behind a paste: a key before them is over then.
        """
        known = self._tail + text
        begin = known.find(BEGIN)
        if begin < 0:
            self._tail = known[1 - len(BEGIN) :]
            yield from self._parser.feed(text)
            return ""
        is_torn = begin < len(self._tail)  # the parser may have taken its beginning for keys
        behind = begin + len(BEGIN) - len(self._tail)
        for message in self._parser.feed(text[:behind] + END):
            if not isinstance(message, Paste) and not (is_torn and isinstance(message, Key)):
                yield message
        self._tail, self._pasted, self._came_at = "", "", monotonic()
        return text[behind:]

    def _end(self, pasted: str) -> Paste:
        self._pasted = None
        return Paste(_NO_TEXT.sub("", pasted))

    def _behind_stalled(self, text: str) -> str:
        """What is left of this without what may belong to a paste that stood still: all but a key
        that comes alone.
        """
        _rest, end, behind = text.partition(END)
        self._is_stalled = not (end or _ONE_KEY.fullmatch(text))
        return behind if end else "" if self._is_stalled else text

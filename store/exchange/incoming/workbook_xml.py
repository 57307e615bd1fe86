"""The XML of a workbook's parts as it streams by: nothing is kept, no entity is ever expanded.

Excel writes the elements of its own namespace without a prefix, other programs with one (`x:row`);
whatever the root has is what is looked for.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any
from xml.parsers.expat import ParserCreate

CHUNK = 1 << 16
LONGEST = 32_767
"""So many UTF-16 units fit into a cell of a spreadsheet."""
_WRITTEN = len("_x000D_") * LONGEST
"""Of the text of a cell, as long as it is; each of its characters may be escaped."""
Attributes = dict[str, str]

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class RefusedError(Exception):
    """The workbook is no workbook of orders; the argument says why."""


class Listener:
    """Hears the elements of one part by their local names."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        """What stood between elements, as long as nobody empties it."""

    def begin(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""


def listen(part: IO[bytes], listener: Listener) -> Iterator[None]:
    """Tell the listener of a part; it goes on after each chunk. Refuses a document type."""
    parser: Any = ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.CharacterDataHandler = listener.texts.append
    parser.StartElementHandler = _root(parser, listener)
    while chunk := part.read(CHUNK):
        parser.Parse(chunk, False)
        yield
    parser.Parse(b"", True)
    yield


def _root(parser: Any, listener: Listener) -> Callable[[str, Attributes], None]:
    def begin(name: str, attributes: Attributes) -> None:
        prefix = name[: name.find(":") + 1]
        if prefix:
            width = len(prefix)
            parser.StartElementHandler = lambda name, found: (
                listener.begin(name[width:], found) if name.startswith(prefix) else None
            )
            parser.EndElementHandler = lambda name: (
                listener.end(name[width:]) if name.startswith(prefix) else None
            )
        else:
            parser.StartElementHandler, parser.EndElementHandler = listener.begin, listener.end
        parser.StartElementHandler(name, attributes)

    return begin


def _refuse_doctype(*_declared: object) -> None:
    raise RefusedError("doctype")


def longer(text: str, more: Sequence[str]) -> str:
    """The text of a cell with another run of it; refuses what no cell holds."""
    text += "".join(more)
    if len(text) > _WRITTEN:
        raise RefusedError("long")
    return text


def plain(text: str) -> str:
    """The text without OOXML's escapes of what XML cannot hold: `_x000D_` is a carriage return."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\0", "")

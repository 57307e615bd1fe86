"""The XML of a workbook's parts as it streams by: nothing is kept, no entity is ever expanded.

Excel writes the elements of its own namespace without a prefix, other programs with one (`x:row`);
whatever the root has is what is looked for. Of small parts a listener hears each element. Of those
with a million elements the text of whole rows is given, as long as whoever reads them knows how
they are written; after that the rows as elements, which takes twice as long.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import IO, Any, NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder, XMLParser
from xml.parsers.expat import ParserCreate

CHUNK = 1 << 16
LONGEST = 32_767
"""So many UTF-16 units fit into a cell of a spreadsheet."""
LONGEST_WRITTEN = len("_x000D_") * LONGEST
"""Of the text of a cell, as long as it is; each of its characters may be escaped."""
Attributes = dict[str, str]

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile("&([^;]+);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_HEAD = 1 << 20
"""What stands before the first row of a sheet, as long as it is."""


class RefusedError(Exception):
    """The workbook is no workbook of orders; the argument says why."""


class Listener:
    """Hears the elements of one part by their local names."""

    def begin(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""


def listen(part: IO[bytes], listener: Listener) -> None:
    """Tell the listener of a part. Refuses a document type."""
    parser: Any = ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = _root(parser, listener)
    while chunk := part.read(CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


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


class Elements(NamedTuple):
    """Whole elements of one part."""

    found: list[Element]
    space: str
    """Stands before their names, and before those of what is in them."""


def elements(part: Iterable[bytes], name: str) -> Iterator[Elements]:
    """The elements of this local name in the root or right beneath, as they end.

    Refuses a document type.
    """
    builder = TreeBuilder()
    # What is begun here is known before it ends, so that what ended in it can be taken out.
    above = builder.start("", {})
    # Entities are declared by a document type alone, which is refused.
    parser, prolog = XMLParser(target=builder), ParserCreate()  # noqa: S314
    prolog.StartDoctypeDeclHandler = _refuse_doctype
    for chunk in part:
        if not len(above):
            prolog.Parse(chunk, False)
        parser.feed(chunk)
        if len(above):
            yield _ended(above[0], name, is_whole=False)
    parser.close()
    yield _ended(above[0], name, is_whole=True)


def _ended(root: Element, name: str, *, is_whole: bool) -> Elements:
    """What has ended of these; all that has is forgotten."""
    space = root.tag[: root.tag.rfind("}") + 1]
    found: list[Element] = []
    for place, child in enumerate(root, 1):
        is_open = place == len(root) and not is_whole
        if child.tag != space + name:
            ended = len(child) - is_open
            found += [one for one in child[:ended] if one.tag == space + name]
            del child[:ended]
        elif not is_open:
            found.append(child)
    del root[: len(root) - (not is_whole)]
    return Elements(found, space)


class Records:
    """A part with very many elements of one name, read as text while expat looks that it is XML."""

    def __init__(self, part: IO[bytes], begin: re.Pattern[bytes], name: str) -> None:
        """`begin` finds what stands before the first of them."""
        self._chunks = iter(lambda: part.read(CHUNK), b"")
        self._begin = begin
        self._end = f"</{name}>".encode()
        self._any = re.compile(rf"<(?:[^\s<>/]+:)?{name}[\s/>]".encode())
        self._name = name
        self._head: bytes | None = None
        self._left = b""

    def texts(self) -> Iterator[str]:
        """Some of the elements as they are written, each to its end; of odd parts none."""
        parser: Any = ParserCreate()
        parser.StartDoctypeDeclHandler = _refuse_doctype
        for chunk in self._chunks:
            parser.Parse(chunk, False)
            self._left += chunk
            if self._head is None:
                found = self._begin.search(self._left)
                if found is None and len(self._left) > _HEAD:
                    return
                if found is None:
                    continue
                self._head, self._left = self._left[: found.end()], self._left[found.end() :]
            ended = self._left.rfind(self._end)
            if ended >= 0:
                ended += len(self._end)
                text, self._left = self._left[:ended].decode(), self._left[ended:]
                yield text
        parser.Parse(b"", True)

    def rest(self, text: str = "") -> Iterator[Elements]:
        """What was not given as text, or was and is given back, as elements."""
        left = text.encode() + self._left
        ahead = next(self._chunks, b"")
        if ahead or self._any.search(left):
            yield from elements(chain([self._head or b"", left, ahead], self._chunks), self._name)


def written(text: str) -> str:
    """What a text without elements stands for that was written in a part."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _REFERENCE.sub(_referred, text) if "&" in text else text


def _referred(found: re.Match[str]) -> str:
    name = found[1]
    if name.startswith("#x"):
        return chr(int(f"0{name[1:]}", 16))
    return chr(int(name[1:])) if name.startswith("#") else _ENTITIES[name]


def string_of(element: Element, space: str) -> str:
    """The text of a string, run by run, without how it is read (`rPh`); refuses a longer one than
    any cell's.
    """
    runs = [part.findtext(f"{space}t", "") for part in element if part.tag == f"{space}r"]
    text = element.findtext(f"{space}t", "") + "".join(runs)
    if len(text) > LONGEST_WRITTEN:
        raise RefusedError("long")
    return plain(text)


def _refuse_doctype(*_declared: object) -> None:
    raise RefusedError("doctype")


def plain(text: str) -> str:
    """The text without OOXML's escapes of what XML cannot hold: `_x000D_` is a carriage return."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\0", "")

"""A CSV file's text: its encoding, and its records, also those that a fault has spoilt."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from store.errors import BadInput
from store.words import _

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_GUESSES = ("utf-8", "gb18030")
# No text holds a NUL when it is split, so that no cell can be taken for the end.
_END = "\0end"


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the file; `number` counts as a spreadsheet does, from 1."""

    number: int
    cells: list[str]
    whole: bool = True
    """Its last quote is closed."""
    last: bool = False
    """The file ends with it, without a line end."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a text file says; `cut` when it ends in the middle of a character."""

    text: str
    encoding: str
    cut: bool = False


def read_text(data: bytes, name: str) -> Text:
    """Decode by byte order mark, else as UTF-8, else as GB18030 (which holds GBK and GB2312)."""
    for mark, encoding, codec in _BOMS:
        if data.startswith(mark):
            found = _decode(data[len(mark) :], codec, encoding)
            break
    else:
        found = next(filter(None, (_decode(data, guess, guess) for guess in _GUESSES)), None)
    if found is None:
        raise BadInput(
            _(
                "{file}: its text is neither UTF-8, GB18030 nor UTF-16, so it cannot be read."
            ).format(file=name)
        )
    return found


def _decode(data: bytes, codec: str, encoding: str) -> Text | None:
    # Incremental, because a file that ends inside a character is still good up to there.
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        text = decoder.decode(data)
    except UnicodeDecodeError:
        return None
    plain = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return Text(plain, encoding, cut=bool(decoder.getstate()[0]))


def split_records(file: Text, delimiter: str) -> Iterator[Record]:
    """Every record; a quote that is never closed spoils its own line, not the rest of the file."""
    lines = file.text.split("\n")
    open_end = bool(lines[-1]) or file.cut
    if not lines[-1]:
        lines.pop()
    at, number, widest = 0, 0, 0
    while at < len(lines):
        start = at
        reader = csv.reader(_endless(lines, start), delimiter=delimiter)
        for cells in _until_fault(reader):
            if cells == [_END]:
                return
            end = start + reader.line_num
            number += 1
            inner = lines[at + 1 : end]
            if cells is None or _swallows(inner, cells, delimiter, widest):
                yield Record(number, lines[at].split(delimiter), whole=False)
                at += 1
                break
            last = open_end and end >= len(lines)
            if cells and cells[-1].endswith(_END):
                yield Record(number, [cell.removesuffix(_END) for cell in cells], whole=False)
                return
            yield Record(number, cells, whole=not (last and file.cut), last=last)
            at, widest = end, max(widest, len(cells))


def _endless(lines: list[str], start: int) -> Iterator[str]:
    return chain((line + "\n" for line in islice(lines, start, None)), [_END])


def _until_fault(reader: Iterator[list[str]]) -> Iterator[list[str] | None]:
    """The records, and none in place of one with a cell that is too large for any text."""
    try:
        yield from reader
    except csv.Error:
        yield None


def _swallows(lines: list[str], cells: list[str], delimiter: str, widest: int) -> bool:
    # A note with line breaks leaves the row at its width; a stray quote that eats rows does not.
    if not lines or (len(cells) == widest and not cells[-1].endswith(_END)):
        return False
    return widest > 1 and any(line.count(delimiter) + 1 >= widest for line in lines)

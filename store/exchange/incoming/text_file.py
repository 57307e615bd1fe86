"""A CSV file's text: its encoding, and its records, also those that a fault has spoilt.

Both are read on the way, a piece at a time: no file is ever in memory as a whole.
"""

import codecs
import csv
from collections import deque
from collections.abc import Callable, Iterator
from io import SEEK_END, IncrementalNewlineDecoder
from typing import BinaryIO, Literal, NamedTuple

from store.errors import BadInput
from store.words import _

CHUNK = 1 << 18
"""Bytes of a file that are read at once."""
LONGEST_LINE = 2_000_000
"""Characters of a line, or of a row of several lines; what goes on after that is another row."""
_BOMS = (
    ("utf-8-sig", "utf-8", codecs.BOM_UTF8),
    ("utf-16-le", "utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", "utf-16-be", codecs.BOM_UTF16_BE),
)
_GUESSES = ("utf-8", "gb18030")
UNDECODED = "\udcff"
"""Stands for bytes that are no character; no decoder gives it for anything else."""
_MOST_UNDECODED = 0.02
"""Of the characters of a text; what has more is something else."""
_MARKING = "mark-undecoded"


def _mark(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return UNDECODED, error.end


codecs.register_error(_MARKING, _mark)
# No text holds a NUL when it is split, so that no cell can be taken for the end.
_END = "\0end"

Read = Callable[[bytes], object]
Fault = Literal["", "cut", "quote", "long"]


class Record(NamedTuple):
    """One record of the file; `number` counts as a spreadsheet does, from 1."""

    number: int
    cells: list[str]
    fault: Fault = ""
    """Why it is not whole: the file ends in it, a quote is never closed, a cell is too long."""
    last: bool = False
    """The file ends with it, without a line end."""


class Encoding(NamedTuple):
    """How the characters of a file are written."""

    name: str
    codec: str
    mark: bytes = b""
    """The byte order mark before them."""


def encoding_of(file: BinaryIO, name: str) -> Encoding:
    """By its byte order mark, else UTF-8, else GB18030 (which holds GBK and GB2312).

    The whole file is looked at; a character here and there that is none spoils its row only.
    Raises `BadInput` when it is none of these, or has nothing in it.
    """
    file.seek(0)
    begin = file.read(4)
    if not begin:
        raise BadInput(_("{file}: the file is empty.").format(file=name))
    marked = [Encoding(*of_mark) for of_mark in _BOMS if begin.startswith(of_mark[2])]
    least = 1.0
    for guess in marked or [Encoding(codec, codec) for codec in _GUESSES]:
        undecoded = _undecoded(guess, file)
        if not undecoded:
            return guess
        if undecoded < least:
            least, best = undecoded, guess
    if least > _MOST_UNDECODED:
        said = _(
            "{file}: this is neither a workbook nor a text in UTF-8, GB18030 or UTF-16; "
            "export it from the platform again, as xlsx or CSV."
        )
        raise BadInput(said.format(file=name))
    return best


def _undecoded(encoding: Encoding, file: BinaryIO) -> float:
    """Which part of its characters is none in this encoding, 0 to 1."""
    bad = count = 0
    most = _MOST_UNDECODED * file.seek(0, SEEK_END)
    for piece in Text(file, encoding).pieces():
        bad += piece.count(UNDECODED)
        count += len(piece)
        if bad > most:
            # It is too many of the whole file, whatever follows: a character has a byte at least.
            return 1
    return bad / count if count else 0


class Text:
    """What a file says, from its beginning, once; `note` is told every byte of it in turn."""

    def __init__(self, file: BinaryIO, encoding: Encoding, note: Read | None = None) -> None:
        self._file = file
        self._encoding = encoding
        self._note = note
        self.is_cut = False
        """It ended in the middle of a character."""

    def pieces(self) -> Iterator[str]:
        """Its characters, every line end a line feed."""
        # Incremental, because a file that ends inside a character is still good up to there.
        decoder = codecs.getincrementaldecoder(self._encoding.codec)(_MARKING)
        lines = IncrementalNewlineDecoder(None, translate=True)
        self._file.seek(0)
        skipped = len(self._encoding.mark)
        while data := self._file.read(CHUNK):
            if self._note:
                self._note(data)
            text = decoder.decode(data[skipped:])
            skipped = 0
            yield lines.decode(text.replace("\0", ""))
        self.is_cut = bool(decoder.getstate()[0])
        yield lines.decode("", final=True)


class _Lines:
    """The lines of a text, some of which are given back and read again."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._pieces = text.pieces()
        self._ready: deque[str] = deque()
        self._rest = ""
        self._ended = False
        self._open_end = False
        self.taken: list[str] = []
        """What was read since this was last emptied."""

    @property
    def is_last(self) -> bool:
        """Is what was read last the end of the text, without a line end or cut?"""
        return self._open_end and not self._ready

    def reading(self) -> Iterator[str]:
        """The lines that are left; at the end the mark of it."""
        ready, taken, size = self._ready, self.taken, 0
        while True:
            # One more than is asked for: only so is the last one known to be that.
            while len(ready) < 2 and not self._ended:  # noqa: PLR2004
                self._fill()
            if not ready:
                yield _END
                return
            line = ready.popleft()
            size = len(line) if not taken else size + len(line)
            taken.append(line)
            if size > LONGEST_LINE and len(taken) > 1:
                raise csv.Error
            yield line + "\n"

    def give_back(self) -> None:
        """All that was taken but the first line is to be read again."""
        self._ready.extendleft(reversed(self.taken[1:]))
        self.taken.clear()

    def _fill(self) -> None:
        piece = next(self._pieces, None)
        if piece is None:
            self._ended = True
            self._open_end = bool(self._rest) or self._text.is_cut
            if self._rest:
                self._ready.append(self._rest)
            return
        lines = (self._rest + piece).split("\n")
        self._rest = lines.pop()
        self._ready.extend(lines)
        while len(self._rest) > LONGEST_LINE:
            self._ready.append(self._rest[:LONGEST_LINE])
            self._rest = self._rest[LONGEST_LINE:]


def split_records(text: Text, delimiter: str) -> Iterator[Record]:
    """Every record; a quote that is never closed spoils its own line, not the rest of the file."""
    lines = _Lines(text)
    taken = lines.taken
    number, widest = 0, 0
    while True:
        reader = csv.reader(lines.reading(), delimiter=delimiter)
        for cells in _until_fault(reader):
            if cells == [_END]:
                return
            number += 1
            if cells is None or (len(taken) > 1 and _swallows(taken[1:], cells, delimiter, widest)):
                fault: Fault = "quote" if '"' in taken[0] else "long"
                yield Record(number, taken[0].split(delimiter), fault)
                lines.give_back()
                break
            if cells and cells[-1].endswith(_END):
                fault = "cut" if lines.is_last else "quote"
                yield Record(number, [cell.removesuffix(_END) for cell in cells], fault)
                return
            last = lines.is_last
            yield Record(number, cells, "cut" if last and text.is_cut else "", last)
            widest = max(widest, len(cells))
            taken.clear()
        else:
            return


def _until_fault(reader: Iterator[list[str]]) -> Iterator[list[str] | None]:
    """The records, and none in place of one with a cell that is too large for any text."""
    try:
        yield from reader
    except csv.Error:
        yield None


def _swallows(lines: list[str], cells: list[str], delimiter: str, widest: int) -> bool:
    # A note with line breaks leaves the row at its width; a stray quote that eats rows does not.
    if len(cells) == widest and not cells[-1].endswith(_END):
        return False
    return widest > 1 and any(line.count(delimiter) + 1 >= widest for line in lines)

"""Drawn: what stands on the terminal, so that only what is different there is written.

Textual writes each run of cells with all its colours, and all of a widget where something of it
changed: 79,000 bytes until a first screen has settled, 82 seconds at 9,600 bit/s. What it writes
is read here, laid beside what stands there already, and the rest is said in the fewest bytes.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from rich.cells import cell_len, get_character_cell_size

from tui.drawing.pen import HALF, STRANGE, Cell, Pen, first_unsure, is_half, of_blank

_TOKEN = re.compile(r"\x1b\[(?P<codes>[0-9;]*)(?P<deed>[Hm])|(?P<text>[^\x1b\n]+)|\n")
GAP = 6
"""Fewer cells than that, if they stay, are written again: passing over them takes as many bytes."""
_MOVES = re.compile(r"\x1b\[[0-9;]*H")


def draws_cells(data: str) -> bool:
    """Is this of what stands on the terminal, not of how it behaves?"""
    return _MOVES.match(data) is not None


class Drawn:
    """The cells of a terminal of so many columns and rows; at first nothing of them is known.

    `erases` where what is erased has the colour that is written in.
    """

    def __init__(self, columns: int, rows: int, *, erases: bool = True) -> None:
        self.size = columns, rows
        self._erases = erases
        self._lines: list[list[Cell | None]] = []
        self._cursor: tuple[int, int] | None = None
        self.forget()

    def forget(self) -> None:
        """Something else has written there: draw everything anew."""
        columns, rows = self.size
        self._lines = [[None] * columns for _row in range(rows)]
        self._cursor = None

    def least(self, data: str) -> str:
        """What has to be written for this, which moves, colours and prints; "" for nothing.

        What does anything else is given back as it is, and all is drawn anew after it.
        """
        pen = Pen(self.size[0], self._cursor, erases=self._erases)
        row = column = -1
        style, read = "", 0
        for token in _TOKEN.finditer(data):
            if token.start() != read:
                break
            text, codes = token["text"], token["codes"]
            if text is not None:
                cells, unsure = _cells_of(text, style)
                if not self._is_on_it(row, column, cells):
                    break
                self._put(pen, row, column, cells, unsure)
                column += len(cells)
            elif token["deed"] == "m":
                style = "" if codes == "0" else codes
            elif token["deed"] == "H":
                row, column = (int(one or 1) - 1 for one in codes.split(";"))
            read = token.end()
        if read != len(data):
            self.forget()
            return data
        written = pen.written(row, column)
        self._cursor = pen.at
        return written

    def _is_on_it(self, row: int, column: int, cells: Sequence[Cell]) -> bool:
        """A terminal that has become smaller is told as Textual does, until all is drawn anew."""
        columns, rows = self.size
        return bool(cells) and 0 <= row < rows and 0 <= column <= columns - len(cells)

    def _put(
        self, pen: Pen, row: int, column: int, cells: Sequence[Cell], unsure: int | None
    ) -> None:
        """From that of them on which is `unsure` it is not known where they stand."""
        line, end = self._lines[row], column + len(cells)
        if unsure is not None:
            _forget_from(line, column + unsure)
        before = line[column:end]
        if before == cells:
            return
        for first, last in _changed(before, cells):
            pen.write(row, column + first, cells[first:last], before[first:last])
        # A character of which one half is written over is no more.
        if is_half(line[column]):
            line[column - 1] = STRANGE
        if end < len(line) and is_half(line[end]):
            line[end] = STRANGE
        line[column:end] = cells
        if unsure is not None:
            _forget_from(line, column + unsure)


def _forget_from(line: list[Cell | None], place: int) -> None:
    """All behind a character may stand elsewhere than was thought."""
    line[place:] = [STRANGE] * (len(line) - place)


class _Cells(dict[str, tuple[Cell, ...]]):
    """The cells of each character in one style, made once, so that what is alike is the same."""

    def __init__(self, style: str) -> None:
        super().__init__()
        self._style, self._blank = style, of_blank(style)

    def __missing__(self, char: str) -> tuple[Cell, ...]:
        width = get_character_cell_size(char)
        cell = char, self._blank if char == " " else self._style
        # What has no cell of its own is counted as what no text has.
        cells = (cell, (HALF, self._style))[:width] if width else (cell,) * 9
        self[char] = cells
        return cells


_cells = lru_cache(256)(_Cells)


@lru_cache(4096)
def _cells_of(text: str, style: str) -> tuple[Sequence[Cell], int | None]:
    """Empty where its characters do not each have cells of their own, and where the first of them
    stands that the terminal may give another width. What is drawn is nearly always drawn again.
    """
    cells = [*chain.from_iterable(map(_cells(style).__getitem__, text))]
    return (cells, first_unsure(text, cells)) if len(cells) == cell_len(text) else ((), None)


def _changed(before: Sequence[Cell | None], after: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """From where to where cells are others, whole characters and no small gaps between."""
    first = last = -1
    for place, (old, new) in enumerate(zip(before, after, strict=True)):
        if old == new:
            continue
        if first >= 0 and place - last >= GAP:
            yield _whole(after, first, last)
            first = -1
        first = place if first < 0 else first
        last = place + 1
    yield _whole(after, first, last)


def _whole(cells: Sequence[Cell], first: int, last: int) -> tuple[int, int]:
    """Not only the half of a character."""
    while cells[first][0] == HALF:
        first -= 1
    while last < len(cells) and cells[last][0] == HALF:
        last += 1
    return first, last

"""Drawn: what stands on the terminal, so that only what is different there is written.

Textual writes each run of cells with all its colours, and all of a widget where something of it
changed: 79,000 bytes until a first screen has settled, 82 seconds at 9,600 bit/s. What it writes
is read here, laid beside what stands there already, and the rest is said in the fewest bytes.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, groupby
from unicodedata import east_asian_width

from rich.cells import cell_len, get_character_cell_size

from tui.glyphs import ASCII, glyphs

Cell = tuple[str, str]
"""What stands there, and the codes of its colours and emphasis."""

_TOKEN = re.compile(r"\x1b\[(?P<codes>[0-9;]*)(?P<deed>[Hm])|(?P<text>[^\x1b\n]+)|\n")
GAP = 6
"""Fewer cells than that, if they stay, are written again: passing over them takes as many bytes."""
BLANKS = 12
"""As many of one colour are erased rather than written: the two codes take ten bytes."""
HALF = ""
"""The second cell of a character that takes two."""
FIRST_EMOJI = "\U0001f000"
"""From here on terminals differ in how many cells a character takes, most of all for new ones."""
_MOVES = re.compile(r"\x1b\[[0-9;]*H")
UNSEEN_ON_BLANKS = frozenset({"1", "2", "3"})
"""Bold, dim, italic."""


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
        pen = _Pen(self.size[0], self._cursor, erases=self._erases)
        row = column = -1
        style, read = "", 0
        for token in _TOKEN.finditer(data):
            if token.start() != read:
                break
            text, codes = token["text"], token["codes"]
            if text is not None:
                cells = _cells_of(text, style)
                if not self._is_on_it(row, column, cells):
                    break
                self._put(pen, row, column, cells, _first_unsure(text, cells))
                column += len(cells)
            elif token["deed"] == "m":
                style = "" if codes == "0" else codes
            elif token["deed"] == "H":
                row, column = (int(one or 1) - 1 for one in codes.split(";"))
            read = token.end()
        if read != len(data):
            self.forget()
            return data
        pen.move(row, column)
        self._cursor = pen.at
        return pen.written()

    def _is_on_it(self, row: int, column: int, cells: Sequence[Cell]) -> bool:
        """A terminal that has become smaller is told as Textual does, until all is drawn anew."""
        columns, rows = self.size
        return bool(cells) and 0 <= row < rows and 0 <= column <= columns - len(cells)

    def _put(
        self, pen: "_Pen", row: int, column: int, cells: Sequence[Cell], unsure: int | None
    ) -> None:
        """From that of them on which is `unsure` it is not known where they stand."""
        line, end = self._lines[row], column + len(cells)
        if unsure is not None:
            _forget_from(line, column + unsure)
        before = line[column:end]
        if before == cells:
            return
        for first, last in _changed(before, cells):
            pen.write(row, column + first, cells[first:last])
        # A character of which one half is written over is no more.
        if _is_half(line[column]):
            line[column - 1] = None
        if end < len(line) and _is_half(line[end]):
            line[end] = None
        line[column:end] = cells
        if unsure is not None:
            _forget_from(line, column + unsure)


class _Pen:
    """Writes cells, and remembers where it stands and in which colours."""

    def __init__(self, columns: int, at: tuple[int, int] | None, *, erases: bool) -> None:
        self.at = at
        self._columns = columns
        self._least_erased = BLANKS if erases else columns + 1
        self._style = ""
        self._out: list[str] = []

    def move(self, row: int, column: int) -> None:
        """Stand there."""
        if self.at == (row, column):
            return
        if self.at and self.at[0] == row and column > self.at[1]:
            over = column - self.at[1]
            self._out.append(f"\x1b[{over}C" if over > 1 else "\x1b[C")
        else:
            self._out.append(f"\x1b[{row + 1};{column + 1}H")
        self.at = row, column

    def write(self, row: int, column: int, cells: Sequence[Cell]) -> None:
        """Write them there, which moves on."""
        for (text, style), alike in groupby(cells):
            count = len(list(alike))
            if text != HALF:
                self.move(row, column)
                self._dip(text, style)
            column += count
            if text == " " and count >= self._least_erased and not _codes(style).emphasis:
                # The last one is written: an erasure that ends in the middle of what was there
                # leaves, in tmux, half of it in the terminal's own colours.
                self._out.append(f"\x1b[{count - 1}X")
                self.move(row, column - 1)
                count = 1
            self._out.append(text * count)
            # Behind the last column terminals differ in where the cursor stands.
            is_sure = column < self._columns and not _is_unsure(text)
            self.at = (row, column) if is_sure and self.at else None

    def _dip(self, text: str, style: str) -> None:
        """Write in these colours from now on; of a blank only some of them are seen."""
        if style != self._style and not (text == " " and _of_blank(self._style) == style):
            self._out.append(_change(self._style, style))
            self._style = style

    def written(self) -> str:
        """All of it; the colours are the terminal's own again."""
        return "".join([*self._out, "\x1b[m"] if self._style else self._out)


def _is_half(cell: Cell | None) -> bool:
    return cell is not None and cell[0] == HALF


def _forget_from(line: list[Cell | None], place: int) -> None:
    """All behind a character may stand elsewhere than was thought."""
    line[place:] = [None] * (len(line) - place)


def _is_unsure(char: str) -> bool:
    """May the terminal take more or fewer cells for it? One that was asked, and draws frames, does
    as we do with what is wide in Chinese terminals alone.
    """
    if char.isascii():
        return False
    return char >= FIRST_EMOJI or (glyphs() is ASCII and east_asian_width(char) == "A")


def _first_unsure(text: str, cells: Sequence[Cell]) -> int | None:
    """Where the first of its characters stands that the terminal may give another width."""
    if text.isascii() or (max(text) < FIRST_EMOJI and glyphs() is not ASCII):
        return None
    return next((place for place, cell in enumerate(cells) if _is_unsure(cell[0])), None)


class _Cells(dict[str, tuple[Cell, ...]]):
    """The cells of each character in one style, made once, so that what is alike is the same."""

    def __init__(self, style: str) -> None:
        super().__init__()
        self._style, self._blank = style, _of_blank(style)

    def __missing__(self, char: str) -> tuple[Cell, ...]:
        width = get_character_cell_size(char)
        cell = char, self._blank if char == " " else self._style
        # What has no cell of its own is counted as what no text has.
        cells = (cell, (HALF, self._style))[:width] if width else (cell,) * 9
        self[char] = cells
        return cells


_cells = lru_cache(256)(_Cells)


def _cells_of(text: str, style: str) -> Sequence[Cell]:
    """Empty where its characters do not each have cells of their own."""
    cells = [*chain.from_iterable(map(_cells(style).__getitem__, text))]
    return cells if len(cells) == cell_len(text) else ()


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


class _Codes:
    """What the codes of a style say: emphasis, the letters' colour, the ground's."""

    def __init__(self, codes: str) -> None:
        self.emphasis: list[str] = []
        self.letters, self.ground = "39", "49"
        parts = codes.split(";") if codes else []
        while parts:
            code = parts.pop(0)
            if code in {"38", "48"}:
                taken = 2 if parts[0] == "5" else 4
                code, parts = ";".join([code, *parts[:taken]]), parts[taken:]
            if code[0] in "39" and len(code) > 1:
                self.letters = code
            elif (code[0] == "4" and len(code) > 1) or code.startswith("10"):
                self.ground = code
            else:
                self.emphasis.append(code)


_codes = lru_cache(4096)(_Codes)
"""A desk has some dozens of styles, and writes each of them again and again."""


@lru_cache(4096)
def _of_blank(codes: str) -> str:
    """What of a style a blank shows."""
    style = _codes(codes)
    seen = [code for code in style.emphasis if code not in UNSEEN_ON_BLANKS]
    if seen:
        return codes
    return "" if style.ground == "49" else style.ground


@lru_cache(4096)
def _change(before: str, after: str) -> str:
    """From these codes to those, as shortly as it can be said."""
    if not after:
        return "\x1b[m"
    old, new = _codes(before), _codes(after)
    anew = f"\x1b[;{after}m"
    if not set(old.emphasis) <= set(new.emphasis):
        return anew
    codes = [code for code in new.emphasis if code not in old.emphasis]
    codes += [new.letters] if new.letters != old.letters else []
    codes += [new.ground] if new.ground != old.ground else []
    if not codes:
        return ""  # they say the same of the terminal's own colours, in other words
    return min(f"\x1b[{';'.join(codes)}m", anew, key=len)

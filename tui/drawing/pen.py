"""Pen (笔): writes cells into a terminal in the fewest bytes, moves and colours among them."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby, takewhile
from operator import itemgetter
from typing import NamedTuple
from unicodedata import east_asian_width

from tui.glyphs import ASCII, glyphs

Cell = tuple[str, str]
"""What stands there, and the codes of its colours and emphasis."""

HALF = ""
"""The second cell of a character that takes two."""
STRANGE: Cell = ("\0", "")
"""What may stand there is half a character, or anything else."""
BLANKS = 12
"""As many of one colour are erased rather than written: the two codes take ten bytes."""
WAY = 5
"""Bytes of a move within a line."""
FIRST_EMOJI = "\U0001f000"
"""From here on terminals differ in how many cells a character takes, most of all for new ones."""
UNSEEN_ON_BLANKS = frozenset({"1", "2", "3"})
"""Bold, dim, italic."""
OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27", "9": "29"}
"""What takes an emphasis away and leaves the colours; bold and dim go together."""


class _Run(NamedTuple):
    """Cells beside each other that are written in one style."""

    column: int
    style: str
    cells: list[Cell]
    before: list[Cell | None]
    """What stands there until then, as far as it is known."""


class Pen:
    """Writes cells, and remembers where it stands and in which colours.

    Of a line it writes one colour after the other: a colour takes up to twenty bytes, the way back
    five.
    """

    def __init__(self, columns: int, at: tuple[int, int] | None, *, erases: bool) -> None:
        self.at = at
        self._columns = columns
        self._erased = " " * (BLANKS if erases else columns + 1)
        self._style = ""
        self._out: list[str] = []
        self._row = 0
        self._waiting: list[tuple[int, list[Cell], list[Cell | None]]] = []
        """What is to be written of this row, from left to right."""
        self._end = -1
        """The column behind it."""

    def write(
        self, row: int, column: int, cells: Sequence[Cell], before: Sequence[Cell | None]
    ) -> None:
        """Write cells there over those before, with what else is written of the line."""
        if row != self._row or column < self._end:
            self._write_line()
            self._row, self._end = row, -1
        if column == self._end:
            self._waiting[-1][1].extend(cells)
            self._waiting[-1][2].extend(before)
        else:
            self._waiting.append((column, [*cells], [*before]))
        self._end = column + len(cells)

    def written(self, row: int, column: int) -> str:
        """All of it, and the way there; the colours are the terminal's own again."""
        self._write_line()
        self._move(row, column)
        return "".join([*self._out, "\x1b[m"] if self._style else self._out)

    def _write_line(self) -> None:
        """Colour by colour, or from left to right where that is shorter."""
        runs = [run for waiting in self._waiting for run in _runs(*waiting)]
        self._waiting = []
        for run in min(runs, self._by_colour(runs), key=self._bytes):
            self._move(self._row, run.column)
            self._dip(run)
            self._write_cells(run)

    def _by_colour(self, runs: Sequence[_Run]) -> Sequence[_Run]:
        """The next is what is said the shortest after the one before it."""
        left = [*dict.fromkeys(run.style for run in runs)]
        if len(left) == len(runs) or not all(_is_sure(_text_of(run.cells)) for run in runs):
            return runs  # what stands behind a character of unknown width is written behind it
        style, order = self._style, []
        while left:
            style = min(left, key=lambda one: len(_change(style, one)))
            left.remove(style)
            order += [run for run in runs if run.style == style]
        return order

    def _bytes(self, runs: Sequence[_Run]) -> int:
        """About how many they take beside their texts."""
        style, end, count = self._style, -1, 0
        for run in runs:
            if run.style != style:
                count += len(_change(style, run.style))
                style = run.style
            count += 0 if run.column == end else WAY
            end = run.column + len(run.cells)
        return count

    def _dip(self, run: _Run) -> None:
        """Write in its colours from now on; of blanks only some of them are seen."""
        if run.style != self._style and not (
            of_blank(self._style) == run.style and _are_blank(run.cells)
        ):
            self._out.append(_change(self._style, run.style))
            self._style = run.style

    def _write_cells(self, run: _Run) -> None:
        text, column = _text_of(run.cells), run.column + len(run.cells)
        if self._erased not in text and column < self._columns and _is_sure(text):
            self._out.append(text)
            self.at = self._row, column
            return
        column, left = run.column, iter(run.before)
        for (text, style), alike in groupby(run.cells):
            before = [next(left) for _cell in alike]
            count = len(before)
            if text != HALF:
                self._move(self._row, column)
            column += count
            if text == " " and self._may_erase(before, style):
                last = _last_character(before)
                self._out.append(f"\x1b[{count - last}X")
                self._move(self._row, column - last)
                count = last
            self._out.append(text * count)
            # Behind the last column terminals differ in where the cursor stands.
            is_sure = column < self._columns and _is_sure(text)
            self.at = (self._row, column) if is_sure and self.at else None

    def _may_erase(self, before: Sequence[Cell | None], style: str) -> bool:
        """Is this many blanks, and not from the middle of a character on?"""
        is_long = len(before) >= len(self._erased)
        return is_long and not (_may_be_half(before[0]) or _codes(style).emphasis)

    def _move(self, row: int, column: int) -> None:
        """Stand there."""
        if self.at == (row, column):
            return
        if self.at and self.at[0] == row:
            over = column - self.at[1]
            count = "" if abs(over) == 1 else f"{abs(over)}"
            self._out.append(f"\x1b[{count}{'C' if over > 0 else 'D'}")
        else:
            self._out.append(f"\x1b[{row + 1};{column + 1}H")
        self.at = row, column


def _runs(column: int, cells: Sequence[Cell], before: Sequence[Cell | None]) -> list[_Run]:
    """Cells by their styles; blanks go with what stands beside them where they look the same."""
    runs: list[_Run] = []
    start = column
    for style, alike in groupby(cells, itemgetter(1)):
        ours = [*alike]
        there = before[column - start : column - start + len(ours)]
        run = _Run(column, style, ours, [*there])
        column += len(ours)
        last = runs[-1] if runs else None
        if last and of_blank(last.style) == style and _are_blank(ours):
            last.cells.extend(ours)
            last.before.extend(there)
        elif last and of_blank(style) == last.style and _are_blank(last.cells):
            runs[-1] = _Run(last.column, style, last.cells + ours, [*last.before, *there])
        else:
            runs.append(run)
    return runs


def is_half(cell: Cell | None) -> bool:
    """Is this the second cell of a character?"""
    return cell is not None and cell[0] == HALF


def _may_be_half(cell: Cell | None) -> bool:
    return cell is STRANGE or is_half(cell)


def _last_character(before: Sequence[Cell | None]) -> int:
    """Cells of it, or of what is strange at the end: they are written over, not erased.

    In tmux half a character that is erased leaves a cell in the terminal's own colours.
    """
    return 1 + sum(1 for _cell in takewhile(_may_be_half, reversed(before)))


def _text_of(cells: Sequence[Cell]) -> str:
    return "".join(map(itemgetter(0), cells))


def _are_blank(cells: Sequence[Cell]) -> bool:
    return cells[0][0] == " " and cells.count(cells[0]) == len(cells)


def _is_sure(text: str) -> bool:
    """Does the terminal take as many cells for it as we do? One that was asked, and draws frames,
    does so with what is wide in Chinese terminals alone.
    """
    if text.isascii():
        return True
    has_frames = glyphs() is not ASCII
    return max(text) < FIRST_EMOJI and (has_frames or "A" not in map(east_asian_width, text))


def first_unsure(text: str, cells: Sequence[Cell]) -> int | None:
    """Where the first of its characters stands that the terminal may give another width."""
    if _is_sure(text):
        return None
    return next(place for place, cell in enumerate(cells) if not _is_sure(cell[0]))


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
def of_blank(codes: str) -> str:
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
    gone = [code for code in old.emphasis if code not in new.emphasis]
    if not OFF.keys() >= set(gone):
        return anew
    codes = [*dict.fromkeys(OFF[code] for code in gone)]
    stays = [code for code in old.emphasis if OFF.get(code) not in codes]
    codes += [code for code in new.emphasis if code not in stays]
    codes += [new.letters] if new.letters != old.letters else []
    codes += [new.ground] if new.ground != old.ground else []
    if not codes:
        return ""  # they say the same of the terminal's own colours, in other words
    return min(f"\x1b[{';'.join(codes)}m", anew, key=len)

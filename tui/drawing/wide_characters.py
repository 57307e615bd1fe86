"""WideCharacters: characters of two cells that Textual 8.2.8 cuts in two, kept whole.

There a line is cut wherever a widget begins or ends, also a widget that is covered at that place,
and where what has changed ends; a character of two cells that lies across a cut is drawn as two
blanks. Here what lies beside each other of one line is drawn as one, and to its end.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from itertools import pairwise
from typing import Any

from textual._compositor import ChopsUpdate, Compositor
from textual.strip import Strip

Chops = Sequence[dict[int, "Strip | None"]]


class Piece(Strip):
    """A piece of a line that has wide characters."""

    __slots__ = ("end", "is_parted", "line", "start")

    def __init__(self, piece: Strip, line: Strip, start: int) -> None:
        super().__init__(piece, piece.cell_length)
        self.line = line
        """Like the line that it is kept by, and not that one: a line that is not drawn any more
        would stay until somebody looks for cycles.
        """
        self.start, self.end = start, start + piece.cell_length
        """Of the line, in cells."""
        self.is_parted = False
        """Does it begin with the half of a character?"""


class Whole(Strip):
    """Some pieces of a line; what has changed of it is drawn with the rest."""

    def crop(self, _start: int, _end: int | None = None) -> Strip:
        """All of it."""
        return self


def mend() -> None:
    """Have Textual keep them whole."""
    compositor: Any = Compositor
    if not hasattr(Strip.divide, "__wrapped__"):
        Strip.divide = _divide(Strip.divide)  # type: ignore[method-assign,assignment]
        for name, ours in {
            "_render_chops": _render_chops,
            "render_partial_update": _partial,
        }.items():
            setattr(compositor, name, ours(getattr(compositor, name)))


def _text(strip: Strip) -> str:
    return "".join(part.text for part in strip)


def _is_wide(strip: Strip) -> bool:
    return strip.cell_length != strip.cell_count


def _divide(given: Any) -> Callable[[Strip, Iterable[int]], Sequence[Strip]]:
    @wraps(given)
    def divide(line: Strip, cuts: Iterable[int]) -> Sequence[Strip]:
        cuts = [cut for cut in cuts if cut <= line.cell_length]
        if cuts == [line.cell_length]:
            return [line]
        found: Sequence[Strip] = given(line, cuts)
        if len(found) < 2 or not _is_wide(line) or isinstance(found[0], Piece):  # noqa: PLR2004
            return found
        like = Strip(line, line.cell_length)
        pieces = [
            Piece(piece, like, start) for piece, start in zip(found, [0, *cuts], strict=False)
        ]
        for left, right in pairwise(pieces):
            both = _text(line.crop(left.start, right.end))
            right.is_parted = _text(left) + _text(right) != both
        line._divide_cache[tuple(cuts)] = [*pieces]  # noqa: SLF001 - where Textual looks for them
        return pieces

    return divide


def _render_chops(given: Any) -> Callable[..., Chops]:
    @wraps(given)
    def render_chops(*args: Any) -> Chops:
        chops: Chops = given(*args)
        for line in chops:
            _join(line)
        return chops

    return render_chops


def _join(line: dict[int, Strip | None]) -> None:
    """Draw with the first of them all pieces that part a character between them."""
    first, before = 0, None
    start = 0
    for x, piece in line.items():
        is_next = (
            isinstance(piece, Piece)
            and isinstance(before, Piece)
            and piece.is_parted
            and piece.line is before.line
            and piece.start == before.end
        )
        if is_next and isinstance(piece, Piece):
            joined = piece.line.crop(start, piece.end)
            line[first], line[x] = Whole(joined, joined.cell_length), Strip([], 0)
        elif isinstance(piece, Piece):
            first, start = x, piece.start
        before = piece


def _partial(given: Any) -> Callable[[Compositor], ChopsUpdate | None]:
    @wraps(given)
    def render_partial_update(compositor: Compositor) -> ChopsUpdate | None:
        update: ChopsUpdate | None = given(compositor)
        if update:
            update.spans = [(y, x1, _end(update, y, x2)) for y, x1, x2 in update.spans]
        return update

    return render_partial_update


def _end(update: ChopsUpdate, y: int, x2: int) -> int:
    """Where what has changed ends, and with it all of the piece that it ends in."""
    pieces = zip(update.chops[y].items(), update.chop_ends[y], strict=True)
    ends = (end for (x, strip), end in pieces if x < x2 < end and strip and _is_wide(strip))
    return next(ends, x2)

"""Said: texts with what they mean, as rows of sections; a panel draws them, a command prints them.

What is said stands here once and knows no terminal; how wide it is drawn is asked where it is.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec import Struct

from store.models.subject import Subject
from store.words import N_, how_many
from tui.line_ends import folded
from tui.text import fit, safe_lines, safe_text, width_of

if TYPE_CHECKING:
    from store.reading.owed import Obligation

Kind = Literal[
    "",
    "title",
    "head",
    "key",
    "late",
    "soon",
    "well",
    "quiet",
    "odd",
    "chip",
    "chip-late",
    "chip-soon",
    "chip-well",
    "chip-odd",
    "ours",
    "theirs",
    "note",
    "now",
]
STYLES: dict[Kind, str] = {
    "": "",
    "title": "bold",
    "head": "bold $text-primary",
    "key": "bold $text-primary",
    "late": "bold $text-error",
    "soon": "$text-warning",
    "well": "$text-success",
    "quiet": "$text-muted",
    "odd": "$secondary",
    "chip-late": "bold $background on $text-error",
    "chip": "$chip-text on $chip",
    "chip-soon": "$text-warning on $chip",
    "chip-well": "$text-success on $chip",
    "chip-odd": "bold $background on $secondary",
    "ours": "$text-success",
    "theirs": "$theirs",
    "note": "$secondary",
    "now": "bold",
}
"""How each is drawn, in Textual's words."""


class Said(NamedTuple):
    """A text and what it is."""

    text: str
    kind: Kind = ""


Line = tuple[Said, ...]
"""Parts beside each other; the last one is folded where the line is too long or has line ends."""
MOST = 3
"""Lines that one folded text takes at most where there is no room for all of it."""
MOST_LINES = 6
"""Lines of a text of several that a panel shows."""
LONGEST = 20
"""Lines of one folded text in a panel that can be scrolled."""
INDENT = 2
"""Cells by which what belongs to a row stands under it."""
NARROWEST = 12
"""Cells that are enough to begin a text in."""


class Finds(NamedTuple):
    """A search that shows what a row tells of."""

    query: str
    place: str = "orders"
    """The place whose search it is."""
    sort: str = ""


class Row(Struct, frozen=True):
    """What can be chosen: a line, what stands at its right edge and under it, and behind it."""

    head: Line
    right: Line = ()
    under: tuple[Line, ...] = ()
    behind: tuple[str, ...] = ()
    """Sources, law and arithmetic, for whoever asks about this line."""
    about: str = ""
    """The record of the order that keys act on while it is chosen, by its id."""
    duty: "Obligation | None" = None
    """What is owed, where the row is that."""
    is_barred: bool = False
    """Is it owed, and may nothing be done about it now?"""
    finds: Finds | None = None
    """What it tells of, where that stands in a list."""
    subject: Subject | None = None
    """The document that it is about, on a page that is about several."""
    owed: str = ""
    """The kind of what is owed for that document."""
    above: Line = ()
    """What stands above it and is not chosen: the name of the group that it begins."""

    @property
    def left_out(self) -> int:
        """Lines of its text, such as a chat that was pasted, that are not drawn with it."""
        return max(0, len(self.text_lines) - MOST_LINES)

    @property
    def text_lines(self) -> list[str]:
        """What its line ends with, in the lines it was typed in."""
        return self.head[-1].text.split("\n")


class Section(Struct, frozen=True):
    """A titled part of what is said."""

    name: str
    title: str
    rows: tuple[Row, ...]
    heading: Row | None = None
    """What stands above the rows and is not chosen: the names of their columns."""
    is_odd: bool = False
    """Is it there in few orders, and needs care?"""
    is_told_whole: bool = True
    """Does a printed page say what stands behind its rows too?"""


def text_of(line: Line) -> str:
    """The words of a line."""
    return "".join(part.text for part in line)


def plain(text: str, kind: Kind = "") -> Row:
    """A row that only says something."""
    return Row((Said(text, kind),))


def printed(rows: Iterable[Row], *, is_whole: bool = True) -> Iterator[str]:
    """Rows as lines of text, what stands at their right edge under each other."""
    found = list(rows)
    wide = max((width_of(text_of(row.head)) for row in found if row.right), default=0)
    for row in found:
        if row.above:
            yield text_of(row.above)
        head, *more = text_of(row.head).split("\n")
        yield f"{fit(head, wide)}  {text_of(row.right)}".rstrip() if row.right else head.rstrip()
        hang = " " * (width_of(head) - width_of(row.text_lines[0]))
        yield from (f"{hang}{text}".rstrip() for text in more)
        under = [*map(text_of, row.under), *(row.behind if is_whole else ())]
        yield from (f"{' ' * INDENT}{text}".rstrip() for text in under)


def drawn(row: Row, width: int, read_all: str = "") -> list[Line]:
    """A row in lines of at most so many cells; `read_all` shows what is left out."""
    edge = sum(width_of(part.text) for part in row.right)
    *before, text = row.head
    begun = (*before, text._replace(text="\n".join(row.text_lines[:MOST_LINES])))
    first, *more = flowing(begun, max(1, width - edge - (1 if edge else 0)), LONGEST)
    if edge:
        gap = width - edge - sum(width_of(part.text) for part in first)
        first = (*first, Said(" " * max(1, gap)), *row.right)
    lines = [first, *more]
    under = [*row.under]
    if row.left_out:
        said = how_many(row.left_out, N_("and 1 more line"), N_("and {count} more lines"))
        under.insert(0, (Said(f"{said}  ", "quiet"), Said(read_all, "key")))
    for line in under:
        parts = flowing(line, max(1, width - INDENT), LONGEST)
        lines += [(Said(" " * INDENT), *part) for part in parts]
    return lines


def cut(line: Line, width: int) -> Line:
    """As much of a line as so many cells have room for."""
    parts: list[Said] = []
    for given, kind in line:
        text = safe_text(given)
        if width_of(text) > width:
            return (*parts, Said(fit(text, width).rstrip(), kind))
        parts.append(Said(text, kind))
        width -= width_of(text)
    return tuple(parts)


def flowing(line: Line, width: int, most: int = MOST) -> list[Line]:
    """A line in lines of at most so many cells: parted between its parts, the last one folded, and
    cut where it takes more than `most` lines.
    """
    lines: list[list[Said]] = [[]]
    taken = 0
    for number, (given, kind) in enumerate(line, start=1):
        text = safe_lines(given)  # which may be wider
        cells, left = max(map(width_of, text.split("\n"))), width - taken
        if cells > left and taken and (number < len(line) or left < NARROWEST):
            # A chip has a ground of its own, which stands under the first one.
            is_chip = kind.startswith("chip")
            text = text if is_chip else text.lstrip()
            taken = 0 if is_chip else INDENT
            lines.append([Said(" " * taken)])
            left = width - taken
        first, *more = _cut(text, max(1, left), most) if cells > left or "\n" in text else [text]
        lines[-1].append(Said(first, kind))
        lines += [[Said(" " * taken), Said(rest, kind)] for rest in more]
        taken += width_of(more[-1] if more else first)
    return [tuple(parts) for parts in lines]


def _cut(text: str, width: int, most: int) -> list[str]:
    texts = folded(text, width, "")
    if len(texts) > most:
        return [*texts[: most - 1], fit(texts[most - 1] + " " * width + ".", width)]
    return [fit(one, width).rstrip() if width_of(one) > width else one for one in texts]

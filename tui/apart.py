"""Apart (区分): names in few cells, cut so that no two of them read alike: what tells one from the
others is cut last.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from store.words import _
from tui.glyphs import glyphs
from tui.text import fit, safe_text, width_of

USUAL, NEARLY_ALL = 80, 95
"""Of a hundred names."""
INSIDE = 12
"""Cells from which on a beginning and an end are more than scraps."""
LEAST = 4
"""Cells of a name without which how many there are of it says nothing."""
LAST = 3
"""Letters of what names have in common that stay in front of what tells them apart."""
_COUNT = re.compile(r" x[0-9]+(?=, | \+ |$)")
"""How many there are of one thing, behind its name; several of them are joined by a plus."""


class Apart:
    """The names that stand together, each of which is to be told from the others."""

    def __init__(self, names: Iterable[str]) -> None:
        shown = [*map(safe_text, names)]
        widths = sorted(map(width_of, shown)) or [0]
        self.widest = widths[-1]
        """Cells of the longest."""
        self.usual = widths[len(widths) * USUAL // 100]
        """Cells in which most of them are whole."""
        self.nearly_all = widths[len(widths) * NEARLY_ALL // 100]
        """Cells in which nearly all of them are."""
        self._names = frozenset(_parted(name)[0] for name in shown)
        self._apart: dict[int, dict[str, str]] = {}

    def cut(self, name: str, width: int) -> str:
        """This name in at most so many cells: cut at its end, in its middle where that would read
        as another does. How many there are of it stays, at the end of the cells; of several joined
        names the first stands there, and how many more there are.
        """
        name = safe_text(name)
        if width_of(name) <= width:
            return name
        goods, counts = _parted(name)
        for count in counts:
            room = width - width_of(count)
            if room >= LEAST:
                # A name of wide characters may be cut to a cell less than there is.
                return fit(self.cut(goods, room), room) + count
        if width not in self._apart:
            self._apart[width] = dict(self._cut_apart(width))
        return self._apart[width].get(name) or _cut(name, width)

    def _cut_apart(self, width: int) -> Iterator[tuple[str, str]]:
        """The names that would read as another one does, if they were cut at their ends, each as it
        is cut: in its middle, or in front of what tells it from the others.
        """
        for alike in _alike(self._names, partial(_begun, width=width)):
            inside = partial(_cut_inside, width=width)
            if width >= INSIDE:
                yield from ((name, inside(name)) for name in alike)
            for same in _alike(alike, inside) if width >= INSIDE else (alike,):
                # What they begin with alike is no more worth telling than its last few letters.
                common = _in_common(same)
                front = max(0, common - LAST)
                if front and width >= 2 * LEAST:
                    yield from ((name, _cut(glyphs().cut + name[front:], width)) for name in same)


def _alike(names: Iterable[str], read: Callable[[str], str]) -> Iterator[list[str]]:
    """Those of these names that are read alike, together."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(read(name), []).append(name)
    return (alike for alike in found.values() if len(alike) > 1)


def _in_common(names: Sequence[str]) -> int:
    """So many letters do all of them begin with."""
    signs = enumerate(zip(*names, strict=False))
    return next((at for at, each in signs if len(set(each)) > 1), min(map(len, names)))


def _parted(name: str) -> tuple[str, tuple[str, ...]]:
    """A name, and how many there are of it, in as many cells as there may be room for; of several
    joined by a plus the first, with how many others there are. Who has that open, in front of it,
    says more.
    """
    counts = list(_COUNT.finditer(name))
    is_joined = all(name.startswith(" + ", one.end()) for one in counts[:-1])
    if not counts or not is_joined or counts[-1].end() != len(name) or name.startswith("@"):
        return name, ()
    goods, count = name[: counts[0].start()], counts[0].group()
    if others := len(counts) - 1:
        more = _("{count} more").format(count=others)
        return goods, (f"{count} +{more}", f"{count} +{others}")
    return goods, (count,)


def _cut(name: str, width: int) -> str:
    return fit(name, width).rstrip()


def _begun(name: str, width: int) -> str:
    """What is read of a name that is cut so: a single letter of a word tells it from no other."""
    cut = _cut(name, width)
    begun = cut.removesuffix(glyphs().cut)
    return begun[:-1] if begun != cut and width_of(begun[-1:]) == 1 else cut


def _cut_inside(name: str, width: int) -> str:
    """Its beginning, and less of its end."""
    mark = glyphs().cut
    room = width - len(mark)
    head, tail = "", ""
    for sign in name:
        if width_of(head + sign) > room * 3 // 5:
            break
        head += sign
    for sign in reversed(name):
        if width_of(head + sign + tail) > room:
            break
        tail = sign + tail
    return f"{head.rstrip()}{mark}{tail.lstrip()}" if head else _cut(name, width)

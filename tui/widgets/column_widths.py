"""Column widths (列宽): which columns of a list fit into a line, and how they share it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from store.words import _
from tui.apart import Apart
from tui.text import width_of
from tui.widgets.column import Column

Row = TypeVar("Row")
GAP = 1
WORTH = 10
"""Cells of a column that grows and may leave, in which it is still worth its place."""
SQUEEZED = 8
"""Cells of a column that grows, before it leaves although no other column can."""
FOR_END = 2
"""Cells that columns which grow yield, so that of another at least its end stays."""
AIR = 2
"""Cells more than a column needs that it has where there is room."""
ARROW = 2
"""Cells beside the name of the column that rows are sorted by."""


class Widths(Generic[Row]):
    """What columns need for the texts of their rows."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        gutter: int,
        texts: Mapping[str, Apart],
        sort: str,
    ) -> None:
        """`texts` is what rows have in columns, by their titles; the column of the `sort` never
        leaves.
        """
        self._columns = columns
        self._gutter = gutter
        self._texts = texts
        self._sort = sort

    def shared(self, width: int, *, is_packed: bool) -> list[tuple[Column[Row], int]]:
        """The columns that fit into so many cells, with their widths; those that grow share the
        rest as far as they can use it, the last of them having what none can, unless it is packed.
        """
        wide = {column.title: self._least(column) for column in self._columns}
        columns = self._without_rare(width, wide)
        left: list[Column[Row]] = []
        while len(columns) > 1 and (over := self._needed(columns, wide) - width) > 0:
            leaving = max(reversed(columns), key=lambda one: (self._drop(one), one.grows))
            # Where none is to leave yet, all that grow are narrower first, the widest most.
            is_to_leave = self._drop(leaving) > 0
            narrower = [leaving] if is_to_leave and not leaving.end else columns
            least = WORTH if is_to_leave else SQUEEZED
            for come_first in (False, True):  # these are narrower when the others cannot be
                may = (one for one in narrower if one.grows)
                yielding = {one.title for one in may if come_first or not one.whole_to}
                room = sum(max(0, wide[title] - least) for title in yielding)
                if room >= over:
                    break
            if 0 < leaving.end < wide[leaving.title]:
                wide[leaving.title] = max(leaving.end, wide[leaving.title] - over)
            elif room >= over and (leaving.grows or over <= FOR_END * bool(leaving.end)):
                for _cell in range(over):
                    wide[max(sorted(yielding), key=wide.__getitem__)] -= 1
            else:
                left.append(max(reversed(columns), key=self._drop))
                columns.remove(left[-1])
        for column in reversed(left):  # it may have left for one that has left since
            again = [one for one in self._columns if one in (*columns, column)]
            is_room = self._needed(again, wide) <= width  # without taking any from what is there
            columns = again if is_room and self._cut_nothing(again, wide, width) else columns
        growing = [column for column in columns if column.grows]
        spare = width - self._needed(columns, wide)
        for most in (self._usual, self._most):
            spare = _share(spare, growing, wide, most)
        measured = [column for column in columns if column.title in self._texts]
        spare = _share(spare, measured, wide, self._airy)
        if growing and not is_packed:
            wide[growing[-1].title] += max(0, spare)
        return [(column, wide[column.title]) for column in columns]

    def _without_rare(self, width: int, wide: Mapping[str, int]) -> list[Column[Row]]:
        """The columns, but those that are there for what no row has, and those in which nearly all
        rows have nothing, as far as others would be
        cut for their sake: the emptiest first.
        """
        columns = [one for one in self._columns if not one.if_any or self._has_any(one)]
        rare = sorted(filter(self._is_rare, columns), key=self._drop, reverse=True)
        for column in sorted(rare, key=lambda one: self._texts[one.title].widest > 0):
            if not self._cut_nothing(columns, wide, width):
                columns.remove(column)
        return columns

    def _cut_nothing(
        self, columns: Sequence[Column[Row]], wide: Mapping[str, int], width: int
    ) -> bool:
        """Have these columns room beside each other, most texts of those that grow whole?"""
        whole = {one.title: self._usual(one) for one in columns if one.grows}
        return self._needed(columns, {**wide} | whole) <= width

    def _is_sorted_by(self, column: Column[Row]) -> bool:
        return bool(self._sort) and column.field == self._sort

    def _drop(self, column: Column[Row]) -> int:
        return -1 if self._is_sorted_by(column) else column.drop

    def _needed(self, columns: Sequence[Column[Row]], wide: Mapping[str, int]) -> int:
        return self._gutter - GAP + sum(wide[column.title] + GAP for column in columns)

    def _least(self, column: Column[Row]) -> int:
        """Cells that it has before what is left is shared."""
        texts, title = self._texts.get(column.title), width_of(_(column.title))
        if column.grows:
            if not texts:
                return column.width
            least = min(column.width, max(texts.nearly_all, title + ARROW))
            return max(least, min(column.whole_to, texts.widest))
        whole = title + ARROW if self._is_sorted_by(column) else title if texts else 0
        return max(min(column.width, texts.widest) if texts else column.width, whole)

    def _usual(self, column: Column[Row]) -> int:
        """Cells in which most of its texts are whole."""
        texts = self._texts.get(column.title)
        return texts.usual if texts else self._most(column)

    def _most(self, column: Column[Row]) -> int:
        """Cells that its heading and the texts of the rows take; without rows, all there are."""
        texts = self._texts.get(column.title)
        return max(texts.widest, width_of(_(column.title)) + ARROW) if texts else 1_000

    def _airy(self, column: Column[Row]) -> int:
        """Cells in which its texts are whole and easily told apart from those beside them."""
        return max(self._least(column), self._texts[column.title].widest) + AIR

    def _has_any(self, column: Column[Row]) -> bool:
        texts = self._texts.get(column.title)
        return texts is not None and texts.widest > 0

    def _is_rare(self, column: Column[Row]) -> bool:
        """May it leave, because most of the rows that were looked at have nothing in it?"""
        texts = self._texts.get(column.title)
        return texts is not None and not texts.usual and self._drop(column) > 0


def _share(
    spare: int,
    growing: Sequence[Column[Row]],
    wide: dict[str, int],
    most: Callable[[Column[Row]], int],
) -> int:
    """Give to each of these in turn until it has the most that it can use; gives what is left."""
    while spare > 0:
        wanting = [one for one in growing if wide[one.title] < most(one)]
        if not wanting:
            break
        for column in wanting:
            more = min(max(1, spare // len(wanting)), spare, most(column) - wide[column.title])
            wide[column.title] += more
            spare -= more
    return spare

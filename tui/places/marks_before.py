"""MarksBefore (原先的勾选): the marks of a list as they were, and how they are brought back."""

from collections.abc import Callable
from typing import Any, NamedTuple

from store.search.listed import Shown
from store.words import _, counts
from tui.widgets.row_table import RowTable


class MarksBefore(NamedTuple):
    """What was marked in a list before the marks of some rows were changed."""

    table: RowTable[Any]
    show_marks: Callable[[], None]
    """Shows around the table what is marked."""
    found: Shown[Any] | None
    """What was found there then."""
    marked: frozenset[str]
    changed: frozenset[str]
    counted_as: tuple[str, ...]
    """The kind of documents that its rows are, where each is one."""

    def is_in_sight(self) -> bool:
        """Does one look at what the same search finds?"""
        return self.table.screen.is_current and _text(self.table.selection) == _text(self.found)

    def bring_back(self) -> str:
        """Of the rows that were changed, mark just those that were; what is marked now."""
        self.table.mark((self.table.marked - self.changed) | (self.marked & self.changed))
        self.show_marks()
        count = len(self.table.marked)
        said = counts.measured(count, self.counted_as)
        return _("{count} marked now.").format(count=said) if count else _("None is marked now.")


def _text(found: Shown[Any] | None) -> str:
    return found.query.text if found else ""

"""Heading: the names of the columns above the rows of a list."""

from typing import Any, Generic, TypeVar

from textual.content import Content
from textual.widgets import Static

from tui.text import content
from tui.widgets.columns import Columns

Row = TypeVar("Row", bound=Any)
SCROLLBAR = 1
"""Kept free beside the rows, so that it never hides their last letter."""


class Heading(Static, Generic[Row]):
    """The names of the columns above the rows."""

    def __init__(self, columns: Columns[Row]) -> None:
        super().__init__(id="heading")
        self._columns = columns
        self._sort = ""

    def show(self, columns: Columns[Row], sort: str) -> None:
        """Name these columns, and say which of them the rows are sorted by."""
        before = self._text
        self._columns, self._sort = columns, sort
        if self._text != before:
            self.refresh()

    def render(self) -> Content:
        """As wide as the rows are."""
        return content(self._text)

    @property
    def _text(self) -> str:
        return self._columns.heading(self.size.width - SCROLLBAR, self._sort)

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

    def show_columns(self, columns: Columns[Row]) -> None:
        """Name these columns instead."""
        self._columns = columns
        self.refresh()

    def show(self, sort: str) -> None:
        """Say which of them the rows are sorted by."""
        if sort != self._sort:
            self._sort = sort
            self.refresh()

    def render(self) -> Content:
        """As wide as the rows are."""
        return content(self._columns.heading(self.size.width - SCROLLBAR, self._sort))

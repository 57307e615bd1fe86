"""Column (列): one column of a list, as data, and what a cell of it says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Literal, NamedTuple, TypeVar

Row = TypeVar("Row")
Align = Literal["left", "right"]
Look = Literal["", "late", "soon", "key", "quiet", "odd"]
"""What the colour of a text means; nothing is told by it alone."""


class Cell(NamedTuple):
    """A text and its look."""

    text: str
    look: Look = ""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column; the highest `drop` leaves first when the screen is narrow."""

    title: str
    width: int
    cell: Callable[[Row, datetime], Cell]
    align: Align = "left"
    drop: int = 0
    grows: bool = False
    whole_to: int = 0
    """Cells up to which even a rare text of it is whole, before the others that grow have room."""
    end: int = 0
    """Cells in which its end alone tells rows apart: it is cut to that before it leaves."""
    if_any: bool = False
    """Is it there only where a row has something in it?"""
    field: str = ""
    """The sort that it shows, so that its heading can say which way."""

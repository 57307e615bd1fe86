"""Rows of a table as a panel takes them: as wide as there is room, their looks kept."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from store.words import _
from tui.glyphs import glyphs
from tui.said import Line, Row, Said, Section, plain
from tui.widgets.columns import Columns

Told = TypeVar("Told")


def line_of(columns: Columns[Told], told: Told, width: int, now: datetime) -> Line:
    """One row of a table in exactly so many cells."""
    cells = columns.cells(told, width, now, marked=False)
    return tuple(Said(cell.text, cell.look) for cell in cells)


def heading_of(columns: Columns[Told], width: int) -> Row:
    """The names of its columns."""
    return plain(columns.heading(width), "quiet")


def counting(name: str, title: str) -> Section:
    """A section that is still being read."""
    return Section(name, title, (plain(_("counting …"), "quiet"),))


def filled(rows: Iterable[Row], *nothing: str) -> tuple[Row, ...]:
    """Rows, or what would fill the section, a sentence a line."""
    return tuple(rows) or tuple(plain(one, "quiet") for one in nothing)


def and_more(count: int) -> list[Row]:
    """The row that says how many there are besides those shown; none where there are none."""
    return [plain(_("and {count} more").format(count=count), "quiet")] if count > 0 else []


def bar(part: float, width: int) -> str:
    """A bar of this part of so many cells; what is there at all is seen."""
    signs = glyphs().solid
    steps = round(max(0.0, min(part, 1.0)) * width * len(signs))
    if part > 0:
        steps = max(1, steps)
    whole, rest = divmod(steps, len(signs))
    return signs[-1] * whole + (signs[rest - 1] if rest else "")

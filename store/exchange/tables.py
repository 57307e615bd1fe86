"""Table: the rows of a spreadsheet file under their header, as text, before anybody gives them meaning."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableRow:
    """One data row; `number` counts as a spreadsheet does (the first row of the file is 1)."""

    number: int
    cells: dict[str, str]
    """By column name as the header spells it (trimmed); every cell as text, cleaned of the
    platforms' TABs, `="…"` and one protecting apostrophe."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file's header and rows."""

    name: str
    digest: str
    encoding: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]

"""Clean: a cell, or a column's name, without what platforms and spreadsheets put around it."""

import re
from functools import lru_cache

from store.exchange.outgoing.safe_cells import unguard

_PROTECTING = frozenset("='")
_FORMULA_TEXT = re.compile(r'="(.*)"', re.DOTALL)


@lru_cache(maxsize=1 << 15)
def clean(cell: str) -> str:
    """A cell without what platforms and spreadsheets put around a text to protect it.

    It remembers, because most cells of an export repeat: one text in memory instead of thousands.
    """
    text = cell.strip()
    if text[:1] not in _PROTECTING:
        return text
    found = _FORMULA_TEXT.fullmatch(text)
    return (found[1].replace('""', '"') if found else unguard(text)).strip()


def distinct(header: list[str]) -> tuple[str, ...]:
    """The names of the columns: a second of one name gets " (2)", one without a name its number."""
    while header and not header[-1]:
        header.pop()
    names: dict[str, None] = {}
    for place, name in enumerate(header, 1):
        wanted = stem = name or f"#{place}"
        count = 1
        while wanted in names:
            count += 1
            wanted = f"{stem} ({count})"
        names[wanted] = None
    return tuple(names)

"""Printing: JSON as scripts rely on it, and plain tables aligned by terminal cells."""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Any

from store.times import SHOP_TIME
from tui.text import fit, safe_text, width_of

# Legal in JSON as they are, but a terminal may obey them: written as the escapes of the same text.
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def say(text: str) -> None:
    """One line for a person: whatever is in it, the terminal only shows it."""
    print(safe_text(text, len(text) + 1))


def say_json(value: object) -> None:
    """One line of JSON for a script; times as ISO 8601 with +08:00."""
    line = json.dumps(plain(value), ensure_ascii=False)
    print(_OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", line))


def plain(value: Any) -> Any:
    """Documents, times and words as plain JSON values."""
    match value:
        case object(model_dump=values_of):  # a document; no list loads what those are made of
            return plain(values_of(mode="python"))
        case datetime():
            return value.astimezone(SHOP_TIME).isoformat(timespec="seconds")
        case Enum():
            return value.value
        case dict():
            return {name: plain(one) for name, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
        case _other:
            return value


def from_seconds(seconds: int | None) -> datetime | None:
    """Whole seconds since the epoch as an instant."""
    return None if seconds is None else datetime.fromtimestamp(seconds, SHOP_TIME)


def print_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()
) -> None:
    """Print rows under a header; `right` names the columns that are aligned to the right."""
    cells = [[safe_text(cell) for cell in row] for row in (header, *rows)]
    widths = [max(width_of(row[index]) for row in cells) for index in range(len(header))]
    for row in cells:
        line = "  ".join(
            fit(cell, widths[index], "right" if index in right else "left")
            for index, cell in enumerate(row)
        )
        say(line.rstrip())

"""Printing: JSON as scripts rely on it, and plain tables aligned by terminal cells."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from enum import Enum
from itertools import chain
from typing import Any, TextIO

from store.words.times import SHOP_TIME
from tui.line_ends import folded
from tui.text import fit, safe_text, width_of

# Legal in JSON as they are, but a terminal may obey them: written as the escapes of the same text.
# What shows nothing is one of them: two texts that look alike would not be.
_OBEYED = (
    "[\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)

GAP = "  "
"""Between the columns of a table."""
CUT = ".."
"""What says that a text was cut: nobody asked the terminal how wide it draws an ellipsis."""
NARROWEST = 14
"""Cells that a text keeps."""
_NUMBER = re.compile(r"[0-9-]{10,}")  # an order's, which is never cut


class OutputTrouble(Exception):
    """What was to be said cannot be written: a full disk, a terminal that is gone."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error)
        self.reason = error.strerror or str(error)


@contextmanager
def _writing() -> Iterator[None]:
    """A failure in here is one of the output, whatever the store has done; a reader that has gone
    is none.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputTrouble(error) from error


def finish() -> None:
    """Write what is still waiting to be written."""
    with _writing():
        sys.stdout.flush()


def say(text: str) -> None:
    """One line for a person: whatever is in it, the terminal only shows it."""
    with _writing():
        print(safe_text(text, len(text) + 1))


def tell(text: str) -> None:
    """A line on standard error, as far as there is one; nothing for no text."""
    if not text:
        return
    try:
        print(safe_text(text), file=sys.stderr)
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)


def silence(stream: TextIO) -> None:
    """Nothing more can be written there, and Python is not to try it at the end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def say_json(value: object) -> None:
    """One line of JSON for a script; times as ISO 8601 with +08:00."""
    import json

    line = json.dumps(plain(value), ensure_ascii=False)
    with _writing():
        print(re.sub(_OBEYED, lambda match: json.dumps(match[0])[1:-1], line))


def plain(value: Any) -> Any:
    """Documents, times and words as plain JSON values."""
    match value:
        case object(model_dump=values_of):  # a document; no list loads what those are made of
            return plain(values_of(mode="python"))
        case datetime():
            return value.astimezone(SHOP_TIME).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
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
    header: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()
) -> None:
    """Print rows under a header; `right` names the columns that are aligned to the right.

    Where that is wider than the terminal, texts have less room, the last one on several lines; and
    where it is wider still, further columns follow below, beside the first one again. What goes
    elsewhere than to a terminal is whole. The rows are gone through at least twice, first for the
    widths, and never held together.
    """
    widths, least = [0] * len(header), [NARROWEST] * len(header)
    for row in chain([header], rows):
        for index, cell in enumerate(row):
            widths[index] = max(widths[index], width_of(safe_text(cell)))
            least[index] = max(least[index], *map(len, _NUMBER.findall(cell)), 0)
    parts: list[Sequence[int]] = [range(len(header))]
    room = _room()
    if room:
        _narrow(widths, least, right, room)
        parts = _parts(widths, room)
    for number, columns in enumerate(parts):
        if number:
            say("")
        for row in chain([header], rows):
            _print_row([(row[at], widths[at], at in right) for at in columns], has_room=not room)


def _print_row(cells: Sequence[tuple[str, int, bool]], *, has_room: bool) -> None:
    """One row; the last of its texts may go on below itself."""
    *before, (last, width, is_right) = cells
    lines = [last] if has_room or is_right else folded(last, width, "")
    head = "".join(
        fit(safe_text(text), wide, "right" if is_number else "left", CUT) + GAP
        for text, wide, is_number in before
    )
    for number, line in enumerate(lines):
        start = " " * width_of(head) if number else head
        say((start + fit(safe_text(line), width, "right" if is_right else "left", CUT)).rstrip())


def _room() -> int:
    """Cells of a line of the terminal; 0 where the output goes elsewhere."""
    return columns() if sys.stdout.isatty() else 0


def columns() -> int:
    """Cells of a line as the environment says, else of the terminal; 0 where neither does."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        return int(given)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):  # it goes elsewhere, or has no number
        return 0


def _narrow(widths: list[int], least: Sequence[int], right: Sequence[int], room: int) -> None:
    """Take cells from the widest texts until all columns fit, as far as that goes."""
    over = sum(widths) + len(GAP) * (len(widths) - 1) - room
    while over > 0:
        texts = [at for at, wide in enumerate(widths) if at not in right and wide > least[at]]
        if not texts:
            break
        widths[max(texts, key=lambda at: widths[at])] -= 1
        over -= 1


def _parts(widths: Sequence[int], room: int) -> list[Sequence[int]]:
    """The columns that stand beside each other, the first one in each part."""
    parts: list[list[int]] = [[0]]
    taken = widths[0]
    for at in range(1, len(widths)):
        if len(parts[-1]) > 1 and taken + len(GAP) + widths[at] > room:
            parts.append([0])
            taken = widths[0]
        parts[-1].append(at)
        taken += len(GAP) + widths[at]
    return list(parts)


class Lines:
    """The rows of a table that are made anew whenever they are gone through."""

    def __init__(self, make: Callable[[], Iterable[Sequence[str]]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[Sequence[str]]:
        return iter(self._make())

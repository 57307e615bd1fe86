"""Printing: JSON as scripts rely on it, and plain tables aligned by terminal cells."""

import json
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
from tui.text import fit, safe_text, width_of

# Legal in JSON as they are, but a terminal may obey them: written as the escapes of the same text.
# What shows nothing is one of them: two texts that look alike would not be.
_OBEYED = (
    "[\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)


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

    The rows are gone through twice, first for the widths, and never held together.
    """
    widths = [0] * len(header)
    for row in chain([header], rows):
        for index, cell in enumerate(row):
            widths[index] = max(widths[index], width_of(safe_text(cell)))
    for row in chain([header], rows):
        line = "  ".join(
            fit(safe_text(cell), widths[index], "right" if index in right else "left")
            for index, cell in enumerate(row)
        )
        say(line.rstrip())


class Lines:
    """The rows of a table that are made anew whenever they are gone through."""

    def __init__(self, make: Callable[[], Iterable[Sequence[str]]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[Sequence[str]]:
        return iter(self._make())

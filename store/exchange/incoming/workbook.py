"""Workbook (xlsx): its rows as text, parsed in a child process that a bomb may kill."""

import os
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from store.errors import BadInput
from store.exchange.incoming.text_file import Record
from store.exchange.incoming.workbook_messages import BETWEEN, LENGTH_BYTES
from store.words import N_, _

PATIENCE_SECONDS = 60
"""A child that has said nothing for so long is not waited for."""
REFUSALS = {
    "bomb": N_(
        "{file}: refused, it unpacks into far more than a workbook of orders holds "
        "(at most 100 parts, 500 MB, and 100 times its packed size)."
    ),
    "doctype": N_("{file}: refused, it declares a document type (DOCTYPE), which no export does."),
    "cells": N_("{file}: refused, it has cells beyond 200,000 rows or 200 columns."),
    "long": N_(
        "{file}: refused, a cell of it is longer than 32,767 characters,"
        " or a row longer than 1,000,000, which no export is."
    ),
    "large": N_("{file}: too large to read as a workbook; save it as CSV and import that."),
    "locked": N_("{file}: it is protected by a password; save it without one and import that."),
    "broken": N_("{file}: it is not a workbook that can be read."),
    "archive": N_(
        "{file}: this is not a workbook but another zip archive; "
        "unpack it and import what is in it."
    ),
}
"""What the child may answer, as the sentence for it."""
START = (
    "import sys; sys.path.append(sys.argv[1]);"
    " from store.exchange.incoming.workbook_child import main; main()"
)
"""What the child runs: of the places that modules come from it has Python's own and ours."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 1 << 16
FIELDS = {"sheet": 3, "end": 1, "refused": 2}
"""How many fields a message has that is no row."""
MESSAGE_BYTES = 8_000_000
"""Of one message of the child's: more than the longest row it may send."""
_ROOT = str(Path(__file__).parents[3])


class Sheet(NamedTuple):
    """A table that a file may have: a sheet, or a text as a whole."""

    records: Iterator[Record]
    """Of a hidden sheet there are none."""
    title: str = ""
    is_hidden: bool = False


def is_workbook(data: bytes) -> bool:
    """Do these first bytes begin a zip archive, as every xlsx is? A file's name says nothing."""
    return data.startswith(_ZIP)


def refuse_old_workbook(data: bytes, name: str) -> None:
    """An .xls of before 2007 and a workbook with a password are the same kind of container."""
    if data.startswith(_OLE):
        raise BadInput(
            _(
                "{file}: an old Excel file (.xls) or one with a password; "
                "save it as .xlsx or CSV without a password and import that."
            ).format(file=name)
        )


def sheets(path: Path, name: str) -> Iterator[Sheet]:
    """The sheets of a workbook, each with its rows, while a child process still reads them.

    Raises OSError where the file cannot be opened. What else goes wrong is BadInput, at once or
    between two rows: whoever takes rows has a whole sheet only when its iterator has ended. The
    next sheet skips what was not taken of the one before. The child ends when nobody holds the
    sheets or their rows any more.
    """
    return _Sheets(_answers(path, name))


class _Sheets(Iterator[Sheet]):
    """What the child says, parted where a sheet begins."""

    def __init__(self, answers: Iterator[list[str]]) -> None:
        self._answers = answers
        self._ahead = next(answers)

    def __next__(self) -> Sheet:
        while self._ahead[0].isdecimal():
            self._ahead = next(self._answers)
        if self._ahead[0] == "end":
            raise StopIteration
        _kind, title, hidden = self._ahead
        self._ahead = next(self._answers)
        return Sheet(self._rows(), title, bool(hidden))

    def _rows(self) -> Iterator[Record]:
        while self._ahead[0].isdecimal():
            number, *cells = self._ahead
            yield Record(int(number), cells)
            self._ahead = next(self._answers)


def _answers(path: Path, name: str) -> Iterator[list[str]]:
    """What the child says, to its end; raises BadInput when it refuses, or dies."""
    with path.open("rb") as file:
        child = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-I", "-S", "-c", START, _ROOT],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    assert child.stdout
    try:
        for message in _messages(child.stdout):
            answer = message.decode(errors="replace").split(BETWEEN)
            kind, count = answer[0], len(answer)
            if not kind.isdecimal() and FIELDS.get(kind) != count:
                raise _refusal("broken", name)
            if kind == "refused":
                raise _refusal(answer[1], name)
            yield answer
            if kind == "end":
                return
        raise _refusal("large", name)
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


def _refusal(why: str, name: str) -> BadInput:
    return BadInput(_(REFUSALS.get(why, REFUSALS["broken"])).format(file=name))


def _messages(pipe: IO[bytes]) -> Iterator[bytes]:
    """Every whole message, as long as there comes another in time."""
    begun = bytearray()
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    while poll.poll(PATIENCE_SECONDS * 1000):
        chunk = os.read(pipe.fileno(), _CHUNK)
        if not chunk:
            return
        begun += chunk
        start = 0
        while (end := _end(begun, start)) <= len(begun):
            if end - start > MESSAGE_BYTES:
                return
            yield bytes(begun[start + LENGTH_BYTES : end])
            start = end
        del begun[:start]


def _end(begun: bytearray, start: int) -> int:
    """Where a message ends that begins there."""
    text = start + LENGTH_BYTES
    return text + int.from_bytes(begun[start:text], "big") if text <= len(begun) else text

"""Workbook (xlsx): its rows as text, parsed in a child process that a bomb may kill."""

import os
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

import msgspec

from store.errors import BadInput
from store.exchange.incoming.text_file import Record
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
LINE_BYTES = 8_000_000
"""Of a line of the child's: the longest row it may send, each character escaped."""
_ROOT = str(Path(__file__).parents[3])

_decode = msgspec.json.Decoder(list[Any] | dict[str, Any]).decode


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

    def __init__(self, answers: Iterator[Any]) -> None:
        self._answers = answers
        self._ahead = next(answers)

    def __next__(self) -> Sheet:
        while isinstance(self._ahead, list):
            self._ahead = next(self._answers)
        if "end" in self._ahead:
            raise StopIteration
        sheet = Sheet(self._rows(), self._ahead["sheet"], self._ahead["hidden"])
        self._ahead = next(self._answers)
        return sheet

    def _rows(self) -> Iterator[Record]:
        while isinstance(self._ahead, list):
            number, *cells = self._ahead
            yield Record(number, cells)
            self._ahead = next(self._answers)


def _answers(path: Path, name: str) -> Iterator[Any]:
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
        for line in _lines(child.stdout):
            answer = _decode(line)
            if isinstance(answer, dict) and "refused" in answer:
                raise _refusal(answer["refused"], name)
            yield answer
            if isinstance(answer, dict) and "end" in answer:
                return
        raise _refusal("large", name)
    except msgspec.DecodeError as error:
        raise _refusal("broken", name) from error
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


def _refusal(why: str, name: str) -> BadInput:
    return BadInput(_(REFUSALS[why]).format(file=name))


def _lines(pipe: IO[bytes]) -> Iterator[bytes]:
    """Every whole line, as long as there comes another in time."""
    begun, size = [], 0
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    while poll.poll(PATIENCE_SECONDS * 1000):
        chunk = os.read(pipe.fileno(), _CHUNK)
        if not chunk:
            return
        first, *more = chunk.split(b"\n")
        begun.append(first)
        size += len(first)
        if size > LINE_BYTES:
            return
        if more:
            yield b"".join(begun)
            yield from more[:-1]
            begun, size = [more[-1]], len(more[-1])

"""Source: an open file, and the tables that may be in it, before a header is looked for."""

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from store.errors import BadInput
from store.exchange.incoming.own_copies import BEGIN, refuse_copy
from store.exchange.incoming.packed import unpacked
from store.exchange.incoming.text_file import (
    CHUNK,
    Encoding,
    Record,
    Text,
    encoding_of,
    split_records,
)
from store.exchange.incoming.workbook import Sheet, is_workbook, refuse_old_workbook, sheets
from store.words import _, counts

_WORKBOOK = Encoding("xlsx", "")
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""What no text of the desk may hold: controls, and bytes that are no UTF-8, as Python keeps them in
the name of a file that was packed on a Chinese Windows."""


class Source:
    """One file that is being read; what is hashed is what is parsed."""

    def __init__(self, path: Path, file: BinaryIO, most: int) -> None:
        """Raises `BadInput` for a file whose characters nobody knows."""
        self.name = name_of(path)
        self._path = path
        self._found = os.fstat(file.fileno())
        self._hash = hashlib.sha256()
        begin = file.read(BEGIN)
        refuse_old_workbook(begin, self.name)
        refuse_copy(begin, self.name)
        is_archive = is_workbook(begin)
        text = unpacked(file, self.name, most) if is_archive else None
        self._file = text or file
        is_text = text is not None or not is_archive
        self._encoding = encoding_of(self._file, self.name) if is_text else _WORKBOOK

    @property
    def encoding(self) -> str:
        """How the characters of a text are written, or `xlsx`."""
        return self._encoding.name

    @property
    def is_text(self) -> bool:
        """May its last row be cut?"""
        return self._encoding is not _WORKBOOK

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes of the file, once it was read to its end."""
        return self._hash.hexdigest()

    def candidates(self) -> Iterator[Sheet]:
        """A workbook's sheets; a text file under each delimiter that it may have.

        One at a time: when the next is asked for, the one before is done with.
        """
        if not self.is_text:
            self._note_all()
            with _telling(self.name):
                for sheet in sheets(self._path, self.name):
                    yield sheet._replace(records=self._told(sheet.records))
            return
        for delimiter in self._delimiters():
            self._hash = hashlib.sha256()
            text = Text(self._file, self._encoding, self._hash.update)
            yield Sheet(self._told(split_records(text, delimiter)))

    def close(self) -> None:
        """Let go of what was unpacked."""
        self._file.close()

    def ensure_same(self) -> None:
        """Raise `BadInput` where the file was changed or taken away while it was read."""
        try:
            now = self._path.stat()
        except OSError:
            said = _("{file}: it was taken away while it was read; nothing was imported.")
            raise BadInput(said.format(file=self.name)) from None
        if any(getattr(now, name) != getattr(self._found, name) for name in _SAME):
            raise changed(self.name)

    def _told(self, records: Iterable[Record]) -> Iterator[Record]:
        with _telling(self.name):
            yield from records

    def _note_all(self) -> None:
        with _telling(self.name):
            self._file.seek(0)
            while data := self._file.read(CHUNK):
                self._hash.update(data)

    def _delimiters(self) -> str:
        first = next(Text(self._file, self._encoding).pieces(), "").partition("\n")[0]
        return "".join(sorted(",\t;", key=first.count, reverse=True))


_SAME = ("st_ino", "st_dev", "st_size", "st_mtime_ns")


def name_of(path: Path) -> str:
    """What a file is called in sentences, histories and records; what is unfit for them is
    U+FFFD.
    """
    return _UNFIT.sub("\ufffd", path.name)


def changed(name: str) -> BadInput:
    """The sentence for a file that somebody writes at the same time."""
    said = _("{file}: it was changed while it was read; import it again when it is whole.")
    return BadInput(said.format(file=name))


@contextmanager
def open_source(path: Path, most: int) -> Iterator[Source]:
    """The file at this path, of `most` bytes. Raises `BadInput` with a sentence that names it."""
    with ExitStack() as stack:
        with _telling(name_of(path)):
            source = Source(path, stack.enter_context(_opened(path, most)), most)
            stack.callback(source.close)
        yield source


def _opened(path: Path, most: int) -> BinaryIO:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise BadInput(_("{file}: not a file that can be read.").format(file=name_of(path)))
    if found.st_size > most:
        said = _("{file}: larger than {most}, which no export is.")
        raise BadInput(said.format(file=name_of(path), most=counts.file_size(most)))
    return path.open("rb")


@contextmanager
def _telling(name: str) -> Iterator[None]:
    """Say every failure of reading as a sentence that names the file."""
    try:
        yield
    except FileNotFoundError as trouble:
        raise BadInput(_("{file}: there is no such file.").format(file=name)) from trouble
    except (OSError, ValueError) as trouble:
        reason = getattr(trouble, "strerror", None) or trouble
        said = _("{file}: it cannot be read ({reason}).")
        raise BadInput(said.format(file=name, reason=reason)) from trouble

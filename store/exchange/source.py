"""Source: the bytes of a file, and the tables that may be in it, before a header is looked for."""

import hashlib
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from store.errors import BadInput
from store.exchange.text_file import Record, read_text, split_records
from store.exchange.workbook import is_workbook, refuse_old_workbook, sheets
from store.words import _

_WORKBOOK = "xlsx"


@dataclass(frozen=True, slots=True)
class Source:
    """One file, read once: what was hashed is what is parsed."""

    name: str
    digest: str
    encoding: str
    candidates: Iterator[Iterator[Record]]
    """A workbook's sheets; a text file under each delimiter that it may have."""

    @property
    def is_text(self) -> bool:
        """May its last row be cut?"""
        return self.encoding != _WORKBOOK


def open_source(path: Path, most: int) -> Source:
    """The file at this path, of `most` bytes. Raises `BadInput` with a sentence that names it."""
    data = _bytes_of(path, most)
    digest = hashlib.sha256(data).hexdigest()
    refuse_old_workbook(data, path.name)
    if is_workbook(data):
        return Source(path.name, digest, _WORKBOOK, map(iter, sheets(data, path.name)))
    text = read_text(data, path.name)
    tables = (split_records(text, delimiter) for delimiter in _delimiters(text.text))
    return Source(path.name, digest, text.encoding, tables)


def _bytes_of(path: Path, most: int) -> bytes:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise BadInput(_("{file}: not a file that can be read.").format(file=path.name))
        if found.st_size > most:
            said = _("{file}: larger than {megabytes} MB, which no export is.")
            raise BadInput(said.format(file=path.name, megabytes=most // 1_000_000))
        return path.read_bytes()
    except FileNotFoundError as trouble:
        raise BadInput(_("{file}: there is no such file.").format(file=path.name)) from trouble
    except (OSError, ValueError) as trouble:
        reason = getattr(trouble, "strerror", None) or trouble
        said = _("{file}: it cannot be read ({reason}).")
        raise BadInput(said.format(file=path.name, reason=reason)) from trouble


def _delimiters(text: str) -> str:
    first = text.partition("\n")[0]
    return ",\t" if first.count(",") >= first.count("\t") else "\t,"

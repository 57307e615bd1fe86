"""The child process that opens a workbook: whatever the file does, it does to this process only.

It is started as a script and imports nothing of the desk. It reads the file's bytes from standard
input and writes JSON lines: `{"sheet": title}`, then for each row `[number, cell, …]`; at the end
`{"end": true}`, or `{"refused": why}` (a key of `store.exchange.workbook.REFUSALS`).
Bombs and the limits against them: reliability.md §4.7.
"""

import io
import json
import os
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 10
MEMBERS = 100
UNPACKED_BYTES = 200_000_000
RATIO = 100
RATIO_FROM_BYTES = 1_000_000
"""A small member packs as it likes: a sheet of empty cells is legitimate and packs 1:200."""
ROWS = 100_010
"""A hundred thousand orders, and a header within the first ten rows."""
COLUMNS = 200
WRITTEN_BYTES = 150_000_000
"""One long shared string may be named by every cell: what comes out is limited as well."""

_CHUNK = 1 << 20
_DOCTYPES = tuple("<!DOCTYPE".encode(codec) for codec in ("ascii", "utf-16-le", "utf-16-be"))
_OVERLAP = max(map(len, _DOCTYPES))
_EXACT_DIGITS = 10**15


class RefusedError(Exception):
    """The workbook is no workbook of orders; the argument says why."""


def main() -> None:
    """Read the workbook on standard input, write its rows to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # numpy alone would take the memory allowed; lxml has another idea of entities.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    os.environ["OPENPYXL_LXML"] = "False"
    data = sys.stdin.buffer.read()
    try:
        check_archive(data)
        _write_all(lines_of(data))
        answer: dict[str, Any] = {"end": True}
    except RefusedError as refusal:
        answer = {"refused": str(refusal)}
    except MemoryError:
        answer = {"refused": "large"}
    except Exception:  # noqa: BLE001 - a fault of openpyxl on a faulty file is the file's
        answer = {"refused": "broken"}
    _write(answer)
    sys.stdout.flush()


def _write_all(lines: Iterator[Any]) -> None:
    written = 0
    for line in lines:
        written += _write(line)
        if written > WRITTEN_BYTES:
            raise RefusedError("large")


def _write(line: object) -> int:
    text = json.dumps(line, ensure_ascii=False) + "\n"
    return sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def check_archive(data: bytes) -> None:
    """Refuse what no workbook of orders is, before anything parses it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > MEMBERS or sum(one.file_size for one in members) > UNPACKED_BYTES:
            raise RefusedError("bomb")
        for member in members:
            packed = max(1, member.compress_size)
            if member.file_size > RATIO_FROM_BYTES and member.file_size / packed > RATIO:
                raise RefusedError("bomb")
            if member.flag_bits & 1:
                raise RefusedError("locked")
        for member in members:
            if member.filename.endswith((".xml", ".rels", ".vml")):
                _refuse_doctype(archive, member)


def _refuse_doctype(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    before = b""
    with archive.open(member) as unpacked:
        while chunk := unpacked.read(_CHUNK):
            if any(doctype in before + chunk for doctype in _DOCTYPES):
                raise RefusedError("doctype")
            before = chunk[-_OVERLAP:]


def lines_of(data: bytes) -> Iterator[Any]:
    """The sheets and their rows, every cell as text."""
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    for sheet in workbook.worksheets:
        # The dimension a file states is often wrong ("A1") and never to be believed.
        sheet.reset_dimensions()
        yield {"sheet": sheet.title}
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            if number > ROWS or len(values) > COLUMNS:
                raise RefusedError("cells")
            cells = [text_of(value) for value in values]
            if any(cells):
                yield [number, *cells]


def text_of(value: object) -> str:
    """A cell's value as the text it stands for, without loss."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return (value + timedelta(microseconds=500_000)).strftime("%Y-%m-%d %H:%M:%S")
    return str(value)


def _number(value: float) -> str:
    # A spreadsheet knows 15 digits; 89.69999999999999 is its 89.7.
    text = format(value, ".15g")
    return format(Decimal(text), "f") if abs(value) < _EXACT_DIGITS else repr(value)


if __name__ == "__main__":
    main()

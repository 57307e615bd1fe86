"""The child process that opens a workbook: whatever the file does, it does to this process only.

It is started as a module and loads nothing of the desk but the readers of a workbook's parts. The
file is its standard input. It writes JSON lines as it reads: `{"sheet": title, "hidden": false}`,
then for each row `[number, cell, …]`, of a hidden sheet none; at the end `{"end": true}`, or
`{"refused": why}` (a key of `incoming.workbook.REFUSALS`). Bombs and the limits against them:
reliability.md §4.7.
"""

import gc
import json
import resource
import sys
from collections.abc import Iterator
from typing import IO, Any

from store.exchange.incoming.workbook_parts import Book, Package, Strings, StyleSheet
from store.exchange.incoming.workbook_sheet import Merges, SheetRows
from store.exchange.incoming.workbook_xml import RefusedError

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 90
WRITTEN_BYTES = 400_000_000
"""One long shared string may be named by every cell: what comes out is limited as well."""

_as_json = json.JSONEncoder(ensure_ascii=False).encode


def main() -> None:
    """Read the workbook on standard input, write its rows to standard output."""
    # Rows hold no cycle; to look for some took a tenth of the time.
    gc.disable()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        _write_all(lines_of(sys.stdin.buffer))
        answer: dict[str, Any] = {"end": True}
    except RefusedError as refusal:
        answer = {"refused": str(refusal)}
    except MemoryError:
        answer = {"refused": "large"}
    except Exception:  # noqa: BLE001 - whatever a faulty file sets off is the file's fault
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
    return sys.stdout.buffer.write(_as_json(line).encode("utf-8", "replace") + b"\n")


def lines_of(file: IO[bytes]) -> Iterator[Any]:
    """The sheets and their rows, every cell as text."""
    package = Package(file)
    if not package.has("_rels/.rels"):
        raise RefusedError("archive")
    part = package.related("").of_kind("officeDocument")
    book, strings, styles = Book(), Strings(), StyleSheet()
    package.heard(part, book)
    relations = package.related(part)
    for kind, listener in (("sharedStrings", strings), ("styles", styles)):
        if package.has(relations.of_kind(kind)):
            package.heard(relations.of_kind(kind), listener)
    for title, number, is_hidden in book.sheets:
        kind, name = relations.by_id[number]
        if kind == "worksheet":
            yield {"sheet": title, "hidden": is_hidden}
            if is_hidden:
                continue
            merges = Merges()
            if package.has(name) and package.mentions(name, b"mergeCell "):
                package.heard(name, merges)
            rows = SheetRows(strings.string, styles.styles(book.epoch), merges)
            for _chunk in package.listen(name, rows):
                yield from rows.rows
                rows.rows.clear()


if __name__ == "__main__":
    main()

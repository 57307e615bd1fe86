"""The child process that opens a workbook: whatever the file does, it does to this process only.

It is started as a module and loads nothing of the desk but the readers of a workbook's parts. The
file is its standard input. It writes messages as it reads, each four bytes with its length and as
many of UTF-8: fields with NUL between them, which no cell holds. They are `sheet`, its title and
`1` where it is hidden; for each row its number and its cells, of a hidden sheet none; at the end
`end`, or `refused` and why (a key of `incoming.workbook.REFUSALS`). Bombs and the limits against
them: reliability.md §4.7.
"""

import gc
import resource
import sys
from collections.abc import Iterator
from typing import IO

from store.exchange.incoming.workbook_cells import CellReader
from store.exchange.incoming.workbook_messages import BETWEEN, LENGTH_BYTES
from store.exchange.incoming.workbook_parts import (
    Book,
    Package,
    Relations,
    Strings,
    StyleSheet,
)
from store.exchange.incoming.workbook_sheet import Merges, SheetRows
from store.exchange.incoming.workbook_xml import RefusedError

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 90
WRITTEN_BYTES = 400_000_000
"""One long shared string may be named by every cell: what comes out is limited as well."""

Message = tuple[str, ...]


def main() -> None:
    """Read the workbook on standard input, write its rows to standard output."""
    # Rows hold no cycle; to look for some took a tenth of the time.
    gc.disable()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        _write_all(messages_of(sys.stdin.buffer))
        answer: Message = ("end",)
    except RefusedError as refusal:
        answer = "refused", str(refusal)
    except MemoryError:
        answer = "refused", "large"
    except Exception:  # noqa: BLE001 - whatever a faulty file sets off is the file's fault
        answer = "refused", "broken"
    _write(answer)
    sys.stdout.flush()


def _write_all(messages: Iterator[Message]) -> None:
    written = 0
    for message in messages:
        written += _write(message)
        if written > WRITTEN_BYTES:
            raise RefusedError("large")


def _write(message: Message) -> int:
    text = BETWEEN.join(message).encode("utf-8", "replace")
    return sys.stdout.buffer.write(len(text).to_bytes(LENGTH_BYTES, "big") + text)


def messages_of(file: IO[bytes]) -> Iterator[Message]:
    """The sheets and their rows, every cell as text."""
    package = Package(file)
    if not package.has("_rels/.rels"):
        raise RefusedError("archive")
    part = package.related("").of_kind("officeDocument")
    book = Book()
    package.heard(part, book)
    relations = package.related(part)
    reader = _reader(package, relations, book)
    for title, number, is_hidden in book.sheets:
        kind, name = relations.by_id[number]
        if kind == "worksheet":
            yield "sheet", title.replace(BETWEEN, ""), "1" if is_hidden else ""
            if not is_hidden:
                yield from _rows(package, name, reader)


def _reader(package: Package, relations: Relations, book: Book) -> CellReader:
    strings, styles = Strings(), StyleSheet()
    if package.has(part := relations.of_kind("sharedStrings")):
        with package.opened(part) as unpacked:
            strings.read(unpacked)
    if package.has(part := relations.of_kind("styles")):
        package.heard(part, styles)
    return CellReader(strings.string, styles.styles(book.epoch))


def _rows(package: Package, name: str, reader: CellReader) -> Iterator[Message]:
    merges = Merges()
    if package.has(name) and package.mentions(name, b"mergeCell "):
        package.heard(name, merges)
    with package.opened(name) as unpacked:
        for row in SheetRows(reader, merges).read(unpacked):
            yield str(row.number), *row.cells


if __name__ == "__main__":
    main()

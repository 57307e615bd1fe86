"""The rows of one sheet of a workbook, every cell as the text it stands for, without loss."""

import re
from collections.abc import Iterator, Sequence
from string import ascii_uppercase
from typing import IO, NamedTuple
from xml.etree.ElementTree import Element

from store.exchange.incoming.workbook_cells import CellReader, Read
from store.exchange.incoming.workbook_messages import MERGED
from store.exchange.incoming.workbook_xml import (
    LONGEST,
    Attributes,
    Listener,
    Records,
    RefusedError,
    string_of,
    written,
)

ROWS = 200_010
"""So many rows of orders, and a header within the first ten rows."""
COLUMNS = 200
ROW_CHARACTERS = 1_000_000
"""Of all cells of a row together: one shared string may be named by each of them."""

MERGES = 20_000
LAYOUTS = 1000
"""Rows that differ in what is filled in."""
_FIRST_ROW = re.compile(rb"<sheetData>")
_ROW = re.compile(r'\s*<row r="([0-9]+)"[^<>]*>')
_CELL = re.compile(
    r'<c r="([A-Z]+)[0-9]+"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?(?:/>|></c>|'
    r'>(?:<v>|<is><t(?: xml:space="preserve")?>)([^<]*)(?:</v>|</t></is>)</c>)'
)
"""Place, style, kind and what is written, as Excel, WPS, LibreOffice, POI and openpyxl write it."""


class Merges(Listener):
    """The cells that are merged with cells below them."""

    def __init__(self) -> None:
        self.by_row: dict[int, list[tuple[int, int]]] = {}
        """By the row in which they begin: their place and the last row."""
        self._count = 0

    def begin(self, name: str, attributes: Attributes) -> None:
        """Note a range such as `A2:A4`."""
        if name != "mergeCell":
            return
        self._count += 1
        if self._count > MERGES:
            raise RefusedError("cells")
        first, _colon, last = attributes.get("ref", "").partition(":")
        letters = first.rstrip("0123456789")
        begins, ends = int(first[len(letters) :]), int(last.lstrip(ascii_uppercase) or 0)
        if ends > begins:
            self.by_row.setdefault(begins, []).append((_place(letters), ends))


def _letters(place: int) -> str:
    more, letter = divmod(place, len(ascii_uppercase))
    return (_letters(more - 1) if more else "") + ascii_uppercase[letter]


_PLACES = {_letters(place): place for place in range(COLUMNS)}
"""`A` is 0, `AB` is 27."""


class Row(NamedTuple):
    """One row that says something."""

    number: int
    """As a spreadsheet counts."""
    cells: list[str]


class _Layout(NamedTuple):
    """Which cells rows have, and how each is read."""

    places: tuple[int, ...]
    reads: tuple[Read, ...]

    def cells(self, written_texts: Sequence[str | None]) -> list[str]:
        """The cells of a row up to its last one."""
        texts = [
            read(found) if found else ""
            for read, found in zip(self.reads, written_texts, strict=True)
        ]
        if len(self.places) == self.places[-1] + 1:
            return texts
        cells = [""] * (self.places[-1] + 1)
        for place, text in zip(self.places, texts, strict=True):
            cells[place] = text
        return cells


class SheetRows:
    """The rows of one sheet."""

    def __init__(self, reader: CellReader, merges: Merges) -> None:
        self._reader = reader
        self._merges = merges.by_row
        self._above: dict[int, tuple[int, str]] = {}
        """Of the places at which a cell is merged with one above: the last row, and the text."""
        self._number = 0
        self._layouts: dict[object, _Layout] = {}

    def read(self, part: IO[bytes]) -> Iterator[Row]:
        """Those that say anything."""
        records = Records(part, _FIRST_ROW, "row")
        left = ""
        for text in records.texts():
            *rows, _end = text.split("</row>")
            for place, row in enumerate(rows):
                found = self._plain_cells(row)
                if found is None:
                    left = "</row>".join((*rows[place:], ""))
                    break
                yield from self._told(*found)
            if left:
                break
        for some in records.rest(left):
            for element in some.found:
                yield from self._told(int(element.get("r", "0")), self._cells(element, some.space))

    def _told(self, number: int, cells: list[str]) -> Iterator[Row]:
        self._number = max(number, self._number + 1)
        if self._number > ROWS or len(cells) > COLUMNS:
            raise RefusedError("cells")
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            return
        if self._merges:
            self._put_merged(cells)
        if max(map(len, cells)) > LONGEST or sum(map(len, cells)) > ROW_CHARACTERS:
            raise RefusedError("long")
        yield Row(self._number, cells)

    def _plain_cells(self, row: str) -> tuple[int, list[str]] | None:
        """Number and cells of a row that is written as most programs do; none of another one."""
        begin = _ROW.match(row)
        if begin is None:
            return None
        between, *found = _CELL.split(row[begin.end() :])
        if between or any(found[4::5]):
            return None
        if not found:
            return int(begin[1]), []
        shape = tuple(found[::5]), tuple(found[1::5]), tuple(found[2::5])
        layout = self._layouts.get(shape)
        if layout is None:
            places = tuple(map(_place, shape[0]))
            if places != tuple(sorted({*places})):
                return None
            reads = map(self._reader.reads, shape[2], shape[1])
            if len(self._layouts) > LAYOUTS:
                self._layouts.clear()
            layout = self._layouts[shape] = _Layout(places, tuple(reads))
        texts = found[3::5]
        if "&" in row or "\r" in row:
            texts = [text and written(text) for text in texts]
        return int(begin[1]), layout.cells(texts)

    def _cells(self, row: Element, space: str) -> list[str]:
        """The texts of a row that is written otherwise, up to its last one."""
        cells: list[str] = []
        place = -1
        for cell in row:
            if cell.tag != f"{space}c":
                continue
            at = cell.get("r", "").rstrip("0123456789")
            place = _place(at) if at else place + 1
            if found := _written_in(cell, space):
                _put(cells, place, self._reader.reads(cell.get("t"), cell.get("s"))(found))
        return cells

    def _put_merged(self, cells: list[str]) -> None:
        for place, (ends, text) in list(self._above.items()):
            if self._number > ends:
                del self._above[place]
            elif not "".join(cells[place : place + 1]):
                _put(cells, place, MERGED + text)
        for place, ends in self._merges.get(self._number, ()):
            if text := "".join(cells[place : place + 1]):
                self._above[place] = ends, text


def _written_in(cell: Element, space: str) -> str:
    """What stands in a cell: its value, else the text of a string of its own."""
    value, inline = cell.findtext(f"{space}v"), cell.find(f"{space}is")
    return value or ("" if inline is None else string_of(inline, space))


def _put(cells: list[str], place: int, text: str) -> None:
    if place >= COLUMNS:
        raise RefusedError("cells")
    while len(cells) <= place:
        cells.append("")
    cells[place] = text


def _place(letters: str) -> int:
    place = _PLACES.get(letters)
    if place is None:
        raise RefusedError("cells")
    return place

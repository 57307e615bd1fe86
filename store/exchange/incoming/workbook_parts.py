"""The parts of a workbook beside its sheets: which sheets there are, its strings, its styles."""

import re
import zipfile
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from posixpath import dirname, join, normpath
from typing import IO

from store.exchange.incoming.workbook_cells import RECENT, Styles
from store.exchange.incoming.workbook_xml import (
    CHUNK,
    LONGEST_WRITTEN,
    Attributes,
    Listener,
    Records,
    RefusedError,
    listen,
    plain,
    string_of,
    written,
)

MEMBERS = 100
UNPACKED_BYTES = 500_000_000
RATIO = 100
RATIO_FROM_BYTES = 1_000_000
"""A small member packs as it likes: a sheet of empty cells is legitimate and packs 1:200."""

_EPOCH, _EPOCH_OF_MACS = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - no zone
_DATES = {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)}
"""Formats every spreadsheet has built in; 27 to 36 and 50 to 58 are Chinese dates."""
_DURATIONS = {46}
_LITERAL = re.compile(r'".*?"|\\.|_.|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]', re.IGNORECASE)
_FIRST_STRING = re.compile(rb"<sst[^<>]*>")
_STRING = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
_DURATION = re.compile(r"\[(?:hh?|mm?|ss?)\]", re.IGNORECASE)
_DATE = re.compile(r"[dmhys]", re.IGNORECASE)


class Package:
    """The archive of a workbook, its parts found by name; what refuses is refused at the door."""

    def __init__(self, file: IO[bytes]) -> None:
        """Refuse what no workbook of orders is, before anything is unpacked."""
        self._archive = zipfile.ZipFile(file)
        members = self._archive.infolist()
        if len(members) > MEMBERS or sum(each.file_size for each in members) > UNPACKED_BYTES:
            raise RefusedError("bomb")
        for member in members:
            packed = max(1, member.compress_size)
            if member.file_size > RATIO_FROM_BYTES and member.file_size / packed > RATIO:
                raise RefusedError("bomb")
            if member.flag_bits & 1:
                raise RefusedError("locked")
        self._members = {_plain(member.filename): member for member in members}

    def has(self, part: str) -> bool:
        """Is there this part?"""
        return _plain(part) in self._members

    @contextmanager
    def opened(self, part: str) -> Iterator[IO[bytes]]:
        """A part to be read; refuses where there is none."""
        member = self._members.get(_plain(part))
        if member is None:
            raise RefusedError("broken")
        with self._archive.open(member) as unpacked:
            yield unpacked

    def mentions(self, part: str, word: bytes) -> bool:
        """Does this stand in a part? That is known long before it has been parsed."""
        with self._archive.open(self._members[_plain(part)]) as unpacked:
            before = b""
            while chunk := unpacked.read(CHUNK):
                if word in before + chunk:
                    return True
                before = chunk[-len(word) :]
        return False

    def heard(self, part: str, listener: Listener) -> None:
        """Tell the listener of all of a part; refuses where there is none."""
        with self.opened(part) as unpacked:
            listen(unpacked, listener)

    def related(self, part: str) -> "Relations":
        """What a part, or with "" the package, names as related to it."""
        relations = Relations(dirname(part))
        self.heard(join(dirname(part), "_rels", f"{part.rpartition('/')[2]}.rels"), relations)
        return relations


def _plain(name: str) -> str:
    # Names of parts differ in more than case, and some programs write them as Windows does.
    return name.replace("\\", "/").lstrip("/").casefold()


class Relations(Listener):
    """The parts that a part names, by id and by kind."""

    def __init__(self, folder: str) -> None:
        self.by_id: dict[str, tuple[str, str]] = {}
        """Kind and name of the part."""
        self._by_kind: dict[str, str] = {}
        self._folder = folder

    def begin(self, name: str, attributes: Attributes) -> None:
        """Note a relation."""
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        kind = attributes["Type"].rpartition("/")[2]
        part = normpath(join("/", self._folder, attributes["Target"])).lstrip("/")
        self.by_id[attributes["Id"]] = kind, part
        self._by_kind.setdefault(kind, part)

    def of_kind(self, kind: str) -> str:
        """The first part of this kind; where none is named, the one that Excel calls so."""
        return self._by_kind.get(kind, join(self._folder, f"{kind}.xml"))


class Book(Listener):
    """The sheets of a workbook in their order: title, id of the part, and is it hidden?"""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.epoch = _EPOCH

    def begin(self, name: str, attributes: Attributes) -> None:
        """Note a sheet, or from which day the workbook counts."""
        if name == "sheet":
            related = (text for key, text in attributes.items() if key.endswith(":id"))
            is_hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), next(related, ""), is_hidden))
        elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = _EPOCH_OF_MACS


class Strings:
    """The shared strings, packed: a million of them are a tenth of what they were as texts."""

    def __init__(self) -> None:
        self._packed = bytearray()
        self._ends = array("Q", [0])
        self.string = lru_cache(maxsize=RECENT)(self._string)

    def read(self, part: IO[bytes]) -> None:
        """Keep all strings, in turn."""
        records = Records(part, _FIRST_STRING, "si")
        left = ""
        for text in records.texts():
            between, *found = _STRING.split(text)
            if between or any(found[1::2]):
                left = text
                break
            for one in found[::2]:
                self._add(plain(written(one)))
        for some in records.rest(left):
            for element in some.found:
                self._add(string_of(element, some.space))

    def _add(self, text: str) -> None:
        if len(text) > LONGEST_WRITTEN:
            raise RefusedError("long")
        self._packed += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._packed))

    def _string(self, number: str) -> str:
        """The string with this number, from 0, as a cell names it."""
        place = int(number)
        if place < 0:
            raise RefusedError("broken")
        packed = self._packed[self._ends[place] : self._ends[place + 1]]
        return packed.decode("utf-8", "surrogatepass")


class StyleSheet(Listener):
    """Which styles of cells show dates, and which show durations."""

    def __init__(self) -> None:
        self._dates, self._durations = set(_DATES), set(_DURATIONS)
        self._formats: list[int] = []
        self._is_of_cells = False

    def begin(self, name: str, attributes: Attributes) -> None:
        """Note a format, or the format of a style."""
        if name == "numFmt":
            self._name(int(attributes["numFmtId"]), attributes.get("formatCode", ""))
        elif name == "cellXfs":
            self._is_of_cells = True
        elif name == "xf" and self._is_of_cells:
            self._formats.append(int(attributes.get("numFmtId", 0)))

    def end(self, name: str) -> None:
        """Only what stands in `cellXfs` is named by cells."""
        if name == "cellXfs":
            self._is_of_cells = False

    def _name(self, number: int, code: str) -> None:
        self._dates.discard(number)
        self._durations.discard(number)
        shown = _LITERAL.sub("", code.partition(";")[0])
        if _DURATION.search(shown):
            self._durations.add(number)
        elif _DATE.search(shown):
            self._dates.add(number)

    def styles(self, epoch: datetime) -> Styles:
        """By the number of the style, as cells name it."""
        formats = [(str(place), number) for place, number in enumerate(self._formats)]
        return Styles(
            {place for place, number in formats if number in self._dates},
            {place for place, number in formats if number in self._durations},
            epoch,
        )
